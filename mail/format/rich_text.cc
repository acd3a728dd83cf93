#include "mail/format/rich_text.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/phrase_list.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

namespace deskhand::mail {
namespace {

constexpr std::size_t largest = 64u << 20; // octets of RTF
constexpr std::size_t header_size = 16;    // sizes, kind and checksum, four octets each
constexpr std::uint32_t compressed = 0x75465A4C, stored = 0x414C454D;

// MS-OXRTFCP section 2.1.3.1.1: what the dictionary holds at first.
constexpr std::string_view first_words =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    "SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

std::uint32_t number_at(std::string_view octets, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(octets[at + i]);
    return value;
}

// The dictionary is a ring of 4,096 octets; a reference is twelve bits of place and four of length (less two).
std::string decompressed(std::string_view in, std::size_t size)
{
    std::array<char, 4096> ring{};
    std::copy(first_words.begin(), first_words.end(), ring.begin());
    std::size_t at = first_words.size();
    std::string out;
    const auto put = [&](char c) {
        out += c;
        ring[at] = c;
        at = (at + 1) % ring.size();
    };
    for (std::size_t i = 0; i < in.size() && out.size() < size;) {
        const auto control = static_cast<unsigned char>(in[i++]);
        for (unsigned bit = 0; bit < 8 && i < in.size(); ++bit) {
            if ((control >> bit & 1u) == 0) {
                put(in[i++]);
                continue;
            }
            if (i + 1 >= in.size()) return out;
            const auto reference = static_cast<unsigned>(static_cast<unsigned char>(in[i]) << 8 | static_cast<unsigned char>(in[i + 1]));
            i += 2;
            std::size_t from = reference >> 4;
            if (from == at) return out; // the end
            for (unsigned left = (reference & 15u) + 2; left > 0; --left, from = (from + 1) % ring.size()) put(ring[from]);
        }
    }
    return out;
}

// Destinations whose contents are no text; "\*" marks further ones.
const Phrases machine_destinations{"fonttbl|colortbl|stylesheet|info|pict|object|header|footer|listtable|listoverridetable|generator|"
                                   "themedata|colorschememapping|latentstyles|datastore|xmlnstbl|rsidtbl|filetbl|revtbl"};

enum class Wanted { text, html };

struct Group {
    bool is_skipped = false;
    bool is_hidden = false;   // shown by readers of RTF in the place of a tag
    int fallbacks = 1;        // characters that stand for one \u where it is not known
};

class Reader {
public:
    explicit Reader(Wanted wanted) : wanted_{wanted} {}

    std::string read(std::string_view rtf)
    {
        for (rest_ = rtf; !rest_.empty();) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '{') begin_group();
            else if (c == '}') end_group();
            else if (c == '\\') read_control();
            else if (c != '\r' && c != '\n') put_octet(c);
        }
        flush();
        return std::move(text_);
    }

private:
    static constexpr std::size_t deepest = 1'000;

    Group& group() { return groups_.back(); }

    void begin_group()
    {
        if (groups_.size() < deepest) groups_.push_back(group());
        else ++flat_;
    }

    void end_group()
    {
        if (flat_ > 0) --flat_;
        else if (groups_.size() > 1) groups_.pop_back();
    }

    void read_control()
    {
        if (rest_.empty()) return;
        if (!is_letter(rest_.front())) return read_symbol();
        std::size_t size = 0;
        while (size < rest_.size() && size < 32 && is_letter(rest_[size])) ++size;
        const auto word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        int value = 0;
        const auto digits = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        const bool has_value = digits.ec == std::errc{};
        if (has_value) rest_.remove_prefix(static_cast<std::size_t>(digits.ptr - rest_.data()));
        if (rest_.starts_with(' ')) rest_.remove_prefix(1);
        act_on(word, has_value ? std::optional{value} : std::nullopt);
    }

