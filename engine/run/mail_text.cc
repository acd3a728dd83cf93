#include "engine/run/mail_text.h"

#include "engine/run/message_json.h"
#include "engine/run/table_text.h"
#include "engine/run/utf8.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

std::string shown(const std::vector<mail::Address>& addresses)
{
    std::string out;
    for (const auto& one : addresses) {
        if (!out.empty()) out += ", ";
        out += one.name.empty() ? one.addr : fmt::format("{} <{}>", one.name, one.addr);
    }
    return out;
}

std::string answerable(const mail::MayAnswer& may)
{
    return may.answer ? "may be answered automatically" : fmt::format("never automatically: {}", fmt::join(may.because, ", "));
}

std::string shown(const mail::BounceReport& report)
{
    return fmt::format("{} {} {}{}, to do: {}", report.recipient.empty() ? "(no address)" : report.recipient, report.status,
                       report.reason, report.hard ? " (permanent)" : "", mail::name_of(report.action));
}

}

std::string with_margin(std::string_view before, std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        out += fmt::format("{:<8} | {}\n", before, tame_text(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string mail_text(std::string_view file, const ReadMail& read)
{
    const auto& message = read.message;
    const auto& judged = read.judgement;
    auto out = titled("mail", fmt::format("{} ({} octets)", file, message.size));
    out += titled("from", message.from.empty() ? "(unknown)" : shown(message.from));
    out += titled("to", shown(message.to)) + titled("cc", shown(message.cc)) + titled("reply to", shown(message.reply_to));
    out += titled("subject", message.subject);
    out += titled("date", message.date ? rfc3339(*message.date) : std::string{});
    out += titled("message id", message.message_id) + titled("in reply to", fmt::format("{}", fmt::join(message.in_reply_to, " ")));
    out += titled("kind", judged.because.empty() ? std::string{mail::name_of(judged.kind)}
                                               : fmt::format("{} ({})", mail::name_of(judged.kind), fmt::join(judged.because, ", ")));
    if (judged.automatic) out += titled("automatic", judged.automatic->type);
    out += titled("answer", answerable(judged.may_answer));
    if (judged.bounce)
        for (const auto& report : judged.bounce->reports) out += titled("reports", shown(report));
    for (const auto& leaf : message.leaves)
        if (leaf.is_attachment)
            out += titled("attachment", fmt::format("{} {} ({} octets)", leaf.type, leaf.name.empty() ? "(no name)" : leaf.name, leaf.size));
    for (const auto& defect : message.defects)
        out += titled("repaired", defect.where.empty() ? defect.what : fmt::format("{}: {}", defect.where, defect.what));
    out += '\n';
    for (const auto& span : message.spans) out += with_margin(name_of(span.kind), span.text);
    return out;
}

}
