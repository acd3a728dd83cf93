#include "tests/bench/bare_imap.h"

#include "tests/bench/harness.h"
#include "tests/support/loopback_address.h"

#include <openssl/ssl.h>

#include <fmt/core.h>

#include <algorithm>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>

namespace deskhand::bench {
namespace {

constexpr std::size_t batch = 50, in_flight = 4;

class BareClient {
public:
    BareClient(std::uint16_t port, Wire wire)
    {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const auto to = tests::loopback_address(port);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error{"cannot connect"};
        if (wire == Wire::plain) return;
        context_.reset(SSL_CTX_new(TLS_client_method()));
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), socket_);
        if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error{"no TLS"};
    }
    ~BareClient()
    {
        ssl_.reset();
        ::close(socket_);
    }
    BareClient(const BareClient&) = delete;
    BareClient& operator=(const BareClient&) = delete;

    void send(const std::string& text)
    {
        const auto size = static_cast<int>(text.size());
        const auto sent = ssl_ ? SSL_write(ssl_.get(), text.data(), size) : ::write(socket_, text.data(), text.size());
        if (sent != size) throw std::runtime_error{"cannot send"};
    }
    std::string line()
    {
        for (;;) {
            const auto end = buffer_.find("\r\n", at_);
            if (end != std::string::npos) {
                auto out = buffer_.substr(at_, end - at_);
                at_ = end + 2;
                return out;
            }
            fill();
        }
    }
    void skip(std::size_t octets)
    {
        while (buffer_.size() - at_ < octets) fill();
        at_ += octets;
    }
    // Lines until the tagged one, literals skipped.
    void until(char tag)
    {
        for (;;) {
            auto said = line();
            if (!said.empty() && said.front() == tag) {
                if (said.find(" OK") == std::string::npos) throw std::runtime_error{said};
                return;
            }
            while (!said.empty() && said.back() == '}') {
                std::size_t octets = 0;
                const auto open = said.rfind('{');
                std::from_chars(said.data() + open + 1, said.data() + said.size() - 1, octets);
                skip(octets);
                said = line();
            }
        }
    }

private:
    void fill()
    {
        if (at_ > (1u << 20)) {
            buffer_.erase(0, at_);
            at_ = 0;
        }
        std::array<char, 65536> piece;
        const auto got = ssl_ ? SSL_read(ssl_.get(), piece.data(), piece.size()) : ::read(socket_, piece.data(), piece.size());
        if (got <= 0) throw std::runtime_error{"the server hung up"};
        buffer_.append(piece.data(), static_cast<std::size_t>(got));
    }

    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    int socket_ = -1;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> ssl_;
    std::string buffer_;
    std::size_t at_ = 0;
};

}

double bare_fetch_seconds(std::uint16_t port, Wire wire, const std::string& user, const std::string& password, std::size_t mails)
{
    BareClient client{port, wire};
    client.line();
    client.send(fmt::format("a LOGIN {} {}\r\n", user, password));
    client.until('a');
    client.send("b SELECT INBOX\r\n");
    client.until('b');
    const auto batches = (mails + batch - 1) / batch;
    return seconds_of([&] {
        std::size_t sent = 0;
        for (std::size_t done = 0; done < batches; ++done) {
            for (; sent < batches && sent - done < in_flight; ++sent)
                client.send(fmt::format("t{} FETCH {}:{} (UID FLAGS INTERNALDATE BODY.PEEK[])\r\n", sent, sent * batch + 1,
                                        std::min(mails, (sent + 1) * batch)));
            client.until('t');
        }
    });
}

}
