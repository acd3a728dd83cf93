#include "mail/protocol/deflated_stream.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t piece = 64u << 10;
// Without header (RFC 4978 section 4). Incoming octets may look back 32 KiB.
constexpr int incoming_window = -15, outgoing_window = -10, outgoing_memory = 2;

Bytef* octets_of(const char* text) { return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text)); }

}

struct DeflatedStream::Codec {
    Codec()
    {
        if (inflateInit2(&in, incoming_window) != Z_OK) throw std::bad_alloc{};
        if (deflateInit2(&out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, outgoing_window, outgoing_memory, Z_DEFAULT_STRATEGY) == Z_OK) return;
        inflateEnd(&in);
        throw std::bad_alloc{};
    }
    ~Codec()
    {
        inflateEnd(&in);
        deflateEnd(&out);
    }
    Codec(const Codec&) = delete;
    Codec& operator=(const Codec&) = delete;

    z_stream in{}, out{};
};

DeflatedStream::DeflatedStream(ByteStream& inner, std::string received, InflationLimits limits)
    : inner_{inner}, limits_{limits}, codec_{std::make_unique<Codec>()}, received_{std::move(received)}, came_in_{received_.size()}
{}

DeflatedStream::~DeflatedStream() = default;

void DeflatedStream::check_limits() const
{
    if (grew_to_ > limits_.total)
        throw StreamError{Cause::closed, "this connection has carried as many compressed octets as it may"};
    if (grew_to_ > limits_.allowance && (grew_to_ - limits_.allowance) / limits_.ratio > came_in_)
        throw StreamError{Cause::malformed, "the server's compressed octets grow beyond all reason"};
}

// Inflates up to a piece of what is there; whether anything came of it.
bool DeflatedStream::inflate_some()
{
    if (!inflated_.empty()) return true;
    if (ended_) throw StreamError{Cause::closed, "the server has ended its deflated octets"};
    if (at_ == received_.size() && !more_inside_) {
        received_ = {}; // an idle connection keeps nothing
        at_ = 0;
        return false;
    }
    inflated_.resize(piece);
    auto& in = codec_->in;
    in.next_in = octets_of(received_.data() + at_);
    in.avail_in = static_cast<uInt>(received_.size() - at_);
    in.next_out = reinterpret_cast<Bytef*>(inflated_.data());
    in.avail_out = static_cast<uInt>(piece);
    const auto outcome = inflate(&in, Z_SYNC_FLUSH);
    at_ = received_.size() - in.avail_in;
    more_inside_ = in.avail_out == 0;
    inflated_.resize(piece - in.avail_out);
    grew_to_ += inflated_.size();
    check_limits();
    ended_ = ended_ || outcome == Z_STREAM_END;
    const bool all_used = outcome == Z_BUF_ERROR;
    if (outcome != Z_OK && !ended_ && !all_used) throw StreamError{Cause::malformed, "the server's octets are not deflated"};
    return !inflated_.empty();
}

std::string DeflatedStream::read()
{
    while (!inflate_some()) {
        received_ = inner_.read();
        at_ = 0;
        came_in_ += received_.size();
    }
    return std::exchange(inflated_, {});
}

void DeflatedStream::write(std::string_view bytes)
{
    auto& out = codec_->out;
    std::string deflated, part(piece, '\0');
    out.next_in = octets_of(bytes.data());
    out.avail_in = static_cast<uInt>(bytes.size());
    do {
        out.next_out = reinterpret_cast<Bytef*>(part.data());
        out.avail_out = static_cast<uInt>(part.size());
        deflate(&out, Z_SYNC_FLUSH);
        deflated.append(part, 0, part.size() - out.avail_out);
    } while (out.avail_out == 0);
    inner_.write(deflated);
}

// Octets may come that inflate to nothing yet.
bool DeflatedStream::readable_within(milliseconds most)
{
    const auto until = steady_clock::now() + most;
    while (!inflate_some()) {
        const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
        if (!inner_.readable_within(std::max(left, milliseconds{0}))) return false;
        received_ = inner_.read();
        at_ = 0;
        came_in_ += received_.size();
    }
    return true;
}

void DeflatedStream::start_tls(const std::string&) { throw std::logic_error{"TLS cannot start inside compression"}; }

}
