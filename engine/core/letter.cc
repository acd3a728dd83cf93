#include "engine/core/letter.h"

#include "engine/core/folded.h"
#include "engine/core/trimmed.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace deskhand::engine {
namespace {

constexpr std::size_t most_thread_ids = 20; // References of a long ticket stay bounded
constexpr std::string_view ellipsis = "...";
constexpr std::size_t longest_subject = 200; // octets

// Reply and forward marks of the mail programs people use, without the colon.
constexpr std::array<std::string_view, 14> reply_marks{"re", "aw", "fwd", "fw", "wg", "antw", "sv",
                                                       "vs", "tr", "rv", "res", "odp", "ynt", "r"};

std::string_view without_reply_mark(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == text.npos || colon > 8) return text;
    auto mark = folded(text.substr(0, colon));
    if (const auto bracket = mark.find('['); bracket != std::string::npos) mark.resize(bracket); // "Re[2]:"
    if (std::find(reply_marks.begin(), reply_marks.end(), mark) == reply_marks.end()) return text;
    return text.substr(colon + 1);
}

// Takes every "[#123]" out.
std::string without_references(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 2) == "[#") {
            const auto end = text.find_first_not_of("0123456789", at + 2);
            if (end != text.npos && end > at + 2 && text[end] == ']') {
                at = end + 1;
                continue;
            }
        }
        out += text[at++];
    }
    return out;
}

// At most `most` octets, never inside a UTF-8 sequence.
std::string shortened(std::string text, std::size_t most)
{
    if (text.size() <= most) return text;
    std::size_t end = most - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return text.substr(0, end) + std::string{ellipsis};
}

const mail::Address& sender_for(const Policy& policy, const Ticket& ticket)
{
    const auto* queue = queue_named(policy.settings, ticket.queue);
    return queue && queue->address ? *queue->address : policy.settings.desk.address;
}

rules::TemplateValues values_of(const Policy& policy, const Ticket& ticket, const std::string& words)
{
    rules::TemplateValues out;
    out.values = {{"DESK_NAME", policy.settings.desk.name},
                  {"TICKET", reference_of(ticket.id)},
                  {"SUBJECT", plain_subject(ticket.subject)},
                  {"REQUESTER_NAME", ticket.requester_name.empty() ? ticket.requester : ticket.requester_name},
                  {"REQUESTER_ADDRESS", ticket.requester},
                  {"TEXT", words},
                  {"ANSWER", words},
                  {"QUEUE", ticket.queue},
                  {"ASSIGNEE", ticket.assignee},
                  {"PRIORITY", std::string{name_of(ticket.priority)}},
                  {"STATUS", std::string{name_of(ticket.status)}}};
    for (const auto& [name, value] : ticket.fields) out.values["FIELD_" + name] = value;
    return out;
}

void add_news(rules::TemplateValues& out, const Correspondence::News& news)
{
    out.values["HEADLINE"] = news.headline;
    for (const auto& reason : news.because) out.sections["REASONS"].push_back({{{"REASON", reason.text}}, {}});
    for (const auto& name : news.attachments) out.sections["ATTACHMENTS"].push_back({{{"NAME", name}}, {}});
    if (news.proposed_answer.empty()) return;
    out.sections["SUGGESTION"].push_back(
        {{{"ANSWER", news.proposed_answer}, {"PROBABILITY", fmt::format("{:.0f} %", 100 * news.probability)}}, {}});
}

std::string subject_line(const rules::FilledTemplate& filled, const Ticket& ticket, std::string_view mark)
{
    const auto subject = filled.subject.empty() ? std::string{mark} + plain_subject(ticket.subject) : filled.subject;
    const auto reference = "[" + reference_of(ticket.id) + "]";
    if (subject.find(reference) != std::string::npos) return subject;
    return shortened(subject, longest_subject) + " " + reference;
}

}

std::string_view without_reply_marks(std::string_view subject)
{
    auto rest = trimmed(subject);
    for (;;) {
        const auto shorter = trimmed(without_reply_mark(rest));
        if (shorter.size() == rest.size()) return rest;
        rest = shorter;
    }
}

std::string plain_subject(std::string_view subject)
{
    const auto text = without_references(subject);
    const auto rest = without_reply_marks(text);
    return rest.empty() ? "(no subject)" : std::string{rest};
}

std::vector<const config::StaffMember*> staff_for(const config::Settings& settings, const Ticket& ticket,
                                                  const std::vector<std::string>& also, std::string_view except)
{
    std::vector<std::string> names;
    const auto* assignee = staff_named(settings, ticket.assignee);
    if (assignee && !assignee->away) names.push_back(assignee->name);
    else if (const auto* queue = queue_named(settings, ticket.queue)) names = queue->staff;
    names.insert(names.end(), also.begin(), also.end());

    std::vector<const config::StaffMember*> out;
    for (const auto& name : names) {
        const auto* member = staff_named(settings, name);
        if (!member || member->away || folded(member->address.addr) == folded(except)) continue;
        if (std::find(out.begin(), out.end(), member) == out.end()) out.push_back(member);
    }
    return out;
}

Correspondence::Correspondence(const Policy& policy, std::string cause, Instant now)
    : policy_{policy}, cause_{std::move(cause)}, now_{now}
{
}

std::string Correspondence::next_unique() { return fmt::format("{}-{}", cause_, ++written_); }

