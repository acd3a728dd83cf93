// `deskhand doctor`: whether everything the desk leans on bears it.
#include "engine/run/checkup.h"
#include "engine/run/commands.h"
#include "engine/run/login_checkup.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

namespace deskhand::engine {
namespace {

// On a terminal each point is shown as soon as it is known: servers may take their time.
class Findings {
public:
    explicit Findings(Output output) : output_{output} {}

    void add(Finding finding)
    {
        if (output_ == Output::text) {
            fmt::print("{}", findings_text({finding}));
            std::fflush(stdout);
        }
        all_.push_back(std::move(finding));
    }
    void add(std::vector<Finding> findings)
    {
        for (auto& one : findings) add(std::move(one));
    }

    ExitCode end() const
    {
        const auto count = [this](Health health) {
            return std::count_if(all_.begin(), all_.end(), [=](const auto& one) { return one.health == health; });
        };
        if (output_ == Output::json) fmt::print("{}\n", findings_json(all_));
        else fmt::print("{} ok, {} to think about, {} failed\n", count(Health::ok), count(Health::warn), count(Health::fail));
        return count(Health::fail) == 0 ? ExitCode::done : ExitCode::failed;
    }

private:
    Output output_;
    std::vector<Finding> all_;
};

}

ExitCode perform(const Invocation& invocation, const DoctorCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    const auto& settings = policy->settings;
    Findings findings{command.output};
    findings.add({Health::ok, "configuration", invocation.configuration.string() + " has no errors", {}});
    findings.add(check_folders(settings));
    findings.add(check_database(settings.database));
    findings.add(check_clock(settings.database, SystemClock{}.now()));
    findings.add(check_modes(settings));
    findings.add(check_logins(settings, SystemClock{}.now()));
    for (const auto& mailbox : settings.mailboxes) findings.add(check_mailbox(mailbox));
    findings.add(check_relay(settings));
    if (settings.staff.empty())
        findings.add(Finding{Health::warn, "staff", "nobody is told about requests", "name people under staff and in queues"});
    return findings.end();
}

}
