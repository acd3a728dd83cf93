// Takes in connections on a loopback port or a unix socket and hands each to a function, on few threads.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace deskhand::mail {

struct ListenAddress {
    std::string host = "127.0.0.1";      // an address, no name
    std::uint16_t port = 0;              // 0 = the kernel chooses
    std::filesystem::path unix_socket{}; // absolute, at most 107 octets; empty = TCP
    unsigned int mode = 0660;            // of the unix socket's file: who may connect is who may write it
    bool operator==(const ListenAddress&) const = default;
};

// "127.0.0.1:2424", "[::1]:2424" or "unix:/run/deskhand/lmtp"; nothing for anything else.
std::optional<ListenAddress> parse_listen_address(std::string_view text);
std::string shown(const ListenAddress& address);
// Whether only programs on this machine can connect.
bool is_local(const ListenAddress& address);

class Listener {
public:
    // Binds and listens. A socket file that nobody listens on any more is replaced. Throws std::runtime_error
    // that names the address, what happened and what to do.
    explicit Listener(ListenAddress address);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Lets `serve` have each connection, at most `threads` (> 0) at a time; further ones wait in the kernel's queue.
    // Returns soon after a stop: reads of the streams then throw StreamError{deadline}, what is being served
    // may say a last word, and nobody can connect any more. `serve` must not throw.
    void run(std::stop_token stop, std::size_t threads, const std::function<void(ByteStream&)>& serve);

    std::uint16_t port() const { return address_.port; } // the chosen one

private:
    void accept_until_stopped(const std::function<void(ByteStream&)>& serve);
    void close() noexcept;

    ListenAddress address_;
    int listening_ = -1;
    int stopping_ = -1; // an eventfd, readable for good once a stop is asked for
};

}
