// `deskhand quarantine`: mail that waits for a person.
#include "engine/run/commands.h"
#include "engine/run/help_texts.h"
#include "engine/run/inbox_view.h"
#include "engine/run/standing.h"
#include "engine/store/inbox.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

using What = QuarantineCommand::What;

ExitCode list(Inbox& inbox, const QuarantineCommand& command)
{
    const auto lines = inbox.list(InboxState::quarantined, command.most, command.before);
    if (command.output == Output::json) {
        fmt::print("{}\n", inbox_json(lines));
        return ExitCode::done;
    }
    fmt::print("{}", quarantine_table(lines));
    if (static_cast<int>(lines.size()) == command.most) fmt::print("There may be more: --before {}\n", number(lines.back().id));
    return ExitCode::done;
}

// The line just below `id` + 1 is the mail's own, if it is quarantined.
std::string reason_of(Inbox& inbox, InboxId id)
{
    const auto lines = inbox.list(InboxState::quarantined, 1, InboxId{number(id) + 1});
    return !lines.empty() && lines.front().id == id ? lines.front().reason : std::string{};
}

ExitCode retry(Inbox& inbox, const QuarantineCommand& command)
{
    const bool done = inbox.retry(command.row);
    if (command.output == Output::json) {
        JsonWriter json;
        json.begin_object().member("id", number(command.row)).member("changed", done).end_object();
        fmt::print("{}\n", json.text());
    } else if (done) fmt::print("mail {} is decided again: {}\n", number(command.row), help::who_does_it);
    if (!done) fmt::print(stderr, "mail {} is not quarantined; nothing was changed\n", number(command.row));
    return done ? ExitCode::done : ExitCode::failed;
}

}

ExitCode perform(const Invocation& invocation, const QuarantineCommand& command)
{
    auto database = standing_database(invocation);
    if (!database) return ExitCode::problems;
    Inbox inbox{*database};
    if (command.what == What::list) return list(inbox, command);
    auto row = inbox.find(command.row);
    if (!row) {
        fmt::print(stderr, "there is no mail {}; see `deskhand quarantine list`\n", number(command.row));
        return ExitCode::not_found;
    }
    if (command.what == What::retry) return retry(inbox, command);
    const QuarantinedMail mail{std::move(*row), reason_of(inbox, command.row), inbox.reasons(command.row)};
    if (command.output == Output::json) fmt::print("{}\n", quarantined_json(mail));
    else fmt::print("{}", quarantined_text(mail));
    return ExitCode::done;
}

}
