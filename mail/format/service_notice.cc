#include "mail/format/service_notice.h"

#include "mail/format/ascii.h"
#include "mail/format/bounce_reason.h"

namespace deskhand::mail {
namespace {

constexpr std::size_t most_text = 64 << 10; // octets looked at
constexpr std::size_t most_recipients = 100;

// The string member `name` from `from` on; `end` is where it stops, npos when there is none.
struct Member {
    std::string value;
    std::size_t end = std::string_view::npos;
};

Member member_after(std::string_view json, std::string_view name, std::size_t from)
{
    const auto key = '"' + std::string{name} + '"';
    auto at = json.find(key, from);
    if (at == std::string_view::npos) return {};
    at += key.size();
    while (at < json.size() && (is_space(json[at]) || json[at] == ':')) ++at;
    if (at >= json.size() || json[at] != '"') return {{}, at};
    Member member;
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\' && at + 1 < json.size()) ++at;
        if (json[at] != '\n' && json[at] != '\r') member.value += json[at];
    }
    member.end = at;
    return member;
}

// The text of an array or object behind `name`, up to the bracket that closes it.
std::string_view inside(std::string_view json, std::string_view name)
{
    const auto key = '"' + std::string{name} + '"';
    const auto at = json.find(key);
    if (at == std::string_view::npos) return {};
    const auto begin = json.find_first_of("[{", at + key.size());
    if (begin == std::string_view::npos) return {};
    std::size_t depth = 0;
    bool quoted = false;
    for (auto i = begin; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '\\') ++i;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{')) ++depth;
        else if (!quoted && (c == ']' || c == '}') && --depth == 0)
            return json.substr(begin, i - begin + 1);
    }
    return json.substr(begin);
}

BounceReport bounced(std::string_view one)
{
    FailureSigns signs;
    signs.recipient = member_after(one, "emailAddress", 0).value;
    signs.action = lowered(member_after(one, "action", 0).value);
    signs.diagnostic = member_after(one, "diagnosticCode", 0).value;
    const auto in_words = status_in(signs.diagnostic);
    signs.status = in_words.empty() || in_words.ends_with(".0.0")
                       ? status_in(member_after(one, "status", 0).value)
                       : in_words;
    signs.reply = reply_in(signs.diagnostic);
    signs.stage = stage_in(signs.diagnostic);
    BounceReport report;
    conclude(report, signs);
    return report;
}

BounceReport of_kind(std::string_view address, const char* reason)
{
    BounceReport report;
    report.recipient = address;
    report.reason = reason;
    report.action = action_for(reason);
    return report;
}

template <class Make>
std::vector<BounceReport> each_recipient(std::string_view list, Make make)
{
    std::vector<BounceReport> reports;
    auto at = list.find("\"emailAddress\"");
    while (at != std::string_view::npos && reports.size() < most_recipients) {
        const auto next = list.find("\"emailAddress\"", at + 1);
        const auto open = list.rfind('{', at);
        const auto begin = open == std::string_view::npos ? at : open;
        reports.push_back(make(list.substr(begin, next == std::string_view::npos ? next : next - begin)));
        at = next;
    }
    return reports;
}

std::vector<BounceReport> complaints(std::string_view json)
{
    const auto part = inside(json, "complaint");
    auto type = lowered(member_after(part, "complaintFeedbackType", 0).value);
    if (type.empty()) type = "abuse";
    return each_recipient(inside(part, "complainedRecipients"), [&](std::string_view one) {
        auto report = of_kind(member_after(one, "emailAddress", 0).value, "feedback");
        report.feedback_type = type;
        return report;
    });
}

std::vector<BounceReport> deliveries(std::string_view json)
{
    std::vector<BounceReport> reports;
    const auto part = inside(json, "delivery");
    const auto list = inside(part, "recipients");
    for (auto at = list.find('"'); at != std::string_view::npos && reports.size() < most_recipients;) {
        const auto end = list.find('"', at + 1);
        if (end == std::string_view::npos) break;
        auto report = of_kind(list.substr(at + 1, end - at - 1), "delivered");
        report.diagnostic = member_after(part, "smtpResponse", 0).value;
        report.status = status_in(report.diagnostic);
        report.reply = report.diagnostic.substr(0, report.diagnostic.find(' '));
        reports.push_back(std::move(report));
        at = list.find('"', end + 1);
    }
    return reports;
}

// "headers":[{"name":"Message-ID","value":"<...>"}], or "messageId" of "commonHeaders".
std::string original_id(std::string_view json)
{
    auto id = member_after(inside(json, "commonHeaders"), "messageId", 0).value;
    if (id.empty()) {
        const auto headers = inside(json, "headers");
        const auto at = find_nocase(headers, "\"message-id\"");
        if (at != std::string_view::npos) id = member_after(headers, "value", at).value;
    }
    if (id.starts_with('<') && id.ends_with('>')) return id.substr(1, id.size() - 2);
    return id;
}

}

std::optional<ServiceNotice> read_service_notice(const Message& message)
{
    const auto json = trimmed_left(std::string_view{message.text}.substr(0, most_text));
    if (!json.starts_with('{')) return {};
    auto type = member_after(json.substr(0, 400), "notificationType", 0).value;
    if (type.empty()) type = member_after(json.substr(0, 400), "eventType", 0).value;
    ServiceNotice notice;
    if (type == "Bounce") {
        notice.bounce.reports = each_recipient(inside(json, "bouncedRecipients"), bounced);
    } else if (type == "Complaint") {
        notice.about = Notice::complaint;
        notice.bounce.reports = complaints(json);
    } else if (type == "Delivery") {
        notice.about = Notice::delivery;
        notice.bounce.reports = deliveries(json);
    }
    if (notice.bounce.reports.empty()) return {};
    notice.bounce.original_message_id = original_id(json);
    return notice;
}

}
