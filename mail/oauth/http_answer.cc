#include "mail/oauth/http_answer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace deskhand::mail {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t longest_header = 32u << 10;
constexpr std::int64_t longest_pause = 24 * 3600; // seconds believed of Retry-After

using Parsed = std::variant<HttpAnswer, HttpIncomplete, HttpMalformed>;

bool same_word(std::string_view one, std::string_view other)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [&](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed_field(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

template <class Number> std::optional<Number> number_in(std::string_view text, int base)
{
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (failed != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

struct Head {
    HttpAnswer answer;
    std::optional<std::size_t> length;
    bool chunked = false;
};

// `text` is the header without its blank line; nullopt when it is none.
std::optional<Head> head_of(std::string_view text)
{
    Head head;
    auto line = text.substr(0, text.find(line_end));
    if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return {};
    const auto status = number_in<int>(line.substr(9, 3), 10);
    if (!status || *status < 100 || *status > 599) return {};
    head.answer.status = *status;
    while (text.size() > line.size()) {
        text.remove_prefix(line.size() + line_end.size());
        line = text.substr(0, text.find(line_end));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const auto name = line.substr(0, colon), value = trimmed_field(line.substr(colon + 1));
        if (same_word(name, "content-length")) {
            const auto length = number_in<std::size_t>(value, 10);
            if (!length || (head.length && *head.length != *length)) return {};
            head.length = length;
        }
        if (same_word(name, "transfer-encoding")) {
            if (!same_word(value, "chunked")) return {};
            head.chunked = true;
        }
        if (same_word(name, "retry-after"))
            if (const auto pause = number_in<std::int64_t>(value, 10); pause && *pause >= 0)
                head.answer.retry_after = std::chrono::seconds{std::min(*pause, longest_pause)};
    }
    return head;
}

Parsed unfinished(HttpEnd end)
{
    if (end == HttpEnd::open) return HttpIncomplete{};
    return HttpMalformed{"the answer was cut off"};
}

// RFC 9112 section 7.1; trailers are passed over.
Parsed chunked_body(HttpAnswer answer, std::string_view octets, HttpEnd end)
{
    for (;;) {
        const auto line = octets.find(line_end);
        if (line == std::string_view::npos) return unfinished(end);
        const auto size = number_in<std::size_t>(trimmed_field(octets.substr(0, std::min(line, octets.find(';')))), 16);
        if (!size || *size > largest_http_answer) return HttpMalformed{"a chunk without a size"};
        octets.remove_prefix(line + line_end.size());
        if (*size == 0) return answer;
        if (octets.size() < *size + line_end.size()) return unfinished(end);
        answer.body += octets.substr(0, *size);
        if (octets.substr(*size, line_end.size()) != line_end) return HttpMalformed{"a chunk without an end"};
        octets.remove_prefix(*size + line_end.size());
    }
}

}

Parsed parse_http_answer(std::string_view octets, HttpEnd end)
{
    if (octets.size() > largest_http_answer) return HttpMalformed{"the answer is too long"};
    for (;;) {
        const auto header = octets.find("\r\n\r\n");
        if (header == std::string_view::npos) {
            if (octets.size() > longest_header) return HttpMalformed{"the header is too long"};
            constexpr std::string_view begins = "HTTP/1.";
            if (octets.substr(0, begins.size()) != begins.substr(0, octets.size())) return HttpMalformed{"this is not HTTP"};
            return unfinished(end);
        }
        auto head = head_of(octets.substr(0, header));
        if (!head) return HttpMalformed{"this is not HTTP as we speak it"};
        octets.remove_prefix(header + 4);
        if (head->answer.status < 200) continue;
        if (head->answer.status == 204 || head->answer.status == 304) return head->answer;
        if (head->chunked) return chunked_body(std::move(head->answer), octets, end);
        if (head->length) {
            if (*head->length > largest_http_answer) return HttpMalformed{"the answer is too long"};
            if (octets.size() < *head->length) return unfinished(end);
            head->answer.body = octets.substr(0, *head->length);
            return head->answer;
        }
        if (end == HttpEnd::open) return HttpIncomplete{};
        head->answer.body = octets;
        return head->answer;
    }
}

}
