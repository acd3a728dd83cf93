#include "engine/run/rota.h"

#include <algorithm>
#include <utility>

namespace deskhand::engine {
namespace {

constexpr std::chrono::hours longest_nap{1};

}

Rota::Rota(std::vector<std::unique_ptr<Collector>> collectors, Clock& clock, Limits limits) : clock_{clock}, limits_{limits}
{
    for (auto& collector : collectors) {
        auto host = mail::host_of(collector->settings());
        places_.push_back({.collector = std::move(collector), .host = std::move(host)});
    }
}

void Rota::run(std::stop_token stop)
{
    stop_ = stop;
    const std::stop_callback wakes{stop, [this] { watcher_.nudge(); }};
    for (std::size_t key = 0; key < places_.size(); ++key) plan(key, {.due = clock_.now()});
    while (!stop.stop_requested()) {
        take_back();
        queue_what_is_due();
        hand_out();
        for (const auto key : watcher_.wait(until_next()))
            if (places_[key].at_rest) queue(key);
    }
    end_all();
}

void Rota::try_again_now()
{
    try_again_ = true;
    watcher_.nudge();
}

// Puts a mailbox that is not at work on the agenda.
void Rota::plan(std::size_t key, const Collector::Next& next)
{
    auto& place = places_[key];
    place.due = next.due;
    place.at_rest = next.descriptor >= 0;
    agenda_.emplace(next.due, key);
    if (place.at_rest) watcher_.watch(next.descriptor, key);
}

void Rota::queue(std::size_t key)
{
    auto& place = places_[key];
    if (agenda_.erase({place.due, key}) == 0) return; // queued already, or at work
    place.at_rest = false;
    queues_[place.host].push_back(key);
}

void Rota::queue_what_is_due()
{
    const bool everything_that_failed = try_again_.exchange(false);
    std::vector<std::size_t> due;
    for (const auto& [when, key] : agenda_) {
        if (when > clock_.now() && !everything_that_failed) break;
        if (when <= clock_.now() || !places_[key].at_rest) due.push_back(key);
    }
    for (const auto key : due) queue(key);
}

// Hosts take turns, so that a long queue at one of them delays nobody else.
void Rota::hand_out()
{
    for (bool given = true; given && at_work_ < limits_.workers;) {
        given = false;
        for (auto& [host, waiting] : queues_) {
            // Folders on this machine do not keep anybody waiting.
            const bool free = host.empty() || turns_on_[host] < limits_.on_one_host;
            if (waiting.empty() || !free || at_work_ >= limits_.workers) continue;
            const auto key = waiting.front();
            waiting.pop_front();
            places_[key].at_work = true;
            ++turns_on_[host];
            ++at_work_;
            give({.key = key, .what = Task::What::turn});
            given = true;
        }
    }
}

void Rota::take_back()
{
    std::vector<std::pair<std::size_t, Collector::Next>> done;
    {
        const std::lock_guard lock{mutex_};
        done.swap(done_);
    }
    for (const auto& [key, next] : done) {
        places_[key].at_work = false;
        --turns_on_[places_[key].host];
        --at_work_;
        plan(key, next);
    }
}

std::chrono::milliseconds Rota::until_next() const
{
    if (agenda_.empty()) return longest_nap;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(agenda_.begin()->first - clock_.now());
    return std::clamp<std::chrono::milliseconds>(left, std::chrono::milliseconds::zero(), longest_nap);
}

// The turns under way see the stop and come back; then every session is ended, side by side.
void Rota::end_all()
{
    for (take_back(); at_work_ > 0; take_back()) watcher_.wait(longest_nap);
    for (std::size_t key = 0; key < places_.size(); ++key) give({.key = key, .what = Task::What::end});
    std::unique_lock lock{mutex_};
    finished_.wait(lock, [this] { return todo_.empty() && idle_ == workers_.size(); });
    for (auto& worker : workers_) worker.request_stop();
    lock.unlock();
    workers_.clear();
}

void Rota::give(Task task)
{
    const std::lock_guard lock{mutex_};
    todo_.push_back(task);
    if (idle_ < todo_.size() && workers_.size() < limits_.workers) {
        workers_.emplace_back([this](std::stop_token own) { work(std::move(own)); });
        ++idle_;
    }
    given_.notify_one();
}

void Rota::work(std::stop_token own)
{
    std::unique_lock lock{mutex_};
    for (;;) {
        if (todo_.empty() && idle_ == workers_.size()) finished_.notify_all();
        if (!given_.wait(lock, own, [this] { return !todo_.empty(); })) return;
        const auto task = todo_.front();
        todo_.pop_front();
        --idle_;
        lock.unlock();
        auto& collector = *places_[task.key].collector;
        Collector::Next next;
        if (task.what == Task::What::turn) next = collector.turn(stop_);
        else collector.end();
        lock.lock();
        ++idle_;
        if (task.what == Task::What::turn) {
            done_.emplace_back(task.key, next);
            watcher_.nudge();
        }
    }
}

}
