#include "tests/faults/poller.h"

#include "engine/store/database.h"
#include "tests/support/dovecot.h"

#include <spawn.h>
#include <unistd.h>

#include <stdexcept>
#include <vector>

namespace deskhand::tests {

mail::MailboxSettings settings_of(const PollerTask& task)
{
    const mail::Endpoint server{.host = "127.0.0.1", .port = task.port, .security = mail::Security::none};
    const mail::Login login{.user = task.user, .secret = Dovecot::password};
    mail::MailboxSettings settings{.name = task.user, .patience = task.patience};
    if (task.protocol == Protocol::imap) settings.where = mail::ImapSettings{.server = server, .login = login, .disposal = mail::Disposal::move};
    else settings.where = mail::Pop3Settings{.server = server, .login = login, .disposal = mail::Disposal::remove};
    return settings;
}

std::string round_of(const PollerTask& task, engine::SharedDatabase& journal)
{
    engine::SystemClock clock;
    engine::Collector collector{settings_of(task), journal, clock};
    try {
        collector.step({});
        collector.end();
        return {};
    } catch (const std::exception& broken) {
        return broken.what();
    }
}

pid_t spawn_poller(const PollerTask& task)
{
    std::vector<std::string> words{"intake_faults", poller_word, task.database.string(), task.user, task.protocol == Protocol::imap ? "imap" : "pop3",
                                   std::to_string(task.port), task.until == PollerTask::Until::killed ? "forever" : "once"};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ) != 0)
        throw std::runtime_error{"no poller could be started"};
    return child;
}

int run_as_poller(int argc, char** argv)
{
    if (argc != 7) return 2;
    const PollerTask task{.database = argv[2], .user = argv[3], .protocol = std::string{argv[4]} == "imap" ? Protocol::imap : Protocol::pop3,
                          .port = static_cast<std::uint16_t>(std::stoi(argv[5]))};
    engine::SharedDatabase journal{engine::Database{task.database}};
    const bool once = std::string{argv[6]} == "once";
    do {
        if (const auto why = round_of(task, journal); !why.empty() && once) return 1;
    } while (!once);
    return 0;
}

}
