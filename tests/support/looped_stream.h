// A stream that gives back what was written to it, in pieces.
#pragma once
#include "mail/protocol/byte_stream.h"

namespace deskhand::tests {

struct LoopedStream : mail::ByteStream {
    std::string read() override
    {
        if (octets.empty()) throw mail::StreamError{mail::StreamError::Cause::closed, "empty"};
        auto piece = octets.substr(0, size);
        octets.erase(0, size);
        return piece;
    }
    void write(std::string_view bytes) override { octets += bytes; }
    bool readable_within(std::chrono::milliseconds) override { return !octets.empty(); }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}

    std::string octets;
    std::size_t size = 64u << 10; // of a piece
};

}
