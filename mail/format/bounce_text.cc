#include "mail/format/bounce.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"
#include "mail/format/bounce_reason.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t most_text = 32 << 10; // octets looked at
constexpr std::size_t most_recipients = 100;

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

// What the text of a failure report says, for reports without a telling subject.
const Phrases failure_texts{
    "unable to deliver|could not be delivered|couldn't be delivered|failed permanently|permanent "
    "error|permanent fatal errors|"
    "was not delivered|delivery failed|has been delayed|could not deliver|undeliverable|not able "
    "to deliver"};

// Lines after which the original mail is quoted.
const Phrases original_openings{
    "--- below this line is a copy of the message|------ this is a copy of the message|------ this "
    "is a copy of your|"
    "----- original message follows|----- unsent message follows|--- the message cannot be "
    "delivered|"
    "original message follows|--- original message|----- original message|------- original message|"
    "--- returned message|----- message header follows|--- undelivered message follows|"
    "-- original mail headers|-- the header and top|message headers follow|the text of your "
    "message follows|"
    "content of message|---- your original|the attached file had the following undeliverable "
    "recipient|return-path:|received: from"};

// The report's own words, without the mail it speaks of.
std::string_view words_of_report(std::string_view text)
{
    text = text.substr(0, most_text);
    auto rest = text;
    while (!rest.empty()) {
        const auto at = static_cast<std::size_t>(rest.data() - text.data());
        const auto line = trimmed(take_line(rest));
        if (at > 0 && original_openings.start(line)) return text.substr(0, at);
    }
    return text;
}

bool is_address_char(char c)
{
    return is_letter(c) || is_digit(c) || is_high(c) ||
           std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
}

// The address around an @, cleaned of marks at its ends.
std::string_view address_around(std::string_view text, std::size_t at)
{
    auto begin = at, end = at + 1;
    while (begin > 0 && is_address_char(text[begin - 1])) --begin;
    while (end < text.size() &&
           (is_letter(text[end]) || is_digit(text[end]) || text[end] == '-' || text[end] == '.'))
        ++end;
    while (begin < at &&
           (text[begin] == '\'' || text[begin] == '`' || text[begin] == '.' || text[begin] == '='))
        ++begin;
    if (starts_nocase(text.substr(begin, at - begin), "smtp=")) begin += 5;
    while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    return begin == at || end == at + 1 ? std::string_view{} : text.substr(begin, end - begin);
}

bool is_ours(std::string_view address, const Message& message)
{
    const auto same = [&](const Address& a) { return equal_nocase(a.addr, address); };
    return std::any_of(message.to.begin(), message.to.end(), same) ||
           std::any_of(message.from.begin(), message.from.end(), same) ||
           starts_nocase(address, "mailer-daemon@");
}

struct Mention {
    std::string address;
    std::string_view words; // its line and what follows up to the next address
};

std::vector<Mention> mentions_in(std::string_view words, const Message& message)
{
    std::vector<Mention> found;
    std::vector<std::size_t> starts;
    for (auto at = words.find('@'); at != std::string_view::npos && found.size() < most_recipients;
         at = words.find('@', at + 1)) {
        const auto address = address_around(words, at);
        if (address.empty() || address.find('.', address.find('@')) == std::string_view::npos)
            continue;
        const bool known = std::any_of(found.begin(), found.end(), [&](const Mention& m) {
            return equal_nocase(m.address, address);
        });
        if (known || is_ours(address, message)) continue;
        const auto line = words.rfind('\n', at);
        starts.push_back(line == std::string_view::npos ? 0 : line + 1);
        found.push_back({std::string{address}, {}});
    }
    for (std::size_t i = 0; i < found.size(); ++i)
        found[i].words = words.substr(
            starts[i], (i + 1 < found.size() ? starts[i + 1] : words.size()) - starts[i]);
    return found;
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
    signs.diagnostic = one_line(words);
    signs.status = status_in(words);
    signs.reply = reply_in(words);
    BounceReport report;
    report.recipient = recipient;
    report.status = signs.status;
    report.reply = signs.reply;
    report.diagnostic = signs.diagnostic;
    report.reason = bounce_reason(signs);
    conclude(report, signs);
    return report;
}

