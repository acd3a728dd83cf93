#include "engine/run/shift.h"

#include <chrono>
#include <thread>

namespace deskhand::engine {
namespace {

std::vector<std::unique_ptr<Collector>> collectors_of(const config::Settings& settings, SharedDatabase& journal, Clock& clock,
                                                      const std::string& epoch)
{
    std::vector<std::unique_ptr<Collector>> collectors;
    for (const auto& mailbox : settings.mailboxes) collectors.push_back(std::make_unique<Collector>(mailbox, journal, clock, epoch));
    return collectors;
}

}

Shift::Shift(const config::Settings& settings, const PolicySource& policy, Clock& clock, const std::string& epoch,
             std::stop_token stop)
    : clock_{clock}, stop_{std::move(stop)}, journal_{Database{settings.database}},
      rota_{collectors_of(settings, journal_, clock, epoch), clock, {}}, intake_{Database{settings.database}, policy, clock},
      timekeeper_{Database{settings.database}, policy, clock}, watchman_{Database{settings.database}, policy, clock},
      login_watch_{policy, clock}
{
    for (const auto& door : settings.lmtp) doors_.push_back(std::make_unique<LmtpIntake>(door, settings.desk.host_name, journal_, clock));
    for (int number = 0; number < settings.courier_connections; ++number)
        postmen_.push_back(std::make_unique<Postman>(Database{settings.database}, make_courier(settings, stop_), policy, clock, epoch));
}

void Shift::work()
{
    std::vector<std::jthread> loops;
    loops.emplace_back([this](std::stop_token own) { rota_.run(own); });
    for (const auto& door : doors_)
        loops.emplace_back([&door](std::stop_token own) { door->run(own); });
    for (const auto& postman : postmen_)
        loops.emplace_back([&postman](std::stop_token own) { postman->run(own); });
    loops.emplace_back([this](std::stop_token own) { intake_.run(own); });
    loops.emplace_back([this](std::stop_token own) { timekeeper_.run(own); });
    loops.emplace_back([this](std::stop_token own) { watchman_.run(own); });
    loops.emplace_back([this](std::stop_token own) { login_watch_.run(own); });
    while (!stop_.stop_requested()) clock_.wait_until(clock_.now() + std::chrono::hours{1}, stop_);
    for (auto& loop : loops) loop.request_stop();
    clock_.wake();
}

bool same_connections(const config::Settings& one, const config::Settings& other)
{
    return one.mailboxes == other.mailboxes && one.lmtp == other.lmtp && one.outgoing == other.outgoing && one.courier_connections == other.courier_connections;
}

}