mail::Draft Correspondence::draft_for(const Subject& about, const TokenClaim& undated, const mail::Address& to)
{
    auto claim = undated;
    claim.issued = std::chrono::floor<std::chrono::days>(now_);
    mail::Draft draft;
    draft.message_id = policy_.mint.message_id(claim, next_unique(), folded(to.addr));
    draft.date = std::chrono::floor<std::chrono::seconds>(now_);
    draft.from = sender_for(policy_, about.ticket);
    draft.to = {to};
    if (policy_.settings.desk.plus_addressing == config::PlusAddressing::on)
        draft.reply_to = {{draft.from.name, policy_.mint.reply_address(draft.from.addr, claim, folded(to.addr))}};
    const auto skip = about.thread.size() > most_thread_ids ? about.thread.size() - most_thread_ids : 0;
    draft.references.assign(about.thread.begin() + static_cast<std::ptrdiff_t>(skip), about.thread.end());
    if (!about.thread.empty()) draft.in_reply_to = {about.thread.back()};
    return draft;
}

std::optional<Send> Correspondence::to_requester(const Subject& about, Purpose purpose,
                                                 const std::string& template_name, const std::string& words)
{
    const auto& ticket = about.ticket;
    const auto filled = policy_.templates.fill(template_name, values_of(policy_, ticket, words));
    if (filled.text.empty()) return {};
    Send send{.ticket = ticket.id, .purpose = purpose, .recipient = ticket.requester, .envelope_sender = {}, .draft = {}};
    send.draft = draft_for(about, {ticket.id, Audience::requester}, {ticket.requester_name, ticket.requester});
    send.envelope_sender = send.draft.from.addr;
    send.draft.subject = subject_line(filled, ticket, "Re: ");
    const TokenClaim claim{ticket.id, Audience::requester, std::chrono::floor<std::chrono::days>(now_)};
    send.draft.text = filled.text + "\n" + policy_.mint.text_mark(claim, folded(ticket.requester)) + "\n";
    // RFC 3834 section 5: only what answers by itself is marked, a person's words are not.
    // Exchange sends no absence notes to what asks for none.
    if (answers_by_itself(purpose))
        send.draft.extra_headers = {{"Auto-Submitted", "auto-replied"}, {"X-Auto-Response-Suppress", "All"}};
    return send;
}

Send Correspondence::to_staff(const Subject& about, const config::StaffMember& member, const News& news)
{
    const auto& ticket = about.ticket;
    auto values = values_of(policy_, ticket, news.words);
    add_news(values, news);
    values.values["STAFF_NAME"] = member.name;
    const auto filled = policy_.templates.fill("staff-notice", values);
    Send send{.ticket = ticket.id, .purpose = Purpose::notice, .recipient = member.address.addr, .envelope_sender = {}, .draft = {}};
    const TokenClaim claim{ticket.id, Audience::staff};
    send.draft = draft_for({ticket, {}}, claim, member.address);
    // One made-up first mail per ticket and person keeps all notices in one thread.
    send.draft.references = {policy_.mint.thread_id(claim, folded(member.address.addr))};
    send.draft.in_reply_to = send.draft.references;
    const auto& shown = ticket.requester_name.empty() ? ticket.requester : ticket.requester_name;
    send.draft.from.name = fmt::format("{} ({})", shown, policy_.settings.desk.name);
    send.envelope_sender = send.draft.from.addr;
    send.draft.subject = subject_line(filled, ticket, "");
    send.draft.text = filled.text;
    send.draft.attachments = news.files;
    send.draft.extra_headers = {{"Auto-Submitted", "auto-generated"}, {"X-Auto-Response-Suppress", "All"}};
    return send;
}

Send Correspondence::to_operator(Purpose purpose, const std::string& address)
{
    const auto& desk = policy_.settings.desk;
    Send send{.ticket = {}, .purpose = purpose, .recipient = address, .envelope_sender = desk.address.addr, .draft = {}};
    send.draft.message_id = fmt::format("{}-{}@{}", name_of(purpose), next_unique(), desk.host_name);
    send.draft.date = std::chrono::floor<std::chrono::seconds>(now_);
    send.draft.from = desk.address;
    send.draft.to = {{"", address}};
    send.draft.extra_headers = {{"Auto-Submitted", "auto-generated"}, {"X-Auto-Response-Suppress", "All"}};
    return send;
}

Send Correspondence::alarm(const std::string& address, const std::string& why)
{
    auto send = to_operator(Purpose::alarm, address);
    send.draft.subject = policy_.settings.desk.name + ": automatic mail is held";
    send.draft.text = fmt::format("{}.\n\nTickets are opened as always; nobody is told of them and nobody gets an acknowledgement until\n"
                                  "less mail leaves. Something may be answering the desk by itself. To look:\n\n"
                                  "  deskhand queue list --state held\n  deskhand queue release NUMBER\n\n"
                                  "The limit is limits.overall_per_hour in deskhand.yaml.\n", why);
    return send;
}

Send Correspondence::outage(const std::string& address, const std::string& subject, const std::string& text)
{
    auto send = to_operator(Purpose::outage, address);
    send.draft.subject = policy_.settings.desk.name + ": " + subject;
    send.draft.text = text;
    return send;
}

Send Correspondence::forward(const Subject& about, const std::string& address, const News& news)
{
    auto values = values_of(policy_, about.ticket, news.words);
    add_news(values, news);
    const auto filled = policy_.templates.fill("forward-notice", values);
    Send send{.ticket = about.ticket.id, .purpose = Purpose::forward, .recipient = address, .envelope_sender = {}, .draft = {}};
    send.draft = draft_for(about, {about.ticket.id, Audience::requester}, {"", address});
    send.envelope_sender = send.draft.from.addr;
    send.draft.subject = subject_line(filled, about.ticket, "Fwd: ");
    send.draft.text = filled.text;
    send.draft.attachments = news.files;
    send.draft.extra_headers = {{"Auto-Submitted", "auto-generated"}};
    return send;
}

}
