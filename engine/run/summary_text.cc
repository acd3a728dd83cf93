// How a summary reads, for people and for programs.
#include "engine/run/summary.h"

#include "engine/run/inbox_view.h"
#include "engine/run/json_writer.h"
#include "engine/run/log.h"
#include "engine/run/table_text.h"
#include "engine/run/times.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

std::string came_in(const Summary& summary)
{
    int all = 0;
    std::string kinds;
    for (const auto& [kind, mails] : summary.came_in) {
        all += mails;
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", mails, kind);
    }
    return fmt::format("Came in: {} mail(s){}\n", all, kinds.empty() ? "" : ": " + kinds);
}

std::string decided(const Summary& summary)
{
    if (summary.decided.empty()) return {};
    TextTable table{{{"mail", 12, Column::Side::right}, {"from", 28}, {"subject", 36}, {"outcome", 40}, {"because", 80}}};
    for (const auto& [line, reason] : summary.decided) {
        const bool waits = line.state == InboxState::quarantined;
        auto outcome = line.outcome;
        if (outcome.empty()) outcome = waits ? "quarantined" : "waits to be decided";
        table.add({std::to_string(number(line.id)), line.from.empty() ? "?" : line.from, line.subject, outcome, waits && !line.reason.empty() ? line.reason : reason});
    }
    return fmt::format("\nDecided{}\n{}", summary.decided.size() == most_shown ? fmt::format(" (the newest {})", most_shown) : "", table.text(2));
}

std::string went_out(const Summary& summary)
{
    if (summary.went_out.empty()) return "\nWent out: nothing\n";
    TextTable table{{{"mails", 12, Column::Side::right}, {"purpose"}, {"state"}}};
    for (const auto& [what, mails] : summary.went_out) table.add({std::to_string(mails), what.first, what.second});
    return "\nWent out\n" + table.text(2);
}

std::string on_the_way(const Summary& summary)
{
    if (summary.on_the_way.empty()) return {};
    TextTable table{{{"row", 12, Column::Side::right}, {"purpose", 18}, {"to", 30}, {"tries", 6, Column::Side::right}, {"due (UTC)"}, {"last answer", 80}}};
    for (const auto& row : summary.on_the_way)
        table.add({std::to_string(number(row.id)), std::string{name_of(row.purpose)}, row.recipient, std::to_string(row.attempts),
                   row.state == OutboxState::ready ? minute_of(row.due) : "-", row.last_answer.empty() ? "-" : row.last_answer});
    return fmt::format("\nWaits to be sent: {} mail(s)\n{}", summary.on_the_way_count, table.text(2));
}

std::string open_tickets(const Summary& summary)
{
    TextTable table{{{"tickets", 12, Column::Side::right}, {"queue"}}};
    for (const auto& [queue, tickets] : summary.open) table.add({std::to_string(tickets), queue});
    return "\nOpen\n" + table.text(2);
}

std::string waiting_for_people(const Summary& summary)
{
    std::string out;
    if (summary.waiting > 0) out += fmt::format("  {} mail(s) wait to be decided\n", summary.waiting);
    if (summary.quarantined_count > 0) out += fmt::format("  {} mail(s) quarantined:\n", summary.quarantined_count);
    for (const auto& line : summary.quarantined)
        out += fmt::format("    {}: {} \"{}\": {}\n", number(line.id), line.from.empty() ? "?" : line.from, line.subject, line.reason);
    if (summary.held > 0) out += fmt::format("  {} outgoing mail(s) held\n", summary.held);
    if (summary.given_up > 0) out += fmt::format("  {} outgoing mail(s) given up\n", summary.given_up);
    return out.empty() ? "\nWaits for a person: nothing\n" : "\nWaits for a person\n" + out;
}

std::string where_to_look(const Summary& summary)
{
    std::string out = "\nLook further\n  deskhand ticket list\n";
    if (!summary.decided.empty() && number(summary.decided.back().line.ticket) != 0)
        out += fmt::format("  deskhand ticket show {}\n", number(summary.decided.back().line.ticket));
    if (summary.quarantined_count > 0) out += "  deskhand quarantine list\n";
    if (summary.held > 0) out += "  deskhand queue list --state held\n";
    if (summary.given_up > 0) out += "  deskhand queue list --state given-up\n";
    return out + "  deskhand queue list\n";
}

}

std::string summary_text(const Summary& summary)
{
    auto out = fmt::format("From {} to {} UTC\n", minute_of(summary.from), minute_of(summary.to)) + came_in(summary) + decided(summary);
    out += went_out(summary) + on_the_way(summary) + open_tickets(summary) + waiting_for_people(summary);
    return out + where_to_look(summary);
}

std::string summary_json(const Summary& summary)
{
    JsonWriter json;
    json.begin_object().member("from", written(summary.from)).member("to", written(summary.to)).key("came_in").begin_object();
    for (const auto& [kind, mails] : summary.came_in) json.member(kind, mails);
    json.end_object().key("decided").begin_array();
    for (const auto& [line, reason] : summary.decided) {
        json.begin_object();
        write_members(json, line);
        json.text_or_null("main_reason", reason).end_object();
    }
    json.end_array().key("went_out").begin_array();
    for (const auto& [what, mails] : summary.went_out)
        json.begin_object().member("purpose", what.first).member("state", what.second).member("mails", mails).end_object();
    json.end_array().key("waits_to_be_sent").begin_array();
    for (const auto& row : summary.on_the_way)
        json.begin_object().member("row", number(row.id)).member("recipient", row.recipient).member("attempts", row.attempts)
            .text_or_null("last_answer", row.last_answer).end_object();
    json.end_array().member("waiting_to_be_sent", summary.on_the_way_count).key("open").begin_object();
    for (const auto& [queue, tickets] : summary.open) json.member(queue, tickets);
    json.end_object().member("waiting", summary.waiting).member("quarantined", summary.quarantined_count);
    json.member("held", summary.held).member("given_up", summary.given_up).end_object();
    return json.text();
}

}
