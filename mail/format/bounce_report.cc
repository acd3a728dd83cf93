#include "mail/format/bounce.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/bounce_reason.h"
#include "mail/format/header_block.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_records = 1'000;
constexpr std::size_t group_limit = 64 << 10; // octets of one group of fields

// "rfc822; jane@example.com" to the address.
std::string address_in(std::string_view value)
{
    auto text = value;
    if (const auto mark = text.find(';'); mark != std::string_view::npos)
        text.remove_prefix(mark + 1);
    auto found = read_addresses(text, 1);
    if (found.empty()) return {};
    if (!found.front().addr.empty()) return found.front().addr;
    return std::string{trimmed(text)};
}

// Groups of fields with empty lines between them.
std::vector<HeaderBlock> groups_of(std::string_view text)
{
    std::vector<HeaderBlock> groups;
    while (!text.empty() && groups.size() <= most_records) {
        auto block = read_header_block(text, group_limit);
        if (block.size == 0) { // a line that is no field
            take_line(text);
            continue;
        }
        text.remove_prefix(block.size);
        if (!block.fields.empty()) groups.push_back(std::move(block));
    }
    return groups;
}

std::string unfolded(std::string_view raw)
{
    std::string out;
    for (const char c : trimmed(raw)) {
        if (c == '\n' || c == '\r') continue;
        if (is_blank(c) && out.ends_with(' ')) continue;
        out += c == '\t' ? ' ' : c;
    }
    return out;
}

std::string without_type(std::string_view value)
{
    const auto mark = value.find(';');
    return std::string{
        trimmed(mark == std::string_view::npos || mark > 20 ? value : value.substr(mark + 1))};
}

std::string original_id(const Message& message)
{
    for (const auto& header : message.original_headers)
        if (equal_nocase(header.name, "Message-ID")) {
            auto ids = read_message_ids(header.value);
            if (!ids.empty()) return ids.front();
        }
    return {};
}

// What the report's text says of the recipient: from its address to the next empty line.
std::string words_about(const Message& message, std::string_view recipient)
{
    const std::string_view text = std::string_view{message.text}.substr(0, 16'000);
    const auto at = recipient.empty() ? std::string_view::npos : find_nocase(text, recipient);
    if (at == std::string_view::npos) return unfolded(text.substr(0, 4'000));
    auto words = text.substr(at);
    const auto end = words.find("\n\n", recipient.size() + 8);
    return unfolded(words.substr(0, std::min<std::size_t>(end, 1'500)));
}

// Fills in from the text what the report's own fields leave out.
void complete(FailureSigns& signs, const Message& message, std::string_view recipient)
{
    if (const auto stated = status_in(signs.diagnostic);
        !stated.empty() && !stated.ends_with(".0.0"))
        signs.status = stated;
    const auto words = words_about(message, recipient);
    if (signs.diagnostic.size() < 5)
        signs.diagnostic = words;
    else if (contains_nocase(words, "in reply to end of data"))
        signs.diagnostic += " (in reply to end of DATA command)";
    const bool vague = signs.status.empty() || signs.status.ends_with(".0.0");
    if (const auto stated = status_in(words); vague && !stated.empty()) signs.status = stated;
}

}

namespace {

// Whose mail the complaint is about; one empty address where the report keeps it back.
std::vector<std::string> complaint_recipients(const HeaderBlock& group, const Message& message)
{
    std::vector<std::string> found;
    const auto add = [&](std::string_view value) {
        auto address = address_in(value);
        if (!address.empty() && std::find(found.begin(), found.end(), address) == found.end() &&
            found.size() < most_records)
            found.push_back(std::move(address));
    };
    for (const auto* name : {"Original-Rcpt-To", "Removal-Recipient", "Redacted-Address"}) {
        for (const auto& field : group.fields)
            if (equal_nocase(field.name, name)) add(unfolded(field.raw));
        if (!found.empty()) return found;
    }
    for (const auto& header : message.original_headers)
        if (equal_nocase(header.name, "To")) add(header.value);
    if (found.empty()) found.emplace_back();
    return found;
}

}

bool tells_of_success(const Bounce& bounce)
{
    return !bounce.reports.empty() &&
           std::all_of(bounce.reports.begin(), bounce.reports.end(),
                       [](const BounceReport& r) { return r.reason == "delivered"; });
}

std::optional<Bounce> read_delivery_reports(const Message& message)
{
    Bounce bounce;
    for (const auto& text : message.delivery_reports)
        for (const auto& group : groups_of(text)) {
            const auto final_recipient =
                address_in(unfolded(field_value(group, "Final-Recipient")));
            auto recipient = address_in(unfolded(field_value(group, "Original-Recipient")));
            if (recipient.empty() || recipient.find('@') == std::string::npos)
                recipient = final_recipient;
            if (recipient.empty())
                recipient = address_in(unfolded(field_value(group, "X-Actual-Recipient")));
            const auto action = lowered(unfolded(field_value(group, "Action")));
            const auto status = unfolded(field_value(group, "Status"));
            if (recipient.empty() && (action.empty() || status.empty())) continue;
            FailureSigns signs;
            signs.status = status_in(status);
            signs.action = action.substr(0, action.find_first_of(" (;"));
            signs.diagnostic = without_type(unfolded(field_value(group, "Diagnostic-Code")));
            complete(signs, message, final_recipient.empty() ? recipient : final_recipient);
            signs.reply = reply_in(signs.diagnostic);
            BounceReport report;
            report.recipient = recipient;
            report.status = signs.status;
            report.reply = signs.reply;
            report.diagnostic = signs.diagnostic;
            const bool success = signs.action == "delivered" || signs.action == "relayed" ||
                                 signs.action == "expanded";
            report.reason = success ? "delivered" : bounce_reason(signs);
            conclude(report, signs);
            bounce.reports.push_back(std::move(report));
        }
    if (bounce.reports.empty()) return {};
    bounce.original_message_id = original_id(message);
    return bounce;
}

std::optional<Bounce> read_feedback_reports(const Message& message)
{
    Bounce bounce;
    for (const auto& text : message.feedback_reports)
        for (const auto& group : groups_of(text)) {
            const auto type = unfolded(field_value(group, "Feedback-Type"));
            if (type.empty() && !bounce.reports.empty()) continue;
            BounceReport report;
            report.feedback_type = lowered(type);
            report.reason = "feedback";
            report.action = BounceAction::complaint;
            report.diagnostic = std::string{trimmed(std::string_view{message.text}.substr(0, 500))};
            for (auto& recipient : complaint_recipients(group, message)) {
                report.recipient = std::move(recipient);
                bounce.reports.push_back(report);
            }
        }
    if (bounce.reports.empty()) return {};
    bounce.original_message_id = original_id(message);
    return bounce;
}

}
