#include "tests/support/signing_key.h"

#include "mail/oauth/web_url.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <stdexcept>

namespace deskhand::tests {
namespace {

template <class Write> std::string pem_of(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
    if (write(memory.get()) != 1) throw std::runtime_error{"cannot write PEM"};
    char* text = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string decoded(std::string_view text)
{
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        bits = (bits << 6 | static_cast<unsigned>(alphabet.find(c))) & 0xFFFFFFu;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 255);
    }
    return out;
}

}

SigningKey new_signing_key(int days)
{
    SigningKey made;
    made.key = {EVP_RSA_gen(2048), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400L * days);
    X509_set_pubkey(certificate.get(), made.key.get());
    X509_sign(certificate.get(), made.key.get(), EVP_sha256());
    made.private_key = pem_of([&](BIO* to) { return PEM_write_bio_PrivateKey(to, made.key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    made.certificate = pem_of([&](BIO* to) { return PEM_write_bio_X509(to, certificate.get()); });
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    X509_digest(certificate.get(), EVP_sha256(), digest, &size);
    made.thumbprint = mail::base64url({reinterpret_cast<const char*>(digest), size});
    return made;
}

const SigningKey& signing_key()
{
    static const SigningKey key = new_signing_key();
    return key;
}

bool verified(const SigningKey& key, const std::string& jwt, SigningKey::Padding padding)
{
    const auto text = jwt.substr(0, jwt.rfind('.'));
    const auto signature = jwt_part(jwt, 2);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* options = nullptr;
    if (EVP_DigestVerifyInit(digest.get(), &options, EVP_sha256(), nullptr, key.key.get()) != 1) return false;
    if (padding == SigningKey::Padding::pss && EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1) return false;
    return EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

std::string jwt_part(std::string_view jwt, int number)
{
    for (; number > 0; --number) jwt.remove_prefix(std::min(jwt.size(), jwt.find('.') + 1));
    return decoded(jwt.substr(0, jwt.find('.')));
}

}
