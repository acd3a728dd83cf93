// `deskhand explain`: the decision a mail would get now and every reason, changing nothing.
#include "engine/run/commands.h"
#include "engine/run/intake.h"
#include "engine/run/json_writer.h"
#include "engine/run/read_file.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace deskhand::engine {
namespace {

// The ticket the mail is tied to, and by what.
std::string ticket_of(const Situation& situation)
{
    if (!situation.ticket) return "none: it names no ticket that is here";
    if (situation.evidence == Evidence::stranger) return reference_of(situation.ticket->id) + " is named, but the sender takes no part in it";
    return fmt::format("{} by {}{}", reference_of(situation.ticket->id), name_of(situation.evidence),
                       situation.evidence_text.empty() ? "" : ": " + situation.evidence_text);
}

void print_text(const Explanation& explained)
{
    const auto& message = explained.read.message;
    const auto& judged = explained.read.judgement;
    fmt::print("from     {}\n", message.from.empty() ? "(unknown)" : message.from.front().addr);
    fmt::print("subject  {}\n", message.subject);
    fmt::print("kind     {}{}\n", mail::name_of(judged.kind), judged.because.empty() ? "" : fmt::format(" ({})", fmt::join(judged.because, ", ")));
    fmt::print("answer   {}\n", judged.may_answer.answer ? "may be answered automatically"
                                                         : fmt::format("must not be answered automatically: {}", fmt::join(judged.may_answer.because, ", ")));
    fmt::print("ticket   {}\n", ticket_of(explained.situation));
    fmt::print("outcome  {}\n\nbecause\n", explained.decision.outcome);
    for (const auto& reason : explained.decision.because) fmt::print("  {:<12} {}\n", reason.id, reason.text);
    fmt::print("\nwould\n");
    for (const auto& action : explained.decision.actions) fmt::print("  {}\n", describe(action));
}

void print_json(const Explanation& explained)
{
    JsonWriter json;
    json.begin_object();
    json.key("format").value(1);
    json.key("outcome").value(explained.decision.outcome);
    json.key("kind").value(mail::name_of(explained.read.judgement.kind));
    json.key("may_answer").value(explained.read.judgement.may_answer.answer);
    json.key("evidence").value(name_of(explained.situation.evidence));
    json.text_or_null("evidence_text", explained.situation.evidence_text);
    json.key("ticket").value(number(explained.decision.ticket));
    json.key("because").begin_array();
    for (const auto& reason : explained.decision.because) {
        json.begin_object();
        json.key("id").value(reason.id);
        json.key("text").value(reason.text);
        json.end_object();
    }
    json.end_array();
    json.key("actions").begin_array();
    for (const auto& action : explained.decision.actions) json.value(describe(action));
    json.end_array();
    json.end_object();
    fmt::print("{}\n", json.text());
}

Explanation explained_by(const std::filesystem::path& file, const InboxRow& row, const Policy& policy, Instant now)
{
    std::error_code unseen; // opening it says what is wrong
    if (!std::filesystem::exists(file, unseen) && !unseen) {
        fmt::print(stderr, "there is no database {} yet: explained as the first mail that ever came\n", file.string());
        return explain(row, policy, now);
    }
    Database database{file};
    return explain(database, row, policy, now);
}

}

ExitCode perform(const Invocation& invocation, const ExplainCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    const auto bytes = read_file(command.file);
    if (!bytes) {
        fmt::print(stderr, "cannot read {}\n", command.file.string());
        return ExitCode::failed;
    }
    const auto now = SystemClock{}.now();
    InboxRow row;
    row.mailbox = command.mailbox;
    row.envelope_recipient = command.recipient;
    row.bytes = *bytes;
    row.received = now;
    const auto explained = explained_by(policy->settings.database, row, *policy, now);
    if (command.output == Output::json) print_json(explained);
    else print_text(explained);
    return ExitCode::done;
}

}
