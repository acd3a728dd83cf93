#include "mail/format/quote_words.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"

namespace deskhand::mail {
namespace {

struct Label {
    HeaderLabel kind;
    Phrases words;
};

using enum HeaderLabel;

const Label labels[] = {
    {sender,
     Phrases{
         "From|De|Von|Da|Van|Från|Fra|Od|От|От кого|Від|Lähettäjä|Feladó|Kimden|Gönderen|Από|De la|"
         "Remitente|Expéditeur|Mittente|Absender|Afzender|发件人|寄件者|寄件人|差出人|送信者|보낸 "
         "사람|보낸사람|מאת|من|จาก|"
         "Dari|Từ|Nuo|Saatja|Sender|Odesílatel|Nadawca"}},
    {date,
     Phrases{
         "تم الإرسال|التاريخ|Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Enviada "
         "em|Fecha|Data|Inviato|"
         "Verzonden|Skickat|Sendt|Dato|Lähetetty|Päivämäärä|Wysłano|Wysłane|Odesláno|Odoslané|"
         "Отправлено|Дата|Надіслано|Küldve|Elküldve|Dátum|Gönderildi|Tarih|Gönderme Tarihi|"
         "Ημερομηνία|Στάλθηκε|Trimis|发送时间|日期|时间|寄件日期|傳送時間|送信日時|日時|日付|보낸 "
         "날짜|날짜|נשלח|תאריך|Išsiųsta|"
         "Poslano|Ngày|Date sent|Le"}},
    {recipient, Phrases{"إلى|نسخة|To|Cc|An|À|Para|A|Aan|Till|Til|Do|Komu|Кому|Vastaanottaja|"
                        "Címzett|Kime|Alıcı|Προς|"
                        "Către|"
                        "收件人|收件者|宛先|받는 "
                        "사람|받는사람|Kopie|Kopi|Kopia|Копия|抄送|副本|CC|Bcc|"
                        "אל|Kam|Saaja|Destinataire|Destinatario|Copie à|Pour|Prima|Primatelj|Adresat|DW|UDW|UW|Ccn|Cco|Cci|Con copia|Com cópia|Kopija|Másolat|Bilgi|Κοιν.|Получатель|Копия для"}},
    {answers_to, Phrases{"Reply-To|Reply to|Antwort an|Répondre à|Réponse à|Responder a|Rispondi a|Svar til|Svara till|Vastaus|"
                         "Ответить|Odpowiedź do|Odpověď na|Beantwoorden|返信先|回复|答复"}},
    {subject,
     Phrases{"الموضوع|Subject|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|"
             "Temat|Předmět|"
             "Predmet|Тема|Tárgy|Konu|Θέμα|Subiect|主题|主旨|件名|제목|נושא|Tema|Chủ đề"}},
};

// Last words of "on such a day, somebody wrote".
const Phrases verbs{
    "wrote|writes|schrieb|schreibt|hat geschrieben|écrit|escribió|escribieron|escribio|escribe|"
    "escreveu|escreve|scritto|scrive|scrisse|schreef|geschreven|skrev|skriver|kirjoitti|napisał|"
    "napisała|pisze|napsal|napsala|napísal|написал|написала|писал|пишет|написав|пише|yazdı|"
    "yazmış|írta|έγραψε|a scris|đã viết|写道|寫道|写入|撰寫|さんは書きました|のメール|님이 "
    "작성|작성:|said|ha escrit|"
    "escriu|rašė|kirjutas|menulis|napisao|napisala|je napisal|megkezdte|wrote on|"
    "sent the following|mailto:|napisał(a)|napsal(a)|כתב|كتب|เขียน|shkroi|idatzi|skrifaði"};

const Phrases forward_words{
    "forward|weitergeleitet|transféré|transfere|reenviad|encaminhad|inoltrat|doorgestuurd|"
    "vidarebefordra|videresend|videresendt|edelleenlähet|välitetty|przekazan|přeposlan|preposlan|"
    "пересыл|пересланн|переслан|továbbított|iletilen|προωθ|redirecționat|转发|轉寄|转寄|転送|전달|"
    "diteruskan|proslije|posredov"};

const Phrases original_words{
    "original|ursprüngliche|message d'origine|mensaje original|mensagem original|"
    "messaggio originale|oorspronkelijk|ursprungligt|opprinnelig|oprindelig|alkuperäinen|"
    "wiadomość oryginalna|původní|pôvodn|исходное|оригинальн|eredeti|özgün|orijinal|"
    "original nachricht|antwort|copy of the message|copy of your message|reply message|reply "
    "above|原始邮件|原始郵件|原邮件|元のメッセージ|元のメール|원본"};

const Phrases forward_openings{
    "Begin forwarded message|Anfang der weitergeleiteten|Début du message réexpédié|"
    "Début du message transféré|Inicio del mensaje reenviado|Inizio messaggio inoltrato|"
    "Begin doorgestuurd bericht|Start of forwarded message|Vidarebefordrat brev|"
    "Início da mensagem encaminhada|Początek przekazywanej wiadomości|Начало переадресованного"};

const Phrases attribution_openings{
    "on|am|le|el|il|em|op|den|på|w dniu|dnia|dne|dňa|pe|în|a|on the|tarihinde|в|у|vào|em|no dia|il "
    "giorno|ha|"
    "το|στις|nuo|dana|viimati|kl"};

bool is_word_at(std::string_view text, std::size_t at, std::size_t size)
{
    const bool starts = at == 0 || !is_letter(text[at - 1]);
    const bool ends = at + size >= text.size() || !is_letter(text[at + size]);
    return starts && ends;
}

}

HeaderLabel header_label(std::string_view label)
{
    for (const auto& known : labels)
        if (known.words.equal(label)) return known.kind;
    return HeaderLabel::none;
}

bool has_writing_verb(std::string_view text)
{
    return verbs.within(
        text, [&](std::size_t at, std::size_t size) { return is_word_at(text, at, size); });
}

bool opens_attribution(std::string_view content)
{
    return attribution_openings.start_size(content, [&](std::size_t size) {
        return size < content.size() && is_blank(content[size]);
    }) > 0;
}

bool opens_forward(std::string_view content) { return forward_openings.start(content); }

bool announces_forward(std::string_view content)
{
    return content.size() <= 60 && (content.ends_with(':') || content.ends_with("：")) && says_forward(content);
}

bool says_forward(std::string_view ruler) { return forward_words.within(ruler); }

bool says_original(std::string_view ruler) { return original_words.within(ruler); }

}
