#include "mail/format/encoded_words.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/charset_guess.h"
#include "mail/format/transfer.h"

#include <algorithm>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_label = 60;
constexpr std::size_t longest_word =
    2'000; // octets; RFC 2047 allows 75, mailers write whole subjects

struct Word {
    std::string_view charset, text, written;
    char encoding = 0;    // 'b' or 'q'
    std::size_t size = 0; // octets of the input it takes
};

// Where the "?=" of a word stands whose text starts at `begin`; nothing when another word starts
// first, or none is near.
std::optional<std::size_t> end_mark(std::string_view raw, std::size_t begin)
{
    const auto stop = std::min(raw.size(), begin + longest_word);
    for (auto i = begin; i + 1 < stop; ++i) {
        if (raw[i] == '=' && raw[i + 1] == '?' && i > begin && is_space(raw[i - 1])) return {};
        if (raw[i] != '?' || raw[i + 1] != '=') continue;
        return i;
    }
    return {};
}

// The encoded word that starts at the front of `raw` with "=?".
std::optional<Word> read_word(std::string_view raw)
{
    const auto charset_end = raw.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end > longest_label || charset_end == 2)
        return {};
    auto charset = raw.substr(2, charset_end - 2);
    for (const char c : charset)
        if (is_space(c)) return {};
    charset = charset.substr(0, charset.find('*')); // RFC 2231 language
    const auto encoding = lower(charset_end + 1 < raw.size() ? raw[charset_end + 1] : '\0');
    if (encoding != 'b' && encoding != 'q') return {};
    if (charset_end + 2 >= raw.size() || raw[charset_end + 2] != '?') return {};
    const auto begin = charset_end + 3;
    const auto end = end_mark(raw, begin);
    if (end)
        return Word{charset, raw.substr(begin, *end - begin), raw.substr(0, *end + 2), encoding,
                    *end + 2};
    auto stop = raw.find_first_of(" \t\r\n", begin);
    if (stop == std::string_view::npos) stop = raw.size();
    auto text = raw.substr(begin, stop - begin);
    if (text.ends_with('?')) text.remove_suffix(1);
    return Word{charset, text, raw.substr(0, stop), encoding, stop};
}

int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string q_decoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '=' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else if (c == '\r' || c == '\n') {
            continue;
        } else {
            out += c == '_' ? ' ' : c;
        }
    }
    return out;
}

std::string word_octets(const Word& word)
{
    if (word.encoding == 'q') return q_decoded(word.text);
    std::string text{word.text};
    std::erase_if(text, [](char c) { return is_space(c); });
    return decoded(text, TransferEncoding::base64);
}

// False for what is no text in any charset: neither the UTF-8 it is said to be nor free of control
// characters. A word whose base64 is damaged decodes to such; it then stays as it is written.
bool is_text(std::string_view octets, std::string_view charset)
{
    if (charset_meant(charset) != "utf-8" || is_utf8(octets)) return true;
    return std::none_of(octets.begin(), octets.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && !is_space(c);
    });
}

// Collects the pieces of one header value.
class HeaderText {
public:
    explicit HeaderText(std::string_view prior) : prior_{prior} {}

    void add_raw(std::string_view raw)
    {
        flush_words();
        if (is_plain_ascii(raw))
            text_ += raw;
        else if (raw.find('\x1b') != std::string_view::npos || is_utf8(raw))
            text_ += to_utf8(raw, {}, prior_).text; // ISO 2022 says what it is
        else
            text_ += to_utf8(raw, charset_of_raw(raw), prior_).text;
    }

    void add_word(const Word& word)
    {
        if (!equal_nocase(charset_, word.charset)) {
            flush_words();
            charset_ = word.charset;
        }
        octets_ += word_octets(word);
        written_ += word.written;
        has_words_ = true;
    }

    std::string take()
    {
        flush_words();
        return std::move(text_);
    }

private:
    // One for all raw stretches of the value.
    std::string_view charset_of_raw(std::string_view raw)
    {
        if (raw_charset_.empty()) raw_charset_ = guess_charset(raw, prior_);
        return raw_charset_;
    }

    void flush_words()
    {
        if (has_words_)
            text_ +=
                is_text(octets_, charset_) ? to_utf8(octets_, charset_, prior_).text : written_;
        octets_.clear();
        written_.clear();
        charset_.clear();
        has_words_ = false;
    }

    std::string_view prior_;
    std::string text_, octets_, charset_, written_, raw_charset_;
    bool has_words_ = false;
};

// Folds to one space, control characters to spaces, no blanks at either end.
std::string one_line(std::string_view text)
{
    text = trimmed(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' || c == '\n') {
            while (i + 1 < text.size() && is_space(text[i + 1])) ++i;
            if (out.empty() || out.back() != ' ') out += ' ';
        } else {
            out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        }
    }
    return out;
}

bool only_blanks(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}

std::string decode_header_text(std::string_view raw, std::string_view prior)
{
    if (raw.find("=?") == std::string_view::npos && is_plain_ascii(raw)) return one_line(raw);
    HeaderText text{prior};
    std::size_t plain_from = 0;
    bool after_word = false;
    for (auto at = raw.find("=?"); at != std::string_view::npos;) {
        const auto word = read_word(raw.substr(at));
        if (!word) {
            at = raw.find("=?", at + 2);
            continue;
        }
        const auto between = raw.substr(plain_from, at - plain_from);
        if (!(after_word && only_blanks(between))) text.add_raw(between);
        // gateways put "[tag] " before a folded word and lose the blank
        if (between.ends_with(']') && !word_octets(*word).starts_with(' ')) text.add_raw(" ");
        text.add_word(*word);
        after_word = true;
        plain_from = at + word->size;
        at = raw.find("=?", plain_from);
    }
    text.add_raw(raw.substr(plain_from));
    return one_line(text.take());
}

}
