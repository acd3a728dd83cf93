#include "mail/format/charset_guess.h"

#include "mail/format/ascii.h"
#include "mail/format/charset_alphabets.h"
#include "mail/format/charset_convert.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace deskhand::mail {
namespace {

// What a text is worth in a character set: points for letters where they are common, less for
// shapes that no language has. All sums are per octet above 127, so that sets of one and of two
// octets compare.
constexpr int best_letter = 10, no_letter = -12, punctuation = 2, bad_shape = -14, rare_capital = 2,
              old_machine = 5;
constexpr double western_bonus = 12;     // for the whole sample: what is short is likely western
constexpr double clearly_better = 8;     // a guess overrules what the mail says of itself
constexpr std::size_t too_short = 10; // octets of a sample that overrules nothing
constexpr std::size_t looked_at = 4'000; // octets of the sample; more do not change the answer

// Takes the first character off valid UTF-8.
char32_t take_character(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code = size == 1 ? first : first & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size && i < text.size(); ++i)
        code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    text.remove_prefix(std::min(size, text.size()));
    return code;
}

std::vector<char32_t> characters(std::string_view text)
{
    std::vector<char32_t> out;
    while (!text.empty()) out.push_back(take_character(text));
    return out;
}

// Of a small letter the capital one; others stay.
char32_t capital(char32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7) ||
        (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F))
        return c - 0x20;
    if (c >= 0x450 && c <= 0x45F) return c - 0x50;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 0 ? c - 1 : c;
    if (c == 0x131) return 'I';
    if (c == 0x3AC) return 0x386;
    if (c >= 0x3AD && c <= 0x3AF) return c - 0x25;
    if (c == 0x3CC) return 0x38C;
    return c >= 0x100 && c <= 0x177 && c % 2 == 1 ? c - 1 : c;
}

enum class Script : std::uint8_t { none, latin, greek, cyrillic, hebrew, arabic, thai };
// even: a letter without case; sign, opening, closing: no letter, and never inside a word
enum class Shape : std::uint8_t { other, small, big, even, mark, sign, opening, closing };

struct Class {
    Script script = Script::none;
    Shape shape = Shape::other;
};

Class class_of(char32_t c)
{
    const auto cased = [&](Script script) {
        return Class{script,
                     capital(c) != c || c == 0xDF || c == 0x3C2 ? Shape::small : Shape::big};
    };
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7))
        return cased(Script::latin);
    if (c >= 0x386 && c <= 0x3CE) return cased(Script::greek);
    if (c >= 0x400 && c <= 0x491) return cased(Script::cyrillic);
    if (c >= 0x5D0 && c <= 0x5EA) return {Script::hebrew, Shape::even};
    if (c >= 0x621 && c <= 0x64A) return {Script::arabic, Shape::even};
    if (c == 0xE31 || (c >= 0xE34 && c <= 0xE3A) || (c >= 0xE47 && c <= 0xE4E))
        return {Script::thai, Shape::mark};
    if (c >= 0xE01 && c <= 0xE5B) return {Script::thai, Shape::even};
    constexpr std::u32string_view signs = U"\u00B0\u00B1\u00B5\u00A3\u00A9\u00AE\u00A7\u00D7\u2116\u20AC",
                                  openings = U"\u00BF\u00A1", closings = U"\u00B9\u00B2\u00B3\u00BA\u00AA\u00BC\u00BD\u00BE";
    const auto one_of = [&](std::u32string_view set) { return set.find(c) != std::u32string_view::npos; };
    return {Script::none, one_of(signs) ? Shape::sign : one_of(openings) ? Shape::opening : one_of(closings) ? Shape::closing : Shape::other};
}

bool is_punctuation(char32_t c)
{
    constexpr std::u32string_view marks =
        U"\u2018\u2019\u201A\u201C\u201D\u201E\u2013\u2014\u2026\u2022\u20AC\u00A0\u00AB\u00BB"
        U"\u00A9\u00AE\u00B0\u00A7\u00B7\u2122\u2116\u00BF\u00A1\u00B4\u060C\u061F\u00AD\u00A3"
        U"\u00B5\u00B1\u00BD\u00BC\u00BE\u00B2\u00B3\u00B9\u00D7\u00BA\u00AA";
    return marks.find(c) != std::u32string_view::npos;
}

// One language in one character set.
struct Candidate {
    std::string charset;
    int rarity = 0;
    std::array<std::int8_t, 128> points{}; // of the octets above 127
    std::array<Class, 256> classes{};
};

