// Property: deflated octets inflate to the same in whatever pieces they come, never beyond the limits, and what
// is written can be read again.
#include "mail/protocol/deflated_stream.h"
#include "tests/support/looped_stream.h"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

constexpr InflationLimits limits{.allowance = 4096, .ratio = 10, .total = 1u << 20};

std::string inflated(std::string_view octets, std::size_t size)
{
    deskhand::tests::LoopedStream wire;
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

    deskhand::tests::LoopedStream wire;
    wire.size = 3;
    DeflatedStream stream{wire, {}};
    stream.write(octets);
    std::string again;
    while (again.size() < size) again += stream.read();
    if (again != octets) std::abort();
    return 0;
}
