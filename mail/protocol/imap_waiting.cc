// How an ImapSession waits for mail.
#include "mail/protocol/imap_session.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds longest_idle{9 * 60'000}; // firewalls forget connections after ten minutes
constexpr milliseconds shortest_useful_idle{60'000};
constexpr milliseconds poll_pause{60'000};

}

milliseconds ImapSession::begin_wait(milliseconds most)
{
    if (arrived_) return milliseconds::zero();
    if (!can("IDLE")) return std::min(most, poll_pause);
    const auto tag = conversation_.send(ImapCommand{"IDLE"});
    conversation_.set_patience(options_.idle_patience);
    if (const auto answer = conversation_.hear_go_ahead(listener()); const auto* refused = std::get_if<ImapTagged>(&answer)) {
        conversation_.set_patience(options_.patience);
        distrust("IDLE", shown(refused->status));
        return std::min(most, poll_pause);
    }
    idle_tag_ = tag;
    idle_since_ = steady_clock::now();
    return arrived_ ? milliseconds::zero() : std::min(most, longest_idle);
}

ImapSession::News ImapSession::hear_news()
{
    while (!arrived_) {
        const auto response = conversation_.hear_within(milliseconds::zero());
        if (!response) return News::none;
        if (!std::holds_alternative<ImapTagged>(*response)) {
            note(*response);
            continue;
        }
        // A server that ends IDLE soon does so every time.
        if (steady_clock::now() - idle_since_ < shortest_useful_idle) distrust("IDLE", "ended by the server within a minute");
        idle_tag_.clear();
        conversation_.set_patience(options_.patience);
        return News::arrived;
    }
    return News::arrived;
}

ImapSession::News ImapSession::end_wait()
{
    if (!idle_tag_.empty()) {
        conversation_.say("DONE");
        conversation_.finish(std::exchange(idle_tag_, {}), listener());
        conversation_.set_patience(options_.patience);
    }
    if (!arrived_) run(ImapCommand{"NOOP"});
    return arrived_ ? News::arrived : News::none;
}

}
