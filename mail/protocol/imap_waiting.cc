// How an ImapSession waits for mail.
#include "mail/protocol/imap_session.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds slice{200};            // a stop is noticed within this
constexpr milliseconds longest_idle{9 * 60'000}; // firewalls forget connections after ten minutes
constexpr milliseconds shortest_useful_idle{60'000};
constexpr milliseconds poll_pause{60'000};

// Time waited, counted by the slices or by the clock, whichever is more.
class Waited {
public:
    milliseconds left(milliseconds most) const
    {
        const auto passed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - since_);
        return most - std::max(passed, counted_);
    }
    void add(milliseconds time) { counted_ += time; }

private:
    steady_clock::time_point since_ = steady_clock::now();
    milliseconds counted_{0};
};

}

ImapSession::News ImapSession::wait(std::stop_token stop, milliseconds most)
{
    if (arrived_) return News::arrived;
    const bool may_idle = idle_works_ && (can("IDLE") || can("IMAP4REV2"));
    return may_idle ? idle(std::move(stop), std::min(most, longest_idle)) : poll(std::move(stop), most);
}

ImapSession::News ImapSession::idle(std::stop_token stop, milliseconds most)
{
    const auto tag = conversation_.send(ImapCommand{"IDLE"});
    conversation_.set_patience(options_.idle_patience);
    if (const auto answer = conversation_.hear_go_ahead(listener());
        !std::holds_alternative<ImapContinuation>(answer)) { // refused
        conversation_.set_patience(options_.patience);
        idle_works_ = false;
        return arrived_ ? News::arrived : News::none;
    }
    Waited waited;
    bool ended = false;
    while (!stop.stop_requested() && !arrived_ && !ended) {
        const auto left = waited.left(most);
        if (left <= milliseconds::zero()) break;
        const auto now = std::min(left, slice);
        const auto response = conversation_.hear_within(now);
        if (!response) waited.add(now);
        else if (std::holds_alternative<ImapTagged>(*response)) ended = true;
        else note(*response);
    }
    if (ended) {
        // A server that ends IDLE soon does so every time.
        idle_works_ = waited.left(shortest_useful_idle) <= milliseconds::zero();
        conversation_.set_patience(options_.patience);
    } else {
        finish_idle(tag);
    }
    return arrived_ ? News::arrived : News::none;
}

void ImapSession::finish_idle(const std::string& tag)
{
    conversation_.say("DONE");
    conversation_.finish(tag, listener());
    conversation_.set_patience(options_.patience);
}

ImapSession::News ImapSession::poll(std::stop_token stop, milliseconds most)
{
    for (Waited waited; !stop.stop_requested() && !arrived_;) {
        const auto left = waited.left(most);
        if (left <= milliseconds::zero()) break;
        for (Waited pause; !stop.stop_requested() && !arrived_;) {
            const auto rest = std::min({pause.left(poll_pause), waited.left(most), slice});
            if (rest <= milliseconds::zero()) break;
            if (const auto response = conversation_.hear_within(rest)) note(*response);
            else pause.add(rest), waited.add(rest);
        }
        if (!stop.stop_requested()) run(ImapCommand{"NOOP"});
    }
    return arrived_ ? News::arrived : News::none;
}

}
