// Takes finished mail out of the house: to an SMTP relay, or into a Maildir.
#pragma once
#include "mail/protocol/smtp_reply.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::mail {

// One mail for one recipient, with the octets that leave.
struct Parcel {
    std::int64_t id = 0;         // the outbox row
    std::string envelope_sender; // empty = null reverse-path
    std::string recipient;
    std::string_view bytes;      // header and body, CRLF or LF line ends
};

// The relay spoke about this parcel: accepted, refused, or refused for now.
struct Answered { SmtpReply reply; };
// The final dot was never sent; trying again cannot duplicate. `reason` is for people.
struct NotSent { std::string reason; };
// The final dot went out and no answer came back: the mail may or may not have been taken.
struct AnswerUnknown { std::string reason; };

struct Outcome {
    std::int64_t id = 0;
    std::variant<Answered, NotSent, AnswerUnknown> result;
};

class Courier {
public:
    virtual ~Courier() = default;

    // Delivers the parcels in order over one kept connection and returns one outcome for each.
    // `before_dots` is called with the ids of a group just before the first of their final dots
    // goes out; it must make that fact durable, and when it throws, nothing of the group is sent.
    // Never throws for what a server does: that is in the outcomes.
    virtual std::vector<Outcome>
    deliver(std::span<const Parcel> parcels,
            const std::function<void(std::span<const std::int64_t>)>& before_dots) = 0;

    // Closes kept connections politely (QUIT, 221 awaited briefly); never throws.
    virtual void close() noexcept = 0;
};

}
