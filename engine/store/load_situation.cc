#include "engine/store/load_situation.h"

#include "engine/core/folded.h"
#include "engine/core/gate.h"
#include "engine/store/connection.h"
#include "engine/store/evidence.h"
#include "engine/store/outbox.h"
#include "engine/store/outbox_rows.h"
#include "engine/store/tickets.h"
#include "mail/format/dates.h"

#include <algorithm>

namespace deskhand::engine {

namespace {

using std::chrono::hours;

constexpr int thread_ids = 20;                    // last Message-IDs of a ticket, for References
constexpr int most_earlier = 8;                   // requests of the sender that a mail is compared with
constexpr int answers_compared = 5;               // with what comes in, to know them for quotations
constexpr auto reported_within = hours{7 * 24};   // a report without ids is about a mail this young

void count_for_correspondent(Connection& connection, const std::string& address, Instant now, AutomaticCounts& counts)
{
    connection.each("SELECT count(*), coalesce(sum(CASE WHEN purpose = $1 AND queued > $2 THEN 1 ELSE 0 END), 0) FROM outbox "
                    "WHERE correspondent = $3 AND queued > $4 AND queued <= $5 AND by_itself = 1",
                    [&](Columns& columns) {
                        counts.to_sender_last_day = static_cast<int>(columns.integer());
                        counts.acknowledgements_to_sender_last_hour = static_cast<int>(columns.integer());
                    },
                    name_of(Purpose::acknowledgement), now - hours{1}, address, now - hours{24}, now);
}

AutomaticCounts automatic_counts(Connection& connection, const std::string& address, TicketId ticket, Instant now)
{
    AutomaticCounts counts;
    if (!address.empty()) count_for_correspondent(connection, address, now, counts);
    if (number(ticket) != 0)
        counts.for_ticket_last_day = static_cast<int>(
            connection.integer("SELECT count(*) FROM outbox WHERE ticket = $1 AND queued > $2 AND queued <= $3 AND by_itself = 1", ticket,
                               now - hours{24}, now).value_or(0));
    if (number(ticket) != 0)
        counts.notices_for_ticket_last_hour = static_cast<int>(
            connection.integer("SELECT count(*) FROM ticket_event WHERE ticket = $1 AND kind = $2 AND at > $3 AND at <= $4", ticket,
                               name_of(EventKind::noticed), now - hours{1}, now).value_or(0));
    counts.overall_last_hour = static_cast<int>(
        connection.integer("SELECT coalesce(sum(mails), 0) FROM automatic_minute WHERE minute > $1 AND minute <= $2",
                           minute_of(now - hours{1}), minute_of(now)).value_or(0));
    return counts;
}

int alarms_lately(Connection& connection, const config::Settings& settings, Instant now)
{
    std::int64_t alarms = 0;
    for (const auto& address : alarmed(settings))
        alarms += connection.integer("SELECT count(*) FROM outbox WHERE correspondent = $1 AND queued > $2 AND queued <= $3 AND purpose = $4",
                                     address, now - hours{1}, now, name_of(Purpose::alarm)).value_or(0);
    return static_cast<int>(alarms);
}

void add_person(Connection& connection, const std::string& address, Situation& situation)
{
    if (address.empty()) return;
    situation.sender_known = connection.integer("SELECT mails FROM person WHERE address = $1", address).value_or(0) > 0;
    situation.sender_suppressed = connection.integer("SELECT 1 FROM suppression WHERE address = $1", address).has_value();
}

void add_ticket(Database& database, TicketId id, Situation& situation)
{
    Tickets tickets{database};
    situation.ticket = tickets.find_current(id);
    if (!situation.ticket) return;
    situation.suggestion = tickets.suggestion(situation.ticket->id);
    situation.last_words = tickets.last_words(situation.ticket->id);
    situation.sent_words = tickets.sent_words(situation.ticket->id, answers_compared);
    situation.ticket_message_ids = tickets.message_ids(situation.ticket->id, thread_ids);
}

void add_earlier(Database& database, const std::string& address, Instant now, Situation& situation)
{
    if (address.empty()) return;
    Tickets tickets{database};
    TicketFilter filter;
    filter.requester = address;
    filter.most = most_earlier;
    for (const auto& ticket : tickets.list(filter))
        if (ticket.created > now - hours{24} && ticket.created <= now) situation.earlier.push_back({ticket.id, ticket.subject, tickets.last_words(ticket.id)});
}

std::string original_message_id(const ReadMail& read)
{
    if (!read.judgement.bounce->original_message_id.empty()) return read.judgement.bounce->original_message_id;
    for (const auto& header : read.message.original_headers)
        if (folded(header.name) == "message-id") {
            const auto start = header.value.find('<');
            const auto end = header.value.find('>', start == std::string::npos ? 0 : start);
            if (start != std::string::npos && end != std::string::npos) return header.value.substr(start + 1, end - start - 1);
        }
    return {};
}

std::optional<SentMail> reported_mail(Database& database, const ReadMail& read, Instant now)
{
    if (!read.judgement.bounce) return {};
    Outbox outbox{database};
    if (const auto id = original_message_id(read); !id.empty())
        if (auto sent = outbox.with_message_id(id)) {
            sent->named = SentMail::Named::by_message_id;
            return sent;
        }
    for (const auto& report : read.judgement.bounce->reports)
        if (!report.recipient.empty())
            if (auto sent = outbox.latest_to(report.recipient, now - reported_within)) return sent;
    return {};
}

// The top Received line is written by the server that took the mail in, so its sender cannot date it.
Instant arrival_of(const InboxRow& row, const mail::Message& message)
{
    auto arrival = std::min(row.received, row.internal_date.value_or(row.received));
    if (const auto taken = mail::date_of_received(mail::header_value(message, "Received")))
        arrival = std::min<Instant>(arrival, taken->instant);
    return arrival;
}

}

Situation first_situation(const InboxRow& row, const ReadMail& read)
{
    Situation situation;
    situation.mail = row.id;
    situation.mailbox = row.mailbox;
    situation.envelope_recipient = row.envelope_recipient;
    situation.received = arrival_of(row, read.message);
    situation.hold_lifted = row.hold_lifted;
    situation.next_ticket = TicketId{1};
    return situation;
}

Situation load_situation(Database& database, const InboxRow& row, const ReadMail& read, const Policy& policy, Instant now)
{
    auto& connection = database.connection();
    const ReadTransaction one_state{connection};
    const auto* author = mail::author_of(read.message);
    const auto sender = author ? folded(author->addr) : std::string{};
    auto situation = first_situation(row, read);
    situation.next_ticket = Tickets{database}.next_id();
    const auto found = evidence_for(database, row, read, policy, now);
    situation.evidence = found.evidence;
    situation.evidence_text = found.text;
    if (found.evidence != Evidence::none) add_ticket(database, found.ticket, situation);
    add_person(connection, sender, situation);
    add_earlier(database, sender, now, situation);
    situation.reported = reported_mail(database, read, now);
    situation.automatic = automatic_counts(connection, sender, situation.ticket ? situation.ticket->id : TicketId{}, now);
    if (breaker(situation, policy.settings)) situation.automatic.alarms_last_hour = alarms_lately(connection, policy.settings, now);
    return situation;
}

Situation load_situation(Database& database, TicketId ticket, Instant now)
{
    auto& connection = database.connection();
    const ReadTransaction one_state{connection};
    Situation situation;
    situation.received = now;
    situation.next_ticket = Tickets{database}.next_id();
    add_ticket(database, ticket, situation);
    const auto requester = situation.ticket ? situation.ticket->requester : std::string{};
    add_person(connection, requester, situation);
    situation.automatic = automatic_counts(connection, requester, situation.ticket ? situation.ticket->id : TicketId{}, now);
    return situation;
}

}
