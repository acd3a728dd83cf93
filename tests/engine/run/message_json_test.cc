#include "engine/run/message_json.h"

#include "engine/run/mail_text.h"
#include "engine/run/read_mail.h"
#include "tests/support/table.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <set>

using namespace deskhand;
using namespace deskhand::engine;

BOOST_AUTO_TEST_SUITE(message_json_format_1)

namespace {

Poco::JSON::Object::Ptr object_of(const std::string& json)
{
    return Poco::JSON::Parser{}.parse(json).extract<Poco::JSON::Object::Ptr>();
}

ReadMail a_mail()
{
    ReadMail read;
    auto& message = read.message;
    message.size = 123;
    message.sha256 = "ab";
    message.subject = "Drucker \"kaputt\"";
    message.from = {{"Rita Müller", "Rita@Client.example"}};
    message.to = {{"", "help@desk.example"}, {"", "boss@desk.example"}};
    message.date = mail::MailDate{.instant = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + std::chrono::hours{7},
                                  .offset = std::chrono::minutes{90}, .source = mail::DateSource::received};
    message.message_id = "m1@client.example";
    message.references = {"a@x", "b@x"};
    message.text = "Hello\n\nit smokes\n-- \nRita\n> old\n";
    message.spans = {{mail::SpanKind::own, "Hello\n\nit smokes\n"}, {mail::SpanKind::signoff, "-- \nRita\n"}, {mail::SpanKind::quote, "> old\n"}};
    message.structure = {"multipart/mixed", {{"text/plain", {}}, {"image/png", {}}}};
    message.leaves = {{.type = "text/plain", .charset = "utf-8", .name = {}, .content_id = {}, .size = 30, .sha256 = "01"},
                      {.type = "image/png", .charset = {}, .name = "a.png", .content_id = "c1", .size = 9, .sha256 = "02",
                       .is_inline = true, .is_attachment = true}};
    message.defects = {{"charset unknown", "1.1"}};
    read.judgement.because = {"from-person"};
    return read;
}

struct ValueRow {
    const char *name, *key, *json;
};
const ValueRow values[] = {
    {"the version", "format", "1"},
    {"the input", "file", R"("a.eml")"},
    {"the size", "size", "123"},
    {"the subject", "subject", R"("Drucker \"kaputt\"")"},
    {"addresses in the sender's spelling", "from", R"([{"name":"Rita Müller","addr":"Rita@Client.example"}])"},
    {"names that are not there are null", "to", R"([{"name":null,"addr":"help@desk.example"},{"name":null,"addr":"boss@desk.example"}])"},
    {"empty lists are lists", "cc", "[]"},
    {"the sender is known", "sender_unknown", "false"},
    {"the date with its offset", "date", R"("2026-01-31T08:30:00+01:30")"},
    {"where the date is from", "date_source", R"("received")"},
    {"ids without brackets", "references", R"(["a@x","b@x"])"},
    {"no answer to anything", "in_reply_to", "[]"},
    {"no HTML is null", "html", "null"},
    {"the tree of types", "structure", R"(["multipart/mixed",["text/plain","image/png"]])"},
    {"every leaf", "leaves", R"([{"type":"text/plain","charset":"utf-8","name":null,"size":30,"sha256":"01"},{"type":"image/png","charset":null,"name":"a.png","size":9,"sha256":"02"}])"},
    {"attachments only", "attachments", R"([{"name":"a.png","type":"image/png","size":9,"sha256":"02","cid":"c1","inline":true}])"},
    {"spans in order", "spans", R"([{"kind":"own","text":"Hello\n\nit smokes\n"},{"kind":"signoff","text":"-- \nRita\n"},{"kind":"quote","text":"> old\n"}])"},
    {"lines of the sender's words, blank ones left out", "own_lines", "[0,2]"},
    {"lines of the signature", "signature_lines", "[3,4]"},
    {"no forward is null", "forwarded", "null"},
    {"the kind", "kind", R"("person")"},
    {"why that kind", "kind_because", R"(["from-person"])"},
    {"whether it may be answered", "may_answer", R"({"answer":true,"because":[]})"},
    {"no report is null", "bounce", "null"},
    {"not automatic is null", "automatic", "null"},
    {"defects", "defects", R"([{"what":"charset unknown","where":"1.1"}])"},
};
const bool values_listed = tests::table(
    values,
    [](const ValueRow& row) {
        const auto json = message_json("a.eml", a_mail());
        BOOST_TEST(json.find('"' + std::string{row.key} + "\":" + row.json) != std::string::npos, json);
    },
    __FILE__, __LINE__);

struct DateRow {
    const char* name;
    int minutes;
    const char* shown;
};
const DateRow dates[] = {
    {"UTC", 0, "2026-01-31T07:00:00+00:00"},
    {"west of Greenwich", -330, "2026-01-31T01:30:00-05:30"},
    {"over midnight", 18 * 60, "2026-02-01T01:00:00+18:00"},
};
const bool dates_listed = tests::table(
    dates,
    [](const DateRow& row) {
        const auto instant = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + std::chrono::hours{7};
        BOOST_TEST(rfc3339({.instant = instant, .offset = std::chrono::minutes{row.minutes}}) == row.shown);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(the_object_is_one_line_of_json_with_exactly_the_documented_keys)
{
    const auto json = message_json("a.eml", a_mail());
    BOOST_TEST(json.find('\n') == std::string::npos);
    const auto names = object_of(json)->getNames();
    const std::set<std::string> keys(names.begin(), names.end());
    const std::set<std::string> documented{"format", "file", "size", "sha256", "subject", "from", "to", "cc", "reply_to", "sender_unknown",
                                           "date", "date_source", "message_id", "in_reply_to", "references", "text", "html", "spans",
                                           "own_text", "own_html", "own_lines", "signature_lines", "structure", "leaves", "attachments", "forwarded",
                                           "kind", "kind_because", "automatic", "may_answer", "bounce", "auth", "thread", "defects"};
    BOOST_TEST(keys == documented, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_mail_that_names_nobody_keeps_its_place)
{
    auto read = a_mail();
    read.message.from.clear();
    read.message.date.reset();
    const auto json = object_of(message_json("-", read));
    BOOST_TEST(json->getValue<bool>("sender_unknown"));
    BOOST_TEST(json->isNull("date"));
    BOOST_TEST(json->isNull("date_source"));
}

BOOST_AUTO_TEST_CASE(a_bounce_carries_its_reports)
{
    auto read = a_mail();
    read.judgement.kind = mail::Kind::bounce;
    read.judgement.bounce = mail::Bounce{.reports = {{.recipient = "x@y.example", .status = "5.1.1", .reply = "550", .reason = "userunknown",
                                                      .action = mail::BounceAction::suppress, .hard = true, .feedback_type = {},
                                                      .diagnostic = "smtp; 550"}},
                                         .original_message_id = "o@desk.example"};
    const auto bounce = object_of(message_json("a", read))->getObject("bounce");
    const auto report = bounce->getArray("reports")->getObject(0);
    BOOST_TEST(bounce->getValue<std::string>("original_message_id") == "o@desk.example");
    BOOST_TEST(report->getValue<std::string>("status") == "5.1.1");
    BOOST_TEST(report->getValue<std::string>("action") == "suppress");
    BOOST_TEST(report->getValue<bool>("hard"));
    BOOST_TEST(report->isNull("feedback_type"));
}

BOOST_AUTO_TEST_CASE(an_automatic_mail_says_until_when)
{
    auto read = a_mail();
    read.judgement.automatic = mail::Automatic{"out_of_office", std::chrono::sys_days{std::chrono::year{2026} / 2 / 3}};
    const auto automatic = object_of(message_json("a", read))->getObject("automatic");
    BOOST_TEST(automatic->getValue<std::string>("type") == "out_of_office");
    BOOST_TEST(automatic->getValue<std::string>("until") == "2026-02-03");
}

BOOST_AUTO_TEST_CASE(a_forward_is_taken_apart)
{
    auto read = a_mail();
    read.message.spans = {{mail::SpanKind::own, "see below\n"},
                          {mail::SpanKind::forward, "---------- Forwarded message ---------\nFrom: Ann <a@b.example>\n"
                                                    "Date: Mon, 2 Mar 2026 12:00:00 +0100\nSubject: help\nTo: c@d.example\n\nIt smokes.\n"}};
    const auto forwarded = object_of(message_json("a", read))->getObject("forwarded");
    BOOST_TEST(forwarded->getValue<std::string>("type") == "inline");
    BOOST_TEST(forwarded->getValue<std::string>("subject") == "help");
    BOOST_TEST(forwarded->getArray("from")->getObject(0)->getValue<std::string>("addr") == "a@b.example");
    BOOST_TEST(forwarded->getValue<std::string>("date") == "2026-03-02T12:00:00+01:00");
    BOOST_TEST(forwarded->getValue<std::string>("text") == "It smokes.\n");
    BOOST_TEST(forwarded->getValue<std::string>("above") == "see below\n");
    BOOST_TEST(forwarded->isNull("below"));
}

BOOST_AUTO_TEST_CASE(for_people_every_line_says_whose_it_is)
{
    const auto text = mail_text("a.eml", a_mail());
    BOOST_TEST(text.find("own      | it smokes\n") != std::string::npos, text);
    BOOST_TEST(text.find("signoff  | Rita\n") != std::string::npos, text);
    BOOST_TEST(text.find("quote    | > old\n") != std::string::npos, text);
    BOOST_TEST(text.find("from         Rita Müller <Rita@Client.example>\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
