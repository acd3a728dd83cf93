// SCRAM-SHA-256 from the client's side (RFC 5802, RFC 7677), without channel binding.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// Rounds of hashing a server may ask for: fewer gives the password away, more is an attack on our
// processor (CVE-2026-42256).
constexpr int fewest_scram_rounds = 4'096;
constexpr int most_scram_rounds = 100'000;

// A user's name as SASL messages hold it, "=" and "," escaped (saslname, RFC 5802 section 7; RFC 5801 section 4).
std::string sasl_name(std::string_view user);

class ScramClient {
public:
    // `user` and `password` are UTF-8, sent and hashed as they are: of SASLprep (RFC 4013) only the
    // refusal of control characters is done (std::invalid_argument). `nonce` is printable, without comma.
    ScramClient(const std::string& user, std::string password, std::string nonce);

    // client-first-message.
    std::string first() const { return "n,," + first_bare_; }

    // client-final-message. Throws StreamError{malformed} for what is no server-first-message to our
    // nonce, LoginRefused when the rounds are outside the bounds.
    std::string final_for(std::string_view server_first);

    // Whether the server's last message shows that it knows the password; false for "e=...".
    bool proves_server(std::string_view server_final) const;

private:
    std::string password_, nonce_, first_bare_;
    std::string server_signature_; // base64; empty before final_for
};

// 144 random bits, printable.
std::string scram_nonce();

}
