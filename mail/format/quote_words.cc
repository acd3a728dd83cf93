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
    {sender, Phrases{"From|De|Von|Da|Van|Från|Fra|Od|От|От кого|Від|Lähettäjä|Feladó|Kimden|Gönderen|Από|De la|Remitente|"
                     "Expéditeur|Mittente|Absender|Afzender|Avsändare|Afsender|Avsender|Sender|Odesílatel|Odosielateľ|Nadawca|"
                     "Pošiljatelj|Šalje|Пошиљалац|Шаље|Подател|Отправитель|Відправник|Nuo|Siuntėjas|No|Sūtītājs|Saatja|Αποστολέας|"
                     "Expeditor|Remetente|Frá|Dari|Daripada|Từ|Người gửi|จาก|发件人|寄件者|寄件人|發件人|差出人|送信者|보낸 사람|"
                     "보낸사람|발신|מאת|من|از|प्रेषक|Mula sa|Igorlea|Nork|Oddělatel|Nga"}},
    {date, Phrases{"Sent|Date|Date sent|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Enviada em|Enviado em|Fecha|Data|"
                   "Inviato|Verzonden|Datum verzonden|Skickat|Sendt|Sendt den|Dato|Lähetetty|Päivämäärä|Päiväys|Wysłano|Wysłane|Odesláno|"
                   "Odoslané|Dátum|Отправлено|Дата|Дата отправки|Надіслано|Küldve|Elküldve|Gönderildi|Tarih|Gönderme Tarihi|"
                   "Ημερομηνία|Στάλθηκε|Trimis|Изпратено|Послато|Poslano|Poslato|Poslané|Išsiųsta|Nosūtīts|Saadetud|Kuupäev|Sent on|"
                   "Enviat|Enviat el|Dikirim|Tanggal|Dihantar|Tarikh|Ngày|Đã gửi|ส่ง|วันที่|发送时间|發送時間|日期|时间|時間|寄件日期|"
                   "傳送時間|送信日時|日時|日付|보낸 날짜|날짜|보낸날짜|נשלח|תאריך|تم الإرسال|التاريخ|تاريخ الإرسال|تاریخ|فرستاده شده|"
                   "भेजा गया|दिनांक|Le|Petsa|Ipinadala"}},
    {recipient, Phrases{"To|Cc|Bcc|An|À|A|Para|Aan|Till|Til|Do|Komu|Кому|До|Vastaanottaja|Címzett|Kime|Alıcı|Προς|Către|Catre|Kam|"
                        "Saaja|Adressaat|Za|Prima|Primatelj|За|Прима|Per a|Per|Pour|Destinataire|Destinatario|Destinatari|Adresat|"
                        "Empfänger|Ontvanger|Mottagare|Modtager|Mottaker|Получатель|Получател|Одержувач|Gavėjas|Saņēmējs|Παραλήπτης|"
                        "Kepada|Đến|Tới|ถึง|收件人|收件者|宛先|받는 사람|받는사람|수신|אל|إلى|به|प्रति|Kopie|Kopie an|Kopi|Kopia|"
                        "Kopija|Копия|Копія|Copie à|Copie|Copia|Cópia|Con copia|Com cópia|Másolat|Másolatot kap|Bilgi|Κοιν.|Копия для|"
                        "DW|UDW|UW|Ccn|Cco|Cci|抄送|副本|密件副本|참조|עותק|نسخة|رونوشت|สำเนา|Tembusan|Salinan|Para kay|Nori|Tėma gavėjui"}},
    {answers_to, Phrases{"Reply-To|Reply to|Antwort an|Répondre à|Réponse à|Responder a|Rispondi a|Svar til|Svara till|Vastaus|"
                         "Ответить|Odpowiedź do|Odpověď na|Beantwoorden|返信先|回复|答复"}},
    {subject, Phrases{"Subject|Betreff|Betr|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Aihe|Temat|Předmět|Predmet|Тема|"
                      "Относно|Предмет|Наслов|Naslov|Zadeva|Tárgy|Konu|Θέμα|Subiect|Tema|Tēma|Temats|Teema|Assumpte|Efni|Gaia|Subjek|Perihal|"
                      "Perkara|Chủ đề|Tiêu đề|เรื่อง|หัวเรื่อง|主题|主題|主旨|件名|标题|제목|נושא|الموضوع|موضوع|विषय|Paksa|Pokalbio tema"}},
};

