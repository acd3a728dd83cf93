// A real Dovecot for the test: IMAP, POP3, LMTP and submission on loopback ports, mail in a temporary folder.
#pragma once
#include "mail/net/endpoint.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace deskhand::tests {

struct DovecotOptions {
    // Where the submission service hands mail on; 0 = no submission service.
    std::uint16_t relay_port = 0;
    // Words of the configuration added at its end, e.g. "imap_capability = IMAP4rev1 UIDPLUS\n".
    std::string more;
};

// Every user exists, with the same password. The certificate names "localhost" and 127.0.0.1.
// Throws std::runtime_error with the server's log when it does not come up.
class Dovecot {
public:
    explicit Dovecot(const DovecotOptions& options = {});

    static constexpr auto password = "secret";

    std::uint16_t imap_port() const { return imap_; }   // STARTTLS offered, plain login allowed
    std::uint16_t imaps_port() const { return imaps_; }
    std::uint16_t pop3_port() const { return pop3_; }   // likewise
    std::uint16_t pop3s_port() const { return pop3s_; }
    std::uint16_t lmtp_port() const { return lmtp_; }
    std::uint16_t submission_port() const { return submission_; }
    // "localhost" at that port, trusting the test's authority.
    mail::Endpoint endpoint(std::uint16_t port, mail::Security security) const;

    // Hands `bytes` (CRLF line ends) to LMTP for `user`; throws unless it was accepted. `sender` is the
    // envelope's, empty = null reverse-path, which makes the mail one that machines send.
    void deliver(const std::string& user, std::string_view bytes, const std::string& sender = {}) const;
    // Messages in a Maildir folder of the user, "INBOX" being the top one.
    std::size_t count(const std::string& user, const std::string& folder = "INBOX") const;
    std::filesystem::path maildir(const std::string& user) const { return folder_.path() / "mail" / user; }

private:
    void start(const DovecotOptions& options);
    std::string configuration(const DovecotOptions& options) const;

    TempDir folder_;
    std::filesystem::path authority_;
    std::uint16_t imap_ = 0, imaps_ = 0, pop3_ = 0, pop3s_ = 0, lmtp_ = 0, submission_ = 0;
    std::unique_ptr<ServerProcess> process_;
};

}
