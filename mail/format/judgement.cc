#include "mail/format/judgement.h"

#include "mail/format/ascii.h"
#include "mail/format/automatic.h"
#include "mail/format/bounce.h"
#include "mail/format/service_notice.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::pair<Kind, std::string_view> kind_names[] = {
    {Kind::person, "person"},
    {Kind::automatic, "automatic"},
    {Kind::list, "list"},
    {Kind::bounce, "bounce"},
    {Kind::complaint, "complaint"},
    {Kind::receipt, "receipt"},
    {Kind::alert, "alert"},
    {Kind::command, "command"},
    {Kind::unsubscribe, "unsubscribe"},
    {Kind::invitation, "invitation"},
};

constexpr std::pair<BounceAction, std::string_view> action_names[] = {
    {BounceAction::suppress, "suppress"},
    {BounceAction::suppress_after_n, "suppress_after_n"},
    {BounceAction::retry, "retry"},
    {BounceAction::ours_to_fix, "ours_to_fix"},
    {BounceAction::this_message_only, "this_message_only"},
    {BounceAction::complaint, "complaint"},
    {BounceAction::none, "none"},
};

bool has_leaf(const Message& message, std::string_view type)
{
    return std::any_of(message.leaves.begin(), message.leaves.end(),
                       [&](const Leaf& leaf) { return leaf.type == type; });
}

bool is_receipt(const Message& message)
{
    const auto type = header_value(message, "Content-Type");
    return (starts_nocase(type, "multipart/report") &&
            contains_nocase(type, "disposition-notification")) ||
           has_leaf(message, "message/disposition-notification") ||
           has_leaf(message, "message/global-disposition-notification");
}

// The part stands in the mail itself, not in one that is attached to it.
bool stands_outside(const Structure& structure, std::string_view type)
{
    std::vector<const Structure*> open{&structure};
    while (!open.empty()) {
        const auto* part = open.back();
        open.pop_back();
        if (part->type == type) return true;
        if (part->type == "message/rfc822" || part->type == "message/global") continue;
        for (const auto& child : part->children) open.push_back(&child);
    }
    return false;
}

// Somebody passes on a report they got: the words around it are theirs.
bool is_passed_on(const Message& message)
{
    return !is_from_daemon(message) && !starts_nocase(message.structure.type, "multipart/report") &&
           !stands_outside(message.structure, "message/delivery-status") &&
           !stands_outside(message.structure, "message/global-delivery-status") &&
           !stands_outside(message.structure, "message/feedback-report");
}

bool asks_to_unsubscribe(const Message& message)
{
    if (equal_nocase(trimmed(message.subject), "unsubscribe")) return true;
    for (const auto* list : {&message.to, &message.cc})
        for (const auto& address : *list) {
            const auto local = std::string_view{address.addr}.substr(0, address.addr.find('@'));
            const auto mark = find_nocase(local, "+unsubscribe");
            if (mark != std::string_view::npos) return true;
        }
    return false;
}

bool is_invitation(const Message& message)
{
    for (const auto& leaf : message.leaves)
        if (leaf.type == "text/calendar") return true;
    return starts_nocase(header_value(message, "Content-Type"), "text/calendar");
}

// The kind decided by shape and content, and the details that go with it.
void decide_kind(const Message& message, Judgement& judgement)
{
    const auto decide = [&](Kind kind, std::string why) {
        judgement.kind = kind;
        judgement.because.push_back(std::move(why));
    };
    if (auto notice = read_service_notice(message)) {
        judgement.bounce = std::move(notice->bounce);
        if (notice->about == Notice::bounce) return decide(Kind::bounce, "service-notice");
        if (notice->about == Notice::complaint) return decide(Kind::complaint, "service-notice");
        judgement.automatic = Automatic{"delivery_notice", {}};
        return decide(Kind::automatic, "service-notice");
    }
    const bool passed_on = is_passed_on(message);
    if (auto complaint = read_feedback_reports(message);
        complaint && !(passed_on && !message.feedback_reports.empty())) {
        judgement.bounce = std::move(complaint);
        return decide(Kind::complaint, "feedback-report");
    }
    if (is_receipt(message)) {
        if (auto refused = read_refusing_receipt(message)) {
            judgement.bounce = std::move(refused);
            return decide(Kind::bounce, "refusing-receipt");
        }
        return decide(Kind::receipt, "disposition-notification");
    }
    if (auto bounce = read_delivery_reports(message); bounce && !passed_on) {
        const bool success = tells_of_success(*bounce);
        judgement.bounce = std::move(bounce);
        if (!success) return decide(Kind::bounce, "delivery-report");
        judgement.automatic = Automatic{"delivery_notice", {}};
        return decide(Kind::automatic, "delivery-report");
    }
    if (auto bounce = read_bounce_text(message)) {
        judgement.bounce = std::move(bounce);
        return decide(Kind::bounce, "bounce-text");
    }
    if (auto alert = alert_sign(message); !alert.empty())
        return decide(Kind::alert, std::move(alert));
    if (asks_to_unsubscribe(message)) return decide(Kind::unsubscribe, "unsubscribe-request");
    if (is_invitation(message)) return decide(Kind::invitation, "calendar");
    const auto lists = list_signs(message);
    auto automatic = read_automatic(message, judgement.may_answer.because);
    if (automatic && !(automatic->type == "notification" && !lists.empty())) {
        const auto why = automatic->type;
        judgement.automatic = std::move(automatic);
        return decide(Kind::automatic, why);
    }
    const auto& reasons = judgement.may_answer.because;
    const bool bulk = std::find(reasons.begin(), reasons.end(), "precedence") != reasons.end();
    if (!lists.empty() || bulk)
        return decide(Kind::list, lists.empty() ? "precedence" : lists.front());
    judgement.kind = Kind::person;
}

bool never_answered(Kind kind)
{
    switch (kind) {
    case Kind::automatic:
    case Kind::list:
    case Kind::bounce:
    case Kind::complaint:
    case Kind::receipt:
    case Kind::alert: return true;
    case Kind::person:
    case Kind::command:
    case Kind::unsubscribe:
    case Kind::invitation: return false;
    }
    return true;
}

}

std::string_view name_of(Kind kind)
{
    const auto* found = std::find_if(std::begin(kind_names), std::end(kind_names),
                                     [&](const auto& row) { return row.first == kind; });
    return found == std::end(kind_names) ? std::string_view{} : found->second;
}

std::string_view name_of(BounceAction action)
{
    const auto* found = std::find_if(std::begin(action_names), std::end(action_names),
                                     [&](const auto& row) { return row.first == action; });
    return found == std::end(action_names) ? std::string_view{} : found->second;
}

Judgement judge(const Message& message)
{
    Judgement judgement;
    judgement.may_answer.because = reasons_not_to_answer(message);
    decide_kind(message, judgement);
    if (never_answered(judgement.kind))
        judgement.may_answer.because.push_back("kind-" + std::string{name_of(judgement.kind)});
    judgement.may_answer.answer = judgement.may_answer.because.empty();
    return judgement;
}

}
