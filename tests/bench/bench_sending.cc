// From the durable outbox to a sink over eight connections, beside couriers that need no database.
#include "engine/run/postman.h"
#include "engine/run/system_clock.h"
#include "engine/store/apply_decision.h"
#include "mail/net/smtp_courier.h"
#include "tests/bench/bench_policy.h"
#include "tests/bench/harness.h"
#include "tests/support/smtp_sink.h"
#include "tests/support/temp_dir.h"

#include <fmt/core.h>

#include <stdexcept>
#include <thread>

namespace deskhand::bench {
namespace {

constexpr int mails = 24'000;
constexpr int connections = 8;
constexpr std::size_t octets = 4'000;

mail::RelaySettings relay_at(std::uint16_t port)
{
    mail::RelaySettings relay;
    relay.server.host = "127.0.0.1";
    relay.server.port = port;
    relay.server.security = mail::Security::none;
    return relay;
}

std::string body() { std::string text; while (text.size() < octets) text += std::string(70, 'x') + "\n"; return text; }

void fill_outbox(engine::Database& database, engine::Instant now)
{
    for (int done = 0; done < mails; done += 500)
        database.transaction([&] {
            engine::Decision decision;
            for (int n = done; n < done + 500; ++n) {
                engine::Send send{.ticket = {}, .purpose = engine::Purpose::answer, .recipient = fmt::format("p{}@client.example", n),
                                  .envelope_sender = "help@desk.example", .draft = {}};
                send.draft.message_id = fmt::format("b{}@desk.example", n);
                send.draft.date = std::chrono::floor<std::chrono::seconds>(now);
                send.draft.from = {"IT desk", "help@desk.example"};
                send.draft.to = {{"", send.recipient}};
                send.draft.subject = "bench";
                send.draft.text = body();
                decision.actions.emplace_back(std::move(send));
            }
            engine::apply_decision(database, decision, now);
        });
}

double outbox_rate(const std::filesystem::path& folder, std::uint16_t port)
{
    const auto file = folder / "desk.db";
    engine::SystemClock clock;
    auto policy = bench_policy(file);
    policy.settings.outgoing = relay_at(port);
    const auto shared = std::make_shared<const engine::Policy>(std::move(policy));
    const engine::PolicySource source = [&] { return shared; };
    engine::Database database{file};
    fill_outbox(database, clock.now());
    std::vector<std::unique_ptr<engine::Postman>> postmen;
    for (int n = 0; n < connections; ++n)
        postmen.push_back(std::make_unique<engine::Postman>(engine::Database{file}, engine::make_courier(shared->settings, {}), source, clock, "bench"));
    const auto seconds = seconds_of([&] {
        std::vector<std::jthread> threads;
        for (const auto& postman : postmen) threads.emplace_back([&postman] { while (postman->step() > 0) {} });
    });
    engine::Outbox outbox{database};
    if (outbox.count(engine::OutboxState::delivered) != mails) throw std::runtime_error{"the outbox was not emptied"};
    return mails / seconds;
}

double courier_rate(std::uint16_t port)
{
    const auto text = "Subject: bench\r\n\r\n" + body();
    const auto seconds = seconds_of([&] {
        std::vector<std::jthread> threads;
        for (int n = 0; n < connections; ++n)
            threads.emplace_back([&] {
                mail::SmtpCourier courier{relay_at(port)};
                const std::vector<mail::Parcel> parcels(100, {1, "help@desk.example", "p@client.example", text});
                for (int done = 0; done < mails / connections; done += 100) courier.deliver(parcels, [](auto) {});
            });
    });
    return mails / seconds;
}

std::vector<Figure> send_mails()
{
    const tests::SmtpSink sink;
    const tests::TempDir folder;
    const auto without = courier_rate(sink.port());
    const auto ours = outbox_rate(folder.path(), sink.port());
    return {{.name = "durable outbox to smtp-sink, 8 connections", .unit = "mails/s", .ours = ours,
             .yardstick_name = "the same couriers, no database", .yardstick = without, .kind = Figure::Bar::ours_at_least, .bar = 10'000}};
}

}

std::vector<Benchmark> sending_benchmarks() { return {{"sending", send_mails}}; }

}
