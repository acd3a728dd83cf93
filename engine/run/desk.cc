#include "engine/run/desk.h"

#include "engine/run/load_policy.h"
#include "engine/run/log.h"
#include "engine/run/shift.h"

#include <fmt/core.h>

#include <memory>
#include <utility>

#include <unistd.h>

namespace deskhand::engine {
namespace {

void recover(const std::filesystem::path& file, const std::string& epoch, Instant now, const config::RetrySettings& retry)
{
    Database database{file};
    Mailboxes{database}.release_all(); // of an earlier run: the lock says that we are alone
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
    SharedDatabase journal{Database{settings.database}};
    for (const auto& mailbox : settings.mailboxes) {
        if (stop.stop_requested()) break;
        progress("reading " + mailbox.name);
        try {
            Collector collector{mailbox, journal, clock_};
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

std::stop_source Desk::begin_round()
{
    const std::lock_guard lock{mutex_};
    round_ = std::stop_source{};
    return round_;
}

void Desk::at_work(std::shared_ptr<Shift> shift)
{
    const std::lock_guard lock{mutex_};
    shift_ = std::move(shift);
}

void Desk::end_round()
{
    const std::lock_guard lock{mutex_};
    round_.request_stop();
}

void Desk::use_tokens_of(const config::Settings& settings)
{
    const std::lock_guard lock{mutex_};
    token_sources_ = settings.token_sources;
}

void Desk::ask_for_tokens_again()
{
    const std::lock_guard lock{mutex_};
    for (const auto& source : token_sources_) source->try_again();
}

void Desk::run(std::stop_token stop)
{
    const PolicySource source = [this] { return policy_.get(); };
    std::shared_ptr<const Policy> worked; // the last that a shift could be made of
    while (!stop.stop_requested()) {
        auto round = begin_round(); // before the policy is looked at: a reload in between ends it
        const std::stop_callback ends{stop, [&round] { round.request_stop(); }};
        const auto policy = policy_.get();
        const auto& settings = policy->settings;
        std::shared_ptr<Shift> shift;
        try {
            shift = std::make_shared<Shift>(settings, source, clock_, epoch_, round.get_token());
        } catch (const std::exception& broken) {
            if (!worked) throw;
            log(LogLevel::error, "configuration", fmt::format("{}; the connections from before the reload stay in force", broken.what()));
            policy_.replace(std::exchange(worked, nullptr));
            continue;
        }
        worked = policy;
        use_tokens_of(settings);
        log(LogLevel::info, "desk", fmt::format("{} runs: {} mailbox(es), {} connection(s) out", settings.desk.name,
                                                settings.mailboxes.size() + settings.lmtp.size(), settings.courier_connections));
        at_work(shift);
        shift->work();
        at_work(nullptr);
    }
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
    const auto before = policy_.get();
    const auto &old = before->settings, &now = loaded.policy->settings;
    if (old.database != now.database) {
        log(LogLevel::error, "configuration", fmt::format("not reloaded: the database would change from {} to {}, which takes a restart; the old configuration stays in force",
                                                          old.database.string(), now.database.string()));
        return;
    }
    policy_.replace(loaded.policy);
    log(LogLevel::info, "configuration", "reloaded");
    if (!same_connections(old, now)) end_round();
    ask_for_tokens_again();
    clock_.wake();
    const std::lock_guard lock{mutex_};
    if (shift_) shift_->try_again_now();
}

}
