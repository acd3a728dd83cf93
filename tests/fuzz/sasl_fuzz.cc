// Property: whatever a server challenges with, a SASL exchange ends in an answer or a named refusal, and a yes
// is not believed from a server that does not know the password; names in modified UTF-7 survive both ways.
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/modified_utf7.h"
#include "mail/protocol/sasl.h"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

bool refused(const std::function<void()>& action)
{
    try {
        action();
    } catch (const StreamError&) {
        return true;
    } catch (const LoginRefused&) {
        return true;
    }
    return false;
}

}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto middle = std::min(octets.find('\n'), octets.size());
    const auto first = octets.substr(0, middle), last = octets.substr(std::min(middle + 1, octets.size()));

    // Asking for many rounds is allowed and slow: those are left to the tests.
    const bool costly = first.find("i=") != std::string_view::npos && first.find(",i=4096") == std::string_view::npos;
    for (const auto method : {AuthMethod::scram_sha_256, AuthMethod::plain, AuthMethod::oauthbearer}) {
        if (costly && method == AuthMethod::scram_sha_256) continue;
        SaslExchange exchange{{"user", "pencil", method}, "rOprNGfwEbeRWgbNEkqO"};
        exchange.first();
        const bool over = refused([&] { exchange.answer(base64(first)); }) || refused([&] { exchange.answer(last); }) ||
            refused([&] { exchange.answer(base64(last)); });
        const bool believed = !refused([&] { exchange.trust_success(); });
        if (method == AuthMethod::scram_sha_256 && believed && (over || last.find("v=") == std::string_view::npos)) std::abort();
    }
    if (from_base64(base64(octets)) != octets) std::abort();
    if (const auto utf8 = from_modified_utf7(octets)) {
        try {
            if (from_modified_utf7(modified_utf7(*utf8)) != utf8) std::abort();
        } catch (const std::invalid_argument&) { // eight-bit octets that are no UTF-8
        }
    }
    return 0;
}
