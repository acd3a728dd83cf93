// Content transfer encodings (RFC 2045 section 6, and uuencode).
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace deskhand::mail {

enum class TransferEncoding { identity, base64, quoted_printable, uuencode };

// What a Content-Transfer-Encoding value means; anything unknown is identity.
TransferEncoding transfer_encoding(std::string_view value);

// False where octets said to be base64 have not one line of it: they are then taken as they stand.
bool is_encoded(std::string_view octets, TransferEncoding encoding);

// The decoded octets. Total: lines that are no base64 are passed over, what is no quoted-printable
// is kept.
std::string decoded(std::string_view octets, TransferEncoding encoding);

struct Digest {
    std::uint64_t size = 0; // decoded octets
    std::string sha256;     // lower-case hex
};

// Size and digest of the decoded octets, decoded piece by piece and not kept.
Digest digest_of(std::string_view octets, TransferEncoding encoding);

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view octets);

}
