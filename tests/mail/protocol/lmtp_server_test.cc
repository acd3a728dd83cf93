// The desk's half of LMTP, as transcripts: C is the mail server that brings mail, S is the desk.
#include "mail/protocol/lmtp_server.h"

#include "tests/support/scripted_stream.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

// The stream plays the other half, so its marks are turned round.
std::string turned(std::string script)
{
    bool line_start = true;
    for (auto& c : script) {
        if (line_start && (c == 'C' || c == 'S')) c = c == 'C' ? 'S' : 'C';
        if (c != ' ') line_start = c == '\n';
    }
    return script;
}

std::string word_for(LmtpEnd end)
{
    switch (end) {
    case LmtpEnd::quit: return "quit";
    case LmtpEnd::gone: return "gone";
    case LmtpEnd::slow: return "slow";
    case LmtpEnd::shown_out: return "shown out";
    }
    return "?";
}

std::string visible(const std::string& octets)
{
    std::string out;
    for (const char c : octets) out += c == '\r' ? "\\r" : c == '\n' ? "\\n" : c == '\0' ? "\\0" : std::string{c};
    return out;
}

// What was delivered, "sender>recipient:octets" each and "|" between, and how it ended.
std::string outcome_of(const std::string& script, Pieces pieces, const LmtpLimits& limits)
{
    ScriptedStream stream{turned(script), pieces};
    std::string delivered;
    const LmtpHost host{
        .name = "desk.example",
        .knows = [](const std::string& recipient) { return recipient.find("nobody") == std::string::npos; },
        .deliver =
            [&](const LmtpMail& mail, const std::string& recipient) {
                if (recipient.find("full@") == 0) throw std::runtime_error{"disk full"};
                delivered += mail.sender + ">" + recipient + ":" + visible(mail.octets);
                if (mail.withheld > 0) delivered += "(" + std::to_string(mail.withheld) + ")";
                delivered += "|";
            }};
    return delivered + " " + word_for(serve_lmtp(stream, host, limits));
}

struct Row {
    const char* name;
    const char* script; // after greeting and LHLO
    const char* outcome;
};

const std::string opening = "S: 220 desk.example LMTP\nC: LHLO relay.example\nS: 250-desk.example\nS: 250-PIPELINING\n"
                            "S: 250-ENHANCEDSTATUSCODES\nS: 250-8BITMIME\nS: 250-SMTPUTF8\nS: 250 SIZE 60\n";
#define MAIL_TO_HELP                                                                                                                \
    "C: MAIL FROM:<ann@x>\nS: 250 2.1.0 OK\nC: RCPT TO:<help@desk.example>\nS: 250 2.1.5 OK\nC: DATA\nS: 354 End with a single dot\n"
#define QUIT "C: QUIT\nS: 221 2.0.0 Goodbye"

