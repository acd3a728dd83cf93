#include "mail/format/bounce.h"

#include "mail/format/ascii.h"
#include "mail/format/bounce_mentions.h"
#include "mail/format/bounce_reason.h"
#include "mail/format/phrase_list.h"
#include "mail/format/report_fields.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

std::string type_of_words(std::string_view value)
{
    const auto mark = value.find(';');
    return mark == std::string_view::npos || mark > 20 ? std::string{}
                                                       : lowered(trimmed(value.substr(0, mark)));
}

std::string without_type(std::string_view value)
{
    const auto mark = value.find(';');
    return std::string{
        trimmed(mark == std::string_view::npos || mark > 20 ? value : value.substr(mark + 1))};
}

bool is_address(std::string_view text)
{
    const auto at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find_first_of(" /|\"") == std::string_view::npos &&
           text.find('.', at) != std::string_view::npos;
}

// What the report's text says of the recipient: from its address to the next empty line.
std::string words_about(std::string_view text, std::string_view recipient)
{
    text = text.substr(0, 16'000);
    const auto at = recipient.empty() ? std::string_view::npos : find_nocase(text, recipient);
    if (at == std::string_view::npos) return unfolded(text.substr(0, 4'000));
    auto words = text.substr(at);
    const auto end = words.find("\n\n", recipient.size() + 8);
    words = words.substr(0, std::min<std::size_t>(end, 1'500));
    // the next recipient's line is no longer about this one
    const auto next = words.find('\n', recipient.size());
    if (next != std::string_view::npos) {
        auto rest = words.substr(next + 1);
        const auto line = take_line(rest);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && line.substr(0, colon).find('@') != std::string_view::npos &&
            !is_blank(line.front()) && line.substr(0, colon).find(' ') == std::string_view::npos)
            words = words.substr(0, next);
    }
    return unfolded(words);
}

// Which command a transcript names as refused (">>> RCPT To:<x>", then "<<< 550 ..."), where the
// diagnostic does not say.
Stage stage_in_transcript(std::string_view text)
{
    static const Phrases no_recipient_left{"no valid recipients|valid rcpt command"};
    const auto at = text.find("\n>>> ");
    if (at == std::string_view::npos) return Stage::unknown;
    const auto stage = stage_in(text.substr(at, 200));
    const bool earlier = stage == Stage::content && no_recipient_left.within(text.substr(at, 800));
    return earlier ? Stage::recipient : stage;
}

// Fills in from the text what the report's own fields leave out.
void complete(FailureSigns& signs, std::string_view text, std::string_view recipient)
{
    if (const auto stated = status_in(signs.diagnostic);
        !stated.empty() && !stated.ends_with(".0.0"))
        signs.status = stated;
    const auto words = words_about(text, recipient);
    signs.stage = stage_in(signs.diagnostic);
    if (signs.diagnostic.size() < 5)
        signs.diagnostic = words;
    if (signs.stage == Stage::unknown) signs.stage = stage_in(words);
    if (signs.stage == Stage::unknown) signs.stage = stage_in_transcript(text);
    const bool vague = signs.status.empty() || signs.status.ends_with(".0.0");
    if (const auto stated = status_in(words); vague && !stated.empty()) signs.status = stated;
    signs.reply = reply_in(signs.diagnostic);
}

// Whom a record is about: the one we had written to where the report knows it (RFC 3464 section
// 2.3.1), the final recipient, or where neither is an address the one the text names.
std::string recipient_of(const HeaderBlock& group, const Message& message)
{
    std::string first;
    for (const auto* name : {"Original-Recipient", "Final-Recipient", "X-Actual-Recipient"}) {
        auto found = address_in_field(unfolded(field_value(group, name)));
        if (is_address(found)) return found;
        if (first.empty()) first = std::move(found);
    }
    if (first.empty() && !find_field(group, "Final-Recipient")) return {};
    const auto mentions = failed_addresses(report_words(message.text), message);
    return mentions.empty() ? first : mentions.front().address;
}

std::optional<BounceReport> report_of(const HeaderBlock& group, const Message& message)
{
    const auto action = lowered(unfolded(field_value(group, "Action")));
    const auto status = unfolded(field_value(group, "Status"));
    FailureSigns signs;
    signs.recipient = recipient_of(group, message);
    if (signs.recipient.empty() && (action.empty() || status.empty())) return {};
    signs.status = status_in(status);
    signs.action = action.substr(0, action.find_first_of(" (;"));
    const auto diagnostic = unfolded(field_value(group, "Diagnostic-Code"));
    signs.words_type = type_of_words(diagnostic);
    signs.diagnostic = without_type(diagnostic);
    const auto final_recipient = address_in_field(unfolded(field_value(group, "Final-Recipient")));
    complete(signs, message.text, final_recipient.empty() ? signs.recipient : final_recipient);
    BounceReport report;
    conclude(report, signs);
    if (is_address(final_recipient) && final_recipient != report.recipient)
        report.final_recipient = final_recipient;
    return report;
}

}

bool tells_of_success(const Bounce& bounce)
{
    return !bounce.reports.empty() &&
           std::all_of(bounce.reports.begin(), bounce.reports.end(),
                       [](const BounceReport& r) { return r.reason == "delivered"; });
}

std::vector<BounceReport> records_in(std::string_view fields, const Message& message)
{
    std::vector<BounceReport> reports;
    for (const auto& group : groups_of(fields))
        if (auto report = report_of(group, message)) reports.push_back(std::move(*report));
    return reports;
}

std::optional<Bounce> read_delivery_reports(const Message& message)
{
    Bounce bounce;
    for (const auto& text : message.delivery_reports)
        for (auto& report : records_in(text, message)) bounce.reports.push_back(std::move(report));
    if (bounce.reports.empty()) return {};
    bounce.original_message_id = original_message_id(message);
    return bounce;
}

}
