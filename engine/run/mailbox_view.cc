#include "engine/run/mailbox_view.h"

#include "engine/run/inbox_view.h"
#include "engine/run/json_writer.h"
#include "engine/run/log.h"
#include "engine/run/table_text.h"
#include "engine/run/times.h"
#include "engine/run/utf8.h"
#include "engine/run/watchman.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

std::string when(const std::optional<Instant>& at) { return at ? minute_of(*at) : "-"; }

std::string age(Instant since, Instant now)
{
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - since).count();
    if (minutes < 2) return "just now";
    if (minutes < 120) return fmt::format("{} min ago", minutes);
    if (minutes < 48 * 60) return fmt::format("{} h ago", minutes / 60);
    return fmt::format("{} days ago", minutes / (24 * 60));
}

std::string octets(std::int64_t count)
{
    if (count < 10'000) return fmt::format("{} B", count);
    if (count < 10'000'000) return fmt::format("{} kB", count / 1000);
    return fmt::format("{} MB", count / 1'000'000);
}

// What there is to know beside the columns.
std::string remark(const MailboxLine& line)
{
    if (!line.health) return "no desk has looked at it yet: start `deskhand run`";
    const auto& health = *line.health;
    const bool troubled = health.state == MailboxState::backing_off || health.state == MailboxState::parked ||
        health.state == MailboxState::throttled;
    if (troubled) return fmt::format("{}; next try {}", health.error, when(health.retry));
    if (!health.differences.empty())
        return fmt::format("{} difference(s) to the journal: `deskhand mailbox reconcile {}`", health.differences.size(), line.name);
    if (health.missing > 0) return fmt::format("{} mail(s) are listed and not handed out, since {}", health.missing, when(health.behind_since));
    return {};
}

JsonWriter& time_or_null(JsonWriter& json, std::string_view name, const std::optional<Instant>& at)
{
    return json.text_or_null(name, at ? written(*at) : std::string{});
}

void write(JsonWriter& json, const MailboxLine& line, Instant now)
{
    const auto health = line.health.value_or(MailboxHealth{});
    json.begin_object().member("name", line.name);
    json.text_or_null("state", line.health ? name_of(health.state) : "").member("stalled", stalled(line.health, line.poll_interval, now));
    time_or_null(json, "since", line.health ? std::optional{health.since} : std::nullopt);
    time_or_null(json, "last_success", health.succeeded);
    json.text_or_null("last_error", health.error);
    time_or_null(json, "failed", health.failed);
    json.member("failures_in_a_row", health.failures);
    time_or_null(json, "next_try", health.retry);
    json.text_or_null("generation", health.generation).member("on_server", health.listed).member("not_in_journal", health.missing);
    time_or_null(json, "behind_since", health.behind_since);
    json.member("octets_today", health.octets_today);
    time_or_null(json, "compared", health.compared);
    json.texts("differences", health.differences).end_object();
}

std::string journaled_text(const InboxLine& line)
{
    std::string text = fmt::format("mail {} came in at {} through mailbox {} ({})\n", number(line.id), minute_of(line.received), line.mailbox,
                                   octets(static_cast<std::int64_t>(line.size)));
    text += titled("from", line.from) + titled("subject", line.subject);
    const auto next = line.state == InboxState::waiting ? "it waits to be decided: is `deskhand run` at work?"
        : line.state == InboxState::quarantined ? fmt::format("it waits for a person: {}; see `deskhand quarantine show {}`", line.reason, number(line.id))
                                                : line.outcome;
    return text + titled("outcome", next);
}

std::string whereabouts_text(const Whereabouts& one)
{
    std::string text = fmt::format("mailbox {}: ", one.mailbox);
    if (!one.error.empty()) return text + fmt::format("could not be looked at: {}\n", one.error);
    for (const auto& uid : one.uids)
        text += fmt::format("it is there as {} and not journaled yet; {}\n", uid,
                            !one.health || !one.health->succeeded ? "no desk has read this mailbox: start `deskhand run`"
                            : one.health->error.empty()           ? fmt::format("the last round was at {}", when(one.health->succeeded))
                                                                  : one.health->error);
    if (!one.uids.empty()) return text;
    text += fmt::format("it is not among the {} mail(s) there", one.listed);
    if (one.refused > 0) text += fmt::format(", but {} of them could not be read", one.refused);
    return text + "\n";
}

}

