#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/bounce.h"
#include "mail/format/report_fields.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

class Complaints {
public:
    explicit Complaints(const Message& message) : message_{message} {}

    void add_groups(std::string_view text)
    {
        for (const auto& group : groups_of(text)) {
            const auto type = unfolded(field_value(group, "Feedback-Type"));
            if (type.empty() && !bounce_.reports.empty()) continue;
            add(lowered(type), recipients_in(group));
        }
    }

    // Reports without a feedback part; everybody who complains there complains of abuse.
    void add_plain(std::string_view recipient)
    {
        add("abuse", {std::string{recipient}});
    }

    std::optional<Bounce> taken()
    {
        if (bounce_.reports.empty()) return {};
        bounce_.original_message_id = original_message_id(message_);
        return std::move(bounce_);
    }

private:
    void add(const std::string& type, const std::vector<std::string>& recipients)
    {
        BounceReport report;
        report.feedback_type = type;
        report.reason = "feedback";
        report.action = BounceAction::complaint;
        report.diagnostic = std::string{trimmed(std::string_view{message_.text}.substr(0, 500))};
        for (const auto& recipient : recipients) {
            report.recipient = recipient;
            bounce_.reports.push_back(report);
        }
    }

    // Whose mail the complaint is about; one empty address where the report keeps it back.
    std::vector<std::string> recipients_in(const HeaderBlock& group) const
    {
        std::vector<std::string> found;
        const auto add_address = [&](std::string_view value) {
            auto address = address_in_field(value);
            if (address.find('@') != std::string::npos &&
                std::find(found.begin(), found.end(), address) == found.end() &&
                found.size() < most_report_records)
                found.push_back(std::move(address));
        };
        for (const auto* name : {"Original-Rcpt-To", "Removal-Recipient", "Redacted-Address"}) {
            for (const auto& field : group.fields)
                if (equal_nocase(field.name, name)) add_address(unfolded(field.raw));
            if (!found.empty()) return found;
        }
        for (const auto& header : message_.original_headers)
            if (equal_nocase(header.name, "To")) add_address(header.value);
        if (found.empty()) found.emplace_back();
        return found;
    }

    const Message& message_;
    Bounce bounce_;
};

std::string_view value_in(const std::vector<Header>& headers, std::string_view name)
{
    for (const auto& header : headers)
        if (equal_nocase(header.name, name)) return header.value;
    return {};
}

// Microsoft's junk mail reports pass the mail on with the name of who reported it.
std::string_view junk_reporter(const Message& message)
{
    const auto inside = value_in(message.original_headers, "X-HmXmrOriginalRecipient");
    return inside.empty() ? header_value(message, "X-HmXmrOriginalRecipient") : inside;
}

}

std::optional<Bounce> read_feedback_reports(const Message& message)
{
    Complaints complaints{message};
    for (const auto& text : message.feedback_reports) complaints.add_groups(text);
    if (auto found = complaints.taken()) return found;
    const auto type = header_value(message, "Content-Type");
    const bool announced =
        starts_nocase(type, "multipart/report") && contains_nocase(type, "feedback-report");
    const auto fields = find_nocase(message.text, "\nfeedback-type:");
    if (announced && fields != std::string::npos)
        complaints.add_groups(std::string_view{message.text}.substr(fields + 1));
    else if (const auto reporter = junk_reporter(message); !reporter.empty())
        complaints.add_plain(trimmed(reporter));
    else if (announced ||
             (starts_nocase(trimmed(message.subject), "complaint about message from ") &&
              !message.original_headers.empty()))
        complaints.add_plain({});
    return complaints.taken();
}

}
