#include "engine/core/decide.h"

#include "engine/core/case.h"
#include "engine/core/folded.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

Decision file_silently(const Case& c, Reason reason)
{
    const auto ticket = c.situation.ticket ? c.situation.ticket->id : TicketId{};
    return {.outcome = "filed silently: " + reason.id, .actions = {FileSilently{reason.text}}, .because = {reason}, .ticket = ticket};
}

Decision hold(Reason reason)
{
    return {.outcome = "held: " + reason.text, .actions = {Quarantine{reason.text}}, .because = {std::move(reason)}, .ticket = {}};
}

// What must not be judged further, whatever rules and model say.
std::optional<Reason> guard(const Case& c)
{
    const auto& message = c.read.message;
    const auto& from = c.policy.settings.answer_from;
    if (from && c.situation.received < *from)
        return Reason{"archive", "the mail is older than answer_from; old mail is kept and not answered"};
    if (!message.message_id.empty() && c.policy.mint.looks_ours(message.message_id))
        return Reason{"own-mail", "the desk wrote this mail itself"};
    return {};
}

}

std::string sender_of(const Case& c)
{
    const auto* author = mail::author_of(c.read.message);
    return author ? folded(author->addr) : std::string{};
}

std::string sender_name(const Case& c)
{
    const auto& message = c.read.message;
    if (message.from.empty()) return {};
    const auto& name = message.from.front().name;
    return name.empty() ? message.from.front().addr : name;
}

mail::ThreadMarks marks_of(const ReadMail& read) { return read.marks ? *read.marks : mail::thread_marks_of(read.message); }

Decision decide(const ReadMail& read, const Situation& situation, const Policy& policy, Instant now)
{
    const Case c{read, situation, policy, now};
    if (const auto reason = guard(c)) return file_silently(c, *reason);
    switch (read.judgement.kind) {
    case mail::Kind::bounce:
    case mail::Kind::complaint: return decide_report(c);
    case mail::Kind::automatic:
    case mail::Kind::receipt: return decide_automatic(c);
    case mail::Kind::unsubscribe: return decide_unsubscribe(c);
    case mail::Kind::person:
    case mail::Kind::command:
        if (situation.evidence != Evidence::staff_token) break;
        if (auto reason = doubt_about_staff(c)) return hold(std::move(*reason));
        return decide_staff(c);
    case mail::Kind::list:
    case mail::Kind::alert:
    case mail::Kind::invitation: break;
    }
    return decide_request(c);
}

}
