#include "mail/net/stoppable_stream.h"

#include <algorithm>
#include <optional>

namespace deskhand::mail {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds slice{200}; // between looks at the stop token
constexpr milliseconds patience_before_any_is_set{std::chrono::minutes{5}};

class StoppableStream : public ByteStream {
public:
    StoppableStream(std::unique_ptr<ByteStream> inner, std::stop_token stop, milliseconds grace)
        : inner_{std::move(inner)}, stop_{std::move(stop)}, grace_{grace}
    {
    }

    std::string read() override
    {
        const auto patient_until = Clock::now() + patience_;
        while (!inner_->readable_within(slice)) {
            const auto now = Clock::now();
            if (stop_.stop_requested() && now >= grace_until(now))
                throw StreamError{StreamError::Cause::deadline, "the desk is stopping and the server is silent"};
            if (now >= patient_until) throw StreamError{StreamError::Cause::deadline, "the server said nothing in time"};
        }
        return inner_->read();
    }
    void write(std::string_view bytes) override { inner_->write(bytes); }
    bool readable_within(milliseconds most) override { return inner_->readable_within(most); }
    void set_patience(milliseconds patience) override
    {
        patience_ = patience;
        inner_->set_patience(patience);
    }
    void start_tls(const std::string& host) override { inner_->start_tls(host); }

private:
    // One grace for the whole stop, not one for every read.
    Clock::time_point grace_until(Clock::time_point now)
    {
        if (!grace_until_) grace_until_ = now + grace_;
        return *grace_until_;
    }

    std::unique_ptr<ByteStream> inner_;
    std::stop_token stop_;
    milliseconds grace_;
    milliseconds patience_ = patience_before_any_is_set;
    std::optional<Clock::time_point> grace_until_;
};

}

std::unique_ptr<ByteStream> stoppable(std::unique_ptr<ByteStream> inner, std::stop_token stop, milliseconds grace)
{
    return std::make_unique<StoppableStream>(std::move(inner), std::move(stop), grace);
}

}
