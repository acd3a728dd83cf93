#include "engine/run/past_mail.h"

#include "engine/core/folded.h"
#include "engine/core/policy.h"
#include "engine/run/read_file.h"
#include "engine/run/read_mail.h"
#include "engine/store/tickets.h"
#include "mail/format/mbox.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace deskhand::engine {
namespace {

namespace fs = std::filesystem;

constexpr int tickets_a_page = 500;

std::vector<std::string> addresses(const std::vector<mail::Address>& list)
{
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(folded(one.addr));
    return out;
}

// Nothing for mail that teaches nothing: automatic mail, lists, reports.
std::optional<predict::PastMail> past_mail_of(std::string_view bytes)
{
    const auto read = read_mail(bytes);
    if (read.judgement.kind != mail::Kind::person) return {};
    const auto& message = read.message;
    predict::PastMail past;
    past.message_id = message.message_id;
    past.in_reply_to = message.in_reply_to;
    past.references = message.references;
    past.from = message.from.empty() ? std::string{} : folded(message.from.front().addr);
    past.to = addresses(message.to);
    for (auto& one : addresses(message.cc)) past.to.push_back(std::move(one));
    if (message.date) past.date = message.date->instant;
    past.subject = message.subject;
    past.own_text = mail::own_text(message);
    past.queue = std::string{mail::header_value(message, "X-Deskhand-Queue")};
    return past;
}

class Reading {
public:
    explicit Reading(const ReadingProgress& progress) : progress_{progress} {}

    void add(std::string_view bytes)
    {
        if (auto past = past_mail_of(bytes)) mails_.push_back(std::move(*past));
        progress_(++read_);
    }
    std::vector<predict::PastMail> mails() && { return std::move(mails_); }

private:
    const ReadingProgress& progress_;
    std::vector<predict::PastMail> mails_;
    std::size_t read_ = 0;
};

void read_maildir(const fs::path& folder, Reading& reading)
{
    std::vector<fs::path> files;
    for (const auto* sub : {"cur", "new"})
        if (fs::is_directory(folder / sub))
            for (const auto& entry : fs::directory_iterator{folder / sub})
                if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
        if (const auto bytes = read_file(file)) reading.add(*bytes);
}

void read_mbox(const fs::path& file, Reading& reading)
{
    std::ifstream stream{file, std::ios::binary};
    if (!stream) throw std::runtime_error{fmt::format("cannot read {}", file.string())};
    mail::MboxReader mbox{stream};
    while (const auto bytes = mbox.next()) reading.add(*bytes);
}

// Looks only: whatever the configuration says is done with fetched mail is not done here.
void read_mailbox(mail::MailboxSettings settings, Reading& reading)
{
    std::visit([](auto& where) { where.disposal = mail::Disposal::keep; }, settings.where);
    const auto mailbox = mail::make_mailbox(settings);
    mailbox->open();
    std::vector<std::string> uids;
    for (const auto& one : mailbox->list().mails) uids.push_back(one.uid);
    mailbox->fetch(uids, [&](const mail::FetchedMail& fetched) { reading.add(fetched.bytes); });
    mailbox->close();
}

std::string names_of_mailboxes(const config::Settings& settings)
{
    std::string out;
    for (const auto& mailbox : settings.mailboxes) out += (out.empty() ? "" : ", ") + mailbox.name;
    return out;
}

std::optional<predict::Example> example_of(Tickets& tickets, const Ticket& ticket)
{
    predict::Example example;
    for (const auto& event : tickets.history(ticket.id)) {
        if (event.kind == EventKind::received && example.text.empty()) example.text = event.text;
        if (event.kind != EventKind::answered || !example.answer.empty()) continue;
        example.answer = event.text;
        example.answered_at = std::chrono::floor<std::chrono::seconds>(event.at);
    }
    if (example.text.empty()) return {};
    if (example.answer.empty()) example.answered_at = std::chrono::floor<std::chrono::seconds>(ticket.updated);
    example.subject = ticket.subject;
    example.queue = ticket.queue;
    example.assignee = ticket.assignee;
    example.source = "ticket " + reference_of(ticket.id);
    return example;
}

}

std::vector<predict::PastMail> past_mails(const std::string& source, const config::Settings& settings,
                                          const ReadingProgress& progress)
{
    Reading reading{progress};
    const auto named = std::find_if(settings.mailboxes.begin(), settings.mailboxes.end(),
                                    [&](const auto& mailbox) { return mailbox.name == source; });
    if (named != settings.mailboxes.end()) read_mailbox(*named, reading);
    else if (fs::is_directory(fs::path{source} / "cur") || fs::is_directory(fs::path{source} / "new")) read_maildir(source, reading);
    else if (fs::is_regular_file(source)) read_mbox(source, reading);
    else throw std::runtime_error{fmt::format("\"{}\" is no mbox file, no Maildir (a folder with cur or new) and no mailbox of the configuration ({}); "
                                              "give one of these, or \"tickets\"", source, names_of_mailboxes(settings))};
    return std::move(reading).mails();
}

std::vector<predict::Example> past_tickets(Database& database)
{
    Tickets tickets{database};
    std::vector<predict::Example> examples;
    TicketFilter filter{.status = Status::closed, .most = tickets_a_page};
    for (;;) {
        const auto page = tickets.list(filter);
        for (const auto& ticket : page)
            if (auto example = example_of(tickets, ticket)) examples.push_back(std::move(*example));
        if (page.size() < tickets_a_page) return examples;
        filter.before = page.back().id;
    }
}

}