const Row rows[] = {
    {"a mail is kept, then answered", MAIL_TO_HELP "C: Subject: a\nC:  \nC: b\nC: .\nS: 250 2.0.0 Kept\n" QUIT,
     "ann@x>help@desk.example:Subject: a\\r\\n \\r\\nb\\r\\n| quit"},
    {"commands that come together are answered together",
     "C: MAIL FROM:<ann@x>\nC: RCPT TO:<help@d>\nC: RCPT TO:<it@d>\nC: DATA\nS: 250 2.1.0 OK\nS: 250 2.1.5 OK\nS: 250 2.1.5 OK\n"
     "S: 354 End with a single dot\nC: hi\nC: .\nC: QUIT\nS: 250 2.0.0 Kept\nS: 250 2.0.0 Kept\nS: 221 2.0.0 Goodbye",
     "ann@x>help@d:hi\\r\\n|ann@x>it@d:hi\\r\\n| quit"},
    {"each recipient has its own answer",
     "C: MAIL FROM:<>\nS: 250 2.1.0 OK\nC: RCPT TO:<help@d>\nS: 250 2.1.5 OK\nC: RCPT TO:<nobody@d>\nS: 550 5.1.1 Nobody of that address here\n"
     "C: RCPT TO:<full@d>\nS: 250 2.1.5 OK\nC: RCPT TO:<it@d>\nS: 250 2.1.5 OK\nC: DATA\nS: 354 End with a single dot\nC: hi\nC: .\n"
     "S: 250 2.0.0 Kept\nS: 451 4.3.0 Could not be kept now, send it again\nS: 250 2.0.0 Kept\n" QUIT,
     ">help@d:hi\\r\\n|>it@d:hi\\r\\n| quit"},
    {"without a recipient there is no DATA", "C: MAIL FROM:<ann@x>\nS: 250 2.1.0 OK\nC: RCPT TO:<nobody@d>\n"
     "S: 550 5.1.1 Nobody of that address here\nC: DATA\nS: 503 5.5.1 Nobody to give it to\n" QUIT, " quit"},
    {"two mails come over one connection", MAIL_TO_HELP "C: a\nC: .\nS: 250 2.0.0 Kept\n" MAIL_TO_HELP "C: b\nC: .\nS: 250 2.0.0 Kept\n" QUIT,
     "ann@x>help@desk.example:a\\r\\n|ann@x>help@desk.example:b\\r\\n| quit"},
    {"a client gone before the final dot has brought nothing", MAIL_TO_HELP "C: Subject: a\nC: half of a\nX", " gone"},
    {"a client gone before the last LF has brought nothing", MAIL_TO_HELP "C| a\\r\\n.\\r\nX", " gone"},
    {"a client gone after the final dot has brought its mail", MAIL_TO_HELP "C: a\nC: .\nX", "ann@x>help@desk.example:a\\r\\n| gone"},
    {"a client silent in a mail has brought nothing", MAIL_TO_HELP "C: a\n...\nS: 421 4.4.2 Closing the connection", " slow"},
    {"a client silent between commands is let go", "...\nS: 421 4.4.2 Closing the connection", " slow"},
    {"RSET forgets the mail", "C: MAIL FROM:<ann@x>\nS: 250 2.1.0 OK\nC: RSET\nS: 250 2.0.0 OK\nC: DATA\nS: 503 5.5.1 Say MAIL first\n" QUIT, " quit"},
    {"LHLO forgets the mail", "C: MAIL FROM:<ann@x>\nS: 250 2.1.0 OK\nC: LHLO b\nS: 250-desk.example\nS: 250-PIPELINING\nS: 250-ENHANCEDSTATUSCODES\n"
     "S: 250-8BITMIME\nS: 250-SMTPUTF8\nS: 250 SIZE 60\nC: RCPT TO:<help@d>\nS: 503 5.5.1 Say MAIL first\n" QUIT, " quit"},
    {"a second MAIL is refused", "C: MAIL FROM:<ann@x>\nS: 250 2.1.0 OK\nC: MAIL FROM:<bob@x>\nS: 503 5.5.1 One sender a mail: say RSET first\n" QUIT, " quit"},
    {"NOOP and VRFY cost nothing", "C: NOOP what ever\nS: 250 2.0.0 OK\nC: VRFY ann\nS: 252 2.1.5 Ask with RCPT\n" QUIT, " quit"},
    {"SMTP is not spoken", "C: EHLO a\nS: 500 5.5.1 This is LMTP: say LHLO\n" QUIT, " quit"},
    {"what was not offered is refused", "C: STARTTLS\nS: 502 5.5.1 Not offered\nC: BDAT 5 LAST\nS: 502 5.5.1 Not offered\n" QUIT, " quit"},
    {"doubled dots become one", MAIL_TO_HELP "C: ..\nC: ...\nC: ..a\nC: a.\nC: .\nS: 250 2.0.0 Kept\n" QUIT,
     "ann@x>help@desk.example:.\\r\\n..\\r\\n.a\\r\\na.\\r\\n| quit"},
    {"a dot that was not doubled is dropped", MAIL_TO_HELP "C: .a\nC: .\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\r\\n| quit"},
    {"an empty mail is a mail", MAIL_TO_HELP "C: .\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:| quit"},
    {"a dot between bare LFs is no end", MAIL_TO_HELP "C| a\\n.\\nMAIL FROM:<evil@x>\\r\\n\nC: .\nS: 250 2.0.0 Kept\n" QUIT,
     "ann@x>help@desk.example:a\\n.\\nMAIL FROM:<evil@x>\\r\\n| quit"},
    {"a dot before a bare LF is no end", MAIL_TO_HELP "C| a\\r\\n.\\nb\\r\\n\nC: .\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\r\\n\\nb\\r\\n| quit"},
    {"a dot behind a bare LF is no end", MAIL_TO_HELP "C| a\\n.\\r\\nb\\r\\n\nC: .\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\n.\\r\\nb\\r\\n| quit"},
    {"a dot before a bare CR is no end", MAIL_TO_HELP "C| a\\r\\n.\\rb\\r\\n\nC: .\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\r\\n\\rb\\r\\n| quit"},
    {"two CRs before the LF are kept", MAIL_TO_HELP "C| a\\r\\r\\n.\\r\\n\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\r\\r\\n| quit"},
    {"NULs and high octets are kept", MAIL_TO_HELP "C| a\\0b\\r\\n.\\r\\n\nS: 250 2.0.0 Kept\n" QUIT, "ann@x>help@desk.example:a\\0b\\r\\n| quit"},
    {"a mail announced too large is refused at once", "C: MAIL FROM:<ann@x> SIZE=61\nS: 552 5.3.4 Larger than this desk takes\n" QUIT, " quit"},
    {"a mail that is too large is refused, its header kept",
     MAIL_TO_HELP "C| Subject: a\\r\\n\\r\\n0123456789012345678901234567890123456789012345678901234567890123456789\\r\\n.\\r\\n\n"
     "S: 552 5.3.4 Larger than this desk takes\n" QUIT, "ann@x>help@desk.example:Subject: a\\r\\n(86)| quit"},
    {"parameters are understood", "C: mail from: <ann@x> size=10 body=8bitmime smtputf8\nS: 250 2.1.0 OK\nC: rcpt to: <help@d>\nS: 250 2.1.5 OK\n" QUIT, " quit"},
    {"other parameters are refused", "C: MAIL FROM:<ann@x> RET=HDRS\nS: 555 5.5.4 A parameter that was not offered\n" QUIT, " quit"},
    {"a size that is none is refused", "C: MAIL FROM:<ann@x> SIZE=ten\nS: 501 5.5.4 Not understood behind that command\n" QUIT, " quit"},
    {"UTF-8 in an address needs SMTPUTF8",
     "C: MAIL FROM:<\xC3\xA4@x>\nS: 553 5.6.7 Such an address needs SMTPUTF8\nC: MAIL FROM:<\xC3\xA4@x> SMTPUTF8\nS: 250 2.1.0 OK\n"
     "C: RCPT TO:<\xC3\xB6@d>\nS: 250 2.1.5 OK\nC: DATA\nS: 354 End with a single dot\nC: .\nS: 250 2.0.0 Kept\n" QUIT, "\xC3\xA4@x>\xC3\xB6@d:| quit"},
    {"a source route is dropped, a quoted bracket kept",
     "C: MAIL FROM:<\"a>b\"@x>\nS: 250 2.1.0 OK\nC: RCPT TO:<@a,@b:help@d>\nS: 250 2.1.5 OK\nC: DATA\nS: 354 End with a single dot\nC: .\nS: 250 2.0.0 Kept\n" QUIT,
     "\"a>b\"@x>help@d:| quit"},
    {"addresses stand in brackets", "C: MAIL FROM:ann@x\nS: 501 5.1.3 An address in angle brackets belongs here\n" QUIT, " quit"},
    {"a recipient may not be empty", "C: MAIL FROM:<>\nS: 250 2.1.0 OK\nC: RCPT TO:<>\nS: 501 5.1.3 An address in angle brackets belongs here\n" QUIT, " quit"},
    {"recipients are counted", "C: MAIL FROM:<>\nC: RCPT TO:<a@d>\nC: RCPT TO:<b@d>\nC: RCPT TO:<c@d>\nC: RCPT TO:<e@d>\nS: 250 2.1.0 OK\nS: 250 2.1.5 OK\n"
     "S: 250 2.1.5 OK\nS: 250 2.1.5 OK\nS: 452 4.5.3 No more recipients with this mail\n" QUIT, " quit"},
    {"a command that ends in a bare LF is refused", "C| NOOP\\n\nS: 500 5.5.2 Lines end in CRLF\n" QUIT, " quit"},
    {"control characters in a command are refused", "C| NOOP\\0\\r\\n\nS: 500 5.5.2 Control characters have no place in a command\n" QUIT, " quit"},
    {"too many errors end it", "C: a\nS: 500 5.5.2 Not a command\nC: a\nS: 500 5.5.2 Not a command\nC: a\nS: 500 5.5.2 Not a command\n"
     "S: 421 4.7.0 Too many errors, closing", " shown out"},
    {"too many commands without a mail end it", "C: NOOP\nC: NOOP\nC: NOOP\nC: NOOP\nC: NOOP\nC: NOOP\nC: NOOP\nS: 250 2.0.0 OK\nS: 250 2.0.0 OK\nS: 250 2.0.0 OK\nS: 250 2.0.0 OK\n"
     "S: 250 2.0.0 OK\nS: 250 2.0.0 OK\nS: 250 2.0.0 OK\nS: 421 4.7.0 Too many commands without a mail, closing", " shown out"},
};

