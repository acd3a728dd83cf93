// What will end the desk's logins soon: secrets and certificates that expire, sign-ins that lapse.
#pragma once
#include "engine/core/instant.h"
#include "engine/run/checkup.h"
#include "engine/run/clock.h"
#include "engine/run/intake.h"

#include <stop_token>
#include <vector>

namespace deskhand::engine {

// One finding or more for each source of access tokens: whether somebody has signed in, a client secret
// (`expires`) or certificate that ends within 14 days, a refresh token unused for 60. Asks no server.
std::vector<Finding> check_logins(const config::Settings& settings, Instant now);

// Says once a day in the log what check_logins finds.
class LoginWatch {
public:
    LoginWatch(PolicySource policy, Clock& clock);
    void step();
    void run(std::stop_token stop);

private:
    PolicySource policy_;
    Clock& clock_;
};

}