std::string mailboxes_table(const std::vector<MailboxLine>& lines, Instant now)
{
    if (lines.empty()) return "No mailbox is configured.\n";
    using Side = Column::Side;
    TextTable table{{{"mailbox", 28}, {"state", 12}, {"last success", 16}, {"on server", 9, Side::right}, {"missing", 7, Side::right},
                     {"today", 9, Side::right}, {"remark", 110}}};
    for (const auto& line : lines) {
        const auto health = line.health.value_or(MailboxHealth{});
        const auto state = fmt::format("{}{}", line.health ? name_of(health.state) : "unknown", stalled(line.health, line.poll_interval, now) ? " !" : "");
        table.add({line.name, state, health.succeeded ? age(*health.succeeded, now) : "never", std::to_string(health.listed),
                   std::to_string(health.missing), octets(health.octets_today), remark(line)});
    }
    return table.text();
}

std::string mailboxes_json(const std::vector<MailboxLine>& lines, Instant now)
{
    JsonWriter json;
    json.begin_object().key("mailboxes").begin_array();
    for (const auto& line : lines) write(json, line, now);
    return json.end_array().end_object().text() + "\n";
}

std::string comparisons_text(const std::vector<Comparison>& all)
{
    std::string text;
    for (const auto& one : all) {
        text += one.mailbox + ": ";
        if (!one.error.empty()) text += fmt::format("could not be compared: {}\n", one.error);
        else text += fmt::format("{} on the server, {} of this folder in the journal, {} difference(s)\n", one.listed, one.journaled,
                                 one.differences.size());
        for (const auto& difference : one.differences) text += "  " + difference + "\n";
    }
    return text;
}

std::string comparisons_json(const std::vector<Comparison>& all)
{
    JsonWriter json;
    json.begin_object().key("mailboxes").begin_array();
    for (const auto& one : all)
        json.begin_object().member("name", one.mailbox).text_or_null("error", one.error).member("on_server", one.listed)
            .member("in_journal", one.journaled).texts("differences", one.differences).end_object();
    return json.end_array().end_object().text() + "\n";
}

std::string reasoning_text(const Reasoning& reasoning)
{
    std::string text;
    for (const auto& line : reasoning.journaled) text += journaled_text(line);
    for (const auto& one : reasoning.elsewhere) text += whereabouts_text(one);
    const bool nowhere = reasoning.journaled.empty() &&
        std::none_of(reasoning.elsewhere.begin(), reasoning.elsewhere.end(), [](const Whereabouts& one) { return !one.uids.empty(); });
    if (nowhere)
        text += fmt::format("No mail \"{}\" in the journal or in a folder that is read. Look into the server's junk folder and other folders, "
                            "or ask the sender for a bounce.\n", one_line(reasoning.words));
    return text;
}

std::string reasoning_json(const Reasoning& reasoning)
{
    JsonWriter json;
    json.begin_object().member("asked", reasoning.words).key("journaled").begin_array();
    for (const auto& line : reasoning.journaled) {
        json.begin_object();
        write_members(json, line);
        json.end_object();
    }
    json.end_array().key("mailboxes").begin_array();
    for (const auto& one : reasoning.elsewhere)
        json.begin_object().member("name", one.mailbox).text_or_null("error", one.error).member("on_server", one.listed)
            .member("not_in_journal", one.unknown).member("not_handed_out", one.refused).texts("uids", one.uids).end_object();
    return json.end_array().end_object().text() + "\n";
}

}
