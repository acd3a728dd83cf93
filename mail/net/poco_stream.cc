#include "mail/net/poco_stream.h"

#include "mail/net/deadline.h"
#include "mail/net/tls_context.h"

#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <future>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace deskhand::mail {
namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::StreamSocket;
using std::chrono::milliseconds;
using Cause = StreamError::Cause;

constexpr std::size_t read_size = 64 * 1024;
// What write() may take in from a peer that talks while it does not listen.
constexpr std::size_t most_taken_in = 1 << 20;
constexpr milliseconds default_patience{60'000};

// Dead peers are noticed after 60 + 3 x 10 s idle, or 30 s with octets unacknowledged.
constexpr int keepalive_idle_seconds = 60;
constexpr int keepalive_interval_seconds = 10;
constexpr int keepalive_probes = 3;
constexpr int unacknowledged_milliseconds = 30'000;

// True when `events` (or an error, which the next call will report) is there in time.
bool wait_for(const StreamSocket& socket, short events, milliseconds most)
{
    const Deadline deadline{most};
    for (;;) {
        pollfd entry{socket.impl()->sockfd(), events, 0};
        const auto left = std::min(deadline.left(), milliseconds{1 << 30});
        const int ready = ::poll(&entry, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

class PocoStream final : public SocketStream {
public:
    PocoStream(StreamSocket socket, Endpoint endpoint)
        : socket_{std::move(socket)}, endpoint_{std::move(endpoint)}
    {}

    ~PocoStream() override
    {
        try {
            if (secured_ && !failed_) socket_.shutdown(); // close_notify
        } catch (const Poco::Exception&) { // the peer went first
        }
    }

    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(milliseconds most) override;
    void set_patience(milliseconds patience) override { patience_ = patience; }
    void start_tls(const std::string& host) override;
    int descriptor() const override { return socket_.impl()->sockfd(); }

    void secure(const std::string& host, const Deadline& deadline);

private:
    bool decrypted_waiting() { return secured_ && socket_.available() > 0; }
    std::optional<std::string> receive();
    int send(std::string_view bytes);
    void wait_to_send(const Deadline& deadline);
    void shake_hands(SecureStreamSocket& socket, const Deadline& deadline);
    [[noreturn]] void fail(Cause cause, const std::string& what);

    StreamSocket socket_;
    Endpoint endpoint_;
    milliseconds patience_ = default_patience;
    std::string early_;                 // taken in before anybody asked
    std::optional<StreamError> failed_; // this connection is over, and why
    short wanted_by_tls_ = 0;           // poll events the last TLS call asked for
    bool secured_ = false;
};

std::string PocoStream::read()
{
    if (!early_.empty()) return std::exchange(early_, {});
    if (failed_) throw *failed_;
    const Deadline deadline{patience_};
    for (short events = POLLIN;;) {
        if (!decrypted_waiting() && !wait_for(socket_, events, deadline.left()))
            fail(Cause::deadline, fmt::format("nothing came within {} ms", patience_.count()));
        if (auto octets = receive()) return *std::move(octets);
        events = wanted_by_tls_ == POLLOUT ? POLLOUT : POLLIN;
    }
}

void PocoStream::write(std::string_view bytes)
{
    if (failed_) throw *failed_;
    Deadline deadline{patience_};
    while (!bytes.empty()) {
        const int sent = send(bytes);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            deadline = Deadline{patience_};
        } else {
            wait_to_send(deadline);
        }
    }
}

bool PocoStream::readable_within(milliseconds most)
{
    if (!early_.empty() || failed_) return true;
    const Deadline deadline{most};
    while (decrypted_waiting() || wait_for(socket_, POLLIN, deadline.left())) {
        if (!secured_) return true;
        // A readable socket may hold only a session ticket or half a record.
        try {
            if (auto octets = receive()) {
                early_ = *std::move(octets);
                return true;
            }
        } catch (const StreamError&) { // kept in failed_: the next read() says so
            return true;
        }
        if (deadline.left() == milliseconds::zero()) return false;
    }
    return false;
}

void PocoStream::start_tls(const std::string& host)
{
    if (failed_) throw *failed_;
    if (secured_) fail(Cause::malformed, "TLS was asked for twice");
    if (readable_within(milliseconds::zero())) {
        if (early_.empty()) receive(); // throws when it was the peer hanging up
        early_.clear();
        fail(Cause::malformed, "plaintext arrived before the switch to TLS");
    }
    secure(host, Deadline{endpoint_.connect_timeout});
}

void PocoStream::secure(const std::string& host, const Deadline& deadline)
{
    try {
        const auto context = tls_context_for(host, endpoint_.ca_file);
        auto socket = is_address(host) ? SecureStreamSocket::attach(socket_, context)
                                       : SecureStreamSocket::attach(socket_, host, context);
        socket.setBlocking(false);
        shake_hands(socket, deadline);
        socket_ = socket;
        secured_ = true;
    } catch (const Poco::Exception& error) {
        fail(Cause::untrusted, "TLS failed: " + error.displayText());
    }
}

// Drives the handshake to its end ourselves: Poco takes an unfinished one for a verified one.
void PocoStream::shake_hands(SecureStreamSocket& socket, const Deadline& deadline)
{
    try {
        for (;;) {
            const int step = socket.completeHandshake();
            if (step > 0) break;
            if (step == 0) fail(Cause::closed, "the peer closed during the TLS handshake");
            const short events =
                step == SecureStreamSocket::ERR_SSL_WANT_WRITE ? POLLOUT : POLLIN;
            if (!wait_for(socket_, events, deadline.left()))
                fail(Cause::deadline, "the TLS handshake did not finish in time");
        }
    } catch (const Poco::Net::SSLException& error) {
        const auto reason = verification_failure();
        if (!reason.empty()) fail(Cause::untrusted, "certificate refused: " + reason);
        if (error.displayText().find("unexpected eof") != std::string::npos)
            fail(Cause::closed, "the peer closed during the TLS handshake");
        fail(Cause::untrusted, "TLS failed: " + error.displayText());
    } catch (const Poco::Net::NetException& error) {
        fail(Cause::closed, "the TLS handshake broke: " + error.displayText());
    }
    if (!socket.havePeerCertificate()) fail(Cause::untrusted, "the peer showed no certificate");
}

// What is there now, or nothing yet; at end of stream throws.
std::optional<std::string> PocoStream::receive()
{
    char buffer[read_size];
    int got = 0;
    try {
        got = socket_.receiveBytes(buffer, static_cast<int>(read_size));
    } catch (const Poco::Exception& error) {
        fail(Cause::closed, "connection lost: " + error.displayText());
    }
    if (got > 0) return std::string{buffer, static_cast<std::size_t>(got)};
    if (got == 0) fail(Cause::closed, "the peer closed the connection");
    wanted_by_tls_ =
        secured_ && got == SecureStreamSocket::ERR_SSL_WANT_WRITE ? POLLOUT : POLLIN;
    return {};
}

// How many octets went, or 0 or less when none could go now.
int PocoStream::send(std::string_view bytes)
{
    constexpr std::size_t at_once = 1 << 24;
    wanted_by_tls_ = POLLOUT;
    try {
        const int sent =
            socket_.sendBytes(bytes.data(), static_cast<int>(std::min(bytes.size(), at_once)));
        if (secured_ && sent == SecureStreamSocket::ERR_SSL_WANT_READ) wanted_by_tls_ = POLLIN;
        return sent;
    } catch (const Poco::Exception& error) {
        // Poco throws where a full send buffer is meant.
        if (!secured_ && (error.code() == EAGAIN || error.code() == EWOULDBLOCK)) return 0;
        fail(Cause::closed, "connection lost: " + error.displayText());
    }
}

void PocoStream::wait_to_send(const Deadline& deadline)
{
    const bool listening = early_.size() < most_taken_in;
    const auto events = static_cast<short>(wanted_by_tls_ | (listening ? POLLIN : 0));
    if (!wait_for(socket_, events, deadline.left()))
        fail(Cause::deadline, fmt::format("nothing could be sent for {} ms", patience_.count()));
    if (!listening || !(decrypted_waiting() || wait_for(socket_, POLLIN, milliseconds::zero()))) return;
    if (auto octets = receive()) early_ += *octets;
}

void PocoStream::fail(Cause cause, const std::string& what)
{
    // A first failure explains the later ones.
    if (!failed_)
        failed_.emplace(cause, fmt::format("{}:{}: {}", endpoint_.host, endpoint_.port, what));
    throw *failed_;
}

[[noreturn]] void give_up(const Endpoint& endpoint, Cause cause, const std::string& what)
{
    throw StreamError{cause, fmt::format("{}:{}: {}", endpoint.host, endpoint.port, what)};
}

struct LookUp {
    std::vector<Poco::Net::IPAddress> addresses;
    std::string refusal; // why there are none
};

LookUp look_up_now(const std::string& host)
{
    try {
        return {Poco::Net::DNS::hostByName(host).addresses(), "the name has no address"};
    } catch (const Poco::Exception& error) {
        return {{}, "the name does not resolve: " + error.displayText()};
    }
}

// getaddrinfo knows no deadline, so it runs on a thread of its own that is left behind when late.
std::vector<Poco::Net::IPAddress> look_up(const Endpoint& endpoint, const Deadline& deadline)
{
    Poco::Net::IPAddress literal;
    if (Poco::Net::IPAddress::tryParse(endpoint.host, literal)) return {literal};

    std::packaged_task<LookUp()> task{[host = endpoint.host] { return look_up_now(host); }};
    auto answer = task.get_future();
    std::thread{std::move(task)}.detach();
    if (answer.wait_for(deadline.left()) != std::future_status::ready)
        give_up(endpoint, Cause::deadline, "the name look-up did not finish in time");
    auto found = answer.get();
    if (found.addresses.empty()) give_up(endpoint, Cause::unreachable, found.refusal);
    return std::move(found.addresses);
}

void tune(StreamSocket& socket)
{
    socket.setNoDelay(true); // 23 against 6,600 mails a second
    socket.setKeepAlive(true);
    auto* raw = socket.impl();
    raw->setOption(IPPROTO_TCP, TCP_KEEPIDLE, keepalive_idle_seconds);
    raw->setOption(IPPROTO_TCP, TCP_KEEPINTVL, keepalive_interval_seconds);
    raw->setOption(IPPROTO_TCP, TCP_KEEPCNT, keepalive_probes);
    raw->setOption(IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_milliseconds);
}

StreamSocket reach(const Poco::Net::SocketAddress& address, milliseconds most)
{
    StreamSocket socket;
    socket.connectNB(address);
    if (!wait_for(socket, POLLOUT, most)) throw Poco::TimeoutException{"no answer"};
    if (const int error = socket.impl()->socketError(); error != 0)
        throw Poco::Net::NetException{std::generic_category().message(error)};
    tune(socket);
    return socket;
}

// Tries the addresses in order; each may use its share of the time that is left.
StreamSocket reach_any(const Endpoint& endpoint, const Deadline& deadline)
{
    const auto addresses = look_up(endpoint, deadline);
    std::string refusals;
    bool late = false;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        try {
            return reach({addresses[i], endpoint.port},
                         deadline.left() / static_cast<int>(addresses.size() - i));
        } catch (const Poco::TimeoutException& error) {
            late = true;
            refusals += fmt::format("; {}: {}", addresses[i].toString(), error.displayText());
        } catch (const Poco::Exception& error) {
            refusals += fmt::format("; {}: {}", addresses[i].toString(), error.displayText());
        }
    }
    give_up(endpoint, late ? Cause::deadline : Cause::unreachable, "cannot connect" + refusals);
}

// OpenSSL writes without MSG_NOSIGNAL; a peer that hangs up must not end the process.
void ignore_broken_pipes()
{
    static std::once_flag once;
    std::call_once(once, [] {
        if (const auto before = std::signal(SIGPIPE, SIG_IGN); before != SIG_DFL)
            std::signal(SIGPIPE, before);
    });
}

}

std::unique_ptr<SocketStream> connect(const Endpoint& endpoint)
{
    ignore_broken_pipes();
    const Deadline deadline{endpoint.connect_timeout};
    auto stream = std::make_unique<PocoStream>(reach_any(endpoint, deadline), endpoint);
    if (endpoint.security == Security::tls) stream->secure(endpoint.host, deadline);
    return stream;
}

}
