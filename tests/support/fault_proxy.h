// Stands between a client and a server on the loopback and breaks a connection at an octet of the test's choice.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace deskhand::tests {

struct Fault {
    enum class Toward { client, server } toward = Toward::client;
    enum class Kind {
        fin,       // both sides are closed
        rst,       // both sides are reset
        black_hole // nothing passes any more, either way, until the client goes
    } kind = Kind::fin;
    std::uint64_t after = 0; // octets that still pass in that direction
};

// Connections are served one after another, on a thread of the proxy's own.
class FaultProxy {
public:
    // How much is handed on at a time.
    enum class Pace { as_it_comes, single_octets };

    explicit FaultProxy(std::uint16_t server_port, Pace pace = Pace::as_it_comes);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const { return port_; }
    // The next connection gets this fault, those after it none. `just_before` is called on the proxy's thread.
    void arm(const Fault& fault, std::function<void()> just_before = {});
    // Faults that happened: a connection that ended before its fault was due does not count.
    int faults() const;
    // What passed towards the client in all connections so far.
    std::uint64_t octets_to_client() const;
    std::uint64_t octets_to_server() const; // likewise the other way

private:
    void run();
    void serve(int client);
    // False when the connection is over.
    bool pass(int from, int to, Fault::Toward direction);
    void cut(int client, int server, Fault::Kind kind);
    void wait_until_closed(int client);

    std::uint16_t server_port_;
    Pace pace_;
    int listener_ = -1;
    int stop_ = -1; // readable when the proxy is to end
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_; // guards what follows
    std::optional<Fault> armed_;
    std::function<void()> just_before_;
    int faults_ = 0;
    std::uint64_t octets_to_client_ = 0, octets_to_server_ = 0;
    // of the connection being served; the thread's own
    std::optional<Fault> fault_;
    std::thread thread_;
};

}
