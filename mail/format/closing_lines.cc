#include "mail/format/closing_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/letters.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_sign_off = 60;     // octets
constexpr std::size_t longest_device_line = 120; // octets

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

const Phrases device_openings{
    "sent from my|sent from a |sent from the|sent from mobile|sent from outlook|sent from yahoo|"
    "sent from mail for|sent from blackberry|sent from samsung|sent from proton|sent from gmail|"
    "sent from iphone|sent from ipad|sent from android|sent via|sent by mobile|sent with|"
    "sent using|sent on the|get outlook for|get bluemail for|envoyé de mon|envoyé depuis|"
    "envoyé à partir|envoyé avec|obtenir outlook pour|télécharger outlook pour|enviado desde|"
    "enviado do|enviado de mi|enviado a partir|enviado pelo|obtener outlook|obter o outlook|"
    "inviato da|inviato dal|ottieni outlook|scarica outlook|von meinem|gesendet von|gesendet mit|"
    "diese nachricht wurde von meinem|outlook für|holen sie sich outlook|verzonden vanaf|"
    "verzonden met|verzonden vanuit|hanki outlook|sent by |verstuurd vanaf|download outlook|outlook voor|skickat från|skickades från|"
    "sendt fra|sendt med|hämta outlook|hent outlook|lähetetty|wysłane z|wysłano z|"
    "pobierz program outlook|odesláno z|odoslané z|отправлено с|отправлено из|надіслано з|küldve|"
    "elküldve|iphone'umdan|ipad'imden|trimis de "
    "pe|發自我的|发自我的|发自我|從我的|从我的|iphoneから送信|ipadから送信|"
    "androidから|나의 iphone|내 iphone|enviat des de|my ipad|please excuse any typos|"
    "please excuse brevity|sorry for brevity|sorry for typos"};

const Phrases banner_marks{
    "[external]|[extern]|[external email]|[ext]|external email|external sender|externe e-mail|"
    "e-mail externe|caution:|warning: this email|warning: this message|"
    "this message originated outside|this email originated from outside|"
    "this message was sent from outside|this email was sent from outside|"
    "this message came from outside|you don't often get email from|"
    "some people who received this message don't often get email from|"
    "[you don't often get email from|sie erhalten nicht oft e-mails von|"
    "vous n'obtenez pas souvent|vous ne recevez pas souvent|achtung: diese e-mail|"
    "achtung! diese e-mail|diese e-mail stammt von|diese nachricht kommt von extern|"
    "attention: ce courriel|attention : ce message|ce message provient de l'extérieur|"
    "no suele recibir correo|u ontvangt niet vaak"};

const Phrases footer_openings{
    "to unsubscribe|unsubscribe:|you received this message because you are subscribed|"
    "you are receiving this because|reply to this email directly|this e-mail and any attachment|"
    "this email and any attachment|this e-mail and any files|this email and any files|"
    "this message and any attachment|this e-mail is confidential|this email is confidential|"
    "this message is confidential|this communication is confidential|this e-mail message|"
    "this message may contain confidential|this message contains confidential|"
    "this e-mail may contain|this email may contain|this e-mail contains|"
    "this email contains confidential|the information in this e-mail|"
    "the information in this email|the information contained in this|the contents of this e|"
    "confidentiality notice|confidentiality:|disclaimer|legal notice|"
    "diese e-mail enthält vertrauliche|diese e-mail kann vertrauliche|"
    "diese nachricht ist vertraulich|der inhalt dieser e-mail|ce message et toutes les pièces|"
    "ce message est confidentiel|ce courriel|este mensaje y|este mensaje es|"
    "este correo electrónico|aviso legal|esta mensagem|questo messaggio|"
    "le informazioni contenute|dit bericht is|dit e-mailbericht|please consider the environment|"
    "think before you print|bitte denken sie an die umwelt|p please consider"};

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

namespace {

const Phrases device_names{
    "iphone|ipad|ipod|android|outlook|mail.ru|почты|windows|k-9 mail|proton|samsung|galaxy|blackberry|huawei|xiaomi|nokia|windows "
    "phone|yahoo mail|gmail|"
    "smartphone|handy|mobile|tablet|aol|hotmail"};
const Phrases sending_words{
    "sent|gesendet|küldve|verzonden|verstuurd|enviad|envoy|inviat|skicka|sendt|sent "
    "fra|lähetetty|wysłan|odesl|odosl|"
    "отправ|відправ|надісл|изпрат|nosūtīt|נשלח|مرسل|مُرسل|ส่งจาก|gửi từ|dikirim|enviat|send fra|أرسلت|أُرسلت|送信|发送|傳送|发自|發自|보냄|보냈|gönder|trimis|στάλθηκε|poslan|"
    "послан|išsiųsta|saadetud"};

// "Az iPhone-omról küldve": a device and a word of sending in a short line, in any order.
bool names_device_and_sending(std::string_view content)
{
    constexpr auto most_words = 7;
    return content.size() <= 70 && std::count(content.begin(), content.end(), ' ') < most_words && device_names.within(content) && sending_words.within(content) &&
           content.find_first_of("?!") == std::string_view::npos;
}

}

bool is_device_line(std::string_view content)
{
    if (content.size() > longest_device_line || content.size() < 8) return false;
    while (!content.empty() &&
           (content.front() == '*' || content.front() == '(' || content.front() == '[' ||
            content.front() == '_' || content.front() == '-' || is_blank(content.front())))
        content.remove_prefix(1);
    if (starts_nocase(content, "sent from ") &&
        std::count(content.begin(), content.end(), ' ') <= 3)
        return true;
    return device_openings.start(content) || names_device_and_sending(content);
}

bool is_banner(std::string_view content)
{
    while (!content.empty() &&
           (content.front() == '*' || content.front() == '!' || content.front() == '#' ||
            content.front() == '-' || is_blank(content.front())))
        content.remove_prefix(1);
    return banner_marks.start(content);
}

bool speaks_of_list(std::string_view content)
{
    static const Phrases words{"mailing list|mailman|listinfo|unsubscribe|subscription|abbestellen|abmelden|désabonn|désinscri|darse de baja|"
                               "cancelar la suscripción|descadastr|cancelar inscrição|disiscri|afmelden|uitschrijven|avregistrera|avprenumerera|"
                               "afmeld|meld deg av|wypisać|wypisz|odhlásit|отписаться|відписатися|退订|取消订阅|配信停止"};
    return words.within(content);
}

bool is_footer_opening(std::string_view content)
{
    if (content.find(' ') == content.npos && contains_nocase(content, "/listinfo/")) return true;
    while (!content.empty() && (content.front() == '*' || content.front() == '_' ||
                                content.front() == '-' || is_blank(content.front())))
        content.remove_prefix(1);
    return footer_openings.start(content);
}

}
