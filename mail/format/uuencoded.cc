#include "mail/format/uuencoded.h"

#include "mail/format/ascii.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_files = 100;

// The name in "begin 644 name"; nothing for other lines.
std::optional<std::string_view> begun_file(std::string_view line)
{
    constexpr std::string_view word = "begin ";
    if (!line.starts_with(word)) return {};
    auto rest = line.substr(word.size());
    const auto digits = std::min(rest.find_first_not_of("01234567"), rest.size());
    if (digits < 3 || digits > 4 || rest.substr(digits, 1) != " ") return {};
    const auto name = trimmed(rest.substr(digits));
    return name.empty() ? std::nullopt : std::optional{name};
}

unsigned value_of(char c) { return (static_cast<unsigned char>(c) - 32u) & 63u; }

// Octets a data line holds; nothing when it is none. Blanks that mailers cut off its end are zeros.
std::optional<std::size_t> octets_in(std::string_view line)
{
    if (line.empty() || line.front() < ' ' || line.front() > '`') return {};
    const std::size_t octets = value_of(line.front());
    const auto letters = (octets + 2) / 3 * 4;
    const bool fits = line.size() <= letters + 3 && line.size() + 12 >= letters;
    const bool legal = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '`'; });
    return fits && legal ? std::optional{octets} : std::nullopt;
}

void decode_line(std::string_view line, std::size_t octets, std::string& to)
{
    const auto value = [&](std::size_t i) { return i < line.size() ? value_of(line[i]) : 0u; };
    for (std::size_t at = 1; octets > 0; at += 4) {
        const auto group = value(at) << 18 | value(at + 1) << 12 | value(at + 2) << 6 | value(at + 3);
        for (int shift = 16; shift >= 0 && octets > 0; shift -= 8, --octets) to += static_cast<char>(group >> shift);
    }
}

}

bool holds_uuencoded(std::string_view text)
{
    constexpr std::string_view mark = "\nbegin ";
    static const std::boyer_moore_horspool_searcher searcher{mark.begin(), mark.end()};
    return text.starts_with("begin ") || std::search(text.begin(), text.end(), searcher) != text.end();
}

std::vector<UuencodedFile> uuencoded_files(std::string_view text)
{
    std::vector<UuencodedFile> files;
    for (std::size_t at = 0; at < text.size() && files.size() < most_files;) {
        auto rest = text.substr(at);
        const auto name = begun_file(take_line(rest));
        if (name) {
            UuencodedFile file{at, 0, std::string{*name}, {}};
            bool ended = false;
            while (!rest.empty() && !ended) {
                auto after = rest;
                const auto line = take_line(after);
                ended = trimmed(line) == "end";
                const auto octets = ended || trimmed(line).empty() ? std::optional<std::size_t>{0} : octets_in(line);
                if (!octets) break;
                decode_line(line, *octets, file.octets);
                rest = after;
            }
            file.size = text.size() - rest.size() - at;
            at += file.size;
            if (ended && !file.octets.empty()) files.push_back(std::move(file));
        }
        const auto next = text.find("\nbegin ", name ? at - 1 : at);
        if (next == std::string_view::npos) break;
        at = std::max(at, next + 1);
    }
    return files;
}

std::string without_uuencoded(std::string_view text)
{
    std::string out;
    std::size_t at = 0;
    for (const auto& file : uuencoded_files(text)) {
        out += text.substr(at, file.begin - at);
        at = file.begin + file.size;
    }
    return out.append(text.substr(at));
}

}
