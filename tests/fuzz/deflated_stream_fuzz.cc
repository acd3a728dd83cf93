// Property: deflated octets inflate to the same in whatever pieces they come, never beyond the limits, and what
// is written can be read again.
#include "mail/protocol/deflated_stream.h"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

constexpr InflationLimits limits{.allowance = 4096, .ratio = 10, .total = 1u << 20};

struct Wire : ByteStream {
    std::string read() override
    {
        if (octets.empty()) throw StreamError{StreamError::Cause::closed, "end"};
        auto piece = octets.substr(0, size);
        octets.erase(0, size);
        return piece;
    }
    void write(std::string_view bytes) override { octets += bytes; }
    bool readable_within(std::chrono::milliseconds) override { return !octets.empty(); }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}
    std::string octets;
    std::size_t size = 0;
};

std::string inflated(std::string_view octets, std::size_t size)
{
    Wire wire;
    wire.octets = octets;
    wire.size = size;
    DeflatedStream stream{wire, {}, limits};
    std::string all;
    try {
        for (;;) all += stream.read();
    } catch (const StreamError&) {
    }
    if (all.size() > limits.allowance + limits.ratio * (octets.size() + 1)) std::abort();
    return all;
}

}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    // Where the limits or an error cut in depends on the pieces; up to there all is the same.
    const auto whole = inflated(octets, size + 1), single = inflated(octets, 1);
    const auto same = std::min(whole.size(), single.size());
    if (whole.compare(0, same, single, 0, same) != 0) std::abort();

    Wire wire;
    wire.size = 3;
    DeflatedStream stream{wire, {}};
    stream.write(octets);
    std::string again;
    while (again.size() < size) again += stream.read();
    if (again != octets) std::abort();
    return 0;
}
