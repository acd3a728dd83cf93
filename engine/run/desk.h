// The whole desk running: one thread a loop, wired together and taken down again.
#pragma once
#include "engine/run/current_policy.h"
#include "engine/run/instance_lock.h"
#include "engine/run/clock.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace deskhand::engine {

// What one pass over everything due has done.
struct Pass {
    int fetched = 0, decided = 0;
    int tried = 0, sent = 0; // due mails, and those of them the relay has taken
    std::vector<std::string> failures; // mailboxes that could not be read, and why
};

class Shift;

class Desk {
public:
    // `configuration` is read again on reload. Opens the database and brings back to the queue what
    // an earlier run left in its hands. Throws AlreadyRunning when another desk works on it.
    Desk(std::filesystem::path configuration, std::shared_ptr<const Policy> policy, Clock& clock);

    // Fetches, decides and sends everything that is due, once, or until a stop is asked for. `progress` is
    // told in short sentences.
    Pass once(std::stop_token stop, const std::function<void(const std::string&)>& progress);

    // All loops until a stop is asked for; returns when the last has ended cleanly.
    void run(std::stop_token stop);

    // Reads the configuration again. A bad one is logged with all its problems and the old stays in
    // force. Where mailboxes or relay are others now, the loops end cleanly and begin anew; another database
    // takes a restart and is refused.
    void reload();

private:
    std::stop_source begin_round();
    void use_tokens_of(const config::Settings& settings);
    void ask_for_tokens_again();
    void end_round();
    void at_work(std::shared_ptr<Shift> shift);

    std::filesystem::path configuration_;
    InstanceLock lock_;
    CurrentPolicy policy_;
    Clock& clock_;
    std::string epoch_; // names this run in leases
    std::mutex mutex_;
    std::stop_source round_;       // of the loops that run now; guarded by mutex_
    std::shared_ptr<Shift> shift_; // those loops; guarded by mutex_
    std::vector<std::shared_ptr<mail::TokenSource>> token_sources_; // that they use; guarded by mutex_
};

}
