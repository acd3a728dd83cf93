#include "mail/format/bounce.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/automatic.h"
#include "mail/format/bounce_mentions.h"
#include "mail/format/bounce_reason.h"
#include "mail/format/phrase_list.h"
#include "mail/format/report_fields.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_recipients = 100;
constexpr std::size_t opening_size = 1'500; // octets in which a report says what it is

const Phrases bounce_subjects{
    "undeliver|undelivered mail|delivery status notification|delivery failure|delivery "
    "failed|delivery error|"
    "delivery problem|returned mail|return mail|mail delivery|failure notice|failure "
    "delivery|failed mail|mail failure|"
    "message delivery|non-delivery|nondeliver|non delivery|could not be delivered|returned to "
    "sender|mail could not|"
    "mail system error|warning: could not send|unable to deliver|delivery report|delivery "
    "notification|"
    "message not delivered|mail status report|rejected mail|permanent "
    "delivery|unzustellbar|unzustellbarkeit|"
    "nicht zugestellt|échec|non remis|no entregado|no se pudo entregar|mancato recapito|non "
    "recapitabile|niet bezorg|"
    "onbestelbaar|kunde inte levereras|olevererbar|недоставлен|не доставлено|user unknown|mail "
    "error|message undeliverable|"
    "message status - undeliverable|postmaster notify|sendmail daemon|dsn:|undeliverable|delayed "
    "mail|mail returned|"
    "unable to be delivered|delivery unsuccessful|bounced|delayed 24 hours|delayed 48 "
    "hours|delayed 72 hours|"
    "error sending your mail|mail failed, returning|user "
    "unknown!|配信できません|エラー通知|delivery impossible"};

// Of those, the ones that people seldom write.
const Phrases subjects_of_reports{
    "undeliver|delivery failure|delivery failed|failure notice|returned mail|non remis|nondeliver|"
    "non-deliver|unzustellbar|delivery status notification|could not be delivered|mail could not|"
    "delivery notification|no entregado|mancato recapito|onbestelbaar|returned to sender"};

// What a failure report says at its beginning.
const Phrases failure_texts{
    "unable to deliver|could not be delivered|couldn't be delivered|failed permanently|failure reasons|"
    "no valid recipients|permanent "
    "error|fatal error|was not delivered|wasn't delivered|not been delivered|delivery failed|"
    "delivery has failed|has been delayed|could not deliver|undeliverable|not able to deliver|"
    "wasn't able to deliver|cannot be delivered|can't be delivered|did not reach|not reach the|"
    "failed to deliver|delivery error|had delivery errors|transcript of session|unable to find user|"
    "error occurred while|mailbox is full|could not be sent|was undeliverable|be returned to you|"
    "returned to sender|was rejected|has been rejected|delivery to the following|not be delivered|"
    "n'a pas pu être|n'a pas pu etre|n'a pu être|n'a pas été|konnte nicht zugestellt|"
    "konnte nicht übermittelt|nicht zustellbar|no se ha podido|no se pudo|no pudo ser|"
    "non è stato possibile|impossibile recapitare|não pôde ser|não foi possível|kon niet worden|"
    "送信できませんでした|配信できません|配送できません|送れませんでした|не удалось доставить|не доставлено|"
    "не может быть доставлен|无法投递|無法投遞|退信"};

// The sender of the mail is spoken to.
const Phrases spoken_to{
    "your message|your mail|your e-mail|your email|message that you sent|message you sent|"
    "mail you sent|email you sent|votre message|votre courrier|votre e-mail|ihre nachricht|ihre "
    "e-mail|ihre mail|su mensaje|tu mensaje|il tuo messaggio|il suo messaggio|sua mensagem|"
    "uw bericht|ditt meddelande|送信先|お客様|ваше сообщение|ваше письмо|您的邮件|您的郵件"};

// A list's manager says that it did not distribute a mail.
const Phrases list_refusals{
    "you are not a member of this mailing list|you are not member|not a member of this list|"
    "duplicated message-id|you are not allowed to post|you're not allowed to post|"
    "posting to this list is restricted|only members may post"};

bool is_mailer_daemon(const Message& message)
{
    return std::any_of(message.from.begin(), message.from.end(), [](const Address& from) {
        return starts_nocase(from.addr, "mailer-daemon@") ||
               starts_nocase(from.name, "mailer-daemon");
    });
}

