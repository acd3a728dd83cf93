#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"
#include "mail/format/smtp_stage.h"
#include "tests/support/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace deskhand::mail;

namespace {

// "recipient status reply reason action" of each report.
std::string reports_of(const Judgement& judgement)
{
    std::vector<std::string> lines;
    if (judgement.bounce)
        for (const auto& r : judgement.bounce->reports)
            lines.push_back(fmt::format("{} {} {} {} {}", r.recipient, r.status, r.reply, r.reason,
                                        name_of(r.action)));
    return fmt::format("{}", fmt::join(lines, "; "));
}

struct ProseRow {
    const char* name;
    const char* text;
    const char* reports;
};

const ProseRow prose_rows[] = {
    {"the refused recipient of a dialogue is dead",
     "Your message could not be delivered.\n\n<jo@client.example>: host mx[192.0.2.1] said: 550 User "
     "unknown (in reply to RCPT TO command)\n",
     "jo@client.example  550 userunknown suppress"},
    {"unknown user without a place in the dialogue may be something else",
     "Your message could not be delivered.\n\n<jo@client.example>: 550 User unknown\n",
     "jo@client.example  550 userunknown suppress_after_n"},
    {"a refused sender is our affair",
     "Your message could not be delivered.\n\n<jo@client.example>: host mx[192.0.2.1] said: 550 User "
     "unknown (in reply to MAIL FROM command)\n",
     "jo@client.example  550 rejected ours_to_fix"},
    {"a closed door is our affair, whatever it says of quotas",
     "Your message could not be delivered.\n\n  jo@client.example\n    SMTP error from remote mail "
     "server after initial connection: 554 daily quota reached\n",
     "jo@client.example  554 blocked ours_to_fix"},
    {"each address has the reason behind it",
     "An error occurred while delivering your message to the following recipients:\n\n"
     "jo@client.example: 550 5.1.1 user unknown\nal@client.example: 552 5.2.2 mailbox full\n",
     "jo@client.example 5.1.1 550 userunknown suppress; al@client.example 5.2.2 552 mailboxfull "
     "suppress_after_n"},
    {"contacts are no recipients",
     "Your message could not be delivered.\nFor assistance, contact <postmaster@mx.example>\n\n"
     "<jo@client.example>: mailbox is full\n",
     "jo@client.example   mailboxfull suppress_after_n"},
    {"those the mail was written to are not all who missed it",
     "Your message\n  To: list@lists.example\ndid not reach the following recipient(s):\n\n"
     "jo@client.example on Tue, 3 Nov 2026\n    The recipient name is not recognized\n",
     "jo@client.example   userunknown suppress_after_n"},
    {"what an address was expanded from is no recipient",
     "Your message could not be delivered to the following addresses:\n\njo@client.example\n"
     "  (expanded from: staff@client.example)\n  mailbox full\n",
     "jo@client.example   mailboxfull suppress_after_n"},
    {"our own address counts when there is no other",
     "Your message could not be delivered.\n\n<help@desk.example>: mailbox full\n",
     "help@desk.example   mailboxfull suppress_after_n"},
    {"a header may come before what happened",
     "This report is about a mail with this header:\n  Return-path: <help@desk.example>\n  To: "
     "al@client.example\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient "
     "address: jo@client.example\n  Diagnostic code: smtp;550 5.1.1 user unknown\n",
     "jo@client.example 5.1.1 550 userunknown suppress"},
    {"the reason may come before the address",
     "Your message could not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients "
     "were affected:\n    jo@client.example\n\nOriginal Sender: <help@desk.example>\n",
     "jo@client.example 5.1.1 550 userunknown suppress"},
    {"a transcript tells before the address",
     "----- Transcript of session follows -----\n>>> MAIL From:<help@desk.example>\n<<< 550 Insecure "
     "mail relay\n554 <jo@client.example>... Remote protocol error\n",
     "jo@client.example  550 norelaying ours_to_fix"},
    {"fields in the text are read as fields",
     "Your message could not be delivered.\n\nFinal-Recipient: rfc822; jo@client.example\nAction: "
     "failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 nobody\n",
     "jo@client.example 5.1.1 550 userunknown suppress"},
    {"never hard from a 4xx",
     "Your message could not be delivered yet.\n\n<jo@client.example>: 450 4.1.1 user unknown (in "
     "reply to RCPT TO command)\n",
     "jo@client.example 4.1.1 450 userunknown retry"},
};

void check_prose(const ProseRow& row)
{
    const auto mail = fmt::format("Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: help@desk.example\n"
                                  "Subject: Undelivered mail\n\n{}",
                                  row.text);
    const auto judgement = judge(parse_message(mail));
    BOOST_TEST(name_of(judgement.kind) == "bounce");
    BOOST_TEST(reports_of(judgement) == row.reports);
}

struct StageRow {
    const char* name;
    const char* words;
    Stage stage;
};

const StageRow stage_rows[] = {
    {"Postfix", "550 no (in reply to end of DATA command)", Stage::content},
    {"Exim", "SMTP error from remote mail server after RCPT TO:<a@b.example>: 550", Stage::recipient},
    {"the command named first", ">>> RCPT To:<a@b.example>\n>>> DATA\n", Stage::recipient},
    {"before any command", "host mx refused to talk to me: 421", Stage::connect},
    {"nothing said", "550 no", Stage::unknown},
};

void check_stage(const StageRow& row) { BOOST_TEST((stage_in(row.words) == row.stage)); }

struct KindRow {
    const char* name;
    const char* mail;
    const char* kind;
    const char* reports;
};

const KindRow kind_rows[] = {
    {"a report that somebody passes on is theirs",
     "From: jo@client.example\nSubject: What does this mean?\nContent-Type: multipart/mixed; "
     "boundary=o\n\n--o\n\nPlease help.\n--o\nContent-Type: message/rfc822\n\nFrom: "
     "MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=i\n\n--i\nContent-Type: "
     "message/delivery-status\n\nFinal-Recipient: rfc822; al@client.example\nAction: failed\nStatus: "
     "5.1.1\n--i--\n--o--\n",
     "person", ""},
    {"a question about undelivered mail is a person's",
     "From: jo@client.example\nSubject: Mail delivery problem\n\nHello, my mail to al@client.example "
     "could not be delivered. Can you help?\n",
     "person", ""},
    {"a person who greets and then tells of undelivered mail",
     "From: jo@client.example\nSubject: Undelivered parcel\n\nHi, your message arrived but the parcel was not "
     "delivered. Write to al@client.example please.\n",
     "person", ""},
    {"a person who quotes what a server said",
     "From: jo@client.example\nSubject: Undelivered mail\n\nI keep getting \"Your message could not be "
     "delivered\" when I write to al@client.example.\n",
     "person", ""},
    {"a dialogue of servers and nothing before it",
     "From: Gateway <gw@mx.example>\nSubject: Mail could not be delivered\n\nSent <<< RCPT "
     "TO:<jo@client.example>\nReceived >>> 550 5.1.1 <jo@client.example>... user unknown\n",
     "bounce", "jo@client.example 5.1.1 550 userunknown suppress"},
    {"a mail program's own words",
     "From: Notes Mailer <mailer@mx.example>\nSubject: DELIVERY FAILURE: no such user\n\n--- Failure "
     "Reasons ---\n\nUser not listed in public Name & Address Book\njo@client.example\n",
     "bounce", "jo@client.example   userunknown suppress"},
    {"a notice of a gateway with a plain sender",
     "From: gateway@mx.example\nSubject: Delivery failure notification\n\nYour message with subject x\n"
     "could not be delivered to the following recipients:\n\njo@client.example\n\nDelivery attempts "
     "will continue.\n",
     "bounce", "jo@client.example   expired retry"},
    {"records without empty lines between them",
     "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
     "message/delivery-status\n\nReporting-MTA: dns; mx.example\nFinal-Recipient: rfc822; "
     "jo@client.example\nAction: failed\nStatus: 5.2.2\nFinal-Recipient: rfc822; "
     "al@client.example\nAction: failed\nStatus: 5.1.1\n--b--\n",
     "bounce",
     "jo@client.example 5.2.2  mailboxfull suppress_after_n; al@client.example 5.1.1  userunknown "
     "suppress"},
    {"whom we had written to comes first",
     "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
     "message/delivery-status\n\nFinal-Recipient: rfc822; jo.home@other.example\nOriginal-Recipient: "
     "rfc822; jo@client.example\nAction: failed\nStatus: 5.1.1\n--b--\n",
     "bounce", "jo@client.example 5.1.1  userunknown suppress"},
    {"a receipt that refuses",
     "From: Mail Delivery Subsystem <admin@mx.example>\nAuto-Submitted: auto-replied (rejected)\n"
     "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nYour "
     "message to <jo@client.example> was automatically rejected:\nQuota exceeded\n--b\nContent-Type: "
     "message/disposition-notification\n\nFinal-Recipient: rfc822; jo@client.example\nDisposition: "
     "automatic-action/MDN-sent-automatically; deleted\n--b--\n",
     "bounce", "jo@client.example   mailboxfull suppress_after_n"},
    {"a receipt that was deleted unread",
     "From: jo@client.example\nContent-Type: multipart/report; report-type=disposition-notification; "
     "boundary=b\n\n--b\n\nNot read.\n--b\nContent-Type: message/disposition-notification\n\n"
     "Final-Recipient: rfc822; jo@client.example\nDisposition: manual-action/MDN-sent-manually; "
     "deleted\n--b--\n",
     "receipt", ""},
    {"a sending service's notice of a delivery",
     "From: n@service.example\nSubject: x\n\n{\"notificationType\":\"Delivery\",\"delivery\":"
     "{\"recipients\":[\"jo@client.example\"],\"smtpResponse\":\"250 2.6.0 taken\"}}\n",
     "automatic", "jo@client.example 2.6.0 250 delivered none"},
    {"a list that refuses",
     "From: list-admin@lists.example\nSubject: not member\n\nYou are not a member of this mailing list "
     "<list@lists.example>.\n",
     "bounce", "list@lists.example   rejected ours_to_fix"},
};

void check_kind(const KindRow& row)
{
    const auto judgement = judge(parse_message(row.mail));
    BOOST_TEST(name_of(judgement.kind) == row.kind);
    BOOST_TEST(reports_of(judgement) == row.reports);
    BOOST_TEST(judgement.may_answer.answer == (judgement.kind == Kind::person));
}

}

BOOST_AUTO_TEST_SUITE(bounces_in_prose)
static const bool added_prose = deskhand::tests::table(prose_rows, check_prose, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(smtp_stage_named_by)
static const bool added_stages = deskhand::tests::table(stage_rows, check_stage, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(bounces_and_what_looks_like_one)
static const bool added_kinds = deskhand::tests::table(kind_rows, check_kind, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()
