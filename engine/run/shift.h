// The loops of one configuration, working side by side until they are told to end.
#pragma once
#include "config/settings.h"
#include "engine/run/clock.h"
#include "engine/run/intake.h"
#include "engine/run/lmtp_intake.h"
#include "engine/run/login_checkup.h"
#include "engine/run/postman.h"
#include "engine/run/rota.h"
#include "engine/run/timekeeper.h"
#include "engine/run/watchman.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace deskhand::engine {

class Shift {
public:
    // Opens everything, so that what cannot be opened stops the start and no thread. `epoch` names this run
    // in leases.
    Shift(const config::Settings& settings, const PolicySource& policy, Clock& clock, const std::string& epoch, std::stop_token stop);

    // Mailboxes that wait after a failure are tried now. From any thread.
    void try_again_now() { rota_.try_again_now(); }

    // One thread a loop; returns when the last has ended cleanly after the stop.
    void work();

private:
    Clock& clock_;
    std::stop_token stop_;
    SharedDatabase journal_;
    Rota rota_;
    std::vector<std::unique_ptr<LmtpIntake>> doors_;
    std::vector<std::unique_ptr<Postman>> postmen_;
    Intake intake_;
    Timekeeper timekeeper_;
    Watchman watchman_;
    LoginWatch login_watch_;
};

// Whether the loops would connect to other servers or folders, or otherwise than now.
bool same_connections(const config::Settings& one, const config::Settings& other);

}
