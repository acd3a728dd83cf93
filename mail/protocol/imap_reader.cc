#include "mail/protocol/imap_reader.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace deskhand::mail {
namespace {

// Room made for a literal before its octets are there: at first, and then in proportion to what came.
constexpr std::uint64_t reserved_at_once = 1u << 20;
constexpr std::uint64_t growth = 8;
constexpr std::size_t longest_mark = 24; // "{18446744073709551615+}"

// Position of the brace that opens a literal mark at the end of a line: "{5}", "{5+}", "{005}".
std::size_t literal_mark(std::string_view line)
{
    if (line.empty() || line.back() != '}') return std::string_view::npos;
    const auto from = line.size() - std::min(line.size(), longest_mark);
    const auto brace = line.rfind('{');
    if (brace == std::string_view::npos || brace < from) return std::string_view::npos;
    auto digits = line.substr(brace + 1, line.size() - brace - 2);
    if (!digits.empty() && (digits.back() == '+' || digits.back() == '-')) digits.remove_suffix(1);
    const bool number = !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    return number ? brace : std::string_view::npos;
}

}

void ImapReader::feed(std::string octets)
{
    if (at_ == fed_.size()) fed_ = std::move(octets);
    else fed_ = fed_.substr(at_) + octets;
    at_ = 0;
}

std::string ImapReader::take_unused()
{
    auto unused = fed_.substr(at_);
    fed_.clear();
    at_ = 0;
    return unused;
}

void ImapReader::take_literal()
{
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, fed_.size() - at_));
    auto& literal = frame_.literals.back();
    if (literal.withheld == 0) {
        const auto whole = literal.octets.size() + literal_left_;
        if (literal.octets.capacity() < std::min(literal.octets.size() + size, whole))
            literal.octets.reserve(static_cast<std::size_t>(std::min(whole, std::max(reserved_at_once, growth * (literal.octets.size() + size)))));
        literal.octets.append(fed_, at_, size);
    }
    at_ += size;
    literal_left_ -= size;
}

// Moves octets up to a line end into the frame; false when there is none yet.
bool ImapReader::take_line()
{
    const auto end = fed_.find('\n', at_);
    const auto stop = end == std::string::npos ? fed_.size() : end;
    line_octets_ += stop - at_;
    if (line_octets_ <= limits_.line) frame_.text.append(fed_, at_, stop - at_);
    at_ = end == std::string::npos ? stop : stop + 1;
    return end != std::string::npos;
}

std::variant<std::monostate, Malformed> ImapReader::begin_literal(std::size_t brace)
{
    std::uint64_t size = 0;
    const auto* begin = frame_.text.data();
    const auto [stopped, error] =
        std::from_chars(begin + brace + 1, begin + frame_.text.size(), size);
    if (error != std::errc{} || size > limits_.skipped) return Malformed{"literal too long"};
    if (frame_.literals.size() == limits_.literals) return Malformed{"too many literals"};
    frame_.text.resize(brace);
    if (!frame_.text.empty() && frame_.text.back() == '~') frame_.text.pop_back(); // literal8
    frame_.literals.push_back({frame_.text.size(), {}, 0});
    if (literal_octets_ > most_kept_ || size > most_kept_ - literal_octets_) {
        frame_.literals.back().withheld = size;
    } else {
        literal_octets_ += size;
    }
    literal_left_ = size;
    return std::monostate{};
}

std::variant<ImapResponse, NeedMore, Malformed> ImapReader::next()
{
    for (;;) {
        if (literal_left_ > 0) {
            take_literal();
            if (literal_left_ > 0) return NeedMore{};
        }
        const bool complete = take_line();
        if (line_octets_ > limits_.line) return Malformed{"response too long"};
        if (!complete) return NeedMore{};

        auto& text = frame_.text;
        const auto since = frame_.literals.empty() ? 0 : frame_.literals.back().at;
        if (text.size() > since && text.back() == '\r') text.pop_back();
        if (first_line_) {
            // Some servers put NULs or an empty line before a response.
            text.erase(0, std::min(text.find_first_not_of('\0'), text.size()));
            if (text.empty()) {
                line_octets_ = 0;
                continue;
            }
            plain_ = carries_no_literal(text);
            first_line_ = false;
        }
        const auto brace = plain_ ? std::string::npos : literal_mark(text);
        if (brace != std::string::npos && brace >= since) {
            if (const auto begun = begin_literal(brace); std::holds_alternative<Malformed>(begun))
                return std::get<Malformed>(begun);
            continue;
        }
        line_octets_ = literal_octets_ = 0;
        first_line_ = true;
        return parse_imap_response(std::exchange(frame_, {}));
    }
}

}
