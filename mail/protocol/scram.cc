#include "mail/protocol/scram.h"

#include "mail/protocol/base64_line.h"
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/login.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t digest_octets = 32;
using Digest = std::array<unsigned char, digest_octets>;

const unsigned char* octets_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
std::string_view text_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

Digest hmac(const Digest& key, std::string_view text)
{
    Digest out{};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), octets_of(text), text.size(), out.data(), nullptr);
    return out;
}

Digest sha256(const Digest& octets)
{
    Digest out{};
    EVP_Digest(octets.data(), octets.size(), out.data(), nullptr, EVP_sha256(), nullptr);
    return out;
}

Digest salted(std::string_view password, std::string_view salt, int rounds)
{
    Digest out{};
    PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), octets_of(salt), static_cast<int>(salt.size()),
                      rounds, EVP_sha256(), static_cast<int>(out.size()), out.data());
    return out;
}

void refuse_control_characters(std::string_view text)
{
    const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (control) throw std::invalid_argument{"a name or password for SCRAM holds a control character"};
}

// "r=..." at the front of `message`, which shrinks by it and its comma; nothing when another comes.
std::optional<std::string_view> attribute(std::string_view& message, char name)
{
    if (message.size() < 2 || message[0] != name || message[1] != '=') return {};
    const auto comma = std::min(message.find(','), message.size());
    const auto value = message.substr(2, comma - 2);
    message.remove_prefix(std::min(comma + 1, message.size()));
    return value;
}

std::optional<int> rounds_of(std::string_view text)
{
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc::result_out_of_range) return most_scram_rounds + 1;
    if (error != std::errc{} || stopped != end) return {};
    return value;
}

}

std::string sasl_name(std::string_view user)
{
    std::string out;
    for (const char c : user) {
        if (c == '=') out += "=3D";
        else if (c == ',') out += "=2C";
        else out += c;
    }
    return out;
}

ScramClient::ScramClient(const std::string& user, std::string password, std::string nonce)
    : password_{std::move(password)}, nonce_{std::move(nonce)}, first_bare_{"n=" + sasl_name(user) + ",r=" + nonce_}
{
    refuse_control_characters(user);
    refuse_control_characters(password_);
}

std::string ScramClient::final_for(std::string_view server_first)
{
    auto left = server_first;
    const auto nonce = attribute(left, 'r'), salt_text = attribute(left, 's'), rounds_text = attribute(left, 'i');
    const auto salt = from_base64(salt_text.value_or(""));
    const auto rounds = rounds_of(rounds_text.value_or(""));
    const bool ours = nonce && nonce->size() > nonce_.size() && nonce->substr(0, nonce_.size()) == nonce_;
    if (!ours || !salt || salt->empty() || !rounds)
        throw StreamError{StreamError::Cause::malformed, "SCRAM: the server's first message is not to be understood"};
    if (*rounds < fewest_scram_rounds || *rounds > most_scram_rounds)
        throw LoginRefused{"SCRAM: the server wants " + std::string{*rounds_text} + " rounds of hashing, between " +
                           std::to_string(fewest_scram_rounds) + " and " + std::to_string(most_scram_rounds) +
                           " are safe; use PLAIN over TLS or have the server changed"};

    const auto password = salted(password_, *salt, *rounds);
    const auto client_key = hmac(password, "Client Key");
    const auto without_proof = "c=biws,r=" + std::string{*nonce}; // biws: "n,,", no channel binding
    const auto said = first_bare_ + ',' + std::string{server_first} + ',' + without_proof;
    auto proof = hmac(sha256(client_key), said);
    for (std::size_t i = 0; i < proof.size(); ++i) proof[i] ^= client_key[i];
    server_signature_ = base64(text_of(hmac(hmac(password, "Server Key"), said)));
    return without_proof + ",p=" + base64(text_of(proof));
}

bool ScramClient::proves_server(std::string_view server_final) const
{
    const auto signature = attribute(server_final, 'v');
    return signature && !server_signature_.empty() && signature->size() == server_signature_.size() &&
        CRYPTO_memcmp(signature->data(), server_signature_.data(), signature->size()) == 0;
}

std::string scram_nonce()
{
    std::array<unsigned char, 18> bits{};
    if (RAND_bytes(bits.data(), static_cast<int>(bits.size())) != 1)
        throw std::runtime_error{"OpenSSL gives no random octets"};
    return base64({reinterpret_cast<const char*>(bits.data()), bits.size()});
}

}
