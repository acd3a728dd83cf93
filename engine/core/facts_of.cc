#include "engine/core/facts_of.h"

#include "engine/core/folded.h"

#include <string>
#include <vector>

namespace deskhand::engine {
namespace {

double seconds(Instant at)
{
    return static_cast<double>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::vector<std::string> addresses(const std::vector<mail::Address>& list)
{
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(folded(one.addr));
    return out;
}

std::string domain_of(const std::string& address)
{
    const auto at = address.rfind('@');
    return at == std::string::npos ? std::string{} : address.substr(at + 1);
}

void add_mail(rules::Facts& facts, const Case& c)
{
    const auto& message = c.read.message;
    const auto& judgement = c.read.judgement;
    facts["subject"] = message.subject;
    facts["from"] = sender_of(c);
    facts["from_name"] = sender_name(c);
    facts["from_domain"] = domain_of(sender_of(c));
    facts["to"] = addresses(message.to);
    facts["cc"] = addresses(message.cc);
    auto recipients = addresses(message.to);
    for (auto& one : addresses(message.cc)) recipients.push_back(std::move(one));
    if (!c.situation.envelope_recipient.empty()) recipients.push_back(folded(c.situation.envelope_recipient));
    facts["recipients"] = std::move(recipients);
    facts["reply_to"] = addresses(message.reply_to);
    facts["text"] = mail::own_text(message);
    facts["whole_text"] = message.text;
    facts["kind"] = std::string{mail::name_of(judgement.kind)};
    facts["may_answer"] = judgement.may_answer.answer;
    facts["size"] = static_cast<double>(message.size);
    facts["message_id"] = message.message_id;
    facts["in_reply_to"] = !message.in_reply_to.empty() || !message.references.empty();
    if (message.date) facts["date"] = static_cast<double>(message.date->instant.time_since_epoch().count());
    if (judgement.automatic) facts["automatic_type"] = judgement.automatic->type;
    if (judgement.bounce && !judgement.bounce->reports.empty())
        facts["bounce_status"] = judgement.bounce->reports.front().status;
    for (const auto& header : message.headers) {
        auto& values = facts["header." + folded(header.name)];
        if (!std::holds_alternative<std::vector<std::string>>(values)) values = std::vector<std::string>{};
        std::get<std::vector<std::string>>(values).push_back(header.value);
    }
}

void add_attachments(rules::Facts& facts, const mail::Message& message)
{
    std::vector<std::string> names, types;
    for (const auto& leaf : message.leaves) {
        if (!leaf.is_attachment) continue;
        names.push_back(leaf.name);
        types.push_back(folded(leaf.type));
    }
    facts["has_attachments"] = !names.empty();
    facts["attachments"] = std::move(names);
    facts["attachment_types"] = std::move(types);
}

void add_ticket(rules::Facts& facts, const Case& c)
{
    const auto& s = c.situation;
    facts["mailbox"] = s.mailbox;
    facts["received_at"] = seconds(s.received);
    facts["sender_known"] = s.sender_known;
    facts["sender_is_staff"] = staff_with_address(c.policy.settings, sender_of(c)) != nullptr;
    const bool continues = s.ticket && s.evidence != Evidence::stranger;
    facts["new_ticket"] = !continues;
    if (!continues) return;
    const auto& ticket = *s.ticket;
    facts["ticket"] = static_cast<double>(number(ticket.id));
    facts["ticket_status"] = std::string{name_of(ticket.status)};
    facts["ticket_queue"] = ticket.queue;
    facts["ticket_assignee"] = ticket.assignee;
    facts["ticket_priority"] = std::string{name_of(ticket.priority)};
    facts["ticket_tags"] = ticket.tags;
    facts["ticket_age"] = seconds(c.now) - seconds(ticket.created);
    for (const auto& [name, value] : ticket.fields) facts["field." + name] = value;
}

void add_prediction(rules::Facts& facts, const predict::Prediction& guess)
{
    if (!guess.queues.empty()) {
        facts["predicted_queue"] = guess.queues.front().label;
        facts["predicted_queue_probability"] = guess.queues.front().probability;
    }
    if (!guess.assignees.empty()) {
        facts["predicted_assignee"] = guess.assignees.front().label;
        facts["predicted_assignee_probability"] = guess.assignees.front().probability;
    }
    if (!guess.answers.empty()) facts["answer_probability"] = guess.answers.front().probability;
}

}

rules::Facts facts_of(const Case& c, const predict::Prediction& guess)
{
    rules::Facts facts;
    add_mail(facts, c);
    add_attachments(facts, c.read.message);
    add_ticket(facts, c);
    add_prediction(facts, guess);
    return facts;
}

}
