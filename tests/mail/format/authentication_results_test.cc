#include "mail/format/authentication_results.h"

#include "mail/format/parse_message.h"

#include "tests/support/table.h"

using namespace deskhand::mail;

namespace {

const std::vector<std::string> trusted{"mx.desk.example"};
const std::string from = "From: Ann <ann@desk.example>\n";
const std::string by_us = "Received: from mail.client.example (mail.client.example [192.0.2.1]) by mx.desk.example (Postfix) with ESMTPS id 1; Mon, 2 Nov 2026 09:00:00 +0100\n";
const std::string by_them = "Received: from laptop by mail.client.example; Mon, 2 Nov 2026 08:59:00 +0100\n";
const std::string pass = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n";
const std::string fail = "Authentication-Results: mx.desk.example; dmarc=fail header.from=desk.example\n";

struct Row {
    const char* name;
    std::string header;
    bool counts, aligned, failed;
};

const Row rows[] = {
    {"a pass of our server counts above its Received line", pass + by_us + by_them + from, true, true, false},
    {"a pass of our server counts below its Received line", by_us + pass + by_them + from, true, true, false},
    {"a failure of our server counts", fail + by_us + by_them + from, true, false, true},
    {"nothing is said", by_us + by_them + from, false, false, false},
    {"another host's word is not ours", "Authentication-Results: mx.evil.example; dmarc=pass\n" + by_us + from, false, false, false},
    {"what stands below the sender's lines is the sender's", by_us + by_them + pass + from, false, false, false},
    {"what stands below ours does not lift a failure", fail + by_us + pass + by_them + from, true, false, true},
    {"a second field of ours without another between is ours too", "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=x@evil.example\n" + pass + by_us + from, true, true, false},
    {"failure and pass together are a failure", fail + pass + by_us + from, true, false, true},
    {"a host that only begins like ours is not ours", "Authentication-Results: mx.desk.example.evil.example; dmarc=pass\n" + by_us + from, false, false, false},
    {"our name inside a comment is not our name", "Authentication-Results: (mx.desk.example;) evil.example; dmarc=pass\n" + by_us + from, false, false, false},
    {"our name in an encoded word is not our name", "Authentication-Results: =?utf-8?q?mx=2Edesk=2Eexample?=; dmarc=pass\n" + by_us + from, false, false, false},
    {"our name in capitals is our name", "authentication-results: MX.DESK.EXAMPLE; DMARC=Pass header.from=DESK.example\n" + by_us + from, true, true, false},
    {"a pass for another From does not count", "Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example\n" + by_us + from, true, false, false},
    {"DKIM of the domain aligns", "Authentication-Results: mx.desk.example; dkim=pass header.d=desk.example\n" + by_us + from, true, true, false},
    {"DKIM of a list does not align", "Authentication-Results: mx.desk.example; dkim=pass header.d=list.example; spf=fail smtp.mailfrom=desk.example\n" + by_us + from, true, false, true},
    {"DKIM of the domain's upper one aligns", "Authentication-Results: mx.desk.example; dkim=pass header.d=example.org\n" + by_us + "From: ann@it.example.org\n", true, true, false},
    {"DKIM of a whole country does not align", "Authentication-Results: mx.desk.example; dkim=pass header.d=example\n" + by_us + from, true, false, false},
    {"DKIM of a name that ends alike does not align", "Authentication-Results: mx.desk.example; dkim=pass header.d=evildesk.example\n" + by_us + from, true, false, false},
    {"SPF of the domain aligns", "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=bounce@desk.example\n" + by_us + from, true, true, false},
    {"SPF of another envelope does not align", "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=eve@evil.example\n" + by_us + from, true, false, false},
    {"SPF of HELO alone does not align", "Authentication-Results: mx.desk.example; spf=pass smtp.helo=desk.example\n" + by_us + from, true, false, false},
    {"dmarc decides where it is stated", "Authentication-Results: mx.desk.example; dmarc=fail; dkim=pass header.d=desk.example\n" + by_us + from, true, false, true},
    {"a mail handed on between two servers of ours keeps what the first one said",
     "Received: from mx.desk.example by MX.desk.example; Mon, 2 Nov 2026 09:00:01 +0100\n" + pass + by_us + by_them + from, true, true, false},
    {"a Received line that the sender wrote in our name lets nothing through", by_us + by_us + pass + from, false, false, false},
    {"two From fields are nobody's", pass + by_us + from + "From: eve@evil.example\n", true, false, false},
    {"two mailboxes in From are nobody's", pass + by_us + "From: ann@desk.example, eve@evil.example\n", true, false, false},
    {"without Received lines of ours the second ends our part", "Received: from a by b\n" + pass + "Received: from c by d\n" + from, true, true, false},
    {"below two Received lines of others nothing counts", "Received: from a by b\nReceived: from c by d\n" + pass + from, false, false, false},
    {"a broken field is not believed", "Authentication-Results: mx.desk.example; dmarc=pass header.from\n" + by_us + from, false, false, false},
    {"a field whose comment does not end is not believed", "Authentication-Results: mx.desk.example; dmarc=pass (policy\n" + by_us + from, false, false, false},
    {"a result hidden in a comment is none", "Authentication-Results: mx.desk.example; dmarc=none (dmarc=pass) header.from=desk.example\n" + by_us + from, true, false, false},
    {"a result hidden in a reason is none", "Authentication-Results: mx.desk.example; dmarc=none reason=\"x; dmarc=pass\"\n" + by_us + from, true, false, false},
    {"a version other than 1 is not believed", "Authentication-Results: mx.desk.example 2; dmarc=pass\n" + by_us + from, false, false, false},
};

void check_row(const Row& row)
{
    const auto found = authentication_of(parse_message(row.header + "\nHello\n"), trusted);
    BOOST_REQUIRE(found.has_value() == row.counts);
    BOOST_TEST((found && found->aligned) == row.aligned);
    BOOST_TEST((found && found->failed) == row.failed);
}

}

BOOST_AUTO_TEST_SUITE(authentication_results)

const bool fields = deskhand::tests::table(rows, check_row, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_field_is_read_with_version_comments_and_properties)
{
    const auto field = read_authentication_field("mx.desk.example (Postfix) 1; spf=pass (sender (really) known) smtp.mailfrom=\"a b\"@client.example;"
                                                 " dkim/1=fail reason=\"bad signature\" header.i=@client.example header.b=Zx+/9=");
    BOOST_REQUIRE(field.has_value());
    BOOST_TEST(field->host == "mx.desk.example");
    BOOST_REQUIRE(field->results.size() == 2u);
    BOOST_TEST(field->results[0].properties.front().second == "a b@client.example");
    BOOST_TEST(field->results[1].method == "dkim");
    BOOST_TEST(field->results[1].properties.size() == 3u);
}

BOOST_AUTO_TEST_CASE(none_says_nothing_and_is_well_formed)
{
    const auto field = read_authentication_field("mx.desk.example; none");
    BOOST_REQUIRE(field.has_value());
    BOOST_TEST(field->results.empty());
}

BOOST_AUTO_TEST_CASE(without_trusted_hosts_nothing_is_trusted)
{
    BOOST_TEST(!authentication_of(parse_message(pass + by_us + from + "\nHello\n"), {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
