#include "mail/protocol/pop3_reader.h"

#include "mail/protocol/grammar.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_status = 8192; // RFC 2449 says 512; base64 challenges are longer

template <class Number> std::optional<Number> number(std::string_view text)
{
    Number value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) return {};
    return value;
}

bool starts_with_word(std::string_view line, std::string_view word)
{
    if (line.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = line[i];
        if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != word[i]) return false;
    }
    return true;
}

std::variant<Pop3Status, NeedMore, Malformed> status_of(std::string_view line)
{
    using Kind = Pop3Status::Kind;
    Pop3Status status;
    if (starts_with_word(line, "+OK")) line.remove_prefix(3);
    else if (starts_with_word(line, "-ERR")) status.kind = Kind::error, line.remove_prefix(4);
    else if (starts_with_word(line, "+")) status.kind = Kind::go_ahead, line.remove_prefix(1);
    else return Malformed{"neither +OK nor -ERR"};
    auto text = without_blanks(line);
    if (const auto end = text.find(']'); !text.empty() && text.front() == '[' && end != text.npos) {
        status.code = text.substr(1, end - 1);
        for (char& c : status.code)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        text = without_blanks(text.substr(end + 1));
    }
    status.text = text;
    return status;
}

// A line of a body that ends the answer: "." with its line end.
bool final_dot(std::string_view line) { return line == ".\r\n" || line == ".\n"; }
bool may_become_final_dot(std::string_view line) { return line == "." || line == ".\r"; }

}

void Pop3Reader::feed(std::string octets)
{
    if (at_ == fed_.size()) fed_ = std::move(octets);
    else fed_ = fed_.substr(at_) + octets;
    at_ = 0;
}

std::variant<Pop3Status, NeedMore, Malformed> Pop3Reader::status()
{
    const auto end = fed_.find('\n', at_);
    const auto stop = end == std::string::npos ? fed_.size() : end;
    line_.append(fed_, at_, stop - at_);
    at_ = end == std::string::npos ? stop : stop + 1;
    if (line_.size() > longest_status) return Malformed{"status line too long"};
    if (end == std::string::npos) return NeedMore{};
    return status_of(std::exchange(line_, {}));
}

void Pop3Reader::keep(std::string_view octets)
{
    size_ += octets.size();
    if (size_ > limits_.body) body_ = {{}, size_};
    else body_.octets += octets;
}

std::variant<Pop3Body, NeedMore> Pop3Reader::body()
{
    while (at_ < fed_.size()) {
        const auto end = fed_.find('\n', at_);
        const bool complete = end != std::string::npos;
        const auto stop = complete ? end + 1 : fed_.size();
        auto piece = std::string_view{fed_}.substr(at_, stop - at_);
        std::string joined; // a line start held back earlier, with what came behind it
        if (!held_.empty()) {
            joined = std::exchange(held_, {}) + std::string{piece};
            piece = joined;
        }
        at_ = stop;
        if (line_start_ && !complete && may_become_final_dot(piece)) {
            held_ = piece;
            return NeedMore{};
        }
        if (line_start_ && complete && final_dot(piece)) {
            size_ = 0;
            return std::exchange(body_, {});
        }
        if (line_start_ && piece.front() == '.') piece.remove_prefix(1);
        keep(piece);
        line_start_ = complete;
    }
    return NeedMore{};
}

std::optional<std::vector<Pop3Line>> parse_pop3_lines(std::string_view body)
{
    std::vector<Pop3Line> lines;
    while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        const auto line = without_blanks(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
        const auto blank = std::min(line.find_first_of(" \t"), line.size());
        const auto message = number<std::uint32_t>(line.substr(0, blank));
        if (!message || *message == 0) return {};
        lines.push_back({*message, std::string{without_blanks(line.substr(blank))}});
    }
    return lines;
}

std::optional<std::vector<std::pair<std::uint32_t, std::uint64_t>>> parse_pop3_sizes(std::string_view body)
{
    const auto lines = parse_pop3_lines(body);
    if (!lines) return {};
    std::vector<std::pair<std::uint32_t, std::uint64_t>> sizes;
    for (const auto& line : *lines) {
        // Some servers put words behind the size.
        const auto word = line.rest.substr(0, line.rest.find_first_of(" \t"));
        const auto size = number<std::uint64_t>(word);
        if (!size) return {};
        sizes.emplace_back(line.number, *size);
    }
    return sizes;
}

}