// What the octets above 127 mean; 0 for those that mean nothing.
std::array<char32_t, 128> upper_half(const std::string& charset)
{
    std::string lines;
    for (int i = 128; i < 256; ++i) (lines += static_cast<char>(i)) += '\n';
    std::array<char32_t, 128> codes{};
    const auto converted = convert(lines, charset);
    if (!converted) return codes;
    std::string_view rest = converted->text;
    for (auto& code : codes) {
        const auto line = take_line(rest);
        auto character = line;
        if (!line.empty() && line != "\xEF\xBF\xBD") code = take_character(character);
    }
    return codes;
}

Candidate candidate(const std::string& charset, const std::vector<char32_t>& letters, int rarity)
{
    Candidate made;
    made.charset = charset;
    const bool of_old_machines = charset.starts_with("mac") || charset.starts_with("cp8");
    made.rarity = rarity + (of_old_machines && charset != "cp874" ? old_machine : 0);
    const auto codes = upper_half(charset);
    for (unsigned i = 0; i < 256; ++i) made.classes[i] = class_of(i < 128 ? i : codes[i - 128]);
    for (unsigned i = 0; i < 128; ++i) {
        const auto found = std::ranges::find_if(letters, [&](char32_t letter) {
            return letter == codes[i] || capital(letter) == codes[i];
        });
        const auto rank = static_cast<int>(found - letters.begin()),
                   size = static_cast<int>(letters.size());
        const bool control = codes[i] < 0xA0;
        const bool big = made.classes[i + 128].shape == Shape::big;
        if (found != letters.end() && codes[i] != 0)
            made.points[i] = static_cast<std::int8_t>(best_letter - best_letter * rank / size -
                                                      (big ? rare_capital : 0));
        else
            made.points[i] = static_cast<std::int8_t>(is_punctuation(codes[i]) ? punctuation
                                                      : control                ? 2 * no_letter
                                                                               : no_letter);
    }
    return made;
}

const std::vector<Candidate>& candidates()
{
    static const auto all = [] {
        std::vector<Candidate> made;
        for (const auto& alphabet : alphabets()) {
            const auto letters = characters(alphabet.letters);
            auto names = alphabet.charsets;
            while (!names.empty()) {
                const auto end = std::min(names.find(' '), names.size());
                made.push_back(
                    candidate(std::string{names.substr(0, end)}, letters, alphabet.rarity));
                names.remove_prefix(std::min(end + 1, names.size()));
            }
        }
        return made;
    }();
    return all;
}

// Stretches around the octets above 127.
std::string sample_of(std::string_view octets)
{
    std::string sample{'\n'};
    for (std::size_t i = 0; i < octets.size() && sample.size() < looked_at;) {
        const auto line_end = std::min(octets.find('\n', i), octets.size());
        const auto line = octets.substr(i, std::min(line_end - i, looked_at));
        if (std::any_of(line.begin(), line.end(), is_high)) sample.append(line).append("\n");
        i = line_end + 1;
    }
    return sample;
}

// Two letters side by side that no word has: a small one before a capital, two scripts, a mark on
// nothing.
bool is_bad_pair(Class a, Class b)
{
    if (b.shape == Shape::mark) return a.script != Script::thai;
    if (a.script == Script::none || b.script == Script::none) return false;
    return a.script != b.script || (a.shape == Shape::small && b.shape == Shape::big);
}

// The octets of a sample as one candidate reads them.
class Reading {
public:
    Reading(const Candidate& candidate, std::string_view sample)
        : candidate_{candidate}, sample_{sample}
    {
    }

    double worth() const
    {
        long sum = 0, high = 0;
        for (std::size_t i = 1; i < sample_.size(); ++i) {
            if (is_high(sample_[i])) {
                ++high;
                sum += points(i);
            }
            if ((is_high(sample_[i]) || is_high(sample_[i - 1])) && is_bad(i)) sum += bad_shape;
        }
        if (high == 0) return 0;
        return static_cast<double>(sum) / static_cast<double>(high) - candidate_.rarity;
    }

private:
    Class at(std::size_t i) const
    {
        return i < sample_.size() ? candidate_.classes[static_cast<unsigned char>(sample_[i])]
                                  : Class{};
    }

