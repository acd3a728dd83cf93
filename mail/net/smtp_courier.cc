#include "mail/net/smtp_courier.h"

#include "mail/net/poco_stream.h"
#include "mail/net/stoppable_stream.h"
#include "mail/protocol/smtp_batch.h"
#include "mail/protocol/smtp_data.h"
#include "mail/protocol/smtp_session.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace deskhand::mail {
namespace {

// Tells the owner about mails whose dots are about to go out, a group at a time.
class Announcer {
public:
    Announcer(std::span<const Parcel> parcels, std::size_t group,
              const std::function<void(std::span<const std::int64_t>)>& before_dots)
        : group_{group}, before_dots_{before_dots}
    {
        ids_.reserve(parcels.size());
        for (const auto& parcel : parcels) ids_.push_back(parcel.id);
    }

    void before_dot(std::size_t index)
    {
        if (index < announced_) return;
        const auto first = index - index % group_;
        const auto count = std::min(group_, ids_.size() - first);
        before_dots_(std::span{ids_}.subspan(first, count));
        announced_ = first + count;
    }

private:
    std::size_t group_;
    const std::function<void(std::span<const std::int64_t>)>& before_dots_;
    std::vector<std::int64_t> ids_;
    std::size_t announced_ = 0; // mails from the front
};

std::string this_machine()
{
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
    return name.data();
}

bool all_answered(const std::vector<DeliveryResult>& results)
{
    return std::all_of(results.begin(), results.end(),
                       [](const auto& result) { return std::holds_alternative<Answered>(result); });
}

// Results name the relay, so that a reason makes sense wherever it is shown.
void name_relay(std::vector<DeliveryResult>& results, const Endpoint& relay)
{
    const auto place = fmt::format("{}:{}: ", relay.host, relay.port);
    const auto put = [&](std::string& reason) {
        if (reason.rfind(place, 0) != 0) reason.insert(0, place);
    };
    for (auto& result : results) {
        if (auto* unsent = std::get_if<NotSent>(&result)) put(unsent->reason);
        if (auto* unknown = std::get_if<AnswerUnknown>(&result)) put(unknown->reason);
    }
}

// The session cannot be opened; why, for people.
struct NoSession {
    std::string reason;
};

}

struct SmtpCourier::Connection {
    Connection(std::unique_ptr<ByteStream> opened, std::stop_token stop, const SmtpTimeouts& timeouts)
        : stream{std::move(opened), std::move(stop)}, session{stream, timeouts}
    {}

    StoppableStream stream;
    SmtpSession session;
};

namespace {

void open_session(SmtpSession& session, const RelaySettings& settings, const Login& login)
{
    if (const auto refusal = session.greet(settings.our_host_name))
        throw NoSession{"the relay does not want us: " + shown(*refusal)};
    if (settings.server.security == Security::starttls)
        if (const auto refusal = session.start_tls(settings.server.host))
            throw NoSession{"the relay does not want us: " + shown(*refusal)};
    if (login.user.empty()) return;
    const auto refusal = session.log_in(login);
    if (refusal && refusal->permanent())
        throw LoginRefused{fmt::format("login refused as {}: {}", login.user, shown(*refusal))};
    if (refusal) throw NoSession{fmt::format("login refused as {}: {}", login.user, shown(*refusal))};
}

}

SmtpCourier::SmtpCourier(RelaySettings settings, Connector connector, std::stop_token stop)
    : settings_{std::move(settings)}, login_{settings_.login, settings_.tokens}, connector_{connector ? std::move(connector) : Connector{connect}}, stop_{std::move(stop)}
{
    if (settings_.our_host_name.empty()) settings_.our_host_name = this_machine();
    if (!is_sendable_address(settings_.our_host_name))
        throw std::invalid_argument{"not a host name for EHLO: " + settings_.our_host_name};
    settings_.mails_at_once = std::max<std::size_t>(settings_.mails_at_once, 1);
}

SmtpCourier::~SmtpCourier() { close(); }

std::vector<Outcome>
SmtpCourier::deliver(std::span<const Parcel> parcels,
                     const std::function<void(std::span<const std::int64_t>)>& before_dots)
{
    if (parcels.empty()) return {};
    std::vector<SmtpMail> mails;
    mails.reserve(parcels.size());
    for (const auto& parcel : parcels)
        mails.push_back({parcel.envelope_sender, parcel.recipient, parcel.bytes});
    Announcer announcer{parcels, settings_.mails_at_once, before_dots};
    auto results = attempt(mails, [&](std::size_t index) { announcer.before_dot(index); });

    name_relay(results, settings_.server);
    std::vector<Outcome> outcomes;
    outcomes.reserve(results.size());
    for (std::size_t i = 0; i < results.size(); ++i)
        outcomes.push_back({parcels[i].id, std::move(results[i])});
    return outcomes;
}

std::vector<DeliveryResult> SmtpCourier::attempt(std::span<const SmtpMail> mails,
                                                 const std::function<void(std::size_t)>& before_dot)
{
    const bool kept = connection_ != nullptr;
    try {
        if (!kept) connection_ = open();
    } catch (const NoSession& none) {
        return std::vector<DeliveryResult>(mails.size(), NotSent{none.reason});
    } catch (const StreamError& error) {
        return std::vector<DeliveryResult>(mails.size(), NotSent{error.what()});
    }
    auto& session = connection_->session;
    const auto heard_before = session.replies();
    const auto announce = [&](std::size_t index) {
        before_dot(index);
        connection_->stream.dot_goes_out();
    };
    auto results = send_batch(session, mails, announce, settings_.pipelining);
    if (all_answered(results) && !session.closing()) return results;
    // Relays close idle connections: when nothing was said this time, nothing was lost, and the
    // second attempt is over a new connection.
    const bool stale = kept && session.replies() == heard_before;
    connection_.reset();
    return stale ? attempt(mails, before_dot) : results;
}

std::unique_ptr<SmtpCourier::Connection> SmtpCourier::open()
{
    std::unique_ptr<Connection> made;
    try {
        login_.until_settled([&] { made = connected(); });
    } catch (const LoginRefused& refused) {
        throw NoSession{refused.what()};
    }
    return made;
}

std::unique_ptr<SmtpCourier::Connection> SmtpCourier::connected()
{
    if (stop_.stop_requested()) throw NoSession{"the desk is stopping"};
    const auto login = login_.next();
    auto made = std::make_unique<Connection>(connector_(settings_.server), stop_, settings_.timeouts);
    open_session(made->session, settings_, login);
    login_.accepted();
    return made;
}

std::string SmtpCourier::trial()
{
    close();
    try {
        connection_ = open();
    } catch (const NoSession& none) {
        return none.reason;
    } catch (const StreamError& error) {
        return error.what();
    }
    close();
    return {};
}

void SmtpCourier::close() noexcept
{
    if (!connection_) return;
    connection_->session.quit();
    connection_.reset();
}

}
