// An RSA key with its certificate, as an admin makes them for an application, and the check of what it signed.
#pragma once
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace deskhand::tests {

struct SigningKey {
    enum class Padding { pkcs1, pss };
    std::string private_key, certificate; // PEM
    std::string thumbprint;               // SHA-256 of the certificate's DER, base64url
    std::shared_ptr<evp_pkey_st> key;
};

// One for the whole test program, because making one takes a tenth of a second; valid for `days` from now.
const SigningKey& signing_key();
SigningKey new_signing_key(int days = 365);

// Whether the JWT's signature (RFC 7515) is by this key.
bool verified(const SigningKey& key, const std::string& jwt, SigningKey::Padding padding);

// Part 0, 1 or 2 of a JWT, decoded.
std::string jwt_part(std::string_view jwt, int number);

}
