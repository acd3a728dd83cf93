// A thousand mailboxes at rest over TLS: memory, processor, and how soon all of them rest.
#include "engine/run/system_clock.h"
#include "engine/store/mailboxes.h"
#include "tests/bench/harness.h"
#include "tests/support/desk_program.h"
#include "tests/support/dovecot.h"
#include "tests/support/waiting.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

namespace deskhand::bench {
namespace {

constexpr int mailboxes = 1'000;
constexpr std::chrono::seconds watched{60}; // one poll interval

// Many sessions to a process: a thousand processes would measure the server.
constexpr auto crowded = R"(default_client_limit = 4000
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 0
service anvil {
  client_limit = 8000
}
service auth {
  client_limit = 8000
}
service imap-login {
  service_count = 0
  client_limit = 2000
  process_limit = 2
}
service imap {
  client_limit = 250
  process_limit = 40
}
)";

std::vector<std::string> words_for(const tests::Dovecot& dovecot)
{
    std::vector<std::string> all;
    const auto ca = dovecot.endpoint(0, mail::Security::tls).ca_file;
    for (int i = 0; i < mailboxes; ++i)
        all.push_back(fmt::format("  - {{name: box{0}, type: imap, host: localhost, port: {1}, security: tls, ca_file: {2}, user: user{0}, "
                                  "password: {{file: mailbox.password}}, poll: 1m}}\n", i, dovecot.imaps_port(), ca));
    return all;
}

// Seconds of processor time the process has used.
double processor_seconds(pid_t pid)
{
    std::ifstream in{fmt::format("/proc/{}/stat", pid)};
    std::string line;
    std::getline(in, line);
    line.erase(0, line.rfind(')') + 2);
    double user = 0, system = 0;
    std::size_t field = 3; // state is field 3
    for (std::size_t at = 0; at < line.size(); ++field) {
        const auto end = std::min(line.find(' ', at), line.size());
        if (field == 14) user = std::stod(line.substr(at, end - at));
        if (field == 15) system = std::stod(line.substr(at, end - at));
        at = end + 1;
    }
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::vector<Figure> a_thousand_at_rest()
{
    const tests::Dovecot dovecot{{.relay_port = 0, .more = crowded}};
    const tests::TempDir out;
    const tests::DeskFolder folder{{.mailboxes = words_for(dovecot), .outgoing = tests::relay_into(out.path() / "out")}};
    engine::Database database{folder.database()};
    const engine::SystemClock clock;
    const auto begin = std::chrono::steady_clock::now();
    const tests::RunningDesk desk{folder};
    const auto all_rest = [&] {
        const auto all = engine::Mailboxes{database}.all(clock.now());
        return std::count_if(all.begin(), all.end(), [](const auto& one) { return one.state == engine::MailboxState::resting; }) == mailboxes;
    };
    if (!tests::happens(all_rest, std::chrono::minutes{5})) throw std::runtime_error{"not all mailboxes came to rest: " + desk.log()};
    const std::chrono::duration<double> start = std::chrono::steady_clock::now() - begin;
    const auto before = processor_seconds(desk.pid());
    tests::happens([] { return false; }, watched);
    const auto share = 100 * (processor_seconds(desk.pid()) - before) / static_cast<double>(watched.count());
    const auto at_most = [](const char* name, const char* unit, double ours, double bar) {
        return Figure{.name = name, .unit = unit, .ours = ours, .yardstick_name = {}, .kind = Figure::Bar::ours_at_most, .bar = bar};
    };
    return {at_most("1,000 TLS mailboxes, all at rest after", "s", start.count(), 60), at_most("1,000 TLS mailboxes at rest, memory", "MiB", resident_mib(desk.pid()), 64),
            at_most("1,000 TLS mailboxes at rest, of a core", "%", share, 2)};
}

}

std::vector<Benchmark> resting_benchmarks() { return {{"resting", a_thousand_at_rest}}; }

}
