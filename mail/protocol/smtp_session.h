// The opening of an SMTP dialogue and its commands and replies, from greeting to QUIT.
#pragma once
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/login.h"
#include "mail/protocol/smtp_extensions.h"
#include "mail/protocol/smtp_reply.h"
#include "mail/protocol/smtp_timeouts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// One dialogue over one stream. Methods throw StreamError when the stream dies or the server breaks
// the grammar or the order of the dialogue; after that only destruction makes sense.
class SmtpSession {
public:
    explicit SmtpSession(ByteStream& stream, const SmtpTimeouts& timeouts = {})
        : stream_{stream}, timeouts_{timeouts}
    {}

    // Greeting, then EHLO, or HELO where EHLO is not known (then there are no extensions).
    // Comes back with what the server said when it does not want us.
    [[nodiscard]] std::optional<SmtpReply> greet(const std::string& our_host);

    // STARTTLS (RFC 3207) and EHLO again: nothing heard before counts afterwards. Throws
    // StreamError{untrusted} when it is not offered or refused, {malformed} when octets follow
    // the 220 in the clear.
    [[nodiscard]] std::optional<SmtpReply> start_tls(const std::string& server_host);

    // AUTH (RFC 4954) by SCRAM-SHA-256, PLAIN, LOGIN, XOAUTH2 or OAUTHBEARER. Only 235 is success; otherwise comes back with the
    // server's refusal, or with a 504 of our own when it offers no mechanism we may use.
    [[nodiscard]] std::optional<SmtpReply> log_in(const Login& login);

    // Says one line (no CR, LF or NUL in it; throws std::invalid_argument) and hears the answer.
    SmtpReply command(std::string_view line, std::chrono::milliseconds patience);
    // Sends octets as they are.
    void write(std::string_view octets);
    // The next reply. The patience is for all of it, not for each octet.
    SmtpReply reply(std::chrono::milliseconds patience);
    // Whether the server has said something, or hung up, without being asked.
    bool speaks_unasked();

    // QUIT, 221 awaited briefly; whatever happens changes nothing.
    void quit() noexcept;

    const SmtpExtensions& extensions() const { return extensions_; }
    const SmtpTimeouts& timeouts() const { return timeouts_; }
    // A 421 was heard: the server is closing.
    bool closing() const { return closing_; }
    // Replies heard so far, 421 not counted.
    std::size_t replies() const { return replies_; }

private:
    std::optional<SmtpReply> introduce();

    ByteStream& stream_;
    SmtpTimeouts timeouts_;
    SmtpExtensions extensions_;
    std::string our_host_;
    std::string pending_;   // heard, not yet read
    std::size_t taken_ = 0; // of pending_
    std::size_t replies_ = 0;
    bool closing_ = false;
};

// "550 5.1.1 No such user", the lines of a reply on one line, for a person.
std::string shown(const SmtpReply& reply);

}
