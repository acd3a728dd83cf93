// A person with a mailbox and an ordinary mail program.
#pragma once
#include "mail/format/message.h"
#include "tests/support/dovecot.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::tests {

// How a mail program quotes what it answers.
std::string quoted(const mail::Message& message);

class Correspondent {
public:
    // Reads the mailbox `address` of the server; writes through the relay at the port.
    Correspondent(const Dovecot& server, std::uint16_t relay_port, std::string name, std::string address);

    const std::string& address() const { return address_; }
    std::size_t mails() const { return server_.count(address_); }

    // Waits for a mail, not handed out before, whose text or subject holds `words`. Throws
    // std::runtime_error, telling what there is, when none comes.
    mail::Message next_mail(std::string_view words);

    // Each returns the Message-ID it gave the mail, without brackets.
    std::string write(const std::string& to, const std::string& subject, const std::string& text);
    // Text on top, the mail below, In-Reply-To and References as RFC 5322 3.6.4 has them.
    std::string reply(const mail::Message& to, const std::string& text);
    // The octets of a mail as write() would send it, for those who deliver it themselves.
    std::string composed(const std::string& to, const std::string& subject, const std::string& text);

private:
    struct Sheet {
        std::string to, subject, text;
        std::vector<std::string> in_reply_to, references;
    };
    std::string send(const Sheet& sheet);
    std::string octets(const Sheet& sheet, const std::string& message_id) const;
    std::string next_id();

    const Dovecot& server_;
    std::uint16_t relay_port_;
    std::string name_, address_;
    int written_ = 0;
    std::set<std::string> read_; // file names
};

}
