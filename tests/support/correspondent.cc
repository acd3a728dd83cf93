#include "tests/support/correspondent.h"

#include "mail/format/compose.h"
#include "mail/format/parse_message.h"
#include "mail/net/smtp_courier.h"
#include "tests/support/desk_folder.h"
#include "tests/support/waiting.h"

#include <fmt/core.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace deskhand::tests {
namespace {

namespace fs = std::filesystem;

const mail::Address& answer_to(const mail::Message& message)
{
    return message.reply_to.empty() ? message.from.at(0) : message.reply_to.front();
}

bool accepted(const std::vector<mail::Outcome>& outcomes)
{
    const auto* answered = std::get_if<mail::Answered>(&outcomes.at(0).result);
    return answered && answered->reply.code == 250;
}

}

std::string quoted(const mail::Message& message)
{
    std::string text = fmt::format("On Mon, 2 Mar 2026 at 12:00, {} <{}> wrote:\n", message.from.at(0).name, message.from.at(0).addr);
    for (std::size_t at = 0; at < message.text.size();) {
        const auto end = std::min(message.text.find('\n', at), message.text.size());
        text += "> " + message.text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return text;
}

Correspondent::Correspondent(const Dovecot& server, std::uint16_t relay_port, std::string name, std::string address)
    : server_{server}, relay_port_{relay_port}, name_{std::move(name)}, address_{std::move(address)}
{
}

mail::Message Correspondent::next_mail(std::string_view words)
{
    std::string there;
    mail::Message found;
    const bool came = happens([&] {
        there.clear();
        for (const auto* part : {"new", "cur"}) {
            std::error_code none;
            for (const auto& entry : fs::directory_iterator{server_.maildir(address_) / part, none}) {
                const auto name = entry.path().filename().string();
                auto message = mail::parse_message(octets_of(entry.path()));
                there += "\n  " + message.subject + (read_.contains(name) ? " (read)" : "");
                if (read_.contains(name)) continue;
                if ((message.subject + "\n" + message.text).find(words) == std::string::npos) continue;
                read_.insert(name);
                found = std::move(message);
                return true;
            }
        }
        return false;
    });
    if (!came) throw std::runtime_error{fmt::format("{} waits in vain for a mail with \"{}\"; there is:{}", address_, words, there)};
    return found;
}

std::string Correspondent::next_id() { return fmt::format("{}.{}", ++written_, address_); }

std::string Correspondent::octets(const Sheet& sheet, const std::string& message_id) const
{
    mail::Draft draft;
    draft.message_id = message_id;
    draft.date = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    draft.from = {name_, address_};
    draft.to = {{"", sheet.to}};
    draft.subject = sheet.subject;
    draft.text = sheet.text;
    draft.in_reply_to = sheet.in_reply_to;
    draft.references = sheet.references;
    return mail::compose(draft);
}

std::string Correspondent::send(const Sheet& sheet)
{
    const auto id = next_id();
    const auto bytes = octets(sheet, id);
    mail::RelaySettings relay;
    relay.server = {.host = "localhost", .port = relay_port_, .security = mail::Security::none, .ca_file = {}};
    relay.our_host_name = "client.example";
    mail::SmtpCourier courier{relay};
    const mail::Parcel parcel{.id = 1, .envelope_sender = address_, .recipient = sheet.to, .bytes = bytes};
    const auto outcomes = courier.deliver({&parcel, 1}, [](std::span<const std::int64_t>) {});
    courier.close();
    if (!accepted(outcomes)) throw std::runtime_error{"the relay does not take the mail of " + address_};
    return id;
}

std::string Correspondent::composed(const std::string& to, const std::string& subject, const std::string& text)
{
    return octets({.to = to, .subject = subject, .text = text, .in_reply_to = {}, .references = {}}, next_id());
}

std::string Correspondent::write(const std::string& to, const std::string& subject, const std::string& text)
{
    return send({.to = to, .subject = subject, .text = text, .in_reply_to = {}, .references = {}});
}

std::string Correspondent::reply(const mail::Message& to, const std::string& text)
{
    auto references = to.references;
    references.push_back(to.message_id);
    return send({.to = answer_to(to).addr, .subject = "Re: " + to.subject, .text = text + "\n\n" + quoted(to),
                 .in_reply_to = {to.message_id}, .references = std::move(references)});
}

}
