// `deskhand mailbox`: how mailboxes fare, and where a mail has gone.
#include "engine/core/folded.h"
#include "engine/run/commands.h"
#include "engine/run/mailbox_view.h"
#include "engine/run/reconcile.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/run/watchman.h"
#include "engine/store/inbox.h"
#include "engine/store/mailboxes.h"
#include "mail/format/parse_message.h"
#include "mail/net/mailbox_settings.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

using What = MailboxCommand::What;

constexpr int most_rows = 20;
constexpr std::size_t most_fetched = 500; // mails not in the journal that are looked into for `why`

// The mailboxes of the configuration, or the one that was named.
std::vector<mail::MailboxSettings> chosen(const config::Settings& settings, const std::string& name)
{
    auto mailboxes = settings.mailboxes;
    if (!name.empty()) std::erase_if(mailboxes, [&](const auto& one) { return one.name != name; });
    return mailboxes;
}

ExitCode no_such_mailbox(const std::string& name)
{
    fmt::print(stderr, "there is no mailbox {} in the configuration; see `deskhand mailbox status`\n", name);
    return ExitCode::not_found;
}

ExitCode status(const Policy& policy, const MailboxCommand& command)
{
    const auto mailboxes = chosen(policy.settings, command.name);
    if (mailboxes.empty() && !command.name.empty()) return no_such_mailbox(command.name);
    const auto now = SystemClock{}.now();
    Database database{policy.settings.database};
    std::vector<MailboxLine> lines;
    for (const auto& settings : mailboxes) {
        auto health = Mailboxes{database}.find(settings.name, now);
        lines.push_back({settings.name, settings.poll_interval, std::move(health)});
    }
    fmt::print("{}", command.output == Output::json ? mailboxes_json(lines, now) : mailboxes_table(lines, now));
    const bool stalls = std::any_of(lines.begin(), lines.end(), [&](const MailboxLine& line) { return stalled(line.health, line.poll_interval, now); });
    return stalls ? ExitCode::problems : ExitCode::done;
}

// Throws nothing: what went wrong is a finding too.
Comparison compared(const mail::MailboxSettings& settings, Database& database)
{
    Comparison comparison{.mailbox = settings.name};
    try {
        const auto mailbox = mail::make_mailbox(settings);
        mailbox->open();
        const auto listing = mailbox->list();
        mailbox->close();
        const auto known = Inbox{database}.known(settings.name, listing.generation);
        comparison.listed = listing.mails.size();
        comparison.journaled = known.size();
        comparison.differences = differences(listing, known, mail::disposal_of(settings));
    } catch (const std::exception& broken) {
        comparison.error = broken.what();
    }
    return comparison;
}

ExitCode reconcile(const Policy& policy, const MailboxCommand& command)
{
    const auto mailboxes = chosen(policy.settings, command.name);
    if (mailboxes.empty()) return no_such_mailbox(command.name);
    Database database{policy.settings.database};
    std::vector<Comparison> all;
    for (const auto& settings : mailboxes) {
        if (command.output == Output::text) fmt::print(stderr, "comparing {} ...\n", settings.name);
        all.push_back(compared(settings, database));
    }
    fmt::print("{}", command.output == Output::json ? comparisons_json(all) : comparisons_text(all));
    const bool alike = std::all_of(all.begin(), all.end(), [](const Comparison& one) { return one.error.empty() && one.differences.empty(); });
    return alike ? ExitCode::done : ExitCode::problems;
}

bool is_meant(const mail::FetchedMail& fetched, const std::string& words)
{
    if (fetched.uid == words) return true;
    const auto message = mail::parse_message(fetched.bytes);
    return message.message_id == words || (!words.empty() && folded(message.subject).find(folded(words)) != std::string::npos);
}

// Looks into the mails of a server that the journal does not know.
Whereabouts look_for(const std::string& words, const mail::MailboxSettings& settings, Database& database, Instant now)
{
    Whereabouts found{.mailbox = settings.name, .health = Mailboxes{database}.find(settings.name, now)};
    try {
        const auto mailbox = mail::make_mailbox(settings);
        mailbox->open();
        const auto listing = mailbox->list();
        std::vector<std::string> uids;
        for (const auto& one : listing.mails) uids.push_back(one.uid);
        auto unknown = Inbox{database}.unknown(settings.name, listing.generation, uids);
        found.listed = listing.mails.size();
        found.unknown = unknown.size();
        unknown.resize(std::min(unknown.size(), most_fetched));
        std::vector<std::string> handed;
        mailbox->fetch(unknown, [&](const mail::FetchedMail& fetched) {
            handed.push_back(fetched.uid);
            if (is_meant(fetched, words)) found.uids.push_back(fetched.uid);
        });
        found.refused = unknown.size() - handed.size();
        mailbox->close();
    } catch (const std::exception& broken) {
        found.error = broken.what();
    }
    return found;
}

ExitCode why(const Policy& policy, const MailboxCommand& command)
{
    auto words = command.mail;
    if (words.size() > 2 && words.front() == '<' && words.back() == '>') words = words.substr(1, words.size() - 2);
    Database database{policy.settings.database};
    Reasoning reasoning{.words = words, .journaled = Inbox{database}.matching(words, most_rows), .elsewhere = {}};
    if (reasoning.journaled.empty())
        for (const auto& settings : chosen(policy.settings, command.name))
            reasoning.elsewhere.push_back(look_for(words, settings, database, SystemClock{}.now()));
    fmt::print("{}", command.output == Output::json ? reasoning_json(reasoning) : reasoning_text(reasoning));
    const bool seen = !reasoning.journaled.empty() ||
        std::any_of(reasoning.elsewhere.begin(), reasoning.elsewhere.end(), [](const Whereabouts& one) { return !one.uids.empty(); });
    return seen ? ExitCode::done : ExitCode::not_found;
}

}

ExitCode perform(const Invocation& invocation, const MailboxCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    switch (command.what) {
    case What::status: return status(*policy, command);
    case What::why: return why(*policy, command);
    case What::reconcile: break;
    }
    return reconcile(*policy, command);
}

}
