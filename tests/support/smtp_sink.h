// Postfix's smtp-sink as a relay that takes, refuses or forgets mail.
#pragma once
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskhand::tests {

class SmtpSink {
public:
    // `options` as in smtp-sink(1), e.g. {"-f", "RCPT"}; -u and -R are given by the fixture.
    explicit SmtpSink(std::vector<std::string> options = {});

    std::uint16_t port() const { return port_; }
    // The mails taken, as dumped with -d: a few X- header lines, then the mail with LF ends.
    // Needs the option pair {"-d", "mail."}.
    std::vector<std::string> mails() const;

private:
    TempDir folder_;
    std::uint16_t port_;
    ServerProcess process_;
};

}
