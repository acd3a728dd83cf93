#include "predict/words.h"

#include "predict/letters.h"

#include <algorithm>

namespace deskhand::predict {
namespace {

constexpr std::size_t longest_known_number = 3; // digits: "404" and "365" are names in this trade
constexpr std::size_t longest_known_code = 12;  // octets of "0x80070005" or "kb5001330"

bool is_space(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_plain(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void append(std::string& out, char32_t c)
{
    const auto put = [&](char32_t octet) { out.push_back(static_cast<char>(octet)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

// `word` is folded. Pure numbers beyond three digits, and letters mixed with many digits.
std::string_view masked(std::string_view word)
{
    const auto digits = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_digit));
    if (digits == 0) return word;
    if (digits == word.size()) return digits > longest_known_number ? masked_number : word;
    const bool code = word.substr(0, 2) == "0x" || word.substr(0, 2) == "kb";
    if (code && word.size() <= longest_known_code) return word;
    const bool hexadecimal = word.size() >= 8 && digits >= 2 && std::all_of(word.begin(), word.end(), is_hex);
    return digits > longest_known_number || hexadecimal ? masked_id : word;
}

class Reader {
public:
    explicit Reader(Words& words) : words_{words} {}

    // Letters, digits and separators between two blanks.
    void read(std::string_view chunk)
    {
        for (std::size_t at = 0; at < chunk.size();) {
            const auto point = code_point_at(chunk, at);
            at += point.octets;
            switch (kind_of(point.value)) {
            case LetterKind::part: take(folded(point.value)); break;
            case LetterKind::alone:
                finish();
                take(point.value);
                finish();
                break;
            case LetterKind::nothing: break;
            case LetterKind::separator: finish(); break;
            }
        }
        finish();
    }

    void add_folded(std::string_view name)
    {
        std::string small;
        for (std::size_t at = 0; at < name.size() && small.size() < longest_word;) {
            const auto point = code_point_at(name, at);
            at += point.octets;
            append(small, folded(point.value));
        }
        if (small.size() <= longest_word) words_.add(small);
    }

private:
    void take(char32_t letter)
    {
        if (word_.size() + 4 > longest_word) finish();
        append(word_, letter);
    }
    void finish()
    {
        if (!word_.empty()) words_.add(masked(word_));
        word_.clear();
    }

    Words& words_;
    std::string word_;
};

std::string_view trimmed(std::string_view chunk)
{
    constexpr std::string_view around = "<>()[]{}\"',;:.!?*";
    const auto first = chunk.find_first_not_of(around);
    if (first == std::string_view::npos) return {};
    return chunk.substr(first, chunk.find_last_not_of(around) - first + 1);
}

// The host of a link; empty when `chunk` is none.
std::string_view host_of_link(std::string_view chunk)
{
    const auto scheme = chunk.find("://");
    const bool bare = chunk.substr(0, 4) == "www.";
    if (!bare && (scheme == std::string_view::npos || scheme == 0)) return {};
    const auto host = bare ? chunk : chunk.substr(scheme + 3);
    const auto end = std::find_if_not(host.begin(), host.end(), is_plain);
    return host.substr(0, static_cast<std::size_t>(end - host.begin()));
}

// The domain of a mail address; empty when `chunk` is none.
std::string_view domain_of_address(std::string_view chunk)
{
    const auto at = chunk.rfind('@');
    if (at == std::string_view::npos || at == 0) return {};
    const auto domain = chunk.substr(at + 1);
    const bool plausible = domain.find('.') != std::string_view::npos && domain.size() <= 255 &&
                           std::all_of(domain.begin(), domain.end(), is_plain);
    return plausible ? domain : std::string_view{};
}

// Dates, times, IP addresses, telephone numbers; UUIDs and hardware addresses.
std::string_view mask_for_shape(std::string_view chunk)
{
    std::size_t digits = 0, marks = 0, hex = 0;
    for (const char c : chunk) {
        digits += is_digit(c);
        hex += is_hex(c);
        marks += c == '.' || c == ':' || c == '-' || c == '/' || c == '+' || c == '(' || c == ')';
    }
    if (marks < 2 || digits == 0) return {};
    if (digits + marks == chunk.size()) return masked_number;
    return hex + marks == chunk.size() && hex >= 12 ? masked_id : std::string_view{};
}

void read_chunk(Words& words, Reader& reader, std::string_view chunk)
{
    const auto core = trimmed(chunk);
    if (const auto host = host_of_link(core); !host.empty()) {
        words.add(masked_link);
        reader.add_folded(host);
    } else if (const auto domain = domain_of_address(core); !domain.empty()) {
        words.add(masked_address);
        reader.add_folded(domain);
    } else if (const auto mask = mask_for_shape(core); !mask.empty()) {
        words.add(mask);
    } else {
        reader.read(chunk);
    }
}

}

void Words::add(std::string_view word)
{
    places_.push_back({static_cast<std::uint32_t>(letters_.size()), static_cast<std::uint32_t>(word.size())});
    letters_ += word;
}

Words words_of(std::string_view text)
{
    Words words;
    Reader reader{words};
    text = text.substr(0, longest_text);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = static_cast<std::size_t>(
            std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_space) - text.begin());
        if (end > at) read_chunk(words, reader, text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

bool is_mask(std::string_view word) { return !word.empty() && word.front() == '<'; }

}
