#include "mail/oauth/web_url.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_url = 2048;

bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_this_machine(std::string_view host)
{
    if (host == "localhost" || host == "::1") return true;
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (plain(c)) out += c;
        else out += {'%', digits[octet >> 4], digits[octet & 15]};
    }
    return out;
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned octet = 0;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(&text[at + 1], text.data() + at + 3, octet, 16).ptr == text.data() + at + 3) {
            out += static_cast<char>(octet);
            at += 2;
        } else {
            out += text[at] == '+' ? ' ' : text[at];
        }
    }
    return out;
}

// Takes "host:port" or "[v6]:port" from the front; false when it is neither.
bool take_place(std::string_view text, WebUrl& url)
{
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return false;
        url.host = text.substr(1, end - 1);
        if (url.host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos) return false;
        text.remove_prefix(end + 1);
        if (!text.empty() && text.front() != ':') return false;
        port = text.empty() ? text : text.substr(1);
    } else {
        const auto colon = text.find(':');
        url.host = text.substr(0, colon);
        if (!std::all_of(url.host.begin(), url.host.end(), plain)) return false;
        port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
        if (colon != std::string_view::npos && port.empty()) return false;
    }
    if (url.host.empty()) return false;
    if (port.empty()) return true;
    unsigned number = 0;
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (failed != std::errc{} || end != port.data() + port.size() || number == 0 || number > 65535) return false;
    url.port = static_cast<std::uint16_t>(number);
    return true;
}

}

std::optional<WebUrl> parse_web_url(std::string_view text)
{
    if (text.size() > longest_url || std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c >= 127; })) return {};
    WebUrl url;
    if (text.starts_with("https://")) {
        text.remove_prefix(8);
    } else if (text.starts_with("http://")) {
        text.remove_prefix(7);
        url.scheme = WebUrl::Scheme::http;
        url.port = 80;
    } else {
        return {};
    }
    text = text.substr(0, text.find('#'));
    const auto path = text.find_first_of("/?");
    if (!take_place(text.substr(0, path), url)) return {};
    if (url.scheme == WebUrl::Scheme::http && !is_this_machine(url.host)) return {};
    if (path != std::string_view::npos) url.path = (text[path] == '?' ? "/" : "") + std::string{text.substr(path)};
    return url;
}

std::string form_encoded(const FormFields& fields)
{
    std::string out;
    for (const auto& [key, value] : fields) {
        if (value.empty()) continue;
        if (!out.empty()) out += '&';
        out += encoded(key) + '=' + encoded(value);
    }
    return out;
}

std::optional<std::string> form_value(std::string_view text, std::string_view key)
{
    text = text.substr(0, text.find('#'));
    if (const auto query = text.find('?'); query != std::string_view::npos) text.remove_prefix(query + 1);
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto field = text.substr(0, end);
        const auto equals = field.find('=');
        if (decoded(field.substr(0, equals)) == key)
            return equals == std::string_view::npos ? std::string{} : decoded(field.substr(equals + 1));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return {};
}

std::string base64url(std::string_view octets)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned bits = 0;
    int held = 0;
    for (const char c : octets) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFFFu;
        for (held += 8; held >= 6; held -= 6) text += alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0) text += alphabet[bits << (6 - held) & 63];
    return text;
}

}