std::string original_id(const Message& message)
{
    for (const auto& header : message.original_headers)
        if (equal_nocase(header.name, "Message-ID"))
            if (auto ids = read_message_ids(header.value); !ids.empty()) return ids.front();
    for (auto at = find_nocase(message.text, "message-id:"); at != std::string::npos;
         at = find_nocase(message.text, "message-id:", at + 1)) {
        std::string_view rest = message.text;
        rest.remove_prefix(at + 11);
        if (auto ids = read_message_ids(take_line(rest)); !ids.empty()) return ids.front();
    }
    return {};
}

}

bool is_from_daemon(const Message& message)
{
    if (message.return_path && message.return_path->empty()) return true;
    for (const auto& from : message.from) {
        const auto local = std::string_view{from.addr}.substr(0, from.addr.find('@'));
        const auto& name = from.name;
        for (const auto* daemon : {"mailer-daemon", "postmaster", "mdaemon", "mailerdaemon",
                                   "mail-daemon", "maildaemon"})
            if (equal_nocase(local, daemon) || equal_nocase(name, daemon)) return true;
        if (contains_nocase(name, "mail delivery s") || contains_nocase(name, "mailer-daemon") ||
            contains_nocase(name, "mail administrator"))
            return true;
    }
    return false;
}

namespace {

bool is_mailer_daemon(const Message& message)
{
    return std::any_of(message.from.begin(), message.from.end(), [](const Address& from) {
        return starts_nocase(from.addr, "mailer-daemon@") ||
               starts_nocase(from.name, "mailer-daemon");
    });
}

// As report_on, but with the whole report's words where the address's own say nothing.
BounceReport report_within(std::string_view recipient, std::string_view own_words,
                           std::string_view all_words)
{
    auto report = report_on(recipient, own_words);
    return report.reason == "undefined" ? report_on(recipient, all_words) : report;
}

}

std::optional<Bounce> read_bounce_text(const Message& message)
{
    const auto failed = header_value(message, "X-Failed-Recipients");
    const bool daemon = is_from_daemon(message);
    const bool told_in_subject = bounce_subjects.within(message.subject);
    const bool report = starts_nocase(header_value(message, "Content-Type"), "multipart/report");
    const bool told_in_text = is_mailer_daemon(message) &&
                              failure_texts.within(std::string_view{message.text}.substr(0, 4'000));
    if (failed.empty() && !(daemon && (told_in_subject || report)) && !told_in_text) return {};

    Bounce bounce;
    const auto words = words_of_report(message.text);
    const auto mentions = mentions_in(words, message);
    if (!failed.empty()) {
        for (const auto& address : read_addresses(failed, most_recipients)) {
            const auto at = std::find_if(mentions.begin(), mentions.end(), [&](const Mention& m) {
                return equal_nocase(m.address, address.addr);
            });
            bounce.reports.push_back(
                report_within(address.addr, at == mentions.end() ? words : at->words, words));
        }
    } else {
        for (const auto& mention : mentions) {
            auto found = report_on(mention.address, mention.words);
            // an address without a reason of its own is mentioned, not reported
            if (found.reason == "undefined" && !bounce.reports.empty()) continue;
            if (found.reason == "undefined") found = report_on(mention.address, words);
            bounce.reports.push_back(std::move(found));
        }
    }
    if (bounce.reports.empty()) {
        std::string recipient;
        for (const auto& header : message.original_headers)
            if (equal_nocase(header.name, "To"))
                if (const auto found = read_addresses(header.value, 1); !found.empty())
                    recipient = found.front().addr;
        bounce.reports.push_back(report_on(recipient, words));
    }
    bounce.original_message_id = original_id(message);
    return bounce;
}

}
