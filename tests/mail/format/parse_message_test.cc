#include "mail/format/parse_message.h"
#include "tests/support/table.h"

#include <fmt/format.h>

#include <chrono>

using namespace deskhand::mail;

namespace {

Message read(const std::string& text) { return parse_message(text); }

struct SubjectRow {
    const char* name;
    const char* raw;
    const char* subject;
};

const SubjectRow subject_rows[] = {
    {"plain text", "Printer is on fire", "Printer is on fire"},
    {"a folded line becomes one blank", "Printer\n\tis on fire", "Printer is on fire"},
    {"an encoded word", "=?utf-8?Q?Dr=C3=BCcker?=", "Drücker"},
    {"padded base64 words side by side keep all their text",
     "=?utf-8?B?RMO8?= =?utf-8?B?Y2s=?= =?utf-8?B?ZXI=?=", "Dücker"},
    {"a character split between two words", "=?utf-8?Q?D=C3?= =?utf-8?Q?=BCse?=", "Düse"},
    {"latin-1 that is really windows-1252", "=?iso-8859-1?Q?5_=80?=", "5 €"},
    {"raw octets that are utf-8",
     "Dr\xC3\xBC"
     "cker",
     "Drücker"},
    {"raw octets that are windows-1252",
     "Dr\xFC"
     "cker",
     "Drücker"},
    {"a gateway's tag right before a word", "[EXTERN]=?utf-8?Q?Dr=C3=BCcker?=", "[EXTERN] Drücker"},
    {"a tag before a word that begins with a blank", "[EXTERN]=?utf-8?Q?_Dr=C3=BCcker?=", "[EXTERN] Drücker"},
    {"blanks inside an encoded word", "=?utf-8?Q?two words?=", "two words"},
    {"no end mark", "=?utf-8?Q?open_end", "open end"},
    {"a word that decodes to no text stays as it is", "=?utf-8?B?nhuwAP8=?=",
     "=?utf-8?B?nhuwAP8=?="},
    {"an unknown charset is read by its octets", "=?x-strange?Q?caf=C3=A9?=", "café"},
    {"a question that is no encoded word", "What =? really?", "What =? really?"},
};

void check_subject(const SubjectRow& row)
{
    BOOST_TEST(read(fmt::format("Subject: {}\nFrom: a@b.example\n\nx\n", row.raw)).subject ==
               row.subject);
}

struct AddressRow {
    const char* name;
    const char* raw;
    const char* display;
    const char* addr;
};

const AddressRow address_rows[] = {
    {"address alone", "jane@example.com", "", "jane@example.com"},
    {"name and address", "Jane Doe <jane@example.com>", "Jane Doe", "jane@example.com"},
    {"quoted name with a comma", "\"Doe, Jane\" <jane@example.com>", "Doe, Jane",
     "jane@example.com"},
    {"unquoted name with a comma", "Doe, Jane <jane@example.com>", "Doe, Jane", "jane@example.com"},
    {"name as a comment", "jane@example.com (Jane Doe)", "Jane Doe", "jane@example.com"},
    {"an address inside the quoted name is no address", "\"boss@bank.example\" <jane@example.com>",
     "boss@bank.example", "jane@example.com"},
    {"comma in an encoded name", "=?utf-8?Q?Doe,_J?= <j@example.com>", "Doe, J", "j@example.com"},
    {"missing end bracket", "Jane <jane@example.com", "Jane", "jane@example.com"},
    {"quoted local part", "\"jane doe\"@example.com", "", "\"jane doe\"@example.com"},
    {"source route", "<@relay.example:jane@example.com>", "", "jane@example.com"},
    {"group members", "Team: jane@example.com, b@example.com;", "", "jane@example.com"},
    {"encoded words in quotes", "\"=?utf-8?Q?J=C3=BCrgen?=\" <j@example.com>", "Jürgen",
     "j@example.com"},
    {"control characters in an encoded name", "=?utf-8?Q?Jane=00=0A?= <j@example.com>", "Jane",
     "j@example.com"},
    {"a name without an address", "Jane Doe", "Jane Doe", ""},
    {"a word alone is a local part", "jane", "", "jane"},
    {"a capitalised word alone is a name", "Moderator-Address", "Moderator-Address", ""},
    {"a word in capitals alone is a local part", "MAILER-DAEMON", "", "MAILER-DAEMON"},
    {"an address in the place of a group's name", "ann@x.example: eve@y.example;", "", "eve@y.example"},
    {"a group without members", "ann@x.example:;", "", ""},
    {"the transport of VMS", "IN%\"jane@example.com\"  \"Jane Doe\"", "Jane Doe", "jane@example.com"},
    {"a quoted word alone is a name", "\"jane\"", "jane", ""},
    {"brackets of the wrong kind", "Jane [jane@example.com]", "Jane", "jane@example.com"},
    {"two addresses without a comma", "jane@example.com joe@example.com", "", "jane@example.com"},
    {"words between two addresses name the second", "Jane <jane@example.com> Joe <joe@example.com>", "Jane", "jane@example.com"},
    {"an address list whose folding was lost", "\"Doe, Jane\" <jane@example.com>,\nJoe <joe@example.com>", "Doe, Jane", "jane@example.com"},
    {"blanks around the dots of a domain", "jane@example  . com", "", "jane@example.com"},
    {"blanks before the @", "jane @example.com (Jane)", "Jane", "jane@example.com"},
    {"an address as the name of another", "info@example.com <jane@example.com>",
     "info@example.com", "jane@example.com"},
    {"nothing but brackets", "<>", "", ""},
};

void check_address(const AddressRow& row)
{
    const auto from = read(fmt::format("From: {}\n\nx\n", row.raw)).from;
    const Address first = from.empty() ? Address{} : from.front();
    BOOST_TEST(first.name == row.display);
    BOOST_TEST(first.addr == row.addr);
}

}

