#include "mail/format/compose.h"
#include "mail/format/parse_message.h"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <random>

using namespace deskhand::mail;

namespace {

Draft simple_draft()
{
    Draft draft;
    draft.message_id = "m1@desk.example";
    draft.date = std::chrono::sys_seconds{std::chrono::seconds{1709629200}};
    draft.from = {"Help Desk", "help@desk.example"};
    draft.to = {{"Jane Doe", "jane@example.com"}};
    draft.subject = "Printer";
    draft.text = "Hello\n";
    return draft;
}

void check_lines(const std::string& mail)
{
    for (std::size_t at = 0, last = 0; (at = mail.find('\n', last)) != std::string::npos;
         last = at + 1) {
        BOOST_REQUIRE(at > 0);
        BOOST_TEST(mail[at - 1] == '\r');
        BOOST_TEST(at - last <= 999u);
    }
    BOOST_TEST(mail.ends_with("\r\n"));
}

}

BOOST_AUTO_TEST_SUITE(compose_mail)

BOOST_AUTO_TEST_CASE(what_is_composed_reads_back_the_same)
{
    auto draft = simple_draft();
    draft.from.name = "Jürgen, \"the\" Boss";
    draft.cc = {{"", "a@example.com"},
                {"日本語の名前です、とても長い名前ですね、本当に", "b@example.com"}};
    draft.subject = "Drücker größer als 日本語 und noch sehr viel länger, damit gefaltet werden "
                    "muss  (doppelt)";
    draft.text = "Grüße\n\nLine two\n";
    draft.html = "<p>Grüße</p>\n";
    draft.in_reply_to = {"r9@example.com"};
    for (int i = 0; i < 60; ++i)
        draft.references.push_back(fmt::format("reference-number-{}@example.com", i));
    draft.extra_headers = {{"Auto-Submitted", "auto-replied"}};
    draft.attachments = {
        {"Müllabfuhr - ein sehr langer Dateiname, der nicht in eine Zeile passt.pdf",
         "application/pdf", std::string("a\0b\r\n\xFF", 6)}};
    const auto mail = compose(draft);
    check_lines(mail);
    const auto message = parse_message(mail);
    BOOST_TEST(message.subject == draft.subject);
    BOOST_TEST((message.from == std::vector<Address>{draft.from}));
    BOOST_TEST((message.to == draft.to));
    BOOST_TEST((message.cc == draft.cc));
    BOOST_TEST(message.text == draft.text);
    BOOST_TEST(message.html == draft.html);
    BOOST_TEST(message.message_id == draft.message_id);
    BOOST_TEST(message.in_reply_to == draft.in_reply_to);
    BOOST_TEST(message.references == draft.references);
    BOOST_TEST((message.date->instant == draft.date));
    BOOST_TEST(header_value(message, "Auto-Submitted") == "auto-replied");
    BOOST_REQUIRE(message.leaves.size() == 3u);
    BOOST_TEST(message.leaves[2].name == draft.attachments[0].name);
    BOOST_TEST(message.leaves[2].size == 6u);
    BOOST_TEST(message.defects.empty());
}

BOOST_AUTO_TEST_CASE(no_value_can_add_a_header)
{
    auto draft = simple_draft();
    const std::string evil =
        std::string{"x\r\nBcc: victim@example.com\n\rBcc: v@example.com"} + '\0' + "\n\nbody";
    draft.subject = draft.from.name = evil;
    draft.to = {{evil, "jane@example.com"}, {"x", "a@b.example\r\nBcc: v@example.com"}};
    draft.message_id = evil;
    draft.references = {evil};
    draft.extra_headers = {
        {"X-Evil", evil}, {"X-Evil\r\nBcc", "v@example.com"}, {"Bcc", "v@example.com"}};
    draft.attachments = {{evil, evil, "x"}};
    const auto message = parse_message(compose(draft));
    BOOST_TEST(header_value(message, "Bcc").empty());
    BOOST_TEST(message.to.size() == 1u);
    BOOST_TEST(message.text == "Hello\n");
    BOOST_TEST(message.leaves.size() == 2u);
}

BOOST_AUTO_TEST_CASE(random_text_survives_the_round_trip)
{
    std::mt19937 random{7};
    const std::vector<std::string> pieces = {
        "a", " ", "  ", "=?", "?=", "=?utf-8?Q?x?=", "ü",  "日本", ",", "\"", "\\", "<",
        ">", "@", "(",  ";",  ":",  "longerword",    "\t", "-",    "_", "=",  "😀",  "."};
    std::uniform_int_distribution<std::size_t> pick{0, pieces.size() - 1}, length{1, 60};
    const auto make = [&] {
        std::string text = "x";
        for (auto n = length(random); n > 0; --n) text += pieces[pick(random)];
        return text + "x";
    };
    const auto file_name = [&](std::string text) { // without what would be a path
        std::erase(text, '\\');
        return text;
    };
    const auto one_line = [](std::string text) {
        for (auto& c : text) c = c == '\t' ? ' ' : c;
        return text;
    };
    for (int round = 0; round < 2'000; ++round) {
        auto draft = simple_draft();
        draft.subject = make();
        draft.from.name = make();
        draft.text = make() + "\n" + make() + "\n";
        draft.attachments = {{file_name(one_line(make())), "text/x-thing", make()}};
        const auto message = parse_message(compose(draft));
        BOOST_TEST(message.subject == one_line(draft.subject));
        BOOST_REQUIRE(message.from.size() == 1u);
        BOOST_TEST(message.from.front().name == one_line(draft.from.name));
        BOOST_TEST(message.from.front().addr == draft.from.addr);
        BOOST_TEST(message.text == draft.text);
        BOOST_REQUIRE(message.leaves.size() == 2u);
        BOOST_TEST(message.leaves.back().name == one_line(draft.attachments.front().name));
        BOOST_TEST(message.leaves.back().size == draft.attachments.front().bytes.size());
    }
}

BOOST_AUTO_TEST_CASE(addresses_that_cannot_be_written_are_left_out)
{
    auto draft = simple_draft();
    draft.to = {
        {"", "no-at"}, {"", "a b@c.example"}, {"", "jürgen@example.com"}, {"", "ok@example.com"}};
    const auto message = parse_message(compose(draft));
    BOOST_REQUIRE(message.to.size() == 1u);
    BOOST_TEST(message.to.front().addr == "ok@example.com");
}

BOOST_AUTO_TEST_SUITE_END()
