#include "mail/net/stoppable_stream.h"

namespace deskhand::mail {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds slice{200}; // between looks at the stop token

}

void StoppableStream::dot_goes_out() { dot_ = Dot::unanswered; }

std::string StoppableStream::read()
{
    const auto patient_until = Clock::now() + patience_;
    while (stop_.stop_possible() && !inner_->readable_within(slice)) {
        const auto now = Clock::now();
        if (stop_.stop_requested()) mind_the_stop(now);
        if (now >= patient_until) throw StreamError{StreamError::Cause::deadline, "the server said nothing in time"};
    }
    auto heard = inner_->read();
    if (dot_ == Dot::unanswered) dot_ = Dot::spoken_after;
    return heard;
}

void StoppableStream::write(std::string_view bytes)
{
    if (dot_ == Dot::spoken_after) dot_ = Dot::none;
    inner_->write(bytes);
}

void StoppableStream::set_patience(milliseconds patience)
{
    patience_ = patience;
    inner_->set_patience(patience);
}

// One grace for the whole stop, not one for every read.
void StoppableStream::mind_the_stop(Clock::time_point now)
{
    if (!stopped_) stopped_ = now;
    if (now >= *stopped_ + (dot_ == Dot::none ? grace_.before_dot : grace_.after_dot))
        throw StreamError{StreamError::Cause::deadline, "the desk is stopping and the server is silent"};
}

}
