// Any words in the place of a report, its fields, its subject and its headers are judged the same way twice; a report
// is hard only for a permanent refusal; who may not be answered has a reason; nothing is said without a report.
#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace deskhand::mail;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

// The mail that carries the words: the first octet says where.
std::string mail_of(std::string_view words)
{
    const unsigned char shape = words.empty() ? 0 : static_cast<unsigned char>(words.front());
    const std::string body{words.substr(words.empty() ? 0 : 1)};
    const std::string head = shape & 8 ? "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: help@desk.example\n"
                                       : "From: jo@client.example\nTo: help@desk.example\n";
    switch (shape & 7) {
    case 0: return head + "Subject: Undelivered mail\n\n" + body;
    case 1:
        return head + "Subject: x\nContent-Type: multipart/report; boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: "
                      "message/delivery-status\n\n" + body + "\n--b--\n";
    case 2:
        return head + "Subject: x\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\n" + body +
               "\n--b--\n";
    case 3: return head + body;
    case 4: return head + "Auto-Submitted: auto-replied\nDate: Mon, 5 Aug 2024 10:00:00 +0000\n\n" + body;
    case 5: return head + "Subject: x\n\n{\"notificationType\":\"Bounce\"," + body;
    case 6:
        return head + "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n" + body +
               "\n--b\nContent-Type: message/rfc822\n\nTo: al@client.example\nMessage-ID: <1@desk.example>\n\nx\n--b--\n";
    default: return body;
    }
}

void check(const BounceReport& report)
{
    require(!report.reason.empty());
    require(!report.hard || report.action == BounceAction::suppress);
    require(!(report.hard && (report.status.starts_with("4") || report.reply.starts_with("4"))));
    require(report.recipient.find_first_of("\r\n") == std::string::npos);
    require(!name_of(report.action).empty());
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto message = parse_message(mail_of({reinterpret_cast<const char*>(data), size}), {.depth = 8, .parts = 50, .header_octets = 4'000});
    const auto judged = judge(message);
    const auto again = judge(message);
    require(judged.kind == again.kind && judged.because == again.because);
    require(judged.may_answer.answer == judged.may_answer.because.empty());
    require((judged.kind == Kind::bounce || judged.kind == Kind::complaint) <= (judged.bounce && !judged.bounce->reports.empty()));
    if (judged.kind == Kind::bounce || judged.kind == Kind::complaint) require(!judged.may_answer.answer);
    if (judged.bounce)
        for (const auto& report : judged.bounce->reports) check(report);
    return 0;
}
