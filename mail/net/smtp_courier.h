// Hands mail to an SMTP relay over one kept connection.
#pragma once
#include "mail/net/courier.h"
#include "mail/net/endpoint.h"
#include "mail/net/token_source.h"
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/login.h"
#include "mail/protocol/smtp_batch.h"
#include "mail/protocol/smtp_timeouts.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace deskhand::mail {

struct RelaySettings {
    Endpoint server{};
    Login login{};                     // user empty = no authentication
    TokenSupply tokens{};              // gives the login's secret when there is one
    std::string our_host_name{};       // said in EHLO; empty = this machine's name
    std::size_t mails_at_once = 20;    // mails whose final dots are announced together, > 0
    Pipelining pipelining = Pipelining::within_mails;
    SmtpTimeouts timeouts{};
    bool operator==(const RelaySettings&) const = default;
};

// Opens the connection; tests give one that plays a script.
using Connector = std::function<std::unique_ptr<ByteStream>(const Endpoint&)>;

// Connects and logs in when the first mail goes, keeps the connection between calls, and opens a
// new one once, unnoticed, when the relay has closed a kept connection before saying anything.
class SmtpCourier final : public Courier {
public:
    // Throws std::invalid_argument for a host name that cannot stand in EHLO. Once `stop` is asked for, no
    // connection is opened and a silent relay is given up (StopGrace); what had no dot is NotSent.
    explicit SmtpCourier(RelaySettings settings, Connector connector = {}, std::stop_token stop = {});
    ~SmtpCourier() override;

    std::vector<Outcome>
    deliver(std::span<const Parcel> parcels,
            const std::function<void(std::span<const std::int64_t>)>& before_dots) override;
    void close() noexcept override;

    // Connects and logs in as for delivering, hands nothing over and says goodbye. Comes back with
    // why that is not possible, for people; empty when it is.
    std::string trial();

private:
    struct Connection;
    std::vector<DeliveryResult> attempt(std::span<const SmtpMail> mails,
                                        const std::function<void(std::size_t)>& before_dot);
    std::unique_ptr<Connection> open();
    std::unique_ptr<Connection> connected();

    RelaySettings settings_;
    TokenLogin login_;
    Connector connector_;
    std::stop_token stop_;
    std::unique_ptr<Connection> connection_;
};

}
