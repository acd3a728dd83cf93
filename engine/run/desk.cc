#include "engine/run/desk.h"

#include "engine/run/collector.h"
#include "engine/run/intake.h"
#include "engine/run/load_policy.h"
#include "engine/run/log.h"
#include "engine/run/postman.h"
#include "engine/run/timekeeper.h"

#include <fmt/core.h>

#include <memory>
#include <thread>
#include <vector>

#include <unistd.h>

namespace deskhand::engine {
namespace {

void recover(const std::filesystem::path& file, const std::string& epoch, Instant now, const config::RetrySettings& retry)
{
    Database database{file};
    Outbox outbox{database};
    const int uncertain = outbox.recover(epoch, now, [&](const OutboxRow& row) { return verdict_after_crash(row, now, retry); });
    if (uncertain > 0)
        log(LogLevel::warning, "postman",
            fmt::format("{} mail(s) may have been delivered just before the last stop; see `deskhand queue list`", uncertain));
}

}

Desk::Desk(std::filesystem::path configuration, std::shared_ptr<const Policy> policy, Clock& clock)
    : configuration_{std::move(configuration)}, lock_{policy->settings.database}, policy_{policy}, clock_{clock},
      epoch_{fmt::format("{}-{}", clock.now().time_since_epoch().count(), ::getpid())}
{
    recover(policy->settings.database, epoch_, clock.now(), policy->settings.retry);
}

Pass Desk::once(std::stop_token stop, const std::function<void(const std::string&)>& progress)
{
    const auto policy = policy_.get();
    const auto& settings = policy->settings;
    const PolicySource source = [this] { return policy_.get(); };
    Pass pass;
    for (const auto& mailbox : settings.mailboxes) {
        if (stop.stop_requested()) break;
        progress("reading " + mailbox.name);
        try {
            Collector collector{mailbox, Database{settings.database}, clock_};
            const auto round = collector.step(stop);
            pass.fetched += round.fetched;
            progress(fmt::format("{}: {} mail(s) fetched, {} new", mailbox.name, round.fetched, round.fresh));
        } catch (const std::exception& broken) {
            pass.failures.push_back(fmt::format("{}: {}", mailbox.name, broken.what()));
        }
    }
    Intake intake{Database{settings.database}, source, clock_};
    while (const int decided = stop.stop_requested() ? 0 : intake.step()) {
        pass.decided += decided;
        progress(fmt::format("{} mail(s) decided", pass.decided));
    }
    Timekeeper timekeeper{Database{settings.database}, source, clock_};
    while (!stop.stop_requested() && timekeeper.step() > 0) {}
    Postman postman{Database{settings.database}, make_courier(settings, stop), source, clock_, epoch_};
    while (const int tried = stop.stop_requested() ? 0 : postman.step()) {
        pass.tried += tried;
        pass.sent = postman.delivered();
        progress(fmt::format("{} of {} mail(s) taken by the relay", pass.sent, pass.tried));
    }
    return pass;
}

void Desk::run(std::stop_token stop)
{
    const auto settings = policy_.get()->settings;
    const PolicySource source = [this] { return policy_.get(); };
    // Everything is opened here, so that what cannot be opened stops the start and no thread.
    std::vector<std::unique_ptr<Collector>> collectors;
    std::vector<std::unique_ptr<Postman>> postmen;
    for (const auto& mailbox : settings.mailboxes)
        collectors.push_back(std::make_unique<Collector>(mailbox, Database{settings.database}, clock_));
    for (int number = 0; number < settings.courier_connections; ++number)
        postmen.push_back(std::make_unique<Postman>(Database{settings.database}, make_courier(settings, stop), source, clock_, epoch_));
    Intake intake{Database{settings.database}, source, clock_};
    Timekeeper timekeeper{Database{settings.database}, source, clock_};

    std::vector<std::jthread> loops;
    for (const auto& collector : collectors)
        loops.emplace_back([&collector](std::stop_token own) { collector->run(own); });
    for (const auto& postman : postmen)
        loops.emplace_back([&postman](std::stop_token own) { postman->run(own); });
    loops.emplace_back([&intake](std::stop_token own) { intake.run(own); });
    loops.emplace_back([&timekeeper](std::stop_token own) { timekeeper.run(own); });
    log(LogLevel::info, "desk", fmt::format("{} runs: {} mailbox(es), {} connection(s) out", settings.desk.name,
                                            settings.mailboxes.size(), settings.courier_connections));
    while (!stop.stop_requested()) clock_.wait_until(clock_.now() + std::chrono::hours{1}, stop);
    for (auto& loop : loops) loop.request_stop();
    clock_.wake();
    loops.clear();
    log(LogLevel::info, "desk", "stopped; nothing is half done");
}

void Desk::reload()
{
    // Whatever a file does to us, a running desk goes on with what it has.
    LoadedPolicy loaded;
    try {
        loaded = load_policy(configuration_, Examples::left_out);
    } catch (const std::exception& broken) {
        log(LogLevel::error, "configuration", broken.what());
    }
    for (const auto& problem : loaded.problems) log(LogLevel::warning, "configuration", config::shown(problem));
    if (!loaded.policy) {
        log(LogLevel::error, "configuration", "not reloaded: mend the errors above and send SIGHUP again; the old one stays in force");
        return;
    }
    policy_.replace(loaded.policy);
    log(LogLevel::info, "configuration", "reloaded; mailboxes, relay and database stay those of the start until a restart");
}

}
