// Mail that a mail server hands in by LMTP, into the journal.
#pragma once
#include "engine/run/clock.h"
#include "engine/run/shared_database.h"
#include "mail/net/lmtp_settings.h"
#include "mail/protocol/lmtp_server.h"

#include <cstdint>
#include <stop_token>
#include <string>

namespace deskhand::engine {

// Whether mail to this address is taken in: it is named, or named without what stands from a "+" to the "@"; case does
// not count. Where nobody is named, everybody is.
bool knows_recipient(const mail::LmtpSettings& settings, const std::string& recipient);

// Each recipient of a mail is a row of its own, known by (octets, recipient): what is handed in again after an answer that
// got lost is answered like the first time and has no further effect. Order: commit 1, then the answer.
class LmtpIntake {
public:
    // Listens from now on; what cannot be listened on throws std::runtime_error. `host_name` greets.
    LmtpIntake(mail::LmtpSettings settings, std::string host_name, SharedDatabase& database, Clock& clock);

    // Serves until a stop is asked for. A mail that has come whole by then is still committed and answered; nobody
    // can connect afterwards.
    void run(std::stop_token stop);

    std::uint16_t port() const { return listener_.port(); }

private:
    void serve(mail::ByteStream& stream);
    void deliver(const mail::LmtpMail& mail, const std::string& recipient);

    mail::LmtpSettings settings_;
    std::string host_name_, who_;
    SharedDatabase& database_;
    Clock& clock_;
    mail::Listener listener_;
};

}
