// Waiting that ends at once when a stop is asked for.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace deskhand::mail {

inline void pause(std::stop_token stop, std::chrono::milliseconds most)
{
    std::mutex mutex;
    std::condition_variable_any nobody_notifies;
    std::unique_lock lock{mutex};
    nobody_notifies.wait_for(lock, std::move(stop), most, [] { return false; });
}

}
