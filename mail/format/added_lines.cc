#include "mail/format/added_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_device_line = 120; // octets

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
    "think before you print|virus-free|virenfrei|this email has been checked for viruses|this e-mail has been checked|no virus found in this|diese e-mail wurde von avast|cet e-mail a été vérifié|este correo electrónico ha sido comprobado|questa e-mail è stata controllata|deze e-mail is gecontroleerd|l'absence de virus|libre de virus|bitte denken sie an die umwelt|p please consider"};

const Phrases list_words{"mailing list|mailman|listinfo|unsubscribe|subscription|abbestellen|abmelden|désabonn|désinscri|darse de baja|"
                     "cancelar la suscripción|descadastr|cancelar inscrição|disiscri|afmelden|uitschrijven|avregistrera|avprenumerera|"
                     "afmeld|meld deg av|wypisać|wypisz|odhlásit|отписаться|відписатися|退订|取消订阅|配信停止"};

const Phrases warning_openings{
    "caution|warning|attention|alert|notice|external|extern|beware|achtung|vorsicht|hinweis|warnung|avertissement|prudence|atención|"
    "aviso|precaución|advertencia|atenção|cuidado|attenzione|let op|waarschuwing|opgelet|varning|obs|advarsel|bemærk|varoitus|huomio|uwaga|"
    "pozor|upozornění|внимание|увага|dikkat|uyarı|προσοχή|注意|警告|외부|this email|this e-mail|this message|you don't often|diese e-mail|"
    "diese nachricht|ce message|ce courriel|cet e-mail|cet email|este correo|este mensaje|este email|este e-mail|esta mensagem|"
    "questa e-mail|questo messaggio|questa email|deze e-mail|deze mail|dit bericht|detta e-post|detta meddelande|denne e-mail|denne e-post|"
    "tämä sähköposti|ta wiadomość|tento e-mail|это письмо|此邮件|此郵件|このメール"};
const Phrases outside_words{
    "outside|external|extern|außerhalb|ausserhalb|extérieur|externe|exterior|externo|fuera de|fora d|esterno|esterna|buiten|utanför|udenfor|"
    "utenfor|ulkopuol|ulkoi|zewnątrz|zewnętrz|mimo organizac|externí|внешн|извне|зовнішн|dış|külső|εξωτερικ|外部|외부"};
const Phrases message_words{"email|e-mail|mail|message|sender|nachricht|absender|correo|mensaje|remitente|courriel|expéditeur|bericht|afzender|"
                            "mensagem|messaggio|mittente|e-post|avsändare|afsender|avsender|viesti|lähettäj|sähköposti|wiadomoś|nadawc|"
                            "zpráv|odesílatel|письм|сообщен|отправител|лист|ileti|gönderen|üzenet|feladó|μήνυμα|αποστολ|邮件|郵件|メール|메일"};
const Phrases origin_words{"sender|absender|expéditeur|remitente|remetente|mittente|afzender|avsändare|afsender|avsender|lähettäj|nadawc|odesílatel|"
                           "отправител|gönderen|feladó|originat|from an external|from outside|stammt|provient|proven|origin|afkomstig|kommer från|"
                           "organiz|organis|unternehmen|company|entreprise|empresa|azienda|link|click|klick|attachment|anhäng|anlage|adjunt|allegat|"
                           "bijlage|bilag|bilaga|вложени|ссылк|链接|附件|添付"};
const Phrases secret_words{"confidential|privileged|vertraulich|confidentiel|confidencial|privilegiad|riservat|confidenzial|vertrouwelijk|konfidentiell|"
                           "sekretess|fortrolig|konfidensiel|luottamuksell|poufn|důvěrn|dôvern|конфиденциальн|конфіденційн|gizli|bizalmas|"
                           "εμπιστευτικ|机密|保密|機密|기밀"};
const Phrases reader_words{"attachment|pièces jointes|anhäng|anlagen|adjunto|allegat|bijlage|bilaga|bilag|załącznik|přílo|вложени|recipient|addressee|intended|solely for|unauthori|adressat|empfänger|destinatair|destinatari|destinatário|geadresseerde|"
                           "bestemd|mottagare|modtager|mottaker|vastaanottaj|adresat|odbiorc|příjemc|адресат|получател|одержувач|alıcı|címzett|"
                           "παραλήπτη|收件人|受信者|수신"};

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

namespace {

std::string_view without_ornaments(std::string_view content)
{
    while (!content.empty() && (is_blank(content.front()) || std::string_view{"*!#-_<>[(="}.find(content.front()) != std::string_view::npos ||
                                content.starts_with("\xE2\x9A\xA0") || content.starts_with("\xEF\xB8\x8F"))) // a warning sign
        content.remove_prefix(is_high(content.front()) ? 3 : 1);
    return content;
}

}

bool is_warning(std::string_view paragraph)
{
    constexpr std::size_t longest = 1'000;
    if (paragraph.size() > longest) return false;
    const auto content = without_ornaments(paragraph);
    return banner_marks.start(content) || banner_marks.start(paragraph) ||
           (warning_openings.start(content) && outside_words.within(content) && message_words.within(content) && origin_words.within(content));
}

bool speaks_of_list(std::string_view content)
{
    return list_words.within(content);
}

bool is_footer_opening(std::string_view content)
{
    if (content.find(' ') == content.npos && contains_nocase(content, "/listinfo/")) return true;
    while (!content.empty() && (content.front() == '*' || content.front() == '_' ||
                                content.front() == '-' || is_blank(content.front())))
        content.remove_prefix(1);
    return footer_openings.start(content);
}

bool is_disclaimer(std::string_view paragraph)
{
    constexpr std::size_t shortest = 60, longest = 6'000;
    if (paragraph.size() < shortest || paragraph.size() > longest) return false;
    return secret_words.within(paragraph) && reader_words.within(paragraph) && message_words.within(paragraph);
}

}
