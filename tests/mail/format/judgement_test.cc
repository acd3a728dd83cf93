#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"
#include "tests/support/table.h"

#include <fmt/format.h>

#include <set>

using namespace deskhand::mail;

namespace {

struct AnswerRow {
    const char* name;
    const char* header; // beside From, To and Subject
    Kind kind;
    bool answer;
};

const AnswerRow answer_rows[] = {
    {"an ordinary mail", "X-Mailer: Pine\n", Kind::person, true},
    {"Auto-Submitted no is a person", "Auto-Submitted: no\n", Kind::person, true},
    {"Auto-Submitted No in capitals", "Auto-Submitted: No\n", Kind::person, true},
    {"Auto-Submitted with a comment", "Auto-Submitted: auto-replied (vacation)\n", Kind::automatic,
     false},
    {"auto-notified", "Auto-Submitted: auto-notified\n", Kind::automatic, false},
    {"Precedence list", "Precedence: list\n", Kind::list, false},
    {"Precedence first-class is a person", "Precedence: first-class\n", Kind::person, true},
    {"Exchange asks for silence", "X-Auto-Response-Suppress: OOF, AutoReply\n", Kind::person,
     false},
    {"Exchange declines receipts only", "X-Auto-Response-Suppress: RN, NRN\n", Kind::person, true},
    {"List-Id alone", "List-Id: <users.lists.example>\n", Kind::list, false},
    {"null reverse-path", "Return-Path: <>\n", Kind::automatic, false},
    {"a no-reply sender writes, but nobody reads there", "From: Shop <noreply@shop.example>\n",
     Kind::person, false},
    {"a mark against loops is no automatic mail", "X-Loop: help@desk.example\n", Kind::person, false},
    {"an Exchange inbox rule answers",
     "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: jane@example.com\n",
     Kind::automatic, false},
    {"generated as an answer", "Auto-Submitted: auto-generated\nIn-Reply-To: <1@desk.example>\n",
     Kind::automatic, false},
    {"another helpdesk", "X-RT-Loop-Prevention: desk.example\n", Kind::person, false},
};

void check_answer(const AnswerRow& row)
{
    const auto mail = fmt::format(
        "{}{}To: help@desk.example\nSubject: Printer\n\nx\n",
        std::string_view{row.header}.starts_with("From:") ? "" : "From: Jane <jane@example.com>\n", row.header);
    const auto judgement = judge(parse_message(mail));
    BOOST_TEST(name_of(judgement.kind) == name_of(row.kind));
    BOOST_TEST(judgement.may_answer.answer == row.answer);
}

}