const LmtpLimits small{.largest_mail = 60, .most_recipients = 3, .most_errors = 3, .most_idle = 7};

struct Bare {
    const char* name;
    const char* script;
    const char* outcome;
};

const Bare strangers[] = {
    {"a browser is not listened to", "S: 220 desk.example LMTP\nC: POST / HTTP/1.1\nC: Host: a\nS: 500 5.5.2 Not a command", " shown out"},
    {"mail comes after LHLO only", "S: 220 desk.example LMTP\nC: MAIL FROM:<a@x>\nS: 503 5.5.1 Say LHLO first\n" QUIT, " quit"},
    {"a client that says nothing is let go", "S: 220 desk.example LMTP\n...\nS: 421 4.4.2 Closing the connection", " slow"},
    {"a client that looks in and leaves is none", "S: 220 desk.example LMTP\nX", " gone"},
};

}

BOOST_AUTO_TEST_SUITE(lmtp_server)

const bool whole = table(rows, [](const Row& row) {
    BOOST_TEST(outcome_of(opening + row.script, Pieces::whole, small) == row.outcome);
}, __FILE__, __LINE__);

const bool unknown = table(strangers, [](const Bare& row) {
    BOOST_TEST(outcome_of(row.script, Pieces::whole, small) == row.outcome);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(mails_are_the_same_octet_by_octet)
{
    for (const auto* script : {rows[0].script, rows[16].script, rows[18].script, rows[19].script, rows[20].script, rows[21].script, rows[23].script}) {
        const auto at_once = outcome_of(opening + script, Pieces::whole, small);
        BOOST_TEST(outcome_of(opening + script, Pieces::single_octets, small) == at_once);
    }
}

BOOST_AUTO_TEST_CASE(a_line_without_an_end_ends_the_dialogue)
{
    BOOST_TEST(outcome_of("S: 220 desk.example LMTP\nC| " + std::string(70'000, 'a') + "\nS: 500 5.5.2 That line is too long", Pieces::whole, {}) == " shown out");
}

BOOST_AUTO_TEST_CASE(a_long_line_is_refused_and_the_dialogue_goes_on)
{
    BOOST_TEST(outcome_of("S: 220 desk.example LMTP\nC: NOOP " + std::string(3'000, 'a') + "\nS: 500 5.5.2 That line is too long\n" QUIT, Pieces::whole, {}) == " quit");
}

BOOST_AUTO_TEST_SUITE_END()
