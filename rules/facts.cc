#include "rules/facts.h"

#include "rules/ascii.h"

#include <algorithm>
#include <array>

namespace deskhand::rules {

namespace {

using enum FactType;

constexpr auto facts = std::to_array<FactDescription>({
    {"subject", text, "the subject line"},
    {"from", text, "address of the sender", Meaning::address},
    {"from_name", text, "display name of the sender"},
    {"from_domain", text, "domain of the sender's address"},
    {"to", list, "addresses in To", Meaning::address},
    {"cc", list, "addresses in Cc", Meaning::address},
    {"recipients", list, "addresses in To and Cc and the one it was delivered to", Meaning::address},
    {"reply_to", list, "addresses in Reply-To", Meaning::address},
    {"text", text, "what the sender wrote now, without quotes and signature"},
    {"whole_text", text, "the whole readable text, quotes and signature included"},
    {"language", text, "language of the text as an ISO 639 code, when known"},
    {"kind", text, "what kind of mail it is", Meaning::kind},
    {"automatic_type", text, "for automatic mail: out_of_office, auto_reply, notification, ..."},
    {"bounce_status", list, "for a bounce: the RFC 3463 codes it reports, e.g. 5.1.1"},
    {"bounce_recipient", list, "for a bounce: the addresses that were not reached", Meaning::address},
    {"may_answer", yes_no, "whether anything automatic may answer this mail"},
    {"size", number, "size of the whole mail in octets", Meaning::octets},
    {"attachments", list, "file names of the attachments"},
    {"attachment_types", list, "content types of the attachments, e.g. image/png"},
    {"has_attachments", yes_no, "whether there is any attachment"},
    {"mailbox", text, "name of the mailbox the mail was fetched from"},
    {"received_at", number, "when the mail reached the desk", Meaning::instant},
    {"date", number, "the date the sender's system wrote", Meaning::instant},
    {"message_id", text, "the Message-ID without brackets"},
    {"in_reply_to", yes_no, "whether it answers another mail"},
    {"sender_is_staff", yes_no, "whether the sender is one of the staff"},
    {"sender_known", yes_no, "whether the sender has written before"},
    {"new_ticket", yes_no, "whether the mail opens a new ticket"},
    {"ticket", number, "number of the ticket it belongs to; absent for a new one"},
    {"ticket_status", text, "status of that ticket", Meaning::status},
    {"ticket_queue", text, "queue of that ticket", Meaning::queue},
    {"ticket_assignee", text, "who works on that ticket", Meaning::person},
    {"ticket_priority", text, "priority of that ticket", Meaning::priority},
    {"ticket_tags", list, "tags of that ticket"},
    {"ticket_age", number, "time since that ticket was opened", Meaning::seconds},
    {"predicted_queue", text, "queue the model proposes", Meaning::queue},
    {"predicted_queue_probability", number, "how likely that queue is right", Meaning::probability},
    {"predicted_assignee", text, "person the model proposes", Meaning::person},
    {"predicted_assignee_probability", number, "how likely that person is right",
     Meaning::probability},
    {"answer_probability", number, "how likely the proposed answer can go out as it is",
     Meaning::probability},
});

constexpr std::string_view header_prefix = "header.", field_prefix = "field.";

}

std::span<const FactDescription> known_facts() { return facts; }

std::optional<FactDescription> find_fact(std::string_view name)
{
    if (name.starts_with(header_prefix) && name.size() > header_prefix.size())
        return FactDescription{name, list, "values of the header of that name"};
    if (name.starts_with(field_prefix) && name.size() > field_prefix.size())
        return FactDescription{name, text, "a value an earlier rule captured or set"};
    const auto found = std::ranges::find(facts, name, &FactDescription::name);
    if (found == facts.end()) return std::nullopt;
    return *found;
}

std::string fact_key(std::string_view name)
{
    if (name.starts_with(header_prefix) || name.starts_with(field_prefix)) return lower(name);
    return std::string{name};
}

}
