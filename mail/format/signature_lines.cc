#include "mail/format/signature_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/closing_lines.h"
#include "mail/format/phrase_list.h"

#include <algorithm>
#include <optional>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_signature = 14;      // lines with text
constexpr std::size_t longest_signature_line = 90; // octets
constexpr std::size_t longest_card_line = 60;      // octets
constexpr std::size_t most_postscripts = 8;        // looked at

const Phrases posts{
    "manager|director|engineer|president|officer|assistant|analyst|consultant|coordinator|specialist|representative|"
    "attorney|counsel|supervisor|department|team lead|sales|support|marketing|accounting|professor|ceo|cto|cfo|"
    "geschäftsführer|leiter|vertrieb|abteilung|directeur|directrice|responsable|gerente|direttore|directeur|medewerker|"
    "chef|avdelning|afdeling|kierownik|dyrektor|vedoucí|ředitel|менеджер|директор|отдел|经理|部长|課長|担当"};

const Phrases contact_labels{"tel|phone|fax|mobile|cell|mob|e-mail|email|mail|web|www|skype|direct|office|ext|telefon|téléphone|telefono|"
                             "teléfono|móvil|handy|mobil|telefoon|telefax|тел|моб|факс|電話|电话|手机"};

// What a line shows of belonging to a signature.
struct LineSigns {
    std::size_t words = 0, small_words = 0, digits = 0, letters = 0;
    bool contact = false, post = false, sentence = false, item = false;
    // Running text, as no signature has.
    bool prose() const { return (sentence && words >= 5) || words > 12 || (words >= 5 && small_words * 5 >= words * 3); }
    bool titled() const { return words > 0 && small_words == 0 && !sentence && !item; }
};

// "of", "and", "de", "van" stand small in names and posts.
bool joins_names(std::string_view word)
{
    constexpr std::string_view joints[] = {"of", "and", "the", "for", "de", "du", "la", "le", "van", "von", "der", "den", "und", "et", "y", "e", "da", "di", "zu"};
    return std::find(std::begin(joints), std::end(joints), word) != std::end(joints);
}

// Columns of a card: "work: +1 555 | jane@client.example", "Jane    Client Ltd".
bool has_columns(std::string_view content)
{
    for (const std::string_view gap : {"|", "\t", "   ", " * ", " - ", " :: ", " // ", " \xE2\x80\xA2 ", " \xC2\xB7 ", " \xE2\x80\x93 "})
        if (const auto at = content.find(gap); at != content.npos && at > 0) return true;
    return false;
}

bool holds_address(std::string_view content)
{
    if (content.find("://") != content.npos || contains_nocase(content, "www.")) return true;
    const auto at = content.find('@');
    return at != content.npos && at > 0 && at + 1 < content.size() && !is_space(content[at - 1]) && !is_space(content[at + 1]);
}

bool is_phone_or_address(std::string_view content, const LineSigns& signs)
{
    if (signs.words <= 12 && has_columns(content) && (holds_address(content) || signs.digits >= 7)) return true;
    if (content.find("://") != content.npos || starts_nocase(content, "www.")) return signs.words <= 4;
    const auto at = content.find('@');
    if (at != content.npos && at > 0 && at + 1 < content.size() && !is_space(content[at - 1]) && !is_space(content[at + 1])) return signs.words <= 6;
    if (signs.digits >= 7 && signs.digits + 4 >= signs.letters) return true;
    const auto label = contact_labels.start_size(content, [&](std::size_t size) { return size == content.size() || !is_letter(content[size]); });
    if (label > 0 && signs.digits >= 4) return true;
    return signs.digits >= 4 && signs.letters <= 3 && content.size() <= 14 && content.find('-') != content.npos; // an extension
}

