#include "mail/format/subject.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"
#include "mail/format/words.h"

namespace deskhand::mail {

namespace {

constexpr std::size_t longest_tag = 40; // octets between brackets

// Longer marks first where one begins like another.
const Phrases& reply_marks()
{
    static const Phrases marks{"reply|res|re|antwort|antw|aw|svar|sv|vs|vast|rif|r|odp|odpověď|Odpověď|ynt|yanıt|Yanıt|vá|Vá|válasz|ats|atb|bls|"
                               "σχετ|Σχετ|απ|Απ|ΑΠ|ответ|Ответ|отв|Отв|на|На|НА|відп|Відп|回复|回覆|答复|答覆|返信|답장|회신|ตอบกลับ|תגובה|השב|رد"};
    return marks;
}

const Phrases& forward_marks()
{
    static const Phrases marks{"forwarded|forward|fwd|fw|wg|weitergeleitet|doorst|tr|rv|enc|i|vb|vl|ilt|továbbítás|továbbítva|pd|pldal|prep|"
                               "προωθ|Προωθ|пересл|Пересл|转发|轉寄|轉發|転送|전달|ส่งต่อ|הועבר|إعادة توجيه"};
    return marks;
}

// Octets of a count between mark and colon: "[2]", "(2)", "^2", " 2"; 0 when there is none.
std::size_t count_size(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && text[at] == ' ') ++at;
    const bool bracket = at < text.size() && (text[at] == '[' || text[at] == '(' || text[at] == '^');
    if (!bracket) return 0;
    std::size_t digits = at + 1;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits == at + 1) return 0;
    return text[at] == '^' ? digits : digits < text.size() && (text[digits] == ']' || text[digits] == ')') ? digits + 1 : 0;
}

// Octets of the colon (with blanks before it), an ASCII or a wide one; 0 when there is none.
std::size_t colon_size(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && text[at] == ' ') ++at;
    if (at < text.size() && text[at] == ':') return at + 1;
    return text.substr(at).starts_with("：") ? at + std::string_view{"："}.size() : 0;
}

// Octets of a mark of the set with its count and colon at the start of the text.
std::size_t mark_size(const Phrases& marks, std::string_view text)
{
    std::size_t whole = 0;
    marks.start_size(text, [&](std::size_t size) {
        const auto rest = text.substr(size);
        const auto count = count_size(rest);
        const auto colon = colon_size(rest.substr(count));
        if (colon > 0) whole = size + count + colon;
        return colon > 0;
    });
    return whole;
}

std::size_t tag_size(std::string_view text)
{
    if (text.empty() || text.front() != '[') return 0;
    const auto end = text.find(']');
    return end == text.npos || end > longest_tag + 1 ? 0 : end + 1;
}

// Takes marks and tags off the front; tags only while something is left behind them.
std::string_view without_marks(std::string_view text, SubjectParts& parts)
{
    for (;;) {
        text = trimmed(text);
        if (const auto reply = mark_size(reply_marks(), text)) {
            parts.is_reply = true;
            text.remove_prefix(reply);
        } else if (const auto forward = mark_size(forward_marks(), text)) {
            parts.is_forward = true;
            text.remove_prefix(forward);
        } else if (const auto tag = tag_size(text); tag > 0 && !trimmed(text.substr(tag)).empty()) {
            text.remove_prefix(tag);
        } else if (ends_nocase(text, "(fwd)")) {
            parts.is_forward = true;
            text.remove_suffix(5);
        } else {
            return text;
        }
    }
}

// "New words (was: old words)" is about the new words.
struct Renamed {
    std::string_view now, before; // `before` empty when nothing says so
};

Renamed renamed(std::string_view text)
{
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        if (text[at] != '(' && text[at] != '[') continue;
        const auto inside = trimmed_left(text.substr(at + 1));
        if (starts_nocase(inside, "was ") || starts_nocase(inside, "was:")) return {text.substr(0, at), inside.substr(4)};
    }
    return {text, {}};
}

std::string words_of(std::string_view text)
{
    std::string out;
    for_each_word(text, [&](std::string_view word) {
        if (!out.empty()) out += ' ';
        for (const char c : word) out += lower(c);
    });
    return out;
}

}

SubjectParts parts_of_subject(std::string_view subject)
{
    SubjectParts parts;
    parts.base = without_marks(subject, parts);
    return parts;
}

std::string subject_skeleton(std::string_view subject)
{
    const auto parts = parts_of_subject(subject);
    const auto now = renamed(parts.base).now;
    return words_of(trimmed(now).empty() ? std::string_view{parts.base} : now);
}

std::string former_skeleton(std::string_view subject)
{
    SubjectParts marks;
    auto before = trimmed(renamed(subject).before);
    while (!before.empty() && (before.back() == ')' || before.back() == ']' || before.back() == ':')) before.remove_suffix(1);
    while (!before.empty() && (is_blank(before.front()) || before.front() == '-' || before.front() == '>' || before.front() == ':')) before.remove_prefix(1);
    return words_of(renamed(without_marks(before, marks)).now);
}

int telling_words(std::string_view skeleton)
{
    int telling = 0, letters_apart = 0;
    for_each_word(skeleton, [&](std::string_view word) {
        if (is_word_by_itself(word)) ++letters_apart;
        else if (word.size() > 2 || (!word.empty() && is_digit(word.front()))) ++telling;
    });
    return telling + letters_apart / 2;
}

}