    void read_symbol()
    {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        unsigned octet = 0;
        if (c == '\'' && rest_.size() >= 2) {
            std::from_chars(rest_.data(), rest_.data() + 2, octet, 16);
            rest_.remove_prefix(2);
            put_octet(static_cast<char>(octet));
        } else if (c == '*') {
            group().is_skipped = true;
        } else if (c == '~') {
            put_text("\u00A0");
        } else if (c == '\n' || c == '\r') {
            put_text("\n");
        } else if (c == '\\' || c == '{' || c == '}') {
            put_octet(c);
        }
    }

    void act_on(std::string_view word, std::optional<int> value)
    {
        if (wanted_ == Wanted::html && word == "htmltag") group().is_skipped = false;
        else if (wanted_ == Wanted::html && word == "htmlrtf") group().is_hidden = value.value_or(1) != 0;
        else if (word == "ansicpg" && value && *value > 0) codepage_ = *value == 65001 ? "utf-8" : "windows-" + std::to_string(*value);
        else if (word == "uc") group().fallbacks = value.value_or(1);
        else if (word == "u" && value) put_character(static_cast<std::uint16_t>(*value));
        else if (word == "bin" && value && *value > 0) rest_.remove_prefix(std::min(rest_.size(), static_cast<std::size_t>(*value)));
        else if (word == "par" || word == "line" || word == "row" || word == "sect" || word == "page") put_text("\n");
        else if (word == "tab" || word == "cell") put_text("\t");
        else if (machine_destinations.equal(word)) group().is_skipped = true;
        else if (word == "endash") put_text("–");
        else if (word == "emdash") put_text("—");
        else if (word == "lquote" || word == "rquote") put_text(word == "lquote" ? "‘" : "’");
        else if (word == "ldblquote" || word == "rdblquote") put_text(word == "ldblquote" ? "“" : "”");
        else if (word == "bullet") put_text("•");
    }

    bool is_shown() { return !group().is_skipped && !group().is_hidden; }

    void put_octet(char c)
    {
        if (skipped_ > 0) --skipped_;
        else if (is_shown()) octets_ += c;
    }

    void put_text(std::string_view text)
    {
        if (!is_shown()) return;
        flush();
        text_ += text;
    }

    // One unit of UTF-16, and the characters behind it that older readers show instead.
    void put_character(std::uint16_t unit)
    {
        if (is_shown()) {
            if (utf16_.empty()) flush();
            utf16_ += static_cast<char>(unit & 0xFF);
            utf16_ += static_cast<char>(unit >> 8);
        }
        skipped_ = std::max(0, group().fallbacks);
    }

    void flush()
    {
        if (!utf16_.empty()) text_ += to_utf8(utf16_, "utf-16le").text;
        if (!octets_.empty()) text_ += to_utf8(octets_, codepage_).text;
        utf16_.clear();
        octets_.clear();
    }

    Wanted wanted_;
    std::string_view rest_;
    std::vector<Group> groups_{Group{}};
    std::size_t flat_ = 0;
    int skipped_ = 0; // characters still to pass over behind a \u
    std::string text_, octets_, utf16_, codepage_ = "windows-1252";
};

}

std::optional<std::string> decompressed_rtf(std::string_view octets)
{
    if (octets.size() < header_size) return {};
    const auto size = std::min<std::size_t>(number_at(octets, 4), largest);
    const auto kind = number_at(octets, 8);
    const auto contents = octets.substr(header_size);
    if (kind == stored) return std::string{contents.substr(0, size)};
    if (kind != compressed) return {};
    auto rtf = decompressed(contents, size);
    if (rtf.size() > size) rtf.resize(size);
    return rtf;
}

std::string rtf_to_text(std::string_view rtf) { return Reader{Wanted::text}.read(rtf); }

std::string html_in_rtf(std::string_view rtf)
{
    constexpr std::size_t octets_looked_at = 200; // among the first ten words
    const bool says_so = rtf.substr(0, octets_looked_at).find("\\fromhtml1") != std::string_view::npos;
    return says_so ? Reader{Wanted::html}.read(rtf) : std::string{};
}

}