LineSigns signs_of(std::string_view content)
{
    LineSigns signs;
    for (std::size_t i = 0; i < content.size(); ++i) {
        signs.digits += is_digit(content[i]);
        signs.letters += is_letter(content[i]) || is_high(content[i]);
        if (is_blank(content[i]) || (i > 0 && !is_blank(content[i - 1]))) continue;
        const auto word = content.substr(i, content.find_first_of(" \t,", i) - i);
        ++signs.words;
        signs.small_words += content[i] >= 'a' && content[i] <= 'z' && !joins_names(word) && word.find('@') == word.npos && !starts_nocase(word, "www.");
    }
    const char last = content.empty() ? ' ' : content.back();
    signs.sentence = last == '?' || last == '!' || (last == '.' && signs.words >= 5);
    signs.item = content.starts_with("- ") || content.starts_with("* ") || content.starts_with("\xE2\x80\xA2") || last == ':';
    signs.contact = is_phone_or_address(content, signs);
    signs.post = posts.within(content);
    return signs;
}

class Finder {
public:
    Finder(std::span<const TextLine> block, std::string_view sender, Above above) : lines_{block}, sender_{sender}, above_{above}
    {
        while (!lines_.empty() && lines_.back().content.empty()) lines_ = lines_.first(lines_.size() - 1);
        const auto most = longest_signature * 2; // empty lines too
        reach_ = std::max<std::size_t>(above == Above::nothing ? 1 : 0, lines_.size() - std::min(lines_.size(), most));
    }

    std::optional<std::size_t> start() const
    {
        if (const auto i = mark()) { // a greeting typed above it belongs to it
            const Finder above{lines_.first(*i), sender_, above_};
            const auto typed = above.greeting();
            return typed ? typed : above.name().value_or(*i);
        }
        for (const auto find : {&Finder::greeting, &Finder::address, &Finder::name, &Finder::card})
            if (const auto i = (this->*find)()) return i;
        return {};
    }

private:
    bool blank(std::size_t i) const { return lines_[i].content.empty(); }

