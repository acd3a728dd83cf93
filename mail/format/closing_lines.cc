#include "mail/format/closing_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/letters.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_sign_off = 60;     // octets

const Phrases sign_offs{
    "love|lots of love|much love|with love|hugs|xoxo|with thanks|many thanks and kind regards|"
    "thanks and best regards|thanks and kind regards|thank you and best regards|thank you and kind regards|"
    "thank you in advance|thank you so much|regards and thanks|best rgds|brgds|with appreciation|gratefully|"
    "gratefully yours|have a nice day|have a great day|have a good day|have a nice weekend|have a great weekend|"
    "cheerio|ciao|ta|respectfully yours|very truly yours|yours respectfully|warmest|warmest wishes|"
    "with best wishes|with warm regards|kindly|"
    "alles gute|alles liebe|schönen tag|schönen tag noch|einen schönen tag|schönes wochenende|schönen gruß|"
    "schönen gruss|schöne grüsse|herzlichen gruß|herzlichen gruss|herzliche grüsse|freundlichen gruß|"
    "freundlicher gruß|freundlicher gruss|besten gruß|bester gruß|bester gruss|lieben gruß|liebe gruss|"
    "lieber gruß|lieben dank|herzlichen dank|danke im voraus|vielen dank im voraus|besten dank im voraus|"
    "danke vorab|mit herzlichen grüßen|mit lieben grüßen|mit lieben grüssen|mit herzlichen grüssen|"
    "freundlich|in diesem sinne|gruezi|bis bald|bis dann|tschüss|"
    "très cordialement|sincèrement|sincèrement vôtre|cordiales salutations|bonnes salutations|"
    "salutations distinguées|salutations cordiales|merci beaucoup|merci par avance|merci de votre aide|"
    "merci et bonne journée|avec mes remerciements|belle journée|bonne fin de journée|bon week-end|à bientôt|"
    "à plus|bises|bisous|la bise|amitiés|respectueuses salutations|"
    "un abrazo|abrazos|besos|un beso|mil gracias|gracias de antemano|gracias y saludos|saludos y gracias|"
    "muy atentamente|cordiales saludos|slds|sldos|quedo atento|quedo atenta|quedo a la espera|hasta pronto|"
    "buen día|feliz día|"
    "cari saluti|un caro saluto|tanti saluti|un cordiale saluto|saluti cordiali|i migliori saluti|"
    "con i migliori saluti|porgo cordiali saluti|porgo distinti saluti|grazie mille|molte grazie|"
    "grazie in anticipo|grazie e saluti|grazie e buona giornata|buon lavoro|buona serata|a presto|un abbraccio|"
    "baci|in fede|"
    "hoogachtend|gr|grt|gr.|vr gr|vr. gr|vr groet|bvd|b.v.d|bij voorbaat dank|bij voorbaat hartelijk dank|"
    "alvast dank|alvast hartelijk dank|hartelijk dank|dank u|dank u wel|dankjewel|met hartelijke groet|"
    "met hartelijke groeten|met groet|met groeten|m.v.g|warme groet|fijne dag|fijn weekend|liefs|beste groeten|"
    "um abraço|abs|beijos|beijinhos|melhores cumprimentos|os melhores cumprimentos|os meus cumprimentos|"
    "cordiais saudações|saudações|respeitosamente|muito obrigado|muito obrigada|desde já obrigado|"
    "desde já agradeço|obrigado desde já|grata|cordialmente|sinceramente|até breve|bom trabalho|"
    "med vänlig hälsning|vänlig hälsning|varma hälsningar|hälsning|hälsar|tack på förhand|tack så mycket|"
    "tackar|kram|kramar|ha det bra|ha en bra dag|hej så länge|vh|mvh.|med venlige hilsner|venlige hilsner|"
    "hilsner|kh|dbh|mange tak|på forhånd tak|god dag|med vennlige hilsener|vennlige hilsener|beste hilsen|"
    "hilsen fra|mange takk|takk på forhånd|på forhånd takk|ha en fin dag|ystävällisesti|kunnioittaen|terv|"
    "terkuin|parhain terveisin|kiitos etukäteen|"
    "pozdrawiamy|serdecznie pozdrawiam|pozdrawiam serdecznie|pozdrawiam ciepło|serdeczne pozdrowienia|z pozdrowieniami|łączę pozdrowienia|"
    "łączę wyrazy szacunku|z wyrazami szacunku|z góry dziękuję|dzięki|pozdr|miłego dnia|"
    "dziękuję i pozdrawiam|s přátelským pozdravem|s pozdravom a prianím pekného dňa|předem děkuji|díky|"
    "hezký den|ďakujem vopred|"
    "с уважением и наилучшими пожеланиями|с ув|с благодарностью|"
    "заранее спасибо|заранее благодарю|благодарю|"
    "спасибо заранее|большое спасибо|всего хорошего|"
    "хорошего дня|до свидания|с приветом|обнимаю|целую|"
    "щиро дякую|на все добре|дякую заздалегідь|с поздрав|"
    "поздрави|благодаря|şimdiden teşekkürler|teşekkür ederim|saygılar|saygılarımızla|"
    "selamlar|sevgiler|kolay gelsin|iyi günler|"
    "よろしくお願い致します|宜しくお願い致します|宜しくお願いいたします|"
    "宜しくお願いします|宜しくお願い申し上げます|"
    "どうぞよろしくお願いいたします|何卒よろしくお願いいたします|"
    "何卒宜しくお願い申し上げます|何卒よろしくお願い申し上げます|"
    "以上、よろしくお願いいたします|お手数ですがよろしくお願いいたします|"
    "お手数をおかけしますが、よろしくお願いいたします|ありがとうございます|"
    "ありがとうございました|かしこ|草々|謝謝|多谢|多謝|感谢|感謝|非常感谢|"
    "祝工作顺利|工作顺利|商祺|顺颂商祺|敬祝商祺|順頌商祺|此致敬禮|敬禮|敬上|敬启|"
    "祝您生活愉快|祝您工作愉快|고맙습니다|수고하세요|"
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

// Sentences with which letters close in some languages; more follows on the line.
const Phrases closing_sentences{
    "je vous prie d'agréer|je vous prie d’agréer|je vous prie de croire|je vous prie de recevoir|nous vous prions d'agréer|nous vous prions d’agréer|"
    "veuillez agréer|veuillez recevoir|veuillez croire|recevez, |agréez, |le saluda atentamente|la saluda atentamente|les saluda atentamente|"
    "le saludo atentamente|sin otro particular|reciba un |reciban un |aprovecho la ocasión para saludar|porgo i miei|le porgo|vi porgo|voglia gradire|vogliate gradire|"
    "subscrevo-me|sem mais para o momento|sem mais de momento|sem mais, "};

// Sentences that go on to a greeting.
const Phrases closing_openings{
    "looking forward to|i look forward to|we look forward to|i remain|we remain|ich verbleibe|wir verbleiben|ich freue mich auf|wir freuen uns auf|für rückfragen|in erwartung|dans l'attente|dans l’attente|"
    "en vous remerciant|je vous remercie par avance|restant à votre|en l'attente|quedo a |quedamos a |quedo atento a|quedo atenta a|quedamos atentos a|quedo pendiente|a la espera de|en espera de|agradeciendo|resto a |restiamo a |rimango a |rimaniamo a |in attesa di|"
    "nell'attesa di|ringraziando|aguardo|aguardamos|fico no aguardo|fico ao dispor|in afwachting van|ik hoor graag|wij horen graag|i väntan på|ser fram emot|i forventning om|ser frem til|"
    "w oczekiwaniu|w razie pytań|в ожидании|с надеждой на"};

// At the front of what is added below a signature.
const Phrases postscripts{"p.s.|ps|p.p.s.|pps|p. s.|postscript|post scriptum|post-scriptum|postscriptum|nb|n.b.|nachtrag|nachsatz|p.d.|pd|posdata|post data|"
                          "з.ы.|зы|п.с.|пс|постскриптум|υ.γ.|追伸|追記|附言|又及|추신"};

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

// "Many thanks and kind regards", "Vielen Dank und freundliche Grüße": two of them joined.
bool joins_two(std::string_view phrase)
{
    constexpr std::string_view joints[] = {", ", " & ", " and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " i ", " a ", " и ", " та ", " ve "};
    for (const auto joint : joints)
        for (auto at = phrase.find(joint); at != phrase.npos; at = phrase.find(joint, at + 1))
            if (sign_offs.equal(without_ending(phrase.substr(0, at))) && sign_offs.equal(phrase.substr(at + joint.size()))) return true;
    return false;
}

// "Freundliche Grüße aus Kassel", "Regards from Oslo".
bool names_place(std::string_view phrase)
{
    constexpr std::string_view joints[] = {" from ", " aus ", " vom ", " de ", " depuis ", " da ", " desde ", " uit ", " från ", " fra ", " z ", " из "};
    for (const auto joint : joints) {
        const auto at = phrase.rfind(joint);
        if (at == phrase.npos || !sign_offs.equal(phrase.substr(0, at))) continue;
        const char first = phrase[at + joint.size()];
        if (is_high(first) || (first >= 'A' && first <= 'Z')) return true;
    }
    return false;
}

// "In attesa di un riscontro porgo cordiali saluti": begins as a closing sentence does and ends as a greeting.
bool closes_at_both_ends(std::string_view phrase)
{
    if (!closing_openings.start(phrase)) return false;
    for (auto at = phrase.find(' '); at != phrase.npos; at = phrase.find(' ', at + 1))
        if (sign_offs.equal(phrase.substr(at + 1))) return true;
    return false;
}

}

bool is_sign_off(std::string_view content)
{
    constexpr std::size_t longest_closing_sentence = 160; // octets
    if (content.empty() || content.size() > longest_closing_sentence) return false;
    const auto phrase = without_ending(content);
    if (closing_sentences.start(content) || closes_at_both_ends(phrase)) return true;
    if (content.size() > longest_sign_off || !sign_offs.start(phrase)) return false;
    return sign_offs.equal(phrase) || joins_two(phrase) || names_place(phrase);
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

}

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

bool begins_postscript(std::string_view content)
{
    const auto marked = [content](std::size_t size) {
        const auto rest = content.substr(size);
        const auto next = trimmed_left(rest);
        if (next.empty()) return false;
        const bool ends = next.front() == ':' || next.front() == '-' || next.starts_with("\xE2\x80\x93") || next.starts_with("\xE2\x80\x94") ||
                          next.starts_with("：") || next.starts_with("、");
        const bool dotted = rest.front() == '.' || content[size - 1] == '.' || rest.front() == ')';
        return ends || (dotted && next.size() > 2) || (is_blank(rest.front()) && next.size() > 20);
    };
    return postscripts.start_size(content, marked) > 0;
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
