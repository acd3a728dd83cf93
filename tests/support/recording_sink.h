// A mail server that takes everything and remembers what it had taken at each final dot.
#pragma once
#include "tests/support/loopback_server.h"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace deskhand::tests {

struct TakenMail {
    std::string message_id; // without brackets
    std::string recipient;
    std::string bytes;      // as sent, dots still doubled, without the final one
};

// Serves one connection after another. The mail is remembered before it is answered, so that a client
// that dies in between does not know that it was taken.
class RecordingSink {
public:
    // `before_answer` is called, with how many mails there are now, between taking and answering.
    explicit RecordingSink(std::function<void(std::size_t)> before_answer = {});

    std::uint16_t port() const { return server_.port(); }
    std::size_t count() const;
    std::vector<TakenMail> mails() const;

private:
    void converse(LoopbackConnection& client);
    void take(TakenMail mail);

    std::function<void(std::size_t)> before_answer_;
    mutable std::mutex mutex_; // guards what follows
    std::vector<TakenMail> mails_;
    LoopbackServer server_; // last: its thread uses all of the above
};

}