    // The standard mark counts wherever it stands.
    std::optional<std::size_t> mark() const
    {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto whole = lines_[i].whole;
            if (whole.starts_with("-- \n") || whole.starts_with("-- \r\n") || whole == "-- ") return i;
            if (i >= reach_ && i + 1 < lines_.size() && draws_line(lines_[i].content) && is_short(i + 1) && names_writer(i + 1)) return i;
            if (i >= reach_ && is_signature_mark(whole) && opens_signature(i)) return i;
        }
        return {};
    }

    static bool draws_line(std::string_view content)
    {
        return is_rule(content) || (content.size() >= 3 && content.find_first_not_of(content.front()) == content.npos &&
                                    content.find_first_of("*-_=~#+") == 0);
    }

    // Two dashes may have lost their blank. Other marks, and those above an empty line, part sections as well.
    bool opens_signature(std::size_t i) const
    {
        if (i + 1 == lines_.size()) return true;
        if (!is_short(i + 1)) return false;
        if (lines_[i].content == "--" && !blank(i + 1)) return true;
        auto next = i + 1;
        while (blank(next)) ++next;
        return names_writer(next) || is_card(next);
    }

    // "Rita Rot        Head of Sales", "Rita Rot | Rot & Co", "Rita Rot (she/her)", "Rita Rot <rita@client.example>"
    bool names_writer(std::size_t i) const
    {
        const auto content = lines_[i].content;
        const auto end = std::min({content.find_first_of("<|(\t,"), content.find("  "), content.find(" - "), content.find(" * "), content.find(" :: "), content.size()});
        const auto name = trimmed(content.substr(0, end));
        return !sender_.empty() && is_closing_name(name, sender_) && (end == content.size() || names_sender(name, sender_));
    }

    // One that nobody is named below is a word of the mail.
    std::optional<std::size_t> greeting() const
    {
        for (auto i = reach_; i + 1 < lines_.size(); ++i) {
            if (!is_sign_off(lines_[i].content) || !is_short(i + 1)) continue;
            auto next = i + 1;
            while (blank(next)) ++next;
            if (!signs_of(lines_[next].content).prose()) return i;
        }
        return {};
    }

    // A line that names the writer and tells how to reach them, where a paragraph begins: nothing but such lines
    // and a motto follows.
    std::optional<std::size_t> address() const
    {
        for (auto i = reach_; i < lines_.size(); ++i)
            if (!blank(i) && begins_paragraph(i) && reaches_writer(lines_[i].content) && names_writer(i) && ends_sentence(i) && is_short(i)) return i;
        return {};
    }

    static bool reaches_writer(std::string_view content)
    {
        const auto signs = signs_of(content);
        return signs.contact || (holds_address(content) && signs.words <= 12 && !signs.sentence);
    }

    bool has_words_above(std::size_t i) const
    {
        while (i > 0 && blank(i - 1)) --i;
        return i > 0;
    }

    bool begins_paragraph(std::size_t i) const { return i == 0 || blank(i - 1) || draws_line(lines_[i - 1].content); }

    // The writer's name where a paragraph begins and only such lines follow, or in the last line.
    std::optional<std::size_t> name() const
    {
        for (auto i = reach_; i < lines_.size(); ++i) {
            const bool last = i + 1 == lines_.size() && has_words_above(i), first = i + 1 < lines_.size() && begins_paragraph(i);
            if (blank(i) || !(last || first) || !(is_closing_name(lines_[i].content, sender_) || names_writer(i)) || !ends_sentence(i)) continue;
            if (last || is_card(i)) return i;
        }
        return {};
    }

    // The last paragraph, where it is a name with a post or with numbers.
    std::optional<std::size_t> card() const
    {
        auto first = lines_.size();
        while (first > reach_ && !blank(first - 1)) --first;
        const auto size = lines_.size() - first;
        if (first == lines_.size() || (first > 0 && !blank(first - 1)) || size < 2 || !ends_sentence(first) || !is_card(first)) return {};
        const auto head = signs_of(lines_[first].content);
        if (!head.titled() || head.digits > 0 || head.words > 6 || head.contact) return {};
        std::size_t contacts = 0, told_posts = 0, titled = 0;
        for (auto i = first + 1; i < lines_.size(); ++i) {
            const auto signs = signs_of(lines_[i].content);
            contacts += signs.contact;
            told_posts += signs.post && signs.titled();
            titled += signs.contact || signs.titled();
        }
        const bool all = titled + 1 == size;
        return contacts + told_posts > 0 && (all || contacts >= 2) ? std::optional{first} : std::nullopt;
    }

    bool is_short(std::size_t from) const
    {
        std::size_t lines = 0;
        for (auto i = from; i < lines_.size(); ++i) {
            if (blank(i)) continue;
            if (lines_[i].content.size() > longest_signature_line) return false;
            ++lines;
        }
        return lines > 0 && lines <= longest_signature;
    }

    bool is_card(std::size_t from) const
    {
        if (!is_short(from)) return false;
        for (auto i = from; i < lines_.size(); ++i) {
            if (blank(i)) continue;
            const auto signs = signs_of(lines_[i].content);
            if (signs.contact) continue;
            const auto most = has_columns(lines_[i].content) ? longest_signature_line : longest_card_line;
            if (signs.prose() || signs.item || lines_[i].content.size() > most) return false;
        }
        return true;
    }

    // The text above line i is no heading or list that the line goes on.
    bool ends_sentence(std::size_t i) const
    {
        while (i > 0 && blank(i - 1)) --i;
        if (i == 0) return above_ == Above::words;
        const char last = lines_[i - 1].content.back();
        return last != ':' && last != ',' && last != '-' && last != ';';
    }

    std::span<const TextLine> lines_;
    std::string_view sender_;
    Above above_;
    std::size_t reach_ = 1; // the first line looked at
};

}

SignatureLines signature_lines(std::span<const TextLine> block, std::string_view sender, Above above)
{
    // a postscript is no line of the signature above it, and says nothing about where that begins
    auto left = most_postscripts;
    for (std::size_t i = 1; i < block.size() && left > 0; ++i) {
        if (!begins_postscript(block[i].content)) continue;
        --left;
        if (const auto start = Finder{block.first(i), sender, above}.start()) return {*start, i};
    }
    const auto start = Finder{block, sender, above}.start();
    return start ? SignatureLines{*start, block.size()} : SignatureLines{block.size(), block.size()};
}

}
