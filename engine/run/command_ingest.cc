// `deskhand ingest`: one mail from an MTA's pipe; success is said only after the commit.
#include "engine/run/collector.h"
#include "engine/run/commands.h"
#include "engine/run/piped_mail.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/store/inbox.h"
#include "mail/format/cut_short.h"

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
        auto read = read_piped_mail(command.size); // first of all: who starts us may die any moment
        if (const auto* broken = std::get_if<NotWhole>(&read)) return refuse(broken->why);
        const auto policy = standing_policy(invocation);
        if (!policy) return refuse("the configuration has errors");
        auto& bytes = std::get<WholeMail>(read).bytes;
        SystemClock clock;
        Database database{policy->settings.database};
        auto key = content_key(bytes);
        if (!command.recipient.empty()) key += " " + command.recipient;
        std::string reason;
        if (bytes.size() > policy->settings.largest_mail)
            reason = fmt::format("{} octets, more than largest_mail allows", bytes.size());
        const RawMail mail{.mailbox = command.mailbox, .generation = {}, .uid = key, .content_key = key, .bytes = std::move(bytes),
                           .received = clock.now(), .internal_date = {}, .envelope_recipient = command.recipient,
                           .quarantine_reason = reason};
        const auto journaled = Inbox{database}.journal_whole(mail, mail::is_beginning_of);
        fmt::print(stderr, "mail {} {}{}\n", number(journaled.id), journaled.fresh ? "taken in" : "was here already",
                   journaled.replaced == InboxId{} ? "" : fmt::format(" in place of mail {}, which was cut short", number(journaled.replaced)));
        return ExitCode::done;
    } catch (const std::exception& broken) {
        return refuse(broken.what());
    }
}

}
