// Property: an HTTP answer means the same whether it arrives at once or in pieces; whatever a token endpoint
// says, a token that is handed on is one word of printable ASCII and what is said to people is one line.
#include "mail/oauth/http_answer.h"
#include "mail/oauth/oauth_advice.h"
#include "mail/oauth/oauth_answer.h"
#include "mail/oauth/web_url.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

using Parsed = std::variant<HttpAnswer, HttpIncomplete, HttpMalformed>;

// As a reader comes to it, `size` octets at a time.
Parsed in_pieces(std::string_view octets, std::size_t size)
{
    for (std::size_t at = size; at < octets.size(); at += size)
        if (auto parsed = parse_http_answer(octets.substr(0, at), HttpEnd::open); !std::holds_alternative<HttpIncomplete>(parsed)) return parsed;
    return parse_http_answer(octets, HttpEnd::closed);
}

void check_line(const std::string& text)
{
    if (std::any_of(text.begin(), text.end(), [](char c) { return c < ' ' || c >= 127; })) std::abort();
}

void check_answer(const HttpAnswer& http)
{
    const auto answer = read_token_answer(http);
    if (const auto* granted = std::get_if<TokensGranted>(&answer)) {
        check_line(granted->access_token);
        if (granted->access_token.empty() || granted->access_token.find(' ') != std::string::npos || granted->life.count() <= 0) std::abort();
    }
    if (const auto* refused = std::get_if<OAuthRefused>(&answer)) check_line(advice_on(*refused, {}));
    if (const auto* trouble = std::get_if<OAuthTrouble>(&answer)) check_line(trouble->what);
    const auto device = read_device_answer(http);
    if (const auto* code = std::get_if<DeviceCode>(&device)) check_line(code->user_code + code->verification_url);
}

}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto whole = in_pieces(octets, size + 1);
    if (size < 4096 && (in_pieces(octets, 1).index() != whole.index() || in_pieces(octets, 7).index() != whole.index())) std::abort();
    if (const auto* answer = std::get_if<HttpAnswer>(&whole)) check_answer(*answer);
    check_answer({200, std::string{octets}, {}});
    check_answer({400, std::string{octets}, {}});
    if (const auto url = parse_web_url(octets); url && (url->host.empty() || url->path.front() != '/')) std::abort();
    return 0;
}
