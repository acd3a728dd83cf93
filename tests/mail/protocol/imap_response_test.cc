// What is understood of single IMAP responses, quirks of known servers included.
#include "mail/protocol/imap_reader.h"
#include "mail/protocol/imap_fetch_items.h"

#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

ImapResponse only_response(const std::string& octets)
{
    ImapReader reader;
    reader.feed(octets);
    auto next = reader.next();
    BOOST_REQUIRE(std::holds_alternative<ImapResponse>(next));
    BOOST_TEST(reader.empty());
    return std::get<ImapResponse>(std::move(next));
}

template <class Kind> Kind response_as(const std::string& octets)
{
    auto response = only_response(octets);
    if (const auto* broken = std::get_if<ImapUnreadable>(&response)) BOOST_TEST_MESSAGE(broken->reason);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<Kind>(response), octets);
    return std::get<Kind>(std::move(response));
}

ImapFetch fetch_of(const std::string& items) { return response_as<ImapFetch>("* 12 FETCH " + items + "\r\n"); }

struct SkippedRow {
    const char* name;
    std::string octets;
};

const SkippedRow unreadable[] = {
    {"a FETCH whose list does not close", "* 1 FETCH (UID 7\r\n"},
    {"a FETCH without a list", "* 1 FETCH UID\r\n"},
    {"a FETCH with a UID that is none", "* 1 FETCH (UID 0)\r\n"},
    {"a FETCH with a decimal UID", "* 1 FETCH (UID 7.5)\r\n"},
    {"a FETCH with a UID beyond 32 bits", "* 1 FETCH (UID 4294967296)\r\n"},
    {"a quoted string without an end", "* 1 FETCH (INTERNALDATE \"17-Jul)\r\n"},
    {"lists nested deeper than 64", "* 1 FETCH (X " + std::string(65, '(') + std::string(65, ')') + ")\r\n"},
    {"a hundred thousand open lists", "* 1 FETCH (X " + std::string(100'000, '(') + "\r\n"},
    {"a sequence number that is none", "* 22222222222C EXISTS\r\n"},
    {"a count beyond 32 bits", "* 9e99 EXISTS\r\n"},
    {"VANISHED without a set", "* VANISHED (EARLIER) \r\n"},
    {"a SEARCH with a word", "* SEARCH 1 two\r\n"},
    {"an ESEARCH with a star", "* ESEARCH UID ALL 1:*\r\n"},
    {"a STATUS without a list", "* STATUS INBOX\r\n"},
    {"a STATUS whose list does not close", "* STATUS INBOX (MESSAGES 1\r\n"},
    {"a LIST without flags", "* LIST\r\n"},
    {"a line of no known form", "hello there\r\n"},
    {"a tagged greeting", "a1 PREAUTH hello\r\n"},
};

struct IgnoredRow {
    const char* name;
    const char* octets;
    const char* kind;
};

const IgnoredRow ignored[] = {
    {"an unknown response", "* NOOP froopy snood\r\n", "NOOP"},
    {"an unknown response with a number", "* 86 NOOP\r\n", "NOOP"},
    {"quota", "* QUOTA \"\" (STORAGE 1 2)\r\n", "QUOTA"},
    {"RECENT", "* 0 RECENT\r\n", "RECENT"},
    {"an ID answer", "* ID (\"name\" \"GImap\" \"support-url\" NIL)\r\n", "ID"},
    {"Kolab's empty ENABLED", "* ENABLED\r\n", "ENABLED"},
};

}

BOOST_AUTO_TEST_SUITE(imap_response)

BOOST_AUTO_TEST_SUITE(unreadable_responses_cost_only_themselves)
const bool unreadable_rows = table(unreadable, [](const SkippedRow& row) {
    const auto response = only_response(row.octets);
    BOOST_TEST(std::holds_alternative<ImapUnreadable>(response));
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(responses_of_no_use_are_skipped)
const bool ignored_rows = table(ignored, [](const IgnoredRow& row) {
    BOOST_TEST(response_as<ImapIgnored>(row.octets).name == row.kind);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_fetched_mail_has_all_its_items)
{
    const auto mail = fetch_of("(UID 7 FLAGS (\\Seen $Junk) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" "
                               "RFC822.SIZE 5 EMAILID (M6d99) X-GM-MSGID 1278455344230334865 BODY[] {5}\r\n\r\n(}x)");
    BOOST_TEST(mail.sequence == 12u);
    BOOST_TEST(mail.uid.value() == 7u);
    BOOST_TEST((mail.flags.value() == std::vector<std::string>{"\\Seen", "$Junk"}));
    BOOST_TEST((mail.internal_date.value() == std::chrono::sys_days{std::chrono::year{1996} / 7 / 17} + 9h + 44min + 25s));
    BOOST_TEST(mail.size.value() == 5u);
    BOOST_TEST(mail.email_id == "M6d99");
    BOOST_TEST(mail.gmail_id == "1278455344230334865");
    BOOST_TEST(mail.body.value() == "\r\n(}x");
}

BOOST_AUTO_TEST_CASE(a_folder_named_without_quotes_is_read_in_its_status)
{
    const auto status = response_as<ImapFolderStatus>("* STATUS Sent Items (MESSAGES 1)\r\n");
    BOOST_TEST(status.name == "Sent Items");
    BOOST_TEST(status.items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_extended_search_may_name_its_folder)
{
    const auto search = response_as<ImapSearch>("* ESEARCH (TAG \"a1\" MAILBOX \"x y\" UIDVALIDITY 1) UID ALL 4:5\r\n");
    BOOST_TEST(search.tag == "a1");
    BOOST_TEST(search.found.text() == "4:5");
}

BOOST_AUTO_TEST_CASE(an_empty_namespace_is_none)
{
    BOOST_TEST(response_as<ImapNamespace>("* NAMESPACE () NIL NIL\r\n").prefix.empty());
}

BOOST_AUTO_TEST_CASE(a_response_code_may_hold_a_literal_and_text_for_people_may_not)
{
    const auto refused = response_as<ImapTagged>("a1 NO [BADCHARSET ({5}\r\nUTF-8)] unknown\r\n");
    BOOST_TEST(refused.status.code.name == "BADCHARSET");
    BOOST_TEST(refused.status.text == "unknown");
    BOOST_TEST(response_as<ImapStatus>("* OK [ALERT] see {5}\r\n").text == "see {5}");
}

BOOST_AUTO_TEST_CASE(counts_may_be_decimals)
{
    BOOST_TEST(response_as<ImapExists>("* 17.0 EXISTS\r\n").count == 17u);
    BOOST_TEST(response_as<ImapExists>("* 9.3736e+06 EXISTS\r\n").count == 9'373'600u);
    BOOST_TEST(response_as<ImapExists>("* 0 EXISTS\r\n").count == 0u);
}

BOOST_AUTO_TEST_CASE(the_numbers_of_a_folder_are_read_and_what_is_no_number_left_out)
{
    const auto status = response_as<ImapFolderStatus>("* STATUS {5}\r\nINBOX (MESSAGES 1 APPENDLIMIT NIL mailboxid (F2) uidnext 4392 )\r\n");
    BOOST_TEST(status.name == "INBOX");
    BOOST_TEST((status.items == std::vector<std::pair<std::string, std::uint64_t>>{{"MESSAGES", 1}, {"UIDNEXT", 4392}}));
}

BOOST_AUTO_TEST_CASE(a_body_may_hold_nul_and_eight_bit_octets)
{
    const std::string body{"a\0b\xff\r\n", 6};
    BOOST_TEST(fetch_of("(BODY[] {6}\r\n" + body + ")").body.value() == body);
}

BOOST_AUTO_TEST_CASE(a_body_may_be_a_quoted_string)
{
    BOOST_TEST(fetch_of("(UID 3 BODY[] \"a \\\"b\\\" c\")").body.value() == "a \"b\" c");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_nil_or_missing_was_not_fetched)
{
    BOOST_TEST(!fetch_of("(UID 3 BODY[] NIL)").body.has_value());
    BOOST_TEST(!fetch_of("(UID 3 BODY[] )").body.has_value());
    BOOST_TEST(!fetch_of("(UID 3)").body.has_value());
}

BOOST_AUTO_TEST_CASE(parts_are_not_taken_for_the_whole_mail)
{
    BOOST_TEST(!fetch_of("(BODY[TEXT] {1}\r\nx BODY[]<0> {1}\r\ny BODY[1] \"z\")").body.has_value());
}

BOOST_AUTO_TEST_CASE(a_header_is_not_taken_for_a_mail)
{
    const auto mail = fetch_of("(UID 1 BODY[HEADER] {4}\r\nA:b\n)");
    BOOST_TEST(mail.header.value() == "A:b\n");
    BOOST_TEST(!mail.body.has_value());
}

BOOST_AUTO_TEST_CASE(unknown_items_are_stepped_over)
{
    const auto mail = fetch_of("(XAOL.SPAM.REASON NIL ENVELOPE (NIL \"a)\" {2}\r\n(( (1 (2))) BODY[HEADER.FIELDS (FROM \"x]\")] {1}\r\nq UID 9)");
    BOOST_TEST(mail.uid.value() == 9u);
}

BOOST_AUTO_TEST_CASE(superfluous_parentheses_and_spaces_of_domino_are_harmless)
{
    BOOST_TEST(fetch_of("( (UID 9  FLAGS ()) )").uid.value() == 9u);
    BOOST_TEST(fetch_of("(UID 9 ))").uid.value() == 9u);
}

BOOST_AUTO_TEST_CASE(sizes_of_mail_ru_in_floating_point_are_unknown)
{
    BOOST_TEST(!fetch_of("(UID 9 RFC822.SIZE 9.3736e+06)").size.has_value());
}

BOOST_AUTO_TEST_CASE(an_id_that_is_nil_is_none)
{
    BOOST_TEST(fetch_of("(EMAILID NIL UID 1)").email_id.empty());
}

BOOST_AUTO_TEST_CASE(sequence_number_zero_of_courier_is_read)
{
    BOOST_TEST(response_as<ImapFetch>("* 0 FETCH (UID 4)\r\n").uid.value() == 4u);
}

BOOST_AUTO_TEST_CASE(dates_that_are_none_are_absent)
{
    BOOST_TEST(!parse_internal_date("00-Jan-0000 00:00:00 +0000").has_value()); // Domino
    BOOST_TEST(!parse_internal_date("31-Feb-2024 00:00:00 +0000").has_value());
    BOOST_TEST(!parse_internal_date("").has_value());
    BOOST_TEST((parse_internal_date(" 1-jan-1970 01:00:00 +0100").value() == std::chrono::sys_seconds{0s}));
}

BOOST_AUTO_TEST_CASE(a_status_has_its_code_and_its_text)
{
    const auto status = response_as<ImapStatus>("* OK [UIDVALIDITY 3857529045] UIDs valid\r\n");
    BOOST_TEST(status.code.name == "UIDVALIDITY");
    BOOST_TEST(status.code.arguments == "3857529045");
    BOOST_TEST(status.text == "UIDs valid");
}

BOOST_AUTO_TEST_CASE(brackets_in_flags_and_quotes_do_not_end_a_code)
{
    BOOST_TEST(response_as<ImapStatus>("* OK [PERMANENTFLAGS (\\Seen OIB-[Google] \\*)] yes\r\n").text == "yes");
    BOOST_TEST(response_as<ImapStatus>("* NO [REFERRAL \"a]b\"] no\r\n").code.arguments == "\"a]b\"");
}

BOOST_AUTO_TEST_CASE(brackets_of_exchange_that_hold_no_code_are_text)
{
    const auto tagged = response_as<ImapTagged>("A1 BAD [Error=\"x y\" Proxy=1] failed\r\n");
    BOOST_TEST(tagged.status.code.name.empty());
    BOOST_TEST(tagged.status.text == "[Error=\"x y\" Proxy=1] failed");
}

BOOST_AUTO_TEST_CASE(a_code_of_exchange_without_its_ok_is_read)
{
    BOOST_TEST(response_as<ImapStatus>("* [UIDNEXT 5]\r\n").code.name == "UIDNEXT");
}

BOOST_AUTO_TEST_CASE(text_that_looks_like_a_literal_is_text)
{
    BOOST_TEST(response_as<ImapStatus>("* OK waiting for {12}\r\n").text == "waiting for {12}");
    BOOST_TEST(response_as<ImapTagged>("A1 NO sorry {3}\r\n").status.text == "sorry {3}");
    BOOST_TEST(response_as<ImapContinuation>("+ go {9}\r\n").text == "go {9}");
}

BOOST_AUTO_TEST_CASE(keywords_are_read_in_any_case)
{
    BOOST_TEST(response_as<ImapCapabilities>("* capability imap4rev1 idle\r\n").has("IDLE"));
    BOOST_TEST(response_as<ImapFolder>("* List () \"/\" inbox\r\n").name == "inbox");
    BOOST_TEST((response_as<ImapTagged>("a Ok done\r\n").status.kind == ImapStatus::Kind::ok));
}

BOOST_AUTO_TEST_CASE(padding_before_a_response_is_skipped)
{
    BOOST_TEST(response_as<ImapExists>(std::string{"\0\0* 3 EXISTS\r\n", 14}).count == 3u);
    BOOST_TEST(response_as<ImapExists>("\r\n* 3 EXISTS\r\n").count == 3u);
}

BOOST_AUTO_TEST_CASE(lines_may_end_in_a_bare_line_feed)
{
    BOOST_TEST(response_as<ImapExists>("* 3 EXISTS\n").count == 3u);
}

BOOST_AUTO_TEST_CASE(literals_are_announced_in_many_ways)
{
    for (const auto* mark : {"{3}", "{3+}", "~{3}", "{003}"})
        BOOST_TEST(fetch_of("(BODY[] " + std::string{mark} + "\r\nabc)").body.value() == "abc");
    BOOST_TEST(fetch_of("(BODY[]{3}\r\nabc)").body.value() == "abc");
}

BOOST_AUTO_TEST_CASE(search_results_are_sorted_and_joined)
{
    BOOST_TEST(response_as<ImapSearch>("* SEARCH 9 2 3 1 (MODSEQ 5) \r\n").found.text() == "1:3,9");
    BOOST_TEST(response_as<ImapSearch>("* SEARCH\r\n").found.empty());
}

BOOST_AUTO_TEST_CASE(an_extended_search_names_its_command_and_stays_ranges)
{
    const auto found = response_as<ImapSearch>("* ESEARCH (TAG \"A7\") UID MIN 2 COUNT 3 ALL 1:4294967295\r\n");
    BOOST_TEST(found.tag == "A7");
    BOOST_TEST(found.found.ranges().size() == 1u);
    BOOST_TEST(found.found.count() == 4294967295u);
}

BOOST_AUTO_TEST_CASE(folders_have_flags_delimiter_and_name)
{
    const auto folder = response_as<ImapFolder>("* LIST (\\HasNoChildren) \"/\" {7}\r\nEntw]rf (\"CHILDINFO\" (\"X\"))\r\n");
    BOOST_TEST(folder.name == "Entw]rf");
    BOOST_TEST(folder.delimiter.value() == '/');
    BOOST_TEST(!response_as<ImapFolder>("* LIST () NIL \"a\"\r\n").delimiter.has_value());
}

BOOST_AUTO_TEST_CASE(the_personal_namespace_is_read)
{
    BOOST_TEST(response_as<ImapNamespace>("* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\r\n").prefix == "INBOX.");
    BOOST_TEST(response_as<ImapNamespace>("* NAMESPACE NIL NIL NIL\r\n").prefix.empty());
}

BOOST_AUTO_TEST_SUITE_END()