BOOST_AUTO_TEST_SUITE(parse_message_subject)
static const bool added_subjects =
    deskhand::tests::table(subject_rows, check_subject, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(parse_message_address)
static const bool added_addresses =
    deskhand::tests::table(address_rows, check_address, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(parse_message_shape)

BOOST_AUTO_TEST_CASE(every_input_gives_a_message)
{
    for (const std::string input :
         {"", "\n", "\n\n\n", ":", "no header at all", "From ", "\xFF\xFE", "A: b", "\r\r\r"}) {
        const auto message = read(input);
        BOOST_TEST(message.size == input.size());
        BOOST_TEST(message.sha256.size() == 64u);
    }
}

BOOST_AUTO_TEST_CASE(text_without_a_header_is_the_body)
{
    const auto message = read("Dear all,\nthe printer is on fire.\n");
    BOOST_TEST(message.text == "Dear all,\nthe printer is on fire.\n");
    BOOST_TEST(!message.defects.empty());
}

BOOST_AUTO_TEST_CASE(an_mbox_line_and_empty_lines_before_the_header_are_passed_over)
{
    const auto message =
        read("\n\nFrom jane@example.com Mon Jan  2 15:04:05 2006\nSubject: x\n\nbody\n");
    BOOST_TEST(message.subject == "x");
    BOOST_TEST(message.text == "body\n");
}

BOOST_AUTO_TEST_CASE(a_missing_empty_line_before_the_body_loses_nothing)
{
    const auto message = read("Subject: x\nFrom: a@b.example\nHello there\nhow are you\n");
    BOOST_TEST(message.subject == "x");
    BOOST_TEST(message.text == "Hello there\nhow are you\n");
}

BOOST_AUTO_TEST_CASE(a_missing_date_comes_from_the_received_chain)
{
    const auto message = read("Received: by mx; Tue, 5 Mar 2024 10:00:00 +0100\nSubject: x\n\ny\n");
    BOOST_REQUIRE(message.date.has_value());
    BOOST_TEST((message.date->source == DateSource::received));
    BOOST_TEST(message.date->instant.time_since_epoch().count() == 1709629200);
    BOOST_TEST(message.date->offset.count() == 60);
}

BOOST_AUTO_TEST_CASE(of_alternatives_the_plain_text_is_read_and_the_html_kept)
{
    const auto message =
        read("Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\n"
             "Content-Type: text/html\n\n<p>rich</p>\n--b--\n");
    BOOST_TEST(message.text == "plain");
    BOOST_TEST(message.html == "<p>rich</p>");
    BOOST_TEST(message.structure.type == "multipart/alternative");
    BOOST_TEST(message.structure.children.size() == 2u);
}

BOOST_AUTO_TEST_CASE(html_becomes_text_when_there_is_no_usable_plain_text)
{
    const auto message = read("Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\n"
                              "Content-Type: text/html\n\n<p>rich</p>\n--b--\n");
    BOOST_TEST(message.text == "rich\n");
}

BOOST_AUTO_TEST_CASE(an_attachment_has_its_name_size_and_digest)
{
    const auto message =
        read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee file\n--b\n"
             "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
             "Content-Disposition: attachment; filename*=utf-8''M%C3%BCll.pdf\n\nYWJj\n--b--\n");
    BOOST_REQUIRE(message.leaves.size() == 2u);
    const auto& file = message.leaves.back();
    BOOST_TEST(file.is_attachment);
    BOOST_TEST(file.name == "Müll.pdf");
    BOOST_TEST(file.size == 3u);
    BOOST_TEST(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(message.text == "see file");
}

BOOST_AUTO_TEST_CASE(a_quoted_name_is_whole_and_a_word_before_it_a_recipient)
{
    const auto to = read("To: support, \"Berg, Jo\" <jo@client.example>\n\nx\n").to;
    BOOST_REQUIRE(to.size() == 2u);
    BOOST_TEST(to[0].addr == "support");
    BOOST_TEST(to[1].name == "Berg, Jo");
}

BOOST_AUTO_TEST_CASE(enriched_text_is_read_without_its_markup)
{
    BOOST_TEST(read("Content-Type: text/enriched\n\n<bold>Paper</bold> jam\nagain: 1 << 2\n\n"
                    "<color><param>red</param>Anna</color>\n").text == "Paper jam again: 1 < 2\nAnna ");
    BOOST_TEST(read("Content-Type: text/richtext\n\nPaper<nl>jam\n").text == "Paper\njam ");
}

BOOST_AUTO_TEST_CASE(enriched_text_beside_plain_text_is_a_file)
{
    const auto message = read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"
                              "Content-Type: text/enriched\n\n<bold>more</bold>\n--b--\n");
    BOOST_TEST(message.text == "hello");
    BOOST_TEST(message.leaves.at(1).is_attachment);
}

BOOST_AUTO_TEST_CASE(flowed_text_is_joined)
{
    const auto message = read("Content-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n> "
                              "quo \n> ted\n-- \nJane\n");
    BOOST_TEST(message.text == "onetwo\n> quoted\n-- \nJane\n");
}

BOOST_AUTO_TEST_CASE(spans_together_are_the_text)
{
    const auto message = read("Subject: x\n\nYes.\n\nOn Mon, Jan 1, 2024 at 10:00 Jane "
                              "<j@example.com> wrote:\n> Sure?\n");
    std::string all;
    for (const auto& span : message.spans) all += span.text;
    BOOST_TEST(all == message.text);
    BOOST_TEST(own_text(message) == "Yes.\n\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(parse_message_limits)

BOOST_AUTO_TEST_CASE(nesting_beyond_the_limit_stays_closed_and_is_named)
{
    for (const int depth : {5'000, 100'000}) {
        std::string mail;
        for (int i = 0; i < depth; ++i)
            mail += fmt::format("Content-Type: multipart/mixed; boundary=b{}\n\n--b{}\n", i, i);
        const auto message = read(mail);
        BOOST_TEST(message.leaves.size() == 1u);
        BOOST_TEST(!message.defects.empty());
    }
}

BOOST_AUTO_TEST_CASE(attached_mails_beyond_the_limit_stay_closed)
{
    std::string mail;
    for (int i = 0; i < 100'000; ++i) mail += "Content-Type: message/rfc822\n\n";
    BOOST_TEST(read(mail).leaves.size() <= 3u);
}

BOOST_AUTO_TEST_CASE(parts_beyond_the_limit_are_left_out_and_named)
{
    std::string mail = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 10'000; ++i) mail += "--b\n\nx\n";
    const auto message = parse_message(mail, {.parts = 100});
    BOOST_TEST(message.leaves.size() < 100u);
    BOOST_TEST(!message.defects.empty());
}

BOOST_AUTO_TEST_CASE(a_long_header_is_cut_and_the_body_still_read)
{
    std::string mail = "Subject: x\n";
    for (int i = 0; i < 100'000; ++i) mail += "X-Filler: yyyyyyyyyyyy\n";
    const auto message = read(mail + "\nbody\n");
    BOOST_TEST(message.subject == "x");
    BOOST_TEST(message.text == "body\n");
}

BOOST_AUTO_TEST_CASE(recipients_beyond_the_limit_are_left_out)
{
    std::string mail = "To: a@example.com";
    for (int i = 0; i < 20'000; ++i) mail += ", a@example.com";
    BOOST_TEST(parse_message(mail + "\n\nx\n", {.recipients = 7}).to.size() == 7u);
}

BOOST_AUTO_TEST_SUITE_END()
