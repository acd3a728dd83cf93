// A POP3 client dialogue (RFC 1939, 2449, 2595, 5034), in the order of the protocol.
#pragma once
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/login.h"
#include "mail/protocol/pop3_reader.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

enum class Pop3Upgrade { none, stls };
// Some old servers hang up at CAPA: connect again without.
enum class Pop3Capabilities { ask, skip };

struct Pop3Options {
    Pop3Limits limits;
    Pop3Capabilities capabilities = Pop3Capabilities::ask;
    std::chrono::milliseconds patience{60'000};       // without progress; > 0
    std::chrono::milliseconds login_patience{20'000}; // the same up to the end of the login; > 0
};

struct Pop3Message {
    std::uint32_t number = 0;      // valid in this session only
    std::optional<std::string> id; // UIDL; absent when blank, longer than 512 octets or not offered
    std::uint64_t size = 0;        // as LIST says, a hint
};

// Methods throw StreamError when the connection is of no further use and LoginRefused when the
// server says no for good. Straight use: greet, login, then any of the others, quit.
class Pop3Session {
public:
    Pop3Session(ByteStream& stream, Pop3Options options);

    // With `stls` upgrades or throws StreamError{untrusted}.
    void greet(Pop3Upgrade upgrade, const std::string& host);
    // AUTH in its two-line form (Microsoft takes no other), or USER and PASS.
    void login(const Login& login);

    std::vector<Pop3Message> list();
    // Whether the last list() found UIDL; without it no message has an id.
    bool has_ids() const { return has_ids_; }

    // Hands out each message as it is complete, in order; `number` the one asked for. Left out is
    // what the server refuses, and Exchange's stand-in for a mail it cannot give. A body beyond the limit comes empty with `withheld`. When `take`
    // throws, the session is over.
    using Take = std::function<void(std::uint32_t number, Pop3Body body)>;
    void retrieve(std::span<const std::uint32_t> numbers, const Take& take);
    // The header of one message; nothing when the server has no TOP.
    std::optional<std::string> header(std::uint32_t number);

    // Takes effect at quit() only. False when the server refuses.
    bool remove(std::uint32_t number);
    // Commits the removals: they happened only when this returns.
    void quit();

private:
    Pop3Status command(std::string_view words, const std::string& argument = {});
    Pop3Status status();
    Pop3Body body();
    void learn_capabilities();
    bool can(std::string_view capability) const;
    Pop3Status authenticate(const Login& login);
    Pop3Status log_in(const Login& login);

    ByteStream& stream_;
    Pop3Options options_;
    Pop3Reader reader_;
    std::vector<std::string> capabilities_; // upper-case lines, "SASL PLAIN XOAUTH2"
    bool has_ids_ = true;
};

}
