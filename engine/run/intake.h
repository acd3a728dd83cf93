// Journaled mail to decisions in tables: read, decide, write.
#pragma once
#include "engine/core/decide.h"
#include "engine/run/clock.h"
#include "engine/store/inbox.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace deskhand::engine {

// Gives the policy in force now; swapped whole on reload.
using PolicySource = std::function<std::shared_ptr<const Policy>()>;

// A journaled mail and what it says.
struct Waiting {
    InboxRow row;
    ReadMail read;
};

class Intake {
public:
    Intake(Database database, PolicySource policy, Clock& clock);

    // Decides the oldest waiting mails, a group in one transaction (commit 2). A mail whose deciding
    // throws is tried alone; the third failure quarantines it and the others go on.
    // Returns how many rows it dealt with; 0 = nothing is waiting.
    int step();

    void run(std::stop_token stop);

private:
    void decide_and_apply(const Waiting& mail, const Policy& policy);
    void one_by_one(const std::vector<Waiting>& mails, const Policy& policy);

    Database database_;
    Inbox inbox_;
    PolicySource policy_;
    Clock& clock_;
};

// The decision this mail would get now, and what it was based on; changes nothing.
struct Explanation {
    ReadMail read;
    Situation situation;
    Decision decision;
};
// As the first mail that ever came.
Explanation explain(const InboxRow& row, const Policy& policy, Instant now);
Explanation explain(Database& database, const InboxRow& row, const Policy& policy, Instant now);

}
