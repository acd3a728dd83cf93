// `deskhand ingest`: one mail from an MTA's pipe; success is said only after the commit.
#include "engine/run/collector.h"
#include "engine/run/commands.h"
#include "engine/run/read_file.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/store/inbox.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

ExitCode refuse(std::string_view why)
{
    fmt::print(stderr, "deskhand ingest: {}; nothing was taken in, deliver the mail again\n", why);
    return ExitCode::try_again;
}

}

ExitCode perform(const Invocation& invocation, const IngestCommand& command)
{
    try {
        const auto policy = standing_policy(invocation);
        if (!policy) return refuse("the configuration has errors");
        auto bytes = read_file("-");
        if (!bytes) return refuse("standard input could not be read");
        if (bytes->empty()) return refuse("standard input is empty");
        // A mail cut short by a dying parent looks like a short mail; only its stated size tells.
        if (command.size && *command.size != bytes->size())
            return refuse(fmt::format("{} octets came instead of the {} announced", bytes->size(), *command.size));
        SystemClock clock;
        Database database{policy->settings.database};
        auto key = content_key(*bytes);
        if (!command.recipient.empty()) key += " " + command.recipient;
        std::string reason;
        if (bytes->size() > policy->settings.largest_mail)
            reason = fmt::format("{} octets, more than largest_mail allows", bytes->size());
        const RawMail mail{.mailbox = command.mailbox, .generation = {}, .uid = key, .content_key = key, .bytes = std::move(*bytes),
                           .received = clock.now(), .internal_date = {}, .envelope_recipient = command.recipient,
                           .quarantine_reason = reason};
        const auto journaled = Inbox{database}.journal({&mail, 1});
        fmt::print(stderr, "mail {} {}\n", number(journaled.front().id), journaled.front().fresh ? "taken in" : "was here already");
        return ExitCode::done;
    } catch (const std::exception& broken) {
        return refuse(broken.what());
    }
}

}
