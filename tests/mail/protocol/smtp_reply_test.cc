#include "mail/protocol/smtp_extensions.h"
#include "mail/protocol/smtp_reply.h"
#include "tests/support/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace deskhand::mail;
using deskhand::tests::table;

namespace {

struct Case {
    const char* name;
    std::string input;
    const char* answer;
};

const Case replies[] = {
    {"a single line", "250 ok\r\n", "250 []"},
    {"bare LF is accepted", "250 ok\n", "250 []"},
    {"a code alone", "250\r\n", "250 []"},
    {"several lines", "250-one\r\n250 two\r\n", "250 []"},
    {"several lines of which the last is a code alone", "250-one\r\n250\r\n", "250 []"},
    {"an enhanced status", "550 5.1.1 no such user\r\n", "550 [5.1.1]"},
    {"an enhanced status of three digits", "550 5.7.509 denied\r\n", "550 [5.7.509]"},
    {"an enhanced status on every line", "550-5.7.1 no\r\n550 5.7.1 really\r\n", "550 [5.7.1]"},
    {"a version number is no status", "250 3.2.1 ready\r\n", "250 []"},
    {"what follows belongs to the next reply", "250 one\r\n550 two\r\n", "250 []"},
    {"nothing", "", "more"},
    {"no line end yet", "250 o", "more"},
    {"the last line is missing", "250-one\r\n", "more"},
    {"text instead of a code", "hello\r\n", "bad"},
    {"an empty line", "\r\n", "bad"},
    {"the code changes", "250-one\r\n251 two\r\n", "bad"},
    {"a code below 200", "199 x\r\n", "bad"},
    {"a code above 599", "600 x\r\n", "bad"},
    {"a strange separator", "250_ok\r\n", "bad"},
    {"an endless line", std::string(5'000, '2'), "bad"},
    {"a line too long although it ends", "250 " + std::string(5'000, 'x') + "\r\n", "bad"},
    {"endless lines", [] { std::string all; for (int i = 0; i < 200; ++i) all += "250-x\r\n"; return all; }(), "bad"},
};

std::string shown_answer(const std::variant<ParsedReply, NeedMore, Malformed>& answer)
{
    if (const auto* p = std::get_if<ParsedReply>(&answer))
        return fmt::format("{} [{}]", p->reply.code, p->reply.status);
    return std::holds_alternative<NeedMore>(answer) ? "more" : "bad";
}

struct Offer {
    const char* name;
    std::vector<std::string> lines;
    const char* seen;
};

const Offer offers[] = {
    {"nothing", {"mx.example"}, ""},
    {"a keyword in the greeting line is none", {"STARTTLS PIPELINING"}, ""},
    {"every keyword we use", {"mx", "PIPELINING", "8BITMIME", "STARTTLS", "SMTPUTF8", "SIZE 1000", "AUTH PLAIN LOGIN"},
     "pipelining 8bit tls utf8 size<=1000 auth=PLAIN,LOGIN"},
    {"any case", {"mx", "pipelining", "StartTLS", "auth plain"}, "pipelining tls auth=PLAIN"},
    {"the old spelling of AUTH", {"mx", "AUTH=LOGIN PLAIN"}, "auth=LOGIN,PLAIN"},
    {"SIZE without a number", {"mx", "SIZE"}, "size"},
    {"SIZE 0 is no limit", {"mx", "SIZE 0"}, "size"},
    {"SIZE with nonsense", {"mx", "SIZE lots"}, "size"},
    {"a word inside another is no keyword", {"mx", "XSTARTTLS", "PIPELININGS", "X-AUTH PLAIN"}, ""},
    {"a word among parameters is no keyword", {"mx", "HELP STARTTLS"}, ""},
    {"empty lines", {"mx", "", " "}, ""},
};

std::string seen(const SmtpExtensions& found)
{
    std::string text;
    if (found.pipelining) text += " pipelining";
    if (found.eight_bit_mime) text += " 8bit";
    if (found.starttls) text += " tls";
    if (found.smtp_utf8) text += " utf8";
    if (found.size) text += " size";
    if (found.largest_mail) text += fmt::format("<={}", *found.largest_mail);
    if (!found.auth.empty()) text += fmt::format(" auth={}", fmt::join(found.auth, ","));
    return text.empty() ? text : text.substr(1);
}

}

BOOST_AUTO_TEST_SUITE(smtp_reply)

const bool listed = table(replies, [](const Case& row) {
    BOOST_TEST(shown_answer(parse_smtp_reply(row.input)) == row.answer);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_reply_says_how_much_of_the_input_it_was)
{
    const auto answer = parse_smtp_reply("250-one\r\n250 two\r\n354 three\r\n");
    BOOST_TEST(std::get<ParsedReply>(answer).used == 18u);
    BOOST_TEST(std::get<ParsedReply>(answer).reply.lines.at(1) == "two");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(smtp_extensions_offered)

const bool listed = table(offers, [](const Offer& row) {
    BOOST_TEST(seen(smtp_extensions({250, "", row.lines})) == row.seen);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()
