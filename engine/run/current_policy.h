// The policy in force: one shared value, swapped whole on reload.
#pragma once
#include "engine/core/policy.h"

#include <memory>
#include <mutex>

namespace deskhand::engine {

class CurrentPolicy {
public:
    explicit CurrentPolicy(std::shared_ptr<const Policy> policy) : policy_{std::move(policy)} {}

    std::shared_ptr<const Policy> get() const
    {
        const std::lock_guard lock{mutex_};
        return policy_;
    }
    void replace(std::shared_ptr<const Policy> policy)
    {
        const std::lock_guard lock{mutex_};
        policy_ = std::move(policy);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Policy> policy_; // guarded by mutex_
};

}
