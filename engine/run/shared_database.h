// One database session for many threads, one at a time.
#pragma once
#include "engine/store/database.h"

#include <mutex>
#include <utility>

namespace deskhand::engine {

class SharedDatabase {
public:
    explicit SharedDatabase(Database database) : database_{std::move(database)} {}

    // Runs `work(database)` alone and returns what it returns.
    template <class Work> auto use(Work work)
    {
        const std::lock_guard lock{mutex_};
        return work(database_);
    }

private:
    std::mutex mutex_;
    Database database_;
};

}
