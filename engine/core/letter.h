// The mails the desk writes: who gets them, what they say, how they thread.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/policy.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

// Makes the mails of one decision. Message-IDs are functions of `cause` and the order of writing, so
// that deciding again writes the same ids.
class Correspondence {
public:
    // `cause` distinguishes decisions: letters, digits and "-" only, e.g. "i77" for inbox row 77.
    Correspondence(const Policy& policy, std::string cause, Instant now);

    // What a mail to requester or staff is about.
    struct Subject {
        const Ticket& ticket;
        std::vector<std::string> thread; // Message-IDs so far, newest last
    };

    // To the requester from a template of ours or of a rule; empty when the template says nothing.
    std::optional<Send> to_requester(const Subject& about, Purpose purpose, const std::string& template_name,
                                     const std::string& words);

    // What a notice tells staff besides the ticket.
    struct News {
        std::string headline;  // "New request", "bob@example.com wrote again"
        std::string words;     // the sender's own
        std::vector<std::string> attachments; // names
        std::vector<mail::DraftAttachment> files; // those that come along
        std::vector<Reason> because;
        std::string proposed_answer; // empty = none
        double probability = 0;      // of the proposed answer
    };
    Send to_staff(const Subject& about, const config::StaffMember& member, const News& news);

    // The words to somebody outside, with the answer coming back into the ticket.
    Send forward(const Subject& about, const std::string& address, const News& news);

    // To whoever looks after the desk: automatic mail is held, and why.
    Send alarm(const std::string& address, const std::string& why);
    // To the same: mail does not come in through a mailbox, or does again.
    Send outage(const std::string& address, const std::string& subject, const std::string& text);

private:
    std::string next_unique();
    Send to_operator(Purpose purpose, const std::string& address);
    mail::Draft draft_for(const Subject& about, const TokenClaim& claim, const mail::Address& to);

    const Policy& policy_;
    std::string cause_;
    Instant now_;
    int written_ = 0;
};

// A subject without the marks of replies and forwards at its beginning.
std::string_view without_reply_marks(std::string_view subject);

// A subject without reply prefixes and our own references, for display and new subjects.
std::string plain_subject(std::string_view subject);

// Names of the staff to be told about a ticket: the assignee, else the queue's people, nobody away;
// `also` adds people, `except` (an address) is left out.
std::vector<const config::StaffMember*> staff_for(const config::Settings& settings, const Ticket& ticket,
                                                  const std::vector<std::string>& also, std::string_view except);

}
