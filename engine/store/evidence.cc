#include "engine/store/evidence.h"

#include "engine/core/folded.h"
#include "engine/store/tickets.h"

#include <algorithm>
#include <charconv>

namespace deskhand::engine {

namespace {

// Bounds the look-ups for a mail with endless References or recipients; the newest ids count.
constexpr std::size_t most_ids = 50;
constexpr std::size_t most_addresses = 50;
constexpr std::size_t most_numbers = 5;

// What the mail itself names, nearest first.
struct Clues {
    std::string sender; // lower case; empty when the mail names none
    std::vector<std::string> ids, addresses;
};

Clues clues_of(const InboxRow& row, const mail::Message& message)
{
    Clues clues;
    if (!message.from.empty()) clues.sender = folded(message.from.front().addr);
    clues.ids = message.in_reply_to;
    clues.ids.insert(clues.ids.end(), message.references.rbegin(), message.references.rend());
    if (clues.ids.size() > most_ids) clues.ids.resize(most_ids);
    if (!row.envelope_recipient.empty()) clues.addresses.push_back(row.envelope_recipient);
    for (const auto* list : {&message.to, &message.cc})
        for (const auto& address : *list)
            if (clues.addresses.size() < most_addresses) clues.addresses.push_back(address.addr);
    return clues;
}

std::vector<TokenClaim> genuine_claims(const Clues& clues, const TokenMint& mint)
{
    std::vector<TokenClaim> claims;
    for (const auto& id : clues.ids)
        if (const auto claim = mint.verify_message_id(id, clues.sender)) claims.push_back(*claim);
    for (const auto& address : clues.addresses)
        if (const auto claim = mint.verify_reply_address(address, clues.sender)) claims.push_back(*claim);
    return claims;
}

bool takes_part(const Ticket& ticket, const std::string& sender)
{
    return !sender.empty() && (ticket.requester == sender ||
                               std::find(ticket.participants.begin(), ticket.participants.end(), sender) != ticket.participants.end());
}

class Search {
public:
    Search(Database& database, const Policy& policy, const Clues& clues) : tickets_{database}, policy_{policy}, clues_{clues} {}

    std::optional<FoundEvidence> by_token(Audience audience, Evidence evidence)
    {
        if (audience == Audience::staff && !staff_with_address(policy_.settings, clues_.sender)) return {};
        for (const auto& claim : claims())
            if (claim.audience == audience && tickets_.find(claim.ticket)) return FoundEvidence{evidence, claim.ticket};
        return {};
    }

    std::optional<FoundEvidence> by_reference()
    {
        for (const auto& id : clues_.ids)
            if (const auto ticket = tickets_.with_message_id(id))
                if (part_in(*ticket)) return FoundEvidence{Evidence::reference, *ticket};
        return {};
    }

    std::optional<FoundEvidence> by_number(std::string_view subject)
    {
        for (const auto ticket : numbers_in_subject(subject))
            if (part_in(ticket)) return FoundEvidence{Evidence::subject_number, ticket};
        return {};
    }

    // Tickets named without part in them, noticed by the searches above.
    FoundEvidence otherwise() const { return stranger_ ? *stranger_ : FoundEvidence{}; }

private:
    const std::vector<TokenClaim>& claims()
    {
        if (!claims_) claims_ = genuine_claims(clues_, policy_.mint);
        return *claims_;
    }

    bool part_in(TicketId id)
    {
        const auto ticket = tickets_.find_current(id);
        if (!ticket) return false;
        if (takes_part(*ticket, clues_.sender)) return true;
        if (!stranger_) stranger_ = FoundEvidence{Evidence::stranger, id};
        return false;
    }

    Tickets tickets_;
    const Policy& policy_;
    const Clues& clues_;
    std::optional<std::vector<TokenClaim>> claims_;
    std::optional<FoundEvidence> stranger_;
};

}

std::vector<TicketId> numbers_in_subject(std::string_view subject)
{
    std::vector<TicketId> numbers;
    for (auto at = subject.find("[#"); at != subject.npos && numbers.size() < most_numbers; at = subject.find("[#", at + 2)) {
        std::int64_t value = 0;
        const auto* first = subject.data() + at + 2;
        const auto* last = subject.data() + subject.size();
        const auto [end, error] = std::from_chars(first, last, value);
        if (error == std::errc{} && end != last && *end == ']' && value > 0) numbers.push_back(TicketId{value});
    }
    return numbers;
}

FoundEvidence evidence_for(Database& database, const InboxRow& row, const mail::Message& message, const Policy& policy)
{
    const auto clues = clues_of(row, message);
    Search search{database, policy, clues};
    if (auto found = search.by_token(Audience::staff, Evidence::staff_token)) return *found;
    if (auto found = search.by_token(Audience::requester, Evidence::requester_token)) return *found;
    if (auto found = search.by_reference()) return *found;
    if (auto found = search.by_number(message.subject)) return *found;
    return search.otherwise();
}

}
