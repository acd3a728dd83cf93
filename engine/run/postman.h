// Takes due mail from the outbox to the relay and writes down what came of it.
#pragma once
#include "engine/run/clock.h"
#include "engine/run/intake.h"
#include "engine/store/outbox.h"
#include "mail/net/courier.h"

#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace deskhand::engine {

// One postman has one courier, that is one connection. Order of every round: lease (durable), then for
// one small group after another: mark the rows whose final dots are about to go (durable), send,
// record the answers (commit 3). After a crash exactly the marked rows may have been delivered, and
// each of them is known by name. Answers that could not be recorded are kept and recorded first in
// the next round.
class Postman {
public:
    Postman(Database database, std::unique_ptr<mail::Courier> courier, PolicySource policy, Clock& clock, std::string epoch);

    // Sends a group of what is due; returns how many rows it dealt with, 0 = nothing is due.
    int step();
    // Of all rows dealt with so far, those the relay has taken.
    int delivered() const { return delivered_; }

    void run(std::stop_token stop);

private:
    std::vector<OutboxRow> next_group();
    std::vector<DeliveryRecord> deliver(const std::vector<OutboxRow>& rows);
    void record();

    Database database_;
    Outbox outbox_;
    std::unique_ptr<mail::Courier> courier_;
    PolicySource policy_;
    Clock& clock_;
    std::string epoch_;
    std::deque<OutboxRow> leased_;           // not tried yet
    std::vector<DeliveryRecord> unrecorded_; // tried
    int delivered_ = 0;
};

// What to do with a row found marked after a crash.
Verdict verdict_after_crash(const OutboxRow& row, Instant now, const config::RetrySettings& retry);

// The courier the settings ask for; a stop ends its waits for a silent relay, see StopGrace.
std::unique_ptr<mail::Courier> make_courier(const config::Settings& settings, std::stop_token stop);

}
