#include "mail/oauth/oauth_answer.h"

#include "mail/oauth/token_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_description = 300, longest_error = 60, longest_shown = 400;
constexpr std::size_t token_like = 40; // letters and digits in one piece: not for a log
constexpr std::int64_t longest_life = 7 * 86400, longest_interval = 300; // seconds believed

std::string printable(std::string_view text, std::size_t most)
{
    std::string out;
    for (const char c : text.substr(0, most)) out += c < ' ' || c >= 127 ? ' ' : c;
    return out;
}

// A description may quote what we sent (an assertion, a token); long runs are left out.
std::string without_tokens(const std::string& text)
{
    std::string out;
    const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view{"-_.~+/="}.find(c) != std::string_view::npos; };
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_part(text[end])) ++end;
        out += end - at >= token_like ? "[...]" : text.substr(at, end - at);
        if (end < text.size()) out += text[end++];
        at = end;
    }
    return out;
}

std::string error_name(const JsonObject& object)
{
    auto name = printable(object.text("error"), longest_error);
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c) && c != '_' && c != '-' && c != '.'; }, '?');
    return name;
}

std::chrono::seconds believed(std::optional<std::int64_t> said, std::chrono::seconds usual, std::int64_t most)
{
    if (!said || *said <= 0) return usual;
    return std::chrono::seconds{std::min(*said, most)};
}

// The refusal or trouble in an answer that does not hold what was asked for.
template <class Wanted> std::variant<Wanted, OAuthRefused, OAuthTrouble> failure_of(const HttpAnswer& answer)
{
    const auto object = parse_json_object(answer.body);
    const auto error = object ? error_name(*object) : std::string{};
    if (answer.status == 429 || answer.status >= 500 || error == "server_error" || error == "temporarily_unavailable")
        return OAuthTrouble{fmt::format("status {}{}{}", answer.status, error.empty() ? "" : ", ", error), answer.retry_after};
    if (error.empty()) return OAuthTrouble{fmt::format("status {} and nothing a token endpoint says", answer.status), answer.retry_after};
    auto words = object->text("error_description");
    words = words.substr(0, words.find_first_of("\r\n")); // Microsoft adds trace ids below
    return OAuthRefused{error, without_tokens(printable(words, longest_description))};
}

bool succeeded(const HttpAnswer& answer) { return answer.status >= 200 && answer.status < 300; }

// A token travels in one line of a protocol: no blanks and control characters in it (RFC 6749 appendix A).
bool sound_token(const std::string& token)
{
    return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
}

}

TokenAnswer read_token_answer(const HttpAnswer& answer)
{
    const auto object = succeeded(answer) ? parse_json_object(answer.body) : std::nullopt;
    if (!object || !object->text("error").empty() || object->text("access_token").empty()) return failure_of<TokensGranted>(answer);
    TokensGranted granted;
    granted.access_token = object->text("access_token");
    granted.refresh_token = object->text("refresh_token");
    granted.life = believed(object->whole("expires_in"), granted.life, longest_life);
    if (!sound_token(granted.access_token) || (!granted.refresh_token.empty() && !sound_token(granted.refresh_token)))
        return OAuthTrouble{"a token with characters that no token has", {}};
    return granted;
}

std::variant<DeviceCode, OAuthRefused, OAuthTrouble> read_device_answer(const HttpAnswer& answer)
{
    const auto object = succeeded(answer) ? parse_json_object(answer.body) : std::nullopt;
    if (!object || object->text("device_code").empty()) return failure_of<DeviceCode>(answer);
    DeviceCode code;
    code.device_code = object->text("device_code");
    code.user_code = printable(object->text("user_code"), longest_shown);
    // Google's spelling of it is older than the RFC.
    const auto url = object->text("verification_uri");
    code.verification_url = printable(url.empty() ? object->text("verification_url") : url, longest_shown);
    code.life = believed(object->whole("expires_in"), code.life, longest_life);
    code.interval = believed(object->whole("interval"), code.interval, longest_interval);
    return code;
}

}
