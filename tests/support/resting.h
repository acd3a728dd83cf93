// A mailbox put to rest and heard, by one thread that looks at its descriptor.
#pragma once
#include "mail/net/mailbox.h"

#include <poll.h>

#include <algorithm>

namespace deskhand::tests {

// Rests until the mailbox says how it ended, which it does soon after `most`.
inline mail::Arrival rested(mail::Mailbox& box, std::chrono::milliseconds most)
{
    using std::chrono::steady_clock;
    const auto rest = box.rest(most);
    for (auto until = steady_clock::now() + rest.most;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
        pollfd entry{rest.descriptor, POLLIN, 0};
        ::poll(&entry, 1, static_cast<int>(std::max(left, left.zero()).count()));
        if (const auto ended = box.stir()) return *ended;
    }
}

}
