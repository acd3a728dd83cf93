// A whole desk in one thread that can die at every moment between two durable steps.
#pragma once
#include "engine/run/collector.h"
#include "engine/run/intake.h"
#include "engine/run/postman.h"
#include "engine/store/connection.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/support/desk_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace deskhand::tests {

constexpr int died = 9; // exit status of a desk whose moment has come

// Counts moments, and ends the process at the chosen one, leaving the name of the step in a file.
class Fate {
public:
    // at = 0: never.
    Fate(int at, std::filesystem::path last_step) : left_{at}, last_step_{std::move(last_step)} {}

    void moment()
    {
        if (--left_ != 0) return;
        write_octets(last_step_, step);
        ::_exit(died);
    }
    std::string step; // what the desk is doing

private:
    int left_;
    std::filesystem::path last_step_;
};

class StandingClock final : public engine::Clock {
public:
    explicit StandingClock(engine::Instant now) : now_{now} {}
    engine::Instant now() const override { return now_; }
    void wait_until(engine::Instant, std::stop_token) override {}
    void wake() override {}

private:
    engine::Instant now_;
};

// Dies between any two mails it hands out or puts away.
class MortalMailbox final : public mail::Mailbox {
public:
    MortalMailbox(std::unique_ptr<mail::Mailbox> inner, Fate& fate) : inner_{std::move(inner)}, fate_{fate} {}
    void open() override { inner_->open(); }
    mail::Listing list() override { return inner_->list(); }
    void fetch(std::span<const std::string> uids, const std::function<void(mail::FetchedMail)>& take) override
    {
        inner_->fetch(uids, [&](mail::FetchedMail mail) {
            fate_.moment();
            take(std::move(mail));
        });
    }
    void dispose(std::span<const std::string> uids) override
    {
        fate_.step = "dispose";
        for (const auto& uid : uids) {
            fate_.moment();
            inner_->dispose({&uid, 1});
        }
        fate_.moment();
        fate_.step = "record disposal";
    }
    mail::Rest rest(std::chrono::milliseconds most) override { return inner_->rest(most); }
    std::optional<mail::Arrival> stir() override { return inner_->stir(); }
    void close() noexcept override { inner_->close(); }

private:
    std::unique_ptr<mail::Mailbox> inner_;
    Fate& fate_;
};

// Takes mail by writing the number of its row into a file; dies around every final dot.
class MortalCourier final : public mail::Courier {
public:
    MortalCourier(std::filesystem::path taken, Fate& fate) : taken_{std::move(taken)}, fate_{fate} {}
    std::vector<mail::Outcome> deliver(std::span<const mail::Parcel> parcels,
                                       const std::function<void(std::span<const std::int64_t>)>& before_dots) override
    {
        fate_.step = "dot";
        std::vector<std::int64_t> ids;
        for (const auto& parcel : parcels) ids.push_back(parcel.id);
        before_dots(ids);
        std::vector<mail::Outcome> outcomes;
        for (const auto& parcel : parcels) {
            fate_.moment();
            take(parcel);
            outcomes.push_back({parcel.id, mail::Answered{{.code = 250, .status = "2.0.0", .lines = {"2.0.0 taken"}}}});
        }
        fate_.step = "record";
        fate_.moment();
        return outcomes;
    }
    void close() noexcept override {}

private:
    void take(const mail::Parcel& parcel) const
    {
        const auto line = std::to_string(parcel.id) + "\n";
        const int file = ::open(taken_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        const bool whole = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
        ::close(file);
        if (!whole) throw std::runtime_error{"cannot write " + taken_.string()};
    }

    std::filesystem::path taken_;
    Fate& fate_;
};

struct MortalDesk {
    std::filesystem::path folder; // holds mail/, desk.db, taken, last-step
    engine::Instant now;
    const engine::Policy& policy;
    int dies_at = 0;

    std::filesystem::path file() const { return folder / "desk.db"; }

    // One pass over everything due: fetch, decide, send.
    void work() const
    {
        Fate fate{dies_at, folder / "last-step"};
        StandingClock clock{now};
        const std::string epoch = dies_at > 0 ? "first run" : "second run";
        const engine::PolicySource source = [this] { return std::make_shared<const engine::Policy>(policy); };
        recover(epoch);
        collect(fate, clock);
        fate.step = "apply";
        engine::Intake intake{session(fate), source, clock};
        while (intake.step() > 0) {}
        fate.step = "lease";
        engine::Postman postman{session(fate), std::make_unique<MortalCourier>(folder / "taken", fate), source, clock, epoch};
        while (postman.step() > 0) fate.step = "lease";
    }

    // What a person does who has looked at mail that is held because a copy may have arrived.
    int release_held() const
    {
        engine::Database database{file()};
        engine::Outbox outbox{database};
        const auto held = outbox.list(engine::OutboxState::held, 1'000);
        for (const auto& row : held) outbox.release(row.id, now);
        return static_cast<int>(held.size());
    }

private:
    engine::Database session(Fate& fate) const
    {
        engine::Database database{file()};
        database.connection().before_write = [&fate](std::string_view) { fate.moment(); };
        return database;
    }
    void recover(const std::string& epoch) const
    {
        engine::Database database{file()};
        engine::Outbox{database}.recover(epoch, now, [&](const engine::OutboxRow& row) {
            return engine::verdict_after_crash(row, now, policy.settings.retry);
        });
    }
    void collect(Fate& fate, engine::Clock& clock) const
    {
        fate.step = "journal";
        const mail::MailboxSettings settings{
            .name = "inbox",
            .where = mail::MaildirSettings{.path = folder / "mail", .disposal = mail::Disposal::move, .processed = "Processed"}};
        auto mailbox = std::make_unique<MortalMailbox>(mail::make_mailbox(settings), fate);
        engine::SharedDatabase journal{session(fate)};
        engine::Collector collector{settings, std::move(mailbox), journal, clock};
        collector.step({});
    }
};

}