// Last words of "on such a day, somebody wrote".
const Phrases verbs{
    "wrote|writes|has written|schrieb|schreibt|geschrieben|schrieb am|écrit|escribió|escribieron|escribio|escribe|ha escrito|"
    "escreveu|escreve|scritto|scrive|scrisse|schreef|schrijft|geschreven|skrev|skriver|kirjoitti|kirjoittaa|napisał|napisała|"
    "napisał(a)|pisze|napisana przez|napsal|napsala|napsal(a)|píše|napísal|napísala|napísal(a)|написал|написала|написал(а)|писал|пишет|"
    "написав|написала|пише|написа|је написао|напиша|yazdı|yazmış|şunu yazdı|írta|ezt írta|έγραψε|a scris|scrie|đã viết|写道|寫道|写入|撰寫|"
    "さんは書きました|のメール|님이 작성|작성:|님이 쓴 글|said|ha escrit|escriu|va escriure|escribiu|rašė|rakstīja|kirjutas|menulis|menulis pesan|"
    "napisao|napisala|napisal|napisal(a)|napisao/la|napisao je|je napisal|je napisao|megkezdte|wrote on|sent the following|mailto:|"
    "כתב|כתבה|كتب|كتبت|تمت كتابة|نوشت|เขียน|ने लिखा|লিখেছেন|shkroi|ka shkruar|idatzi|skrifaði|geskryf|aliandika|sinulat|isinulat|"
    "quoting|zitat von|zitiere|citando|citation de|citerar|citeert"};

const Phrases forward_words{
    "forward|weitergeleitet|transféré|transfere|réexpédi|réachemin|reenviad|reenviat|encaminhad|reencaminhad|inoltrat|doorgestuurd|"
    "vidarebefordra|videresend|videresendt|edelleenlähet|välitetty|przekaz|przesyłan|přeposlan|přeposíl|preposlan|preposiel|"
    "пересыл|пересланн|переслан|перенаправлен|переадресован|пересила|препрат|прослеђен|továbbított|iletil|İletil|yönlendir|προωθ|"
    "redirecționat|redirectionat|retrimis|persiųs|pārsūt|edasta|转发|轉發|轉寄|转寄|転送|전달|diteruskan|dimajukan|proslije|proslijed|posredov|"
    "chuyển tiếp|ส่งต่อ|שהועבר|הועבר|معاد توجيه|إعادة توجيه|هدایت شده|birtverk|áframsen"};

const Phrases original_words{
    "original|ursprüngliche|message d'origine|message d’origine|mensaje original|mensagem original|"
    "messaggio originale|oorspronkelijk|ursprungligt|opprinnelig|oprindelig|alkuperäinen|"
    "wiadomość oryginalna|oryginalna|původní|pôvodn|исходное|оригинал|первоначальн|вихідне|eredeti|özgün|orijinal|αρχικό|izvorna|izvirno|"
    "изворна|algne|sākotnēj|pradinis|upprunaleg|original nachricht|antwort|copy of the message|copy of your message|reply message|reply "
    "above|原始邮件|原始郵件|原邮件|邮件原件|原件|元のメッセージ|元のメール|원본|מקורית|מקורי|الأصلية|پیام اصلی|tin nhắn gốc|thư gốc|pesan asli|mesej asal|ต้นฉบับ"};

const Phrases forward_openings{
    "Begin forwarded message|Anfang der weitergeleiteten|Début du message réexpédié|"
    "Début du message transféré|Inicio del mensaje reenviado|Inizio messaggio inoltrato|"
    "Begin doorgestuurd bericht|Start of forwarded message|Vidarebefordrat brev|"
    "Início da mensagem encaminhada|Início da mensagem reencaminhada|Początek przekazywanej wiadomości|Начало переадресованного"};

const Phrases attribution_openings{
    "on|am|le|el|il|em|op|den|på|w dniu|dnia|dne|dňa|pe|în|a|on the|tarihinde|в|у|vào|em|no dia|il "
    "giorno|ha|o|dana|na|на|kuupäev|missatge de|pada|mnamo|noong|á|στις|at|wiadomość|în data de|"
    "το|nuo|viimati|kl|quoting|zitat von|citando"};

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

bool announces_older(std::string_view content)
{
    static const Phrases words{"reply above this line|reply above the line|type your reply above|please reply above|write your reply above|"
                               "respond above this line|oberhalb dieser linie|oberhalb dieser zeile|über dieser linie|über dieser zeile|"
                               "au-dessus de cette ligne|por encima de esta línea|arriba de esta línea|encima de esta línea|acima desta linha|"
                               "sopra questa riga|sopra questa linea|boven deze lijn|boven deze regel|ovanför den här raden|ovanför denna rad|"
                               "over denne linje|over denne linjen|tämän rivin yläpuolelle|powyżej tej linii|nad touto linkou|nad tento řádek|"
                               "выше этой строки|выше этой линии|bu satırın üst|この線より上|この行より上|在此行上方|在这条线以上|이 줄 위에"};
    constexpr std::size_t longest = 160;
    return content.size() <= longest && words.within(content);
}

bool announces_forward(std::string_view content)
{
    return content.size() <= 60 && (content.ends_with(':') || content.ends_with("：")) && says_forward(content);
}

bool says_forward(std::string_view ruler) { return forward_words.within(ruler); }

bool says_original(std::string_view ruler) { return original_words.within(ruler); }

}
