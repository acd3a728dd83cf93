#include "engine/run/postman.h"

#include "engine/run/log.h"
#include "mail/net/maildir_courier.h"
#include "mail/net/smtp_courier.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace deskhand::engine {
namespace {

constexpr int lease_size = 100;
// Rows between two commits, and so at most in doubt after a crash. A commit costs milliseconds.
constexpr std::size_t group_size = 20;
constexpr std::chrono::seconds idle{2}; // news of this process wakes the clock; others' is seen then

struct Reading {
    Answer answer = Answer::accepted;
    std::string words;    // verbatim reply, or why there was none
    std::string suppress; // why the address is given up, if it is
};

struct Read {
    Reading operator()(const mail::Answered& answered) const
    {
        const auto& reply = answered.reply;
        const auto text = fmt::format("{}", fmt::join(reply.lines, " / "));
        auto words = fmt::format("{} {}", reply.code, text);
        auto suppress = names_dead_address(reply.code, reply.status) ? "refused: " + words : std::string{};
        return {answer_of(reply.code, reply.status, text), std::move(words), std::move(suppress)};
    }
    Reading operator()(const mail::NotSent& none) const { return {Answer::not_sent, none.reason, {}}; }
    Reading operator()(const mail::AnswerUnknown& unknown) const { return {Answer::unknown, unknown.reason, {}}; }
};

DeliveryRecord record_of(const OutboxRow& row, const mail::Outcome& outcome, Instant now, const config::RetrySettings& retry)
{
    const auto reading = std::visit(Read{}, outcome.result);
    const Attempt attempt{.answer = reading.answer, .number = row.attempts + 1, .queued = row.queued,
                          .salt = static_cast<std::uint64_t>(number(row.id)), .purpose = row.purpose};
    return {.id = row.id, .answer = reading.words, .verdict = after_attempt(attempt, now, retry),
            .uncertain = reading.answer == Answer::unknown, .suppress = reading.suppress};
}

std::string_view shown(const Verdict& verdict)
{
    constexpr std::string_view words[] = {"delivered", "will be tried again", "given up", "held: a copy may have arrived"};
    return words[verdict.index()];
}

}

Verdict verdict_after_crash(const OutboxRow& row, Instant now, const config::RetrySettings& retry)
{
    const Attempt attempt{.answer = Answer::unknown, .number = row.attempts + 1, .queued = row.queued,
                          .salt = static_cast<std::uint64_t>(number(row.id)), .purpose = row.purpose};
    return after_attempt(attempt, now, retry);
}

std::unique_ptr<mail::Courier> make_courier(const config::Settings& settings, std::stop_token stop)
{
    if (const auto* maildir = std::get_if<config::MaildirRelay>(&settings.outgoing))
        return std::make_unique<mail::MaildirCourier>(maildir->path);
    return std::make_unique<mail::SmtpCourier>(std::get<mail::RelaySettings>(settings.outgoing), mail::Connector{}, std::move(stop));
}

Postman::Postman(Database database, std::unique_ptr<mail::Courier> courier, PolicySource policy, Clock& clock, std::string epoch)
    : database_{std::move(database)}, outbox_{database_}, courier_{std::move(courier)}, policy_{std::move(policy)},
      clock_{clock}, epoch_{std::move(epoch)}
{
}

std::vector<OutboxRow> Postman::next_group()
{
    if (leased_.empty())
        for (auto& row : outbox_.lease(epoch_, clock_.now(), lease_size)) leased_.push_back(std::move(row));
    const auto end = leased_.begin() + static_cast<std::ptrdiff_t>(std::min(leased_.size(), group_size));
    std::vector<OutboxRow> group{std::make_move_iterator(leased_.begin()), std::make_move_iterator(end)};
    leased_.erase(leased_.begin(), end);
    return group;
}

std::vector<DeliveryRecord> Postman::deliver(const std::vector<OutboxRow>& rows)
{
    std::vector<mail::Parcel> parcels;
    std::map<std::int64_t, const OutboxRow*> by_id;
    for (const auto& row : rows) {
        parcels.push_back({number(row.id), row.envelope_sender, row.recipient, row.bytes});
        by_id[number(row.id)] = &row;
    }
    const auto outcomes = courier_->deliver(parcels, [&](std::span<const std::int64_t> ids) {
        std::vector<OutboxId> going;
        for (const auto id : ids) going.push_back(OutboxId{id});
        outbox_.mark_dotted(going);
    });
    const auto policy = policy_();
    std::vector<DeliveryRecord> records;
    for (const auto& outcome : outcomes) {
        const auto& row = *by_id.at(outcome.id);
        records.push_back(record_of(row, outcome, clock_.now(), policy->settings.retry));
        const auto& record = records.back();
        const bool taken = std::holds_alternative<Delivered>(record.verdict);
        delivered_ += taken ? 1 : 0;
        log(taken ? LogLevel::info : LogLevel::warning,
            fmt::format("outgoing {}", outcome.id),
            fmt::format("{} to {}: {} ({})", name_of(row.purpose), row.recipient, shown(record.verdict), record.answer));
    }
    return records;
}

void Postman::record()
{
    if (unrecorded_.empty()) return;
    outbox_.record(unrecorded_, clock_.now());
    unrecorded_.clear();
}

int Postman::step()
{
    record();
    const auto rows = next_group();
    if (rows.empty()) return 0;
    unrecorded_ = deliver(rows);
    record();
    return static_cast<int>(rows.size());
}

void Postman::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        try {
            if (step() > 0) continue;
            courier_->close();
            const auto now = clock_.now();
            const auto due = outbox_.next_due();
            const auto latest = now + idle;
            clock_.wait_until(due && *due < latest ? std::max<Instant>(*due, now + std::chrono::milliseconds{50}) : Instant{latest}, stop);
        } catch (const std::exception& broken) {
            log(LogLevel::error, "postman", fmt::format("{}; trying again in 5 s", broken.what()));
            clock_.wait_until(clock_.now() + std::chrono::seconds{5}, stop);
        }
    }
    courier_->close();
}

}
