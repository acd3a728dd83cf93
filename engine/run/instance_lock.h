// One running desk for each database: two would take each other's mail for left behind.
#pragma once
#include <filesystem>
#include <stdexcept>

namespace deskhand::engine {

// Somebody else holds the lock; the text says who and what to do.
struct AlreadyRunning : std::runtime_error {
    using runtime_error::runtime_error;
};

// Holds `<database>.lock` until destroyed; the system lets go of it when the process dies.
class InstanceLock {
public:
    // Throws AlreadyRunning, or std::runtime_error when the file cannot be made.
    explicit InstanceLock(const std::filesystem::path& database);
    ~InstanceLock();
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;

private:
    int file_ = -1;
};

}
