// A TCP server in the test process whose behaviour is written in the test, for faults real servers do not show.
#pragma once
#include "tests/support/certificates.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_st;

namespace deskhand::tests {

// Ends a connection's play from within: the client is gone, or the test is over.
struct ClientGone {};

// The server's end of one connection. Methods throw ClientGone when the client is.
class LoopbackConnection {
public:
    explicit LoopbackConnection(int fd) : fd_{fd} {}
    ~LoopbackConnection();
    LoopbackConnection(const LoopbackConnection&) = delete;
    LoopbackConnection& operator=(const LoopbackConnection&) = delete;

    void say(std::string_view octets);
    std::string hear_line();          // up to LF, which and a CR before it are removed
    std::string hear_until(std::string_view end); // everything up to and with `end`
    std::string hear_octets(std::size_t count);
    // Server side of a handshake; ClientGone when the client breaks it off.
    void start_tls(const CertificateFiles& files);
    void hang_up(); // FIN, in TLS with close_notify; nothing can be said afterwards
    void cut();     // FIN in the middle of whatever it is, TLS or not
    void reset();   // RST
    // Says nothing until the client hangs up or `most` passes; true when it hung up.
    bool silent_for(std::chrono::milliseconds most);

private:
    void take_in();

    int fd_;
    ssl_st* tls_ = nullptr;
    std::string heard_;
};

// Plays `play` for one connection after another on 127.0.0.1, on a thread of its own, so no Boost
// assertion belongs into `play`: note() what was seen and check notes() in the test.
class LoopbackServer {
public:
    using Play = std::function<void(LoopbackConnection&, LoopbackServer&)>;
    explicit LoopbackServer(Play play);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const; // accepted so far, the one being played included
    void note(const std::string& text);
    std::vector<std::string> notes() const;
    // Ends the play and waits for it, so that notes() is complete. The destructor does it too.
    void stop();

private:
    void run();

    Play play_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_; // guards what follows
    int connections_ = 0;
    int active_ = -1;
    bool stopping_ = false;
    std::vector<std::string> notes_;
    std::thread thread_;
};

}
