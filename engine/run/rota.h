// Whose turn it is: many mailboxes, few threads.
#pragma once
#include "engine/run/collector.h"
#include "mail/net/watcher.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace deskhand::engine {

// A mailbox at rest costs a watched descriptor and a time. One thread watches them all; turns are carried out by workers,
// which come as they are needed and go when they are not.
class Rota {
public:
    struct Limits {
        std::size_t workers = 40; // turns at a time, > 0
        // Turns at a time with one host, > 0 and below `workers`: a host that does not answer cannot take them all.
        std::size_t on_one_host = 28;
    };

    Rota(std::vector<std::unique_ptr<Collector>> collectors, Clock& clock, Limits limits);

    // Turns until a stop is asked for; returns when every session has ended.
    void run(std::stop_token stop);

    // Mailboxes that wait after a failure are tried now. From any thread.
    void try_again_now();

private:
    struct Place {
        std::unique_ptr<Collector> collector;
        std::string host;
        bool at_work = false, at_rest = false;
        Instant due{};
    };
    struct Task {
        std::size_t key = 0;
        enum class What { turn, end } what = What::turn;
    };

    void plan(std::size_t key, const Collector::Next& next);
    void queue(std::size_t key);
    void queue_what_is_due();
    void hand_out();
    void take_back();
    std::chrono::milliseconds until_next() const;
    void end_all();

    void give(Task task);
    void work(std::stop_token own);

    // The planner's own.
    std::vector<Place> places_;
    Clock& clock_;
    Limits limits_;
    std::set<std::pair<Instant, std::size_t>> agenda_;      // when those not at work and not queued are due
    std::map<std::string, std::deque<std::size_t>> queues_; // by host: due, and waiting for a worker
    std::map<std::string, std::size_t> turns_on_;           // by host: at work
    std::size_t at_work_ = 0;

    mail::Watcher watcher_;
    std::atomic<bool> try_again_ = false;

    // Between the planner and the workers; guarded by mutex_.
    std::mutex mutex_;
    std::condition_variable_any given_, finished_; // a task for one worker; every worker is idle
    std::deque<Task> todo_;
    std::vector<std::pair<std::size_t, Collector::Next>> done_;
    std::size_t idle_ = 0;
    std::stop_token stop_;
    std::vector<std::jthread> workers_;
};

}
