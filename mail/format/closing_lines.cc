#include "mail/format/closing_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/letters.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_sign_off = 60;     // octets

const Phrases sign_offs{
    "best regards|kind regards|warm regards|warmest regards|regards|best wishes|kindest regards|"
    "many thanks|thanks|thank you|thanks and regards|thanks & regards|thanks in advance|thx|"
    "cheers|sincerely|yours sincerely|sincerely yours|yours truly|yours faithfully|faithfully|"
    "respectfully|best|all the best|br|rgds|kr|cordially|with regards|with best regards|"
    "with kind regards|thank you very much|thanks a lot|thanks so much|thanks again|"
    "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|"
    "mit freundlichem gruss|mit besten grüßen|mit besten grüssen|freundliche grüße|"
    "freundliche grüsse|viele grüße|viele grüsse|beste grüße|beste grüsse|liebe grüße|"
    "liebe grüsse|herzliche grüße|schöne grüße|vielen dank|danke|gruß|gruss|grüße|grüsse|mfg|vg|"
    "lg|besten dank|danke und gruß|vielen dank und freundliche grüße|cordialement|"
    "bien cordialement|bien à vous|cdlt|cdt|salutations|meilleures salutations|"
    "sincères salutations|merci|merci d'avance|bonne journée|bonne soirée|saludos|un saludo|"
    "saludos cordiales|atentamente|atte|gracias|muchas gracias|cordialmente|un cordial saludo|"
    "atenciosamente|att|obrigado|obrigada|cumprimentos|com os melhores cumprimentos|abraço|"
    "abraços|grato|cordiali saluti|distinti saluti|saluti|grazie|un saluto|buona giornata|"
    "met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|"
    "groeten|groet|mvg|hartelijke groet|bedankt|dank je wel|alvast bedankt|"
    "med vänliga hälsningar|vänliga hälsningar|vänligen|mvh|hälsningar|tack|med venlig hilsen|"
    "venlig hilsen|med vennlig hilsen|vennlig hilsen|hilsen|mange hilsner|takk|tak|"
    "ystävällisin terveisin|terveisin|t|kiitos|pozdrawiam|z poważaniem|dziękuję|s pozdravem|"
    "s pozdravom|děkuji|ďakujem|с уважением|спасибо|з повагою|дякую|üdvözlettel|köszönöm|"
    "saygılarımla|iyi çalışmalar|teşekkürler|cu stimă|mulțumesc|lep pozdrav|srdačan pozdrav|此致|"
    "谢谢|敬礼|よろしくお願いいたします|groetjes|hartelijke groeten|vriendelijk groetend|cu respect|o zi bună|cu drag|lijep pozdrav|pozdrav|lp|s poštovanjem|srdečně|s pozdravem a přáním hezkého dne|s úctou|zdravím|pozdrowienia|με εκτίμηση|με φιλικούς χαιρετισμούς|pagarbiai|ar cieņu|lugupidamisega|parimate soovidega|üdv|tisztelettel|hälsningar från|vänligen|bästa hälsningar|de bedste hilsner|mange hilsener|bedste hilsner|beste hilsener|vriendelijke groetjes|با احترام|مع التحية|تحياتي|בברכה|trân trọng|salam|hormat saya|terima kasih|ขอแสดงความนับถือ|salutacions|cordialment|atentament|saludo|saludos atentos|con un cordial saludo|reciba un cordial saludo|bonne réception|bien à toi|amicalement|respectueusement|mes salutations|hochachtungsvoll|herzlichst|herzlich|es grüßt|beste grüsse aus|best from|warmly|yours|yours sincerely|take care|talk soon|с наилучшими пожеланиями|всего доброго|с найкращими побажаннями|поздрави|с уважение|с поштовањем|祝好|此致敬礼|顺祝商祺|以上|よろしくお願い申し上げます|드림|올림|よろしくお願いします|敬具|감사합니다"};

// The letters at the end that close a phrase.
std::string_view without_ending(std::string_view content)
{
    while (!content.empty() &&
           (is_space(content.back()) || content.back() == ',' || content.back() == '.' ||
            content.back() == '!' || content.back() == '-' || content.back() == ';' ||
            content.back() == ')' || content.back() == ':'))
        content.remove_suffix(1);
    for (const std::string_view wide : {"，", "。", "！", "、"})
        if (content.ends_with(wide)) content.remove_suffix(wide.size());
    return content;
}

}

