#include "mail/format/unmarked_notes.h"

#include "mail/format/ascii.h"
#include "mail/format/out_of_office.h"
#include "mail/format/phrase_list.h"
#include "mail/format/subject.h"

#include <string>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_words = 2'000;   // octets of own words looked at
constexpr std::size_t longest_note = 1'500; // octets of a whole absence note
constexpr std::size_t note_opening = 350;   // octets in which it speaks of the absence

// What no desk and no shop asks of its customers.
const Phrases proofs_of_a_person{
    "you are a human|you are human|you're human|you are a real|you're a real|real live human|human being and not|you are a person|not a spam source|not a spammer|"
    "address has not been verified|address has not yet been verified|requires that you verify|confirm your message|verify your message|confirm that you sent|confirm that this message|confirm the delivery|"
    "release your message|release this message|release your email|release your e-mail|release it for delivery|request to be added|added to my list of|added to my allowed|add yourself to|"
    "sie ein mensch|kein roboter|absender bestätigen|absenderadresse bestätigen|bestätigen sie ihre absender|nachricht bestätigen|ihre nachricht freizu|"
    "vous êtes un humain|vous êtes un être humain|vous êtes bien une personne|vous n'êtes pas un robot|expéditeur légitime|confirmer votre envoi|confirmez votre envoi|libérer votre message|"
    "usted es una persona|es una persona real|no es un robot|confirmar su mensaje|confirme su mensaje|liberar su mensaje|você é uma pessoa|não é um robô|confirmar sua mensagem|confirme sua mensagem|confirmar o envio|"
    "essere una persona|non è un robot|non sei un robot|confermare il suo messaggio|confermare il messaggio|u een mens bent|geen robot|bevestig uw bericht|bekräfta ditt meddelande|"
    "nie jest robotem|potwierdzić swoją wiadomość|вы человек|не робот|подтвердите отправку|подтвердите, что письмо|人間であること|送信者の確認|您是真人|您不是机器"};

// What many ask for, in any mail about an account.
const Phrases proofs_of_an_address{
    "requires verification|requires confirmation|needs to be verified|complete this verification|complete the verification|verification process|verify your email|verify your e-mail|verify your address|"
    "confirm your email|confirm your e-mail|confirm your address|confirm this message|authenticate yourself|identify yourself|authorize your|authorise your|bestätigen sie ihre|bestätigung ihrer|freizuschalten|"
    "vous authentifier|votre authentification|confirmer votre|confirmez votre|valider votre|confirme su|verificar su|confirmar su|confirme sua|confirme seu|confirmar seu|confermare il|confermi il|bevestig uw|bevestig je|"
    "bekräfta din|bekræft din|bekreft din|potwierdź|подтвердите|确认您|验证您"};

// Our mail waits for it.
const Phrases held_words{
    "being held|been held|is held|held until|will be held|quarantine|awaiting your|awaiting confirmation|awaiting verification|waiting for your confirmation|waiting for verification|"
    "message will not be delivered until|email will not be delivered until|before your message|before your email can|before your e-mail can|so that your message|in order for your message|in order for your email|"
    "control spam|reduce spam|stop spam|spam protection|against spam|block spam|approved senders|senders i have approved|allowed senders|whitelist|"
    "nachricht wird zurückgehalten|nachricht wurde zurückgehalten|mail wird zurückgehalten|mail wurde zurückgehalten|erst zugestellt|noch nicht zugestellt|spamschutz|spam-schutz|gegen spam|"
    "message est en attente|mis en attente|mail est en attente|contre le spam|contre les spams|contre les pourriels|mensaje está retenido|quedado retenido|queda retenido|contra el spam|mensagem está retida|mensagem ficou retida|contra spam|"
    "messaggio è trattenuto|messaggio è stato trattenuto|messaggio è in attesa|contro lo spam|wordt vastgehouden|tegen spam|hålls kvar|mot skräppost|została wstrzymana|przed spamem|письмо задержано|сообщение задержано|не будет доставлено|от спама|"
    "メールは保留|迷惑メール対策|邮件已被保留|被暂时保留|防垃圾邮件"};

// How and how often it is done: said of passwords as well.
const Phrases once_words{
    "leave the subject line intact|leave the subject intact|leaving the subject line|to complete this verification|just this once|only once|only need to do this|only have to do this|need only be done|one time|one-time|future messages|future mail|future email|future e-mail|unsolicited|junk email|junk e-mail|junk mail|anti-spam|antispam|not been delivered|"
    "einmalig|nur einmal|une seule fois|una sola vez|una sola volta|uma única vez|eenmalig|jednorazow|только один раз"};

