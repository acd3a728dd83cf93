// `deskhand queue`: outgoing mail looked at and steered by hand.
#include "engine/run/commands.h"
#include "engine/run/help_texts.h"
#include "engine/run/json_writer.h"
#include "engine/run/queue_view.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/store/outbox.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

using What = QueueCommand::What;

// The command line writes "given-up" for the state "given up".
std::optional<OutboxState> state_of(std::string name)
{
    std::replace(name.begin(), name.end(), '-', ' ');
    return outbox_state_named(name);
}

std::vector<OutboxRow> rows_to_list(Outbox& outbox, const QueueCommand& command)
{
    if (!command.state.empty()) return outbox.list(state_of(command.state), command.most, command.before);
    std::vector<OutboxRow> rows;
    for (const auto state : {OutboxState::ready, OutboxState::leased, OutboxState::dotted, OutboxState::held, OutboxState::given_up}) {
        auto some = outbox.list(state, command.most, command.before);
        std::move(some.begin(), some.end(), std::back_inserter(rows));
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(command.most)));
    return rows;
}

ExitCode list(Outbox& outbox, const QueueCommand& command)
{
    const auto rows = rows_to_list(outbox, command);
    if (command.output == Output::json) {
        fmt::print("{}\n", queue_json(rows));
        return ExitCode::done;
    }
    fmt::print("{}", queue_table(rows));
    if (static_cast<int>(rows.size()) == command.most) fmt::print("There may be more: --before {}\n", number(rows.back().id));
    return ExitCode::done;
}

struct Verb {
    What what;
    bool (*carry_out)(Outbox&, OutboxId, Instant);
    std::string_view done, needs;
};
constexpr Verb verbs[] = {
    {What::retry, [](Outbox& outbox, OutboxId id, Instant now) { return outbox.retry_now(id, now); }, "is due now",
     "only mail that waits, is held, given up or dropped can be tried again"},
    {What::hold, [](Outbox& outbox, OutboxId id, Instant) { return outbox.hold(id); }, "is held until `deskhand queue release`",
     "only mail that waits can be held"},
    {What::release, [](Outbox& outbox, OutboxId id, Instant now) { return outbox.release(id, now); }, "is released and due now",
     "only held mail can be released"},
    {What::drop, [](Outbox& outbox, OutboxId id, Instant) { return outbox.drop(id); }, "will never be sent",
     "only mail that waits, is held or given up can be dropped"},
};

ExitCode change(Outbox& outbox, const QueueCommand& command)
{
    const auto verb = std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb& one) { return one.what == command.what; });
    const bool done = verb->carry_out(outbox, command.row, SystemClock{}.now());
    const auto row = outbox.find(command.row);
    const std::string state{row ? name_of(row->state) : "unknown"};
    if (command.output == Output::json) {
        JsonWriter json;
        json.begin_object().member("id", number(command.row)).member("changed", done).member("state", state).end_object();
        fmt::print("{}\n", json.text());
    } else if (done) {
        const bool goes_out = row && row->state == OutboxState::ready;
        fmt::print("row {} {}{}{}\n", number(command.row), verb->done, goes_out ? ": " : "", goes_out ? help::who_does_it : "");
    }
    if (!done) fmt::print(stderr, "row {} is {}: {}\n", number(command.row), state, verb->needs);
    return done ? ExitCode::done : ExitCode::failed;
}

ExitCode release_uncertain(Outbox& outbox, const QueueCommand& command)
{
    const int released = outbox.release_uncertain(SystemClock{}.now());
    if (command.output == Output::json) {
        JsonWriter json;
        json.begin_object().member("released", released).end_object();
        fmt::print("{}\n", json.text());
    } else if (released == 0) fmt::print("No mail is held because a copy may have arrived.\n");
    else fmt::print("{} mail(s) released and due now: {}\n", released, help::who_does_it);
    return ExitCode::done;
}

}

ExitCode perform(const Invocation& invocation, const QueueCommand& command)
{
    auto database = standing_database(invocation);
    if (!database) return ExitCode::problems;
    Outbox outbox{*database};
    if (command.what == What::list) return list(outbox, command);
    if (command.rows == QueueCommand::Rows::uncertain) return release_uncertain(outbox, command);
    const auto row = outbox.find(command.row);
    if (!row) {
        fmt::print(stderr, "there is no outgoing mail {}; see `deskhand queue list`\n", number(command.row));
        return ExitCode::not_found;
    }
    if (command.what != What::show) return change(outbox, command);
    if (command.output == Output::json) fmt::print("{}\n", queue_row_json(*row));
    else fmt::print("{}", queue_text(*row));
    return ExitCode::done;
}

}