bool is_sign_off(std::string_view content)
{
    if (content.empty() || content.size() > longest_sign_off) return false;
    const auto phrase = without_ending(content);
    return sign_offs.equal(phrase);
}

namespace {

bool is_name_char(char c) { return is_letter(c) || is_high(c) || c == '\'' || c == '-'; }

// Takes the next word of letters off `rest`; empty at the end.
std::string_view take_name_word(std::string_view& rest)
{
    while (!rest.empty() && !is_name_char(rest.front())) rest.remove_prefix(1);
    std::size_t size = 0;
    while (size < rest.size() && is_name_char(rest[size])) ++size;
    const auto word = rest.substr(0, size);
    rest.remove_prefix(size);
    return word;
}

// A word of the name is a word of the sender's, or the letters are the sender's initials.
bool names_sender(std::string_view given, std::string_view given_sender)
{
    const auto content = small_letters(given), sender = small_letters(given_sender);
    std::string initials;
    for (auto rest = std::string_view{sender}.substr(0, sender.find('<'));;) {
        const auto word = take_name_word(rest);
        if (word.empty()) break;
        initials += word.front();
    }
    for (std::string_view rest{content};;) {
        const auto word = take_name_word(rest);
        if (word.empty()) return false;
        if (word.size() >= 2 && word.size() <= 3 && initials.size() >= 2 && word == initials) return true;
        if (word.size() < 2) continue;
        for (std::string_view names{sender};;) {
            const auto name = take_name_word(names);
            if (name.empty()) break;
            if (name == word) return true;
        }
    }
}

}

bool is_closing_name(std::string_view content, std::string_view sender)
{
    constexpr std::size_t longest_name = 40; // octets
    if (content.empty() || content.size() > longest_name) return false;
    const bool marked = content.front() == '-' || content.front() == '~' ||
                        content.starts_with("\xE2\x80\x94") || content.starts_with("\xE2\x80\x93");
    if (content.find_first_of(":?!@/=\"0123456789") != std::string_view::npos) return false;
    std::size_t words = 0;
    bool capitalised = true;
    for (auto rest = content;; ++words) {
        const auto word = take_name_word(rest);
        if (word.empty()) break;
        const char first = word.front() == '-' && word.size() > 1 ? word[1] : word.front();
        capitalised = capitalised && (is_high(first) || (first >= 'A' && first <= 'Z'));
    }
    if (words == 0 || words > 4 || is_sign_off(content)) return false;
    if (names_sender(content, sender)) return true;
    return capitalised && ((marked && words <= 3) ||
                           (words == 1 && content.find_first_of(".,;") == std::string_view::npos &&
                            content.size() >= 3 && content.size() <= 12));
}

std::size_t typed_sign_off_size(std::string_view signature, std::string_view sender)
{
    constexpr std::size_t longest_name = 40; // octets
    std::size_t size = 0, at = 0;
    bool greeted = false;
    for (auto rest = signature; !rest.empty();) {
        const auto before = rest.size();
        const auto content = trimmed(take_line(rest));
        at += before - rest.size();
        if (content.empty()) continue;
        if (is_sign_off(content)) {
            greeted = true;
            size = at;
            continue;
        }
        const bool plain = content.size() <= longest_name && content.find_first_of("0123456789@:") == std::string_view::npos;
        const bool name = plain && content.front() != '-' && content.front() != '_' && !is_signature_mark(content) &&
                          (greeted || is_closing_name(content, sender));
        return name && content.front() != '*' ? at : size;
    }
    return size;
}

bool is_signature_mark(std::string_view whole)
{
    while (!whole.empty() && (whole.back() == '\n' || whole.back() == '\r')) whole.remove_suffix(1);
    if (whole == "-- " || whole == "--" || whole == "__" || whole == "---") return true;
    const auto content = trimmed(whole);
    return content == "\xE2\x80\x94" || content == "\xE2\x80\x93" ||
           content == "\xE2\x80\x94\xE2\x80\x94" || content == "\xE2\x80\x94-" ||
           content == "\xE2\x80\x93-" || content == "--\xC2\xA0" || content == "--";
}

}
