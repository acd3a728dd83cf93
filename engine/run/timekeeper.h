// Carries out what is due by the clock; timers live in the database and survive restarts.
#pragma once
#include "engine/run/intake.h"
#include "engine/store/timers.h"

#include <stop_token>

namespace deskhand::engine {

// Order of every timer: decide, write and remove it in one transaction; dying in between repeats nothing.
class Timekeeper {
public:
    Timekeeper(Database database, PolicySource policy, Clock& clock);

    // Carries out what is due; returns how many timers that were.
    int step();

    void run(std::stop_token stop);

private:
    Database database_;
    Timers timers_;
    PolicySource policy_;
    Clock& clock_;
};

}
