#include "engine/store/apply_decision.h"

#include "engine/core/folded.h"
#include "engine/store/connection.h"
#include "engine/store/encoding.h"
#include "engine/store/groups.h"
#include "engine/store/names_of_states.h"
#include "engine/store/outbox_rows.h"
#include "engine/store/person_rows.h"
#include "engine/store/ticket_rows.h"

#include <algorithm>

namespace deskhand::engine {

namespace {

// A mail ready for the outbox, or the reason why none is written.
struct Letter {
    std::string bytes;
    std::string suppressed; // why nothing automatic goes to this address
};

void require_current(Connection& connection, const Ticket& ticket)
{
    const auto version = connection.integer("SELECT version FROM ticket WHERE id = $1", ticket.id);
    if (version != ticket.version)
        throw StaleTicket{fmt::format("ticket {} changed meanwhile (version {}, now {}); load it and decide again",
                                      reference_of(ticket.id), ticket.version, version.value_or(0))};
}

void require_free(Connection& connection, const Ticket& ticket)
{
    if (number(ticket.id) <= 0 || connection.integer("SELECT 1 FROM ticket WHERE id = $1", ticket.id))
        throw StaleTicket{fmt::format("the number {} is taken by now; load and decide again", reference_of(ticket.id))};
}

// Everything that may refuse the decision comes before the first write, so that nothing is half
// done when a caller goes on inside its own transaction.
class Application {
public:
    Application(Connection& connection, const Decision& decision, InboxId mail, const MailSummary* summary, Instant now)
        : connection_{connection}, decision_{decision}, mail_{mail}, summary_{summary}, now_{now}
    {
    }

    void prepare()
    {
        for (const auto& action : decision_.actions) {
            if (const auto* update = std::get_if<UpdateTicket>(&action)) require_current(connection_, update->ticket);
            if (const auto* open = std::get_if<OpenTicket>(&action)) require_free(connection_, open->ticket);
            if (const auto* send = std::get_if<Send>(&action)) letters_.push_back(letter_for(*send));
        }
    }

    void write()
    {
        if (summary_) note_sender(connection_, summary_->from, now_);
        for (const auto& action : decision_.actions) std::visit(*this, action);
        if (summary_) close_mail();
    }

    void operator()(const OpenTicket& open)
    {
        auto ticket = open.ticket;
        if (ticket.created == Instant{}) ticket.created = now_;
        if (ticket.updated == Instant{}) ticket.updated = now_;
        insert_ticket(connection_, ticket);
        if (!ticket.requester_name.empty()) note_name(connection_, ticket.requester, ticket.requester_name, now_);
    }

    void operator()(const UpdateTicket& update)
    {
        auto ticket = update.ticket;
        if (ticket.updated == Instant{}) ticket.updated = now_;
        update_ticket(connection_, ticket);
    }

    void operator()(const AddEvent& add)
    {
        auto event = add.event;
        if (number(event.ticket) == 0) event.ticket = decision_.ticket;
        if (event.at == Instant{}) event.at = now_;
        if (number(event.mail) == 0) event.mail = mail_;
        const bool holds_words = summary_ && event.kind == EventKind::received && event.text != summary_->words;
        insert_event(connection_, event, holds_words ? std::string_view{summary_->words} : std::string_view{});
    }

    void operator()(const RememberIds& ids)
    {
        for (const auto& id : ids.message_ids)
            if (!id.empty())
                connection_.run("INSERT INTO ticket_message_id(message_id, ticket) VALUES($1, $2) ON CONFLICT(message_id) DO NOTHING",
                                id, ids.ticket);
        if (ids.subject.empty() && ids.thread_index.empty()) return;
        connection_.run("INSERT INTO thread_mark(ticket, mail, subject, thread_index) VALUES($1, $2, $3, $4)", ids.ticket, or_null(mail_),
                        ids.subject, ids.thread_index);
    }