const Phrases challenge_subjects{"confirm|verif|authent|challenge|spam|bestätig|bevestig|bekräft|bekræft|bekreft|conferma|potwierd|подтвер|провер|確認|認証|验证|确认"};

const Phrases answers_wanted{"reply|respond|antworten|répond|responda|responder|rispond|beantwoord|svara|odpowie|ответ|返信|回复"};

const Phrases absences{
    "out of the office|out of office|away from the office|away from my desk|not in the office|on annual leave|on vacation|on holiday|on parental leave|on maternity leave|on paternity leave|on sick leave|i am on leave|i'm on leave|"
    "i am away|i'm away|be away until|limited access to|no access to my|nicht im büro|nicht im hause|ausser haus|außer haus|im urlaub|in elternzeit|bin abwesend|nicht erreichbar|derzeit abwesend|"
    "absent du bureau|je suis absent|suis actuellement absent|je serai absent|en congé|en vacances|fuera de la oficina|de vacaciones|estoy ausente|estaré ausente|fora do escritório|de férias|estou ausente|estarei ausente|"
    "in ferie|fuori ufficio|fuori sede|sono assente|sarò assente|afwezig|met vakantie|op vakantie|met verlof|niet op kantoor|på semester|inte på kontoret|på ferie|ikke på kontoret|lomalla|poissa|"
    "na urlopie|poza biurem|jestem nieobecn|na dovolené|mimo kancelář|в отпуске|отсутствую|szabadságon|izindeyim|休暇|不在|休假|不在办公室|휴가|부재"};

const Phrases what_comes_instead{
    "urgent|immediate assistance|immediate help|please contact|please reach out|please direct|in my absence|during my absence|while i am away|upon my return|on my return|when i return|when i am back|when i get back|as soon as i return|"
    "will not be forwarded|not be monitored|limited access|"
    "dringend|wenden sie sich|kontaktieren sie|vertretung|vertritt mich|nach meiner rückkehr|nicht weitergeleitet|urgence|contacter|à mon retour|dès mon retour|mon absence|urgencia|urgente|contacte|contactar|a mi regreso|a mi vuelta|"
    "mi ausencia|urgência|entre em contato|meu regresso|meu retorno|minha ausência|urgenza|urgenti|al mio rientro|rivolgersi|contattare|mia assenza|dringende|bij spoed|neem contact|mijn terugkeer|mijn afwezigheid|"
    "brådskande|kontakta|när jag är tillbaka|haster|kontakt|når jeg er tilbage|når jeg er tilbake|pilnych|kontakt z|po powrocie|naléhav|kontaktujte|po návratu|срочн|обращайтесь|обращаться|возвращения|возвращении|моего отсутствия|"
    "お急ぎ|緊急|戻り次第|紧急|急事|请联系|回来后|급한|복귀"};

// The writer's words, quotations left out.
std::string written_words(const Message& message)
{
    std::string words;
    for (const auto& span : message.spans) {
        if (words.size() >= most_words) break;
        if (span.kind == SpanKind::own || span.kind == SpanKind::signoff) words += span.text;
    }
    for (char& c : words)
        if (is_space(c)) c = ' '; // phrases go on over the end of a line
    return words.substr(0, most_words);
}

bool is_answer(const Message& message)
{
    return !message.in_reply_to.empty() || !message.references.empty() || parts_of_subject(message.subject).is_reply;
}

}

bool is_challenge(const Message& message)
{
    if (!is_answer(message) && !challenge_subjects.within(message.subject)) return false;
    const auto words = written_words(message);
    const bool held = held_words.within(words);
    if (!held && !once_words.within(words)) return false;
    if (words.find("://") == words.npos && words.find('@') == words.npos && !answers_wanted.within(words)) return false;
    const bool of_a_person = proofs_of_a_person.within(words) || proofs_of_a_person.within(message.subject);
    const bool of_an_address = proofs_of_an_address.within(words) || proofs_of_an_address.within(message.subject);
    return of_a_person || (of_an_address && held);
}

bool reads_like_absence_note(const Message& message)
{
    if (!is_answer(message)) return false;
    const auto words = written_words(message);
    const std::string_view text = trimmed(words);
    if (text.empty() || text.size() > longest_note) return false;
    if (text.find('?') != text.npos || text.find("？") != text.npos) return false;
    return absences.within(text.substr(0, note_opening)) && what_comes_instead.within(text);
}

}
