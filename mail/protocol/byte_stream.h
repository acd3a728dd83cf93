// The only door between mail dialogues and the network.
#pragma once
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace deskhand::mail {

// The peer closed, stalled, lied or broke the grammar; the connection is of no further use.
struct StreamError : std::runtime_error {
    enum class Cause {
        closed,      // end of stream or reset
        deadline,    // nothing came (or could be sent) in time
        unreachable, // name did not resolve, connection refused
        untrusted,   // TLS failed: certificate, name, version, or plaintext where TLS was promised
        malformed    // the peer's octets can never become a valid response
    };
    StreamError(Cause why, const std::string& what) : runtime_error{what}, cause{why} {}
    Cause cause;
};

// A connected, ordered stream of octets. One thread uses one stream.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    // Next octets, never empty. Throws StreamError at end of stream, or when nothing has come
    // within the patience set last.
    virtual std::string read() = 0;

    // Sends all of `bytes`; throws StreamError when the peer is gone or takes nothing in time.
    virtual void write(std::string_view bytes) = 0;

    // True when read() would return at once (octets already decrypted count); waits at most `most`.
    virtual bool readable_within(std::chrono::milliseconds most) = 0;

    // How long read() and write() may go without progress; in force until set again.
    virtual void set_patience(std::chrono::milliseconds patience) = 0;

    // Turns the connection into TLS and verifies that the certificate names `host`.
    // Throws StreamError{untrusted} otherwise; after that nothing may be sent.
    virtual void start_tls(const std::string& host) = 0;
};

}
