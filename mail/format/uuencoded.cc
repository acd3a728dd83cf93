#include "mail/format/uuencoded.h"

#include "mail/format/ascii.h"
#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <algorithm>
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

// A data line as long as it says it is, for mailers cut blanks off its end; nothing when it is none.
std::optional<std::string> data_line(std::string_view line)
{
    if (line.empty() || line.front() < ' ' || line.front() > '`') return {};
    const std::size_t octets = (static_cast<unsigned char>(line.front()) - 32u) & 63u;
    const auto letters = (octets + 2) / 3 * 4;
    const bool fits = line.size() <= letters + 3 && line.size() + 12 >= letters;
    const bool legal = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '`'; });
    if (!fits || !legal) return {};
    std::string whole{line};
    whole.resize(letters + 1, '`');
    return whole;
}

std::string decoded_lines(std::string_view lines)
{
    use_gmime();
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_UUENCODE);
    std::string octets(g_mime_encoding_outlen(&state, lines.size()) + 8, '\0');
    octets.resize(g_mime_encoding_step(&state, lines.data(), lines.size(), octets.data()));
    return octets;
}

}

bool holds_uuencoded(std::string_view text)
{
    constexpr std::string_view mark = "\nbegin ";
    return text.starts_with(mark.substr(1)) || text.find(mark) != text.npos;
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
            std::string lines;
            while (!rest.empty() && !ended) {
                auto after = rest;
                const auto line = take_line(after);
                ended = trimmed(line) == "end";
                const auto data = ended || trimmed(line).empty() ? std::string{"`"} : data_line(line);
                if (!data) break;
                if (data->size() > 1) lines.append(*data).append("\n");
                rest = after;
            }
            file.size = text.size() - rest.size() - at;
            at += file.size;
            if (!ended) continue;
            file.octets = decoded_lines(lines);
            if (!file.octets.empty()) files.push_back(std::move(file));
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
