// A connection that somebody made to us, as a stream; its waits end when a stop is asked for.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <chrono>
#include <string>
#include <string_view>

namespace deskhand::mail {

class AcceptedStream final : public ByteStream {
public:
    // Takes the non-blocking `socket` and closes it at the end. `stopping` is a descriptor that becomes readable, and
    // stays so, when reading is to end with StreamError{deadline}; writing goes on.
    AcceptedStream(int socket, int stopping) : socket_{socket}, stopping_{stopping} {}
    ~AcceptedStream() override;
    AcceptedStream(const AcceptedStream&) = delete;
    AcceptedStream& operator=(const AcceptedStream&) = delete;

    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(std::chrono::milliseconds most) override;
    void set_patience(std::chrono::milliseconds patience) override { patience_ = patience; }
    // Throws StreamError{untrusted}: there is no TLS for those who connect to us.
    void start_tls(const std::string& host) override;

private:
    enum class Ready { yes, late, stopping };
    Ready wait_for(short events, std::chrono::milliseconds most) const;

    int socket_, stopping_;
    std::chrono::milliseconds patience_ = std::chrono::minutes{5}; // before any is set
};

}
