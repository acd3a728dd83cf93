// Watches many descriptors at once, for whoever has something else to do meanwhile.
#pragma once
#include <chrono>
#include <cstddef>
#include <vector>

namespace deskhand::mail {

// wait() is for one thread; nudge() may be called from any, and from signal handlers.
class Watcher {
public:
    // Throws std::system_error when the system has no descriptors left.
    Watcher();
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    // Reports `key` once when the descriptor is readable or its peer is gone; to be called again for the next time.
    // A descriptor that is closed is watched no more.
    void watch(int descriptor, std::size_t key);

    // Keys of descriptors that became readable; returns after `most` at the latest, at once when nudged.
    std::vector<std::size_t> wait(std::chrono::milliseconds most);

    // Ends the present or the next wait().
    void nudge() noexcept;

private:
    int watched_, nudged_;
};

}