bool is_from_list_manager(const Message& message)
{
    if (find_header(message, "X-MLServer") || !list_signs(message).empty()) return true;
    return std::any_of(message.from.begin(), message.from.end(), [](const Address& from) {
        const auto local = std::string_view{from.addr}.substr(0, from.addr.find('@'));
        return ends_nocase(local, "-admin") || ends_nocase(local, "-owner") ||
               ends_nocase(local, "-request") || ends_nocase(local, "-bounces");
    });
}

bool is_from_program(const Message& message)
{
    const auto signs = reasons_not_to_answer(message);
    return std::any_of(signs.begin(), signs.end(), [](const std::string& sign) {
        return sign == "daemon-sender" || sign == "auto-submitted" || sign == "machine-header" ||
               sign == "autoreply-header";
    });
}

// The first words that are no rule of marks.
std::string_view first_words(std::string_view text)
{
    auto rest = text.substr(0, opening_size);
    while (!rest.empty()) {
        const auto words = rest;
        if (take_line(rest).find_first_not_of("*-=_# \t\r") != std::string_view::npos)
            return trimmed_left(words).substr(0, 400);
    }
    return {};
}

// The very first words tell the sender that a mail failed, or show a dialogue between servers. A person
// who asks about that greets, or says "my mail" and "I".
bool opens_as_report(std::string_view text)
{
    const auto opening = first_words(text);
    const auto line = opening.substr(0, opening.find('\n'));
    if (spoken_to.start(line)) return failure_texts.within(opening);
    return contains_nocase(line, "rcpt to:") && !reply_in(opening).empty();
}

// Names that gateways and mail programs write under.
bool is_from_mail_system(const Message& message)
{
    static const Phrases locals{"mailer|post_master|mail-system|mailsystem|mail_system|mailadmin|mailadm|"
                                "mail.system|mailrouter|system.administrator|mailmaster"};
    static const Phrases names{"mailer|mail system|mail delivery|delivery subsystem|system administrator|"
                               "mail router|post master|postmaster|mail server|mail gateway"};
    return is_from_daemon(message) ||
           std::any_of(message.from.begin(), message.from.end(), [](const Address& from) {
               return locals.equal(std::string_view{from.addr}.substr(0, from.addr.find('@'))) ||
                      names.within(from.name);
           });
}

// Which signs make a mail without report parts a failure report.
bool is_failure_report(const Message& message)
{
    const auto opening = std::string_view{message.text}.substr(0, opening_size);
    const bool told_in_text = failure_texts.within(opening);
    const bool told_in_subject = bounce_subjects.within(message.subject);
    const bool report = starts_nocase(header_value(message, "Content-Type"), "multipart/report");
    if (is_from_mail_system(message) && (told_in_subject || report || (told_in_text && spoken_to.within(opening))))
        return true;
    if (is_mailer_daemon(message) && told_in_text) return true;
    const bool forwarded = starts_nocase(message.subject, "fw");
    if (subjects_of_reports.within(message.subject) && !forwarded && opens_as_report(message.text))
        return true;
    return told_in_text && spoken_to.within(opening) && is_from_program(message) &&
           !message.original_headers.empty();
}

bool is_list_refusal(const Message& message)
{
    return list_refusals.within(std::string_view{message.text}.substr(0, 300)) &&
           is_from_list_manager(message) && message.from.size() == 1;
}

// The list is named in angle brackets where it refuses.
std::string_view list_refused_by(const Message& message)
{
    const auto opening = std::string_view{message.text}.substr(0, 300);
    const auto begin = opening.find('<');
    const auto end = opening.find('>', begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) return {};
    const auto address = opening.substr(begin + 1, end - begin - 1);
    return address.find('@') == std::string_view::npos ? std::string_view{} : address;
}

