// A small desk that tests of deciding share: two queues, three staff, short templates.
#pragma once
#include "engine/core/decide.h"
#include "rules/surroundings.h"

#include <stdexcept>

namespace deskhand::tests {

inline config::Settings sample_settings()
{
    config::Settings settings;
    settings.desk.name = "IT desk";
    settings.desk.address = {"IT desk", "help@desk.example"};
    settings.desk.also_known_as = {"support@desk.example"};
    settings.desk.host_name = "desk.example";
    settings.default_queue = "helpdesk";
    settings.queues = {{.name = "helpdesk", .staff = {"ann", "bob"}, .address = {}},
                       {.name = "network", .staff = {"cleo"}, .address = mail::Address{"Network", "net@desk.example"}}};
    settings.staff = {{.name = "ann", .address = {"Ann A", "ann@desk.example"}},
                      {.name = "bob", .address = {"Bob B", "bob@desk.example"}, .away = true},
                      {.name = "cleo", .address = {"Cleo C", "cleo@desk.example"}}};
    settings.token_key = std::string(32, 'k');
    return settings;
}

inline rules::Templates sample_templates()
{
    return rules::Templates::load({
        {"acknowledgement", "Hello {{REQUESTER_NAME}}, your request {{TICKET}} is here.\n"},
        {"staff-notice", "## Reply above this line ##\n{{HEADLINE}}\n{{TEXT}}\n{{#ATTACHMENTS}}Attached: {{NAME}}\n{{/ATTACHMENTS}}{{#SUGGESTION}}Proposed: {{ANSWER}}{{/SUGGESTION}}\n"},
        {"staff-reply", "{{TEXT}}\n"},
        {"forward-notice", "For your eyes: {{TEXT}}\n"},
        {"closed", "{{TICKET}} is closed.\n"},
        {"printer-steps", "Turn it off and on.\n"},
    }).templates;
}

inline engine::Policy sample_policy(const std::vector<rules::Rule>& rules = {})
{
    auto settings = sample_settings();
    rules::Surroundings around;
    around.queues = {"helpdesk", "network"};
    around.people = {"ann", "bob", "cleo"};
    around.templates = {"printer-steps"};
    auto compiled = rules::RuleSet::compile(rules, around);
    if (!compiled.mistakes.empty()) throw std::runtime_error{compiled.mistakes.front().what};
    engine::TokenMint mint{settings.token_key, settings.desk.host_name};
    return {.settings = std::move(settings), .rules = std::move(compiled.rules), .templates = sample_templates(),
            .model = std::nullopt, .mint = std::move(mint)};
}

inline engine::ReadMail mail_from(const std::string& address, const std::string& subject, const std::string& text)
{
    engine::ReadMail read;
    read.message.from = {{"", address}};
    read.message.to = {{"", "help@desk.example"}};
    read.message.subject = subject;
    read.message.message_id = "m1@client.example";
    read.message.text = text;
    read.message.spans = {{mail::SpanKind::own, text}};
    return read;
}

inline const engine::Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};

inline engine::Situation fresh_situation()
{
    engine::Situation situation;
    situation.mail = engine::InboxId{77};
    situation.mailbox = "main";
    situation.received = noon;
    situation.next_ticket = engine::TicketId{1042};
    return situation;
}

inline engine::Ticket open_ticket()
{
    engine::Ticket ticket;
    ticket.id = engine::TicketId{1042};
    ticket.subject = "printer broken";
    ticket.requester = "rita@client.example";
    ticket.requester_name = "Rita";
    ticket.queue = "helpdesk";
    ticket.status = engine::Status::pending;
    ticket.participants = {"rita@client.example"};
    ticket.created = ticket.updated = noon - std::chrono::hours{2};
    ticket.version = 3;
    return ticket;
}

// The actions of one kind, in order.
template <class Action>
std::vector<Action> all_of(const engine::Decision& decision)
{
    std::vector<Action> out;
    for (const auto& action : decision.actions)
        if (const auto* one = std::get_if<Action>(&action)) out.push_back(*one);
    return out;
}

inline std::vector<engine::Send> mails_for(const engine::Decision& decision, engine::Purpose purpose)
{
    std::vector<engine::Send> out;
    for (const auto& send : all_of<engine::Send>(decision))
        if (send.purpose == purpose) out.push_back(send);
    return out;
}

inline bool has_reason(const engine::Decision& decision, std::string_view id)
{
    for (const auto& reason : decision.because)
        if (reason.id == id) return true;
    return false;
}

}
