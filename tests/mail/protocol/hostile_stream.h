// A server that lies before TLS: says its steps whatever the client does, and notes what it hears in clear.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <deque>
#include <string>
#include <vector>

namespace deskhand::tests {

// Steps: "<" waits for a line of the client; "TLS" is a handshake that succeeds; anything else is one
// segment of octets, %T being the tag of the client's last line. At the end nothing more comes.
class HostileStream : public mail::ByteStream {
public:
    explicit HostileStream(const std::vector<std::string>& steps) : steps_{steps.begin(), steps.end()} {}

    std::string read() override
    {
        if (!steps_.empty() && steps_.front() == "<" && lines_ > 0) steps_.pop_front(), --lines_;
        if (steps_.empty() || steps_.front() == "<" || steps_.front() == "TLS")
            throw mail::StreamError{mail::StreamError::Cause::deadline, "silence"};
        auto segment = steps_.front();
        steps_.pop_front();
        if (segment == "X") throw mail::StreamError{mail::StreamError::Cause::closed, "hung up"};
        for (auto at = segment.find("%T"); at != std::string::npos; at = segment.find("%T", at)) segment.replace(at, 2, tag_);
        return segment;
    }
    void write(std::string_view octets) override
    {
        if (!secret_) in_clear_ += octets;
        tag_ = std::string{octets.substr(0, octets.find(' '))};
        ++lines_;
    }
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    // Octets that are there already are no handshake.
    void start_tls(const std::string&) override
    {
        if (steps_.empty() || steps_.front() != "TLS")
            throw mail::StreamError{mail::StreamError::Cause::untrusted, "no handshake"};
        steps_.pop_front();
        secret_ = true;
    }

    const std::string& in_clear() const { return in_clear_; }

private:
    std::deque<std::string> steps_;
    std::string in_clear_, tag_;
    int lines_ = 0; // said by the client and not yet waited for
    bool secret_ = false;
};

}