    // A letter that stands alone says nothing.
    int points(std::size_t i) const
    {
        const int points = candidate_.points[static_cast<unsigned char>(sample_[i]) - 128u];
        const bool alone = at(i - 1).script == Script::none && at(i + 1).script == Script::none;
        return alone && at(i).script != Script::none ? std::min(points, 0) : points;
    }

    // Two letters no word has side by side, a capital and a small letter behind another capital, or
    // a Latin word with three letters beyond ASCII in a row.
    bool is_bad(std::size_t i) const
    {
        if (is_bad_pair(at(i - 1), at(i)) || is_inside_word(i)) return true;
        if (i < 2 || at(i - 2).script == Script::none) return false;
        if (at(i - 2).shape == Shape::big && at(i - 1).shape == Shape::big &&
            at(i).shape == Shape::small)
            return true;
        return at(i).script == Script::latin && is_high(sample_[i]) && is_high(sample_[i - 1]) &&
               is_high(sample_[i - 2]);
    }

    // A sign between letters, "mo\u00BFna"; what closes a number before a letter, "\u00BAi".
    bool is_inside_word(std::size_t i) const
    {
        const auto shape = at(i).shape;
        if (shape < Shape::sign) return false;
        const bool above = at(i - 1).script != Script::none, below = at(i + 1).script != Script::none;
        return (above && below) || (shape == Shape::opening && above) || (shape == Shape::closing && below);
    }

    const Candidate& candidate_;
    std::string_view sample_; // a line end first
};

struct Wide {
    std::string_view charset;
    std::string_view CommonCharacters::*common;
};

constexpr Wide wides[] = {
    {"cp932", &CommonCharacters::japanese},      {"euc-jp-ms", &CommonCharacters::japanese},
    {"gb18030", &CommonCharacters::simplified},  {"big5-hkscs", &CommonCharacters::traditional},
    {"gb18030", &CommonCharacters::traditional}, {"cp949", &CommonCharacters::korean},
};

int points_of(char32_t c, const std::set<char32_t>& common)
{
    if (c >= 0x3041 && c <= 0x3096) return best_letter;     // Hiragana
    if (c >= 0x30A1 && c <= 0x30FC) return best_letter - 2; // Katakana
    if ((c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E))
        return 4; // wide punctuation and letters
    if (c >= 0xAC00 && c <= 0xD7A3) return common.contains(c) ? best_letter : -2; // Hangul
    if (c >= 0x4E00 && c <= 0x9FFF) return common.contains(c) ? best_letter : -3; // Han
    if (is_punctuation(c) || (c >= 0x2460 && c <= 0x25FF)) return 0;
    return no_letter;
}

double worth(const Wide& wide, std::string_view sample)
{
    static const auto sets = [] {
        std::vector<std::set<char32_t>> made;
        for (const auto& each : wides) {
            const auto all = characters(common_characters().*each.common);
            made.emplace_back(all.begin(), all.end());
        }
        return made;
    }();
    const auto converted = convert(sample, std::string{wide.charset});
    if (!converted) return no_letter;
    const auto& common = sets[static_cast<std::size_t>(&wide - wides)];
    long sum = 0, count = 0;
    for (std::string_view rest = converted->text; !rest.empty();) {
        const auto c = take_character(rest);
        if (c < 0x80) continue;
        ++count;
        sum += c == 0xFFFD ? 3 * no_letter : points_of(c, common);
    }
    return count == 0 ? no_letter : static_cast<double>(sum) / static_cast<double>(count);
}

}

std::string guess_charset(std::string_view octets, std::string_view prior)
{
    const bool means_something = !prior.empty() && prior != "us-ascii" && prior != "utf-8";
    const auto sample = sample_of(octets);
    if (means_something && sample.size() < too_short) return std::string{prior};
    std::string best = "windows-1252";
    double most = no_letter / 2.0; // worse than that is no text of any language
    double of_prior = most;
    const auto weigh = [&](std::string_view charset, double points) {
        if (charset == prior) of_prior = std::max(of_prior, points);
        if (points <= most) return;
        most = points;
        best = charset;
    };
    const auto high = std::count_if(sample.begin(), sample.end(), is_high);
    const auto bonus = means_something || high == 0 ? 0 : western_bonus / static_cast<double>(high);
    for (const auto& each : candidates())
        weigh(each.charset,
              Reading{each, sample}.worth() + (each.charset == "windows-1252" ? bonus : 0));
    for (const auto& each : wides) weigh(each.charset, worth(each, sample));
    return means_something && most - of_prior < clearly_better ? std::string{prior} : best;
}

}
