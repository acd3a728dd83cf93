#include "mail/format/transfer.h"

#include "mail/format/ascii.h"
#include "mail/format/base64.h"
#include "mail/format/gmime_library.h"
#include "mail/format/uuencoded.h"

#include <gmime/gmime.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace deskhand::mail {
namespace {

constexpr std::size_t piece = 64 << 10; // octets decoded at a time

class Sha256 {
public:
    Sha256() : context_{EVP_MD_CTX_new(), EVP_MD_CTX_free}
    {
        static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        if (!context_ || !algorithm || EVP_DigestInit_ex2(context_.get(), algorithm, nullptr) != 1)
            throw std::runtime_error{"SHA-256 is not available from OpenSSL"};
    }

    void add(std::string_view octets)
    {
        EVP_DigestUpdate(context_.get(), octets.data(), octets.size());
    }

    std::string hex()
    {
        constexpr char digits[] = "0123456789abcdef";
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
        unsigned size = 0;
        EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
        std::string out;
        out.reserve(size * 2u);
        for (unsigned i = 0; i < size; ++i) {
            out += digits[digest[i] >> 4];
            out += digits[digest[i] & 15];
        }
        return out;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

// Feeds the decoded octets to `sink`, a piece at a time.
template <class Sink>
void decode_to(std::string_view octets, TransferEncoding encoding, Sink sink)
{
    if (encoding == TransferEncoding::identity || !is_encoded(octets, encoding))
        return sink(octets);
    if (encoding == TransferEncoding::base64) return decode_base64(octets, sink);
    if (encoding == TransferEncoding::uuencode) {
        const auto files = uuencoded_files(octets);
        return sink(files.empty() ? octets : std::string_view{files.front().octets});
    }
    use_gmime();
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    std::string buffer;
    while (!octets.empty()) {
        const auto now = octets.substr(0, piece);
        octets.remove_prefix(now.size());
        buffer.resize(g_mime_encoding_outlen(&state, now.size()));
        const auto size = g_mime_encoding_step(&state, now.data(), now.size(), buffer.data());
        sink(std::string_view{buffer}.substr(0, size));
    }
    buffer.resize(g_mime_encoding_outlen(&state, 0) + 8);
    const auto size = g_mime_encoding_flush(&state, "", 0, buffer.data());
    sink(std::string_view{buffer}.substr(0, size));
}

}

bool is_encoded(std::string_view octets, TransferEncoding encoding)
{
    return encoding != TransferEncoding::base64 || has_base64(octets);
}

TransferEncoding transfer_encoding(std::string_view value)
{
    value = trimmed(value);
    if (const auto comment = value.find_first_of(" \t;("); comment != std::string_view::npos)
        value = value.substr(0, comment);
    while (!value.empty() && value.front() == '"') value.remove_prefix(1);
    while (!value.empty() && value.back() == '"') value.remove_suffix(1);
    if (equal_nocase(value, "base64")) return TransferEncoding::base64;
    if (equal_nocase(value, "quoted-printable") || equal_nocase(value, "quotedprintable"))
        return TransferEncoding::quoted_printable;
    for (const auto* name : {"x-uuencode", "uuencode", "x-uue", "x-uu"})
        if (equal_nocase(value, name)) return TransferEncoding::uuencode;
    return TransferEncoding::identity;
}

std::string decoded(std::string_view octets, TransferEncoding encoding)
{
    std::string out;
    if (encoding != TransferEncoding::identity) out.reserve(octets.size());
    decode_to(octets, encoding, [&](std::string_view part) { out += part; });
    return out;
}

Digest digest_of(std::string_view octets, TransferEncoding encoding)
{
    Digest digest;
    Sha256 sha;
    decode_to(octets, encoding, [&](std::string_view part) {
        sha.add(part);
        digest.size += part.size();
    });
    digest.sha256 = sha.hex();
    return digest;
}

std::string sha256_hex(std::string_view octets)
{
    Sha256 sha;
    sha.add(octets);
    return sha.hex();
}

}
