// Dovecot's submission service: an SMTP server with TLS and logins, relaying to a sink.
#pragma once
#include "tests/support/certificates.h"
#include "tests/support/server_process.h"
#include "tests/support/smtp_sink.h"
#include "tests/support/temp_dir.h"

#include <cstdint>
#include <string>

namespace deskhand::tests {

// Any user may log in with password(); the certificate is for localhost, signed by authority_file().
class DovecotSubmission {
public:
    DovecotSubmission();

    std::uint16_t port() const { return port_; }         // STARTTLS
    std::uint16_t tls_port() const { return tls_port_; } // TLS from the first octet
    std::string authority_file() const { return authority_.file(); }
    static std::string password() { return "open-sesame"; }
    const SmtpSink& sink() const { return sink_; }

private:
    ServerCommand command();

    TempDir folder_;
    CertificateAuthority authority_;
    SmtpSink sink_{{"-d", "mail."}};
    std::uint16_t port_;
    std::uint16_t tls_port_;
    ServerProcess process_;
};

}
