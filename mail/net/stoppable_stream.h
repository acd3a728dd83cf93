// A stream whose waits end soon after a stop is asked for, however long the peer is silent.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace deskhand::mail {

// How long a silent peer is still waited for, counted from the stop. Giving up before a final dot costs
// nothing; after one it leaves a mail in doubt.
struct StopGrace {
    std::chrono::milliseconds before_dot = std::chrono::seconds{1};
    std::chrono::milliseconds after_dot = std::chrono::seconds{30}; // >= before_dot
};

// Passes everything on to another stream. read() throws StreamError{deadline} when the grace is over.
class StoppableStream final : public ByteStream {
public:
    StoppableStream(std::unique_ptr<ByteStream> inner, std::stop_token stop, StopGrace grace = {})
        : inner_{std::move(inner)}, stop_{std::move(stop)}, grace_{grace}
    {}

    // A final dot is going out. Its answer gets the longer grace: until the first write after the peer
    // has spoken.
    void dot_goes_out();

    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(std::chrono::milliseconds most) override { return inner_->readable_within(most); }
    void set_patience(std::chrono::milliseconds patience) override;
    void start_tls(const std::string& host) override { inner_->start_tls(host); }

private:
    void mind_the_stop(std::chrono::steady_clock::time_point now);

    std::unique_ptr<ByteStream> inner_;
    std::stop_token stop_;
    StopGrace grace_;
    std::chrono::milliseconds patience_ = std::chrono::minutes{5}; // before any is set
    std::optional<std::chrono::steady_clock::time_point> stopped_; // when the stop was seen
    enum class Dot { none, unanswered, spoken_after } dot_ = Dot::none;
};

}