std::string one_line(std::string_view text)
{
    std::string out;
    for (const char c : trimmed(text.substr(0, 2'000))) {
        if (is_space(c) && out.ends_with(' ')) continue;
        out += is_space(c) ? ' ' : c;
    }
    return out;
}

BounceReport report_on(std::string_view recipient, std::string_view words)
{
    FailureSigns signs;
    signs.recipient = recipient;
    signs.diagnostic = one_line(words);
    signs.status = status_in(words);
    signs.reply = reply_in(words);
    signs.stage = stage_in(signs.diagnostic);
    BounceReport report;
    conclude(report, signs);
    return report;
}

// As report_on, but with the whole report's words where the address's own say nothing.
BounceReport report_within(std::string_view recipient, std::string_view own_words,
                           std::string_view all_words)
{
    auto report = report_on(recipient, own_words);
    return report.reason == "undefined" ? report_on(recipient, all_words) : report;
}

// RFC 3464 fields that stand in the text.
std::vector<BounceReport> fields_in_text(const Message& message)
{
    const std::string_view words = message.text;
    for (const auto* name : {"Original-Recipient:", "Final-Recipient:"}) {
        const auto at = find_nocase(words, name);
        if (at == std::string_view::npos || (at > 0 && words[at - 1] != '\n')) continue;
        if (auto found = records_in(words.substr(at), message); !found.empty()) return found;
    }
    return {};
}

std::vector<BounceReport> reports_in_prose(const Message& message)
{
    std::vector<BounceReport> reports;
    const auto words = report_words(message.text);
    const auto mentions = failed_addresses(words, message);
    const auto failed = header_value(message, "X-Failed-Recipients");
    for (const auto& address : read_addresses(failed, most_recipients)) {
        const auto at = std::find_if(mentions.begin(), mentions.end(), [&](const Mention& m) {
            return equal_nocase(m.address, address.addr);
        });
        reports.push_back(
            report_within(address.addr, at == mentions.end() ? words : at->words, words));
    }
    if (!reports.empty()) return reports;
    for (const auto& mention : mentions) {
        auto found = report_on(mention.address, mention.words);
        // an address without a reason of its own shares the report's
        if (found.reason == "undefined") found = report_on(mention.address, words);
        reports.push_back(std::move(found));
    }
    return reports;
}

// The report names nobody: whom the mail it carries went to.
BounceReport report_on_original(const Message& message)
{
    std::string recipient;
    for (const auto& header : message.original_headers)
        if (equal_nocase(header.name, "To"))
            if (const auto found = read_addresses(header.value, 1); !found.empty())
                recipient = found.front().addr;
    return report_on(recipient, report_words(message.text));
}

}

bool is_from_daemon(const Message& message)
{
    if (message.return_path && message.return_path->empty()) return true;
    static const Phrases daemons{"mailer-daemon|mailer_daemon|postmaster|mdaemon|mailerdaemon|"
                                 "mail-daemon|maildaemon|mailer daemon"};
    return std::any_of(message.from.begin(), message.from.end(), [](const Address& from) {
        const auto local = std::string_view{from.addr}.substr(0, from.addr.find('@'));
        return daemons.equal(local) || daemons.equal(from.name) ||
               contains_nocase(from.name, "mail delivery s") ||
               contains_nocase(from.name, "mailer-daemon") ||
               contains_nocase(from.name, "mail administrator");
    });
}

std::optional<Bounce> read_refusing_receipt(const Message& message)
{
    static const Phrases refusals{"automatically rejected|was rejected|has been rejected|refused"};
    const auto submitted = header_value(message, "Auto-Submitted");
    const bool refuses = contains_nocase(submitted, "rejected") ||
                         (!submitted.empty() &&
                          refusals.within(std::string_view{message.text}.substr(0, opening_size)));
    if (!refuses) return {};
    Bounce bounce;
    bounce.reports = reports_in_prose(message);
    if (bounce.reports.empty()) return {};
    bounce.original_message_id = original_message_id(message);
    return bounce;
}

std::optional<Bounce> read_bounce_text(const Message& message)
{
    Bounce bounce;
    if (is_list_refusal(message)) {
        bounce.reports.push_back(report_on(list_refused_by(message), report_words(message.text)));
    } else if (find_header(message, "X-Failed-Recipients") || is_failure_report(message)) {
        bounce.reports = fields_in_text(message);
        if (bounce.reports.empty()) bounce.reports = reports_in_prose(message);
        if (bounce.reports.empty()) bounce.reports.push_back(report_on_original(message));
    }
    if (bounce.reports.empty()) return {};
    bounce.original_message_id = original_message_id(message);
    return bounce;
}

}
