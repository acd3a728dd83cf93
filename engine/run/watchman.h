// Tells a person when mail does not come in, and when it does again.
#pragma once
#include "engine/run/clock.h"
#include "engine/run/intake.h"
#include "engine/store/mailboxes.h"

#include <optional>
#include <stop_token>
#include <string>

namespace deskhand::engine {

// Whether a mailbox needs a person: refused by its server, or without a whole round for ten minutes more than its
// poll interval. Nothing recorded = not looked at yet.
bool stalled(const std::optional<MailboxHealth>& health, std::chrono::seconds poll_interval, Instant now);

// Every alarm is written by mail, which leaves another way than the mailbox it is about, and handed to the program of the
// configuration. One alarm an outage, repeated every four hours; a word when it is over.
class Watchman {
public:
    Watchman(Database database, PolicySource policy, Clock& clock);

    // Looks at every mailbox once; returns how many people were told something.
    int step();

    void run(std::stop_token stop);

private:
    bool look_at(const mail::MailboxSettings& settings, const Policy& policy);

    Database database_;
    PolicySource policy_;
    Clock& clock_;
};

}
