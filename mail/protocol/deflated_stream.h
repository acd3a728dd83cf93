// COMPRESS=DEFLATE (RFC 4978) over another stream.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <cstdint>
#include <memory>
#include <string>

namespace deskhand::mail {

// What a server may make of few octets. A deflated stream can grow a thousandfold, so that what is
// read must be counted here: the limits of a response see octets only when they have been inflated.
struct InflationLimits {
    // Inflated octets that need no reason; > 0. A mail of blanks may be that large.
    std::uint64_t allowance = 256u << 20;
    // Beyond the allowance, inflated octets for each that came in; > 0, <= 1032. Text has 3 to 10.
    std::uint64_t ratio = 100;
    // Of one connection, > 0: then a new one has to be made.
    std::uint64_t total = 64ull << 30;
};

// The inner stream must outlive this one. Costs about 50 KiB: 32 KiB of window for what comes in; what
// goes out, commands, has a window of 1 KiB.
class DeflatedStream : public ByteStream {
public:
    // `received` are octets of the deflated stream that were read already.
    DeflatedStream(ByteStream& inner, std::string received, InflationLimits limits = {});
    ~DeflatedStream() override;

    // At most 64 KiB at a time. Throws StreamError{malformed} for what is not deflated and beyond the
    // limits; the end of the deflated stream is the end of this one; else as the inner stream does.
    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(std::chrono::milliseconds most) override;
    void set_patience(std::chrono::milliseconds patience) override { inner_.set_patience(patience); }
    // TLS comes before compression: throws std::logic_error.
    void start_tls(const std::string& host) override;

private:
    struct Codec;

    bool inflate_some();
    void check_limits() const;

    ByteStream& inner_;
    InflationLimits limits_;
    std::unique_ptr<Codec> codec_;
    std::string received_;      // deflated, not yet used
    std::size_t at_ = 0;        // in received_
    std::string inflated_;      // to be handed out
    std::uint64_t came_in_ = 0, grew_to_ = 0;
    bool ended_ = false;
    bool more_inside_ = true; // the last piece filled its room: more may come without new octets
};

}