    // Its own id and marks go along; ids it only answers stay with the ticket that knew them first.
    void operator()(const MoveMail& move)
    {
        connection_.run("UPDATE ticket_message_id SET ticket = $1 WHERE ticket = $2 AND message_id = (SELECT message_id FROM inbox WHERE id = $3)",
                        move.to, move.from, move.mail);
        connection_.run("UPDATE thread_mark SET ticket = $1 WHERE mail = $2", move.to, move.mail);
        connection_.run("UPDATE inbox SET ticket = $1 WHERE id = $2", move.to, move.mail);
    }

    void operator()(const Send& send)
    {
        const auto& letter = letters_.at(next_letter_++);
        note_recipient(connection_, send, now_);
        if (letter.suppressed.empty()) {
            insert_outbox(connection_, send, letter.bytes, now_);
            return;
        }
        if (number(send.ticket) == 0) return;
        insert_event(connection_, {.id = {}, .ticket = send.ticket, .at = now_, .kind = EventKind::undelivered, .actor = "deskhand",
                                   .text = fmt::format("{} to {} not sent: {}", name_of(send.purpose), send.recipient, letter.suppressed),
                                   .mail = mail_});
    }

    void operator()(const KeepSuggestion& keep)
    {
        connection_.run("INSERT INTO ticket_suggestion(ticket, text) VALUES($1, $2) "
                        "ON CONFLICT(ticket) DO UPDATE SET text = excluded.text", keep.ticket, keep.text);
    }

    void operator()(const Quarantine& quarantine)
    {
        state_ = InboxState::quarantined;
        reason_ = quarantine.reason;
    }

    void operator()(const Suppress& suppress_action) { suppress(connection_, suppress_action.address, suppress_action.reason, now_); }

    void operator()(const SetTimer& timer)
    {
        connection_.run("INSERT INTO timer(kind, ticket, due) VALUES($1, $2, $3) ON CONFLICT(kind, ticket) DO UPDATE SET due = excluded.due",
                        name_of(timer.kind), timer.ticket, timer.due);
    }

    void operator()(const CancelTimer& timer)
    {
        connection_.run("DELETE FROM timer WHERE kind = $1 AND ticket = $2", name_of(timer.kind), timer.ticket);
    }

    void operator()(const FileSilently&) {} // its reason stands among those of the decision

private:
    Letter letter_for(const Send& send)
    {
        if (answers_by_itself(send.purpose))
            if (auto reason = suppression_of(connection_, send.recipient)) return {{}, *reason};
        return {mail::compose(send.draft), {}};
    }

    void close_mail()
    {
        connection_.run("UPDATE inbox SET state = $1, reason = $2, sender = $3, subject = $4, kind = $5, message_id = $6, "
                        "outcome = $7, ticket = $8, reasons = $9, shape = $10 WHERE id = $11",
                        name_of(state_), reason_, summary_->from, summary_->subject, summary_->kind, summary_->message_id,
                        decision_.outcome, or_null(decision_.ticket), to_json(decision_.because), to_json(shape_of(decision_)), mail_);
        if (state_ == InboxState::done) add_to_counter(connection_, "inbox done", 1);
    }

    Connection& connection_;
    const Decision& decision_;
    InboxId mail_;
    const MailSummary* summary_; // nullptr when no mail is behind the decision
    Instant now_;
    std::vector<Letter> letters_; // of each Send, in order
    std::size_t next_letter_ = 0;
    InboxState state_ = InboxState::done;
    std::string reason_;
};

}

void apply_decision(Database& database, InboxId mail, const MailSummary& summary, const Decision& decision, Instant now)
{
    auto& connection = database.connection();
    WriteTransaction open{connection};
    const auto state = connection.text("SELECT state FROM inbox WHERE id = $1", mail);
    if (state != name_of(InboxState::waiting))
        throw AlreadyDecided{fmt::format("mail {} is {} and not decided again", number(mail), state.value_or("not in the journal"))};
    Application application{connection, decision, mail, &summary, now};
    application.prepare();
    application.write();
    open.commit();
}

void apply_decision(Database& database, const Decision& decision, Instant now)
{
    WriteTransaction open{database.connection()};
    Application application{database.connection(), decision, InboxId{}, nullptr, now};
    application.prepare();
    application.write();
    open.commit();
}

}
