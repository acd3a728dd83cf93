// Takes finished mail out of the house: to an SMTP relay, or into a Maildir.
#pragma once
#include "mail/protocol/delivery_result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// One mail for one recipient, with the octets that leave.
struct Parcel {
    std::int64_t id = 0;         // the outbox row
    std::string envelope_sender; // empty = null reverse-path
    std::string recipient;
    std::string_view bytes;      // header and body, CRLF or LF line ends
};

struct Outcome {
    std::int64_t id = 0;
    DeliveryResult result;
};

class Courier {
public:
    virtual ~Courier() = default;

    // Delivers the parcels in order over one kept connection and returns one outcome for each.
    // `before_dots` is called with the ids of a group just before the first of their final dots
    // goes out; it must make that fact durable. When it throws, nothing of that group or of later
    // ones is sent, and the outcomes say so: those of earlier groups must not be lost with it.
    // Never throws for what a server does: that is in the outcomes.
    virtual std::vector<Outcome>
    deliver(std::span<const Parcel> parcels,
            const std::function<void(std::span<const std::int64_t>)>& before_dots) = 0;

    // Closes kept connections politely (QUIT, 221 awaited briefly); never throws.
    virtual void close() noexcept = 0;
};

}
