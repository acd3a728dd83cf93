#include "engine/store/evidence.h"

#include "engine/core/folded.h"
#include "engine/store/conversation_of.h"
#include "engine/store/tickets.h"
#include "mail/format/cut_short.h"

#include <fmt/format.h>

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
    std::string sender; // its author in lower case; empty when the mail names none or several
    std::vector<std::string> ids, addresses;
};

Clues clues_of(const InboxRow& row, const mail::Message& message)
{
    Clues clues;
    if (const auto* author = mail::author_of(message)) clues.sender = folded(author->addr);
    clues.ids = message.in_reply_to;
    clues.ids.insert(clues.ids.end(), message.references.rbegin(), message.references.rend());
    if (clues.ids.size() > most_ids) clues.ids.resize(most_ids);
    if (!row.envelope_recipient.empty()) clues.addresses.push_back(row.envelope_recipient);
    for (const auto* list : {&message.to, &message.cc})
        for (const auto& address : *list)
            if (clues.addresses.size() < most_addresses) clues.addresses.push_back(address.addr);
    return clues;
}

// A genuine token and where it stood.
struct Proof {
    TokenClaim claim;
    std::string where;
};

std::vector<Proof> genuine_tokens(const Clues& clues, const mail::Message& message, const TokenMint& mint)
{
    std::vector<Proof> proofs;
    for (const auto& id : clues.ids)
        if (const auto claim = mint.verify_message_id(id, clues.sender)) proofs.push_back({*claim, "token in Message-ID " + id});
    for (const auto& address : clues.addresses)
        if (const auto claim = mint.verify_reply_address(address, clues.sender)) proofs.push_back({*claim, "token in the address " + address});
    if (!clues.sender.empty())
        if (const auto claim = mint.verify_text(message.text, clues.sender)) proofs.push_back({*claim, "token in the text"});
    return proofs;
}

class Search {
public:
    Search(Database& database, const Policy& policy, const InboxRow& row, const ReadMail& read)
        : database_{database}, tickets_{database}, policy_{policy}, read_{read}, clues_{clues_of(row, read.message)},
          proofs_{genuine_tokens(clues_, read.message, policy.mint)}
    {
    }

    std::optional<FoundEvidence> by_staff_token(Instant now)
    {
        if (!staff_with_address(policy_.settings, clues_.sender)) return {};
        for (const auto& [claim, where] : proofs_) {
            if (claim.audience != Audience::staff || !tickets_.find(claim.ticket)) continue;
            if (now - claim.issued <= policy_.settings.authentication.staff_token_lifetime)
                return FoundEvidence{Evidence::staff_token, claim.ticket, where};
            stranger_ = FoundEvidence{Evidence::stranger, claim.ticket, "expired " + where};
        }
        return {};
    }

    std::optional<FoundEvidence> by_requester_token()
    {
        for (const auto& [claim, where] : proofs_)
            if (claim.audience == Audience::requester && tickets_.find(claim.ticket))
                return FoundEvidence{Evidence::requester_token, claim.ticket, where};
        return {};
    }

    std::optional<FoundEvidence> by_reference()
    {
        for (const auto& id : clues_.ids)
            if (const auto ticket = tickets_.with_message_id(id))
                if (part_in(*ticket, "Message-ID " + id)) return FoundEvidence{Evidence::reference, *ticket, "Message-ID " + id};
        return {};
    }

    // The mail came before, cut short on the way, and that was decided.
    std::optional<FoundEvidence> by_its_beginning(const std::string& bytes)
    {
        const auto& id = read_.message.message_id;
        const auto ticket = id.empty() ? std::nullopt : tickets_.with_message_id(id);
        if (!ticket) return {};
        const auto piece = tickets_.mail_with(*ticket, bytes.size(), [&](std::string_view octets) { return mail::is_beginning_of(octets, bytes); });
        if (!piece || !part_in(*ticket, "Message-ID " + id)) return {};
        return FoundEvidence{Evidence::reference, *ticket, fmt::format("mail {} was the beginning of this one, cut short on the way", number(*piece))};
    }

    std::optional<FoundEvidence> by_number()
    {
        for (const auto ticket : numbers_in_subject(read_.message.subject))
            if (part_in(ticket, "number in the subject")) return FoundEvidence{Evidence::subject_number, ticket, {}};
        return {};
    }

    std::optional<FoundEvidence> by_conversation(Instant now)
    {
        if (stranger_ || failed()) return {};
        const auto found = conversation_of(database_, marks_of(read_), policy_, now);
        return found ? std::optional{FoundEvidence{Evidence::conversation, found->ticket, found->why}} : std::nullopt;
    }

    // Tickets named without part in them, noticed by the searches above.
    FoundEvidence otherwise() const { return stranger_ ? *stranger_ : FoundEvidence{}; }

private:
    bool failed() const { return read_.authentication && read_.authentication->failed; }

    bool part_in(TicketId id, const std::string& key)
    {
        const auto ticket = tickets_.find_current(id);
        if (!ticket) return false;
        const bool part = takes_part(*ticket, clues_.sender);
        if (part && !failed()) return true;
        if (!stranger_)
            stranger_ = FoundEvidence{Evidence::stranger, id, key + (part ? ", but the sender's domain says the mail is not from it" : "")};
        return false;
    }

    Database& database_;
    Tickets tickets_;
    const Policy& policy_;
    const ReadMail& read_;
    Clues clues_;
    std::vector<Proof> proofs_;
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

FoundEvidence evidence_for(Database& database, const InboxRow& row, const ReadMail& read, const Policy& policy, Instant now)
{
    Search search{database, policy, row, read};
    if (auto found = search.by_staff_token(now)) return *found;
    if (auto found = search.by_requester_token()) return *found;
    if (auto found = search.by_its_beginning(row.bytes)) return *found;
    if (auto found = search.by_reference()) return *found;
    if (auto found = search.by_number()) return *found;
    if (auto found = search.by_conversation(now)) return *found;
    return search.otherwise();
}

}
