// A collector over one test mailbox, in this process or in one that can be killed.
#pragma once
#include "engine/run/collector.h"
#include "engine/run/system_clock.h"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace deskhand::tests {

enum class Protocol { imap, pop3 };

struct PollerTask {
    std::filesystem::path database;
    std::string user; // and name of the mailbox in the journal
    Protocol protocol = Protocol::imap;
    std::uint16_t port = 0;
    std::chrono::milliseconds patience{60'000};
    enum class Until { one_round, killed } until = Until::one_round;
};

// Mail is moved to Processed (IMAP) or removed (POP3) once it is journaled.
mail::MailboxSettings settings_of(const PollerTask& task);

// One round; "" or why it broke off.
std::string round_of(const PollerTask& task, engine::SharedDatabase& journal);

// Another process of this program that does the same; argument words for main().
pid_t spawn_poller(const PollerTask& task);
int run_as_poller(int argc, char** argv); // argv[1] == poller_word
inline constexpr auto poller_word = "--as-poller";

}