BOOST_AUTO_TEST_SUITE(judgement_answers)
static const bool added_answers =
    deskhand::tests::table(answer_rows, check_answer, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

namespace {

struct AbsenceRow {
    const char* name;
    const char* words;
    const char* until; // empty: not stated
};

const AbsenceRow absence_rows[] = {
    {"English, from and to", "I am out of the office from 3 November to 14 November 2026.", "2026-11-14"},
    {"American figures", "I will be out of the office 11/9/2026 - 11/15/2026.", "2026-11-15"},
    {"a day without a year", "I will be back on Monday, November 16th.", "2026-11-16"},
    {"German figures", "Ich bin vom 02.11. bis 13.11.2026 im Urlaub.", "2026-11-13"},
    {"Polish", "Jestem na urlopie do 15 listopada 2026.", "2026-11-15"},
    {"Swedish", "Jag har semester till och med 15 november.", "2026-11-15"},
    {"Russian", "Я в отпуске до 15 ноября 2026 г.", "2026-11-15"},
    {"Japanese", "11月15日まで不在です。", "2026-11-15"},
    {"Korean", "2026년 11월 15일까지 휴가입니다.", "2026-11-15"},
    {"a beginning is no end", "I am on vacation since 1 November and reply when I can.", ""},
    {"a past day is no end", "I am on vacation. Your mail of 2 November waits.", ""},
    {"figures that are no date", "I am on vacation, see room 2.14 or call 24/7.", ""},
};

void check_absence(const AbsenceRow& row)
{
    const auto judgement = judge(parse_message(
        fmt::format("From: j@example.com\nSubject: Automatic reply: x\nDate: Tue, 3 Nov 2026 09:00:00 "
                    "+0000\nContent-Type: text/plain; charset=utf-8\n\n{}\n", row.words)));
    BOOST_REQUIRE(judgement.automatic.has_value());
    BOOST_TEST(judgement.automatic->type == "out_of_office");
    std::string until;
    if (judgement.automatic->until) {
        const std::chrono::year_month_day day{*judgement.automatic->until};
        until = fmt::format("{}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                            static_cast<unsigned>(day.day()));
    }
    BOOST_TEST(until == row.until);
}

}

BOOST_AUTO_TEST_SUITE(absence_notes_say_until_when)
static const bool added_absences =
    deskhand::tests::table(absence_rows, check_absence, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

namespace {

struct WordsRow {
    const char* name;
    const char* subject;
    const char* words;
    Kind kind;
    bool answer;
};

// Nothing in the header says that a program wrote these.
const WordsRow words_rows[] = {
    {"a challenge: the mail is held", "Please confirm your message",
     "Your message is being held because your address has not been verified. Reply to this mail to release your message.", Kind::automatic, false},
    {"a challenge: prove to be a person", "Re: Printer", "To control spam I ask you to show that you are a real person: https://filter.example/7", Kind::automatic, false},
    {"a challenge in German", "AW: Drucker", "Ihre Nachricht wurde zurückgehalten. Bitte bestätigen Sie, dass Sie ein Mensch sind: https://filter.example/7", Kind::automatic, false},
    {"a person cannot pass a challenge", "Order form", "Your form wants me to show that I am human and holds my order. See https://shop.example/7", Kind::person, true},
    {"a person whose code does not come", "Re: Login", "It says \"verify your email\" but the one-time code never arrives. Please reply.", Kind::person, true},
    {"an absence note", "Re: Printer", "I am out of the office until 16 November. For urgent matters please contact Bob.", Kind::person, false},
    {"an absence note in Swedish", "SV: Skrivare", "Jag har semester, är på semester till 16 november. Vid brådskande ärenden kontakta Bo.", Kind::person, false},
    {"an absence told in a question", "Re: Printer", "I am on vacation, could you please contact Bob?", Kind::person, true},
    {"an absence that opens a matter", "Printer", "I am on vacation. Please contact Bob about the printer.", Kind::person, true},
};

void check_words(const WordsRow& row)
{
    const auto judgement = judge(parse_message(fmt::format(
        "From: Jane <jane@example.com>\nTo: help@desk.example\nSubject: {}\nContent-Type: text/plain; charset=utf-8\n\n{}\n", row.subject, row.words)));
    BOOST_TEST(name_of(judgement.kind) == name_of(row.kind));
    BOOST_TEST(judgement.may_answer.answer == row.answer);
}

}

BOOST_AUTO_TEST_SUITE(mail_without_marks)
static const bool added_words = deskhand::tests::table(words_rows, check_words, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(judgement_kinds)

BOOST_AUTO_TEST_CASE(a_delivery_report_names_recipient_status_and_action)
{
    const auto judgement = judge(parse_message(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nContent-Type: multipart/report; "
        "boundary=b; "
        "report-type=delivery-status\n\n--b\n\nSorry.\n--b\nContent-Type: "
        "message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; gone@example.com\nAction: "
        "failed\n"
        "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <gone@example.com>: User unknown\n--b\n"
        "Content-Type: text/rfc822-headers\n\nMessage-ID: <m1@desk.example>\nSubject: "
        "Hello\n--b--\n"));
    BOOST_TEST(name_of(judgement.kind) == "bounce");
    BOOST_REQUIRE(judgement.bounce.has_value());
    BOOST_REQUIRE(judgement.bounce->reports.size() == 1u);
    const auto& report = judgement.bounce->reports.front();
    BOOST_TEST(report.recipient == "gone@example.com");
    BOOST_TEST(report.status == "5.1.1");
    BOOST_TEST(report.reply == "550");
    BOOST_TEST(report.reason == "userunknown");
    BOOST_TEST(name_of(report.action) == "suppress");
    BOOST_TEST(report.hard);
    BOOST_TEST(judgement.bounce->original_message_id == "m1@desk.example");
    BOOST_TEST(!judgement.may_answer.answer);
}

BOOST_AUTO_TEST_CASE(a_temporary_failure_is_never_hard)
{
    const auto judgement = judge(parse_message(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; "
        "gone@example.com\nAction: failed\n"
        "Status: 4.1.1\nDiagnostic-Code: smtp; 450 4.1.1 User unknown\n--b--\n"));
    BOOST_REQUIRE(judgement.bounce.has_value());
    BOOST_TEST(!judgement.bounce->reports.front().hard);
    BOOST_TEST(name_of(judgement.bounce->reports.front().action) == "retry");
}

BOOST_AUTO_TEST_CASE(a_dead_address_is_believed_at_once_only_with_evidence)
{
    const auto action = [](const std::string& status, const std::string& diagnostic) {
        const auto judgement = judge(parse_message(
            "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
            "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; "
            "gone@example.com\nAction: failed\nStatus: " +
            status + "\nDiagnostic-Code: smtp; " + diagnostic + "\n--b--\n"));
        return judgement.bounce ? std::string{name_of(judgement.bounce->reports.front().action)}
                                : std::string{};
    };
    BOOST_TEST(action("5.1.1", "550 User unknown") == "suppress");
    BOOST_TEST(action("5.0.0", "550 User unknown (in reply to RCPT TO command)") == "suppress");
    BOOST_TEST(action("5.0.0", "550 User unknown") == "suppress_after_n");
    BOOST_TEST(action("5.0.0", "550 User unknown (in reply to end of DATA command)") ==
               "suppress_after_n");
    BOOST_TEST(action("5.7.1", "550 rejected, see our policy") == "ours_to_fix");
    BOOST_TEST(action("5.2.2", "552 over quota") == "suppress_after_n");
    BOOST_TEST(action("5.0.0", "550") == "suppress_after_n");
}

BOOST_AUTO_TEST_CASE(a_bounce_told_in_prose_is_read)
{
    const auto judgement =
        judge(parse_message("From: Mail Delivery System <MAILER-DAEMON@mx.example>\nReturn-Path: "
                            "<>\nTo: help@desk.example\n"
                            "Subject: Mail delivery failed: returning message to "
                            "sender\nAuto-Submitted: auto-replied\n\n"
                            "A message that you sent could not be delivered.\n\n  "
                            "gone@example.com\n    host mx.example.com [192.0.2.1]\n"
                            "    SMTP error after RCPT TO: 550 5.1.1 No such user here\n"));
    BOOST_TEST(name_of(judgement.kind) == "bounce");
    BOOST_REQUIRE(judgement.bounce.has_value());
    BOOST_TEST(judgement.bounce->reports.front().recipient == "gone@example.com");
    BOOST_TEST(judgement.bounce->reports.front().status == "5.1.1");
}

BOOST_AUTO_TEST_CASE(an_absence_note_says_until_when)
{
    const auto judgement = judge(parse_message(
        "From: Jane <jane@example.com>\nTo: help@desk.example\nSubject: Automatic reply: Printer\n"
        "Date: Mon, 5 Aug 2024 10:00:00 +0000\nAuto-Submitted: auto-replied\n\n"
        "I am out of the office until Monday, 19 August and will answer then.\n"));
    BOOST_TEST(name_of(judgement.kind) == "automatic");
    BOOST_REQUIRE(judgement.automatic.has_value());
    BOOST_TEST(judgement.automatic->type == "out_of_office");
    BOOST_REQUIRE(judgement.automatic->until.has_value());
    using namespace std::chrono;
    BOOST_TEST((*judgement.automatic->until == sys_days{year{2024} / 8 / 19}));
}

BOOST_AUTO_TEST_CASE(an_unsubscribe_request_by_subject_or_address)
{
    BOOST_TEST(
        name_of(judge(parse_message("From: j@example.com\nSubject: Unsubscribe\n\n\n")).kind) ==
        "unsubscribe");
    BOOST_TEST(name_of(judge(parse_message(
                                 "From: j@example.com\nTo: news+unsubscribe-x@desk.example\n\n\n"))
                           .kind) == "unsubscribe");
    BOOST_TEST(
        name_of(judge(parse_message("From: j@example.com\nSubject: How do I unsubscribe\n\n\n"))
                    .kind) == "person");
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_of_its_own)
{
    std::set<std::string_view> names;
    for (const auto kind :
         {Kind::person, Kind::automatic, Kind::list, Kind::bounce, Kind::complaint, Kind::receipt,
          Kind::alert, Kind::command, Kind::unsubscribe, Kind::invitation})
        names.insert(name_of(kind));
    BOOST_TEST(names.size() == 10u);
    BOOST_TEST(!names.contains(""));
}

BOOST_AUTO_TEST_SUITE_END()
