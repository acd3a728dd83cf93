#include "mail/oauth/assertion.h"

#include "mail/oauth/token_json.h"
#include "mail/oauth/web_url.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <stdexcept>

namespace deskhand::mail {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr int fewest_bits = 2048; // RFC 7518 section 3.3
constexpr std::chrono::minutes client_validity{10}, service_validity{60};

enum class Padding { pkcs1, pss }; // RS256, PS256

Memory reading(const std::string& text) { return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free}; }

// An encrypted key is none: nobody is there to type a password.
int no_password(char*, int, int, void*) { return -1; }

Key key_in(const std::string& pem)
{
    const auto memory = reading(pem);
    Key key{PEM_read_bio_PrivateKey(memory.get(), nullptr, no_password, nullptr), EVP_PKEY_free};
    ERR_clear_error(); // what is wrong with it is not for later calls to find
    return key;
}

Certificate certificate_in(const std::string& pem)
{
    const auto memory = reading(pem);
    Certificate found{PEM_read_bio_X509(memory.get(), nullptr, no_password, nullptr), X509_free};
    ERR_clear_error();
    return found;
}

std::string signature(const std::string& text, EVP_PKEY* key, Padding padding)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* options = nullptr;
    const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    bool done = EVP_DigestSignInit(digest.get(), &options, EVP_sha256(), nullptr, key) == 1;
    if (done && padding == Padding::pss)
        done = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
    done = done && EVP_DigestSign(digest.get(), nullptr, &size, octets, text.size()) == 1;
    std::string made(size, '\0');
    done = done && EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(made.data()), &size, octets, text.size()) == 1;
    if (!done) throw std::invalid_argument{"the private key cannot sign"};
    made.resize(size);
    return made;
}

std::string thumbprint(const std::string& certificate)
{
    const auto found = certificate_in(certificate);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!found || X509_digest(found.get(), EVP_sha256(), digest, &size) != 1) return {};
    return base64url({reinterpret_cast<const char*>(digest), size});
}

std::string signed_assertion(const OAuthSettings& settings, const JsonFields& header, const JsonFields& claims, Padding padding)
{
    const auto key = key_in(settings.private_key);
    if (!key) throw std::invalid_argument{"the private key cannot be read"};
    const auto text = base64url(json_object(header)) + '.' + base64url(json_object(claims));
    return text + '.' + base64url(signature(text, key.get(), padding));
}

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }

}

std::string service_account_assertion(const OAuthSettings& settings, const AssertionContext& context)
{
    JsonFields header{{"alg", "RS256"}, {"typ", "JWT"}};
    if (!settings.key_id.empty()) header.emplace_back("kid", settings.key_id);
    JsonFields claims{{"iss", settings.client_id}, {"scope", settings.scope}, {"aud", settings.token_endpoint},
                      {"iat", seconds_of(context.now)}, {"exp", seconds_of(context.now + service_validity)}};
    if (!settings.account.empty()) claims.emplace_back("sub", settings.account);
    return signed_assertion(settings, header, claims, Padding::pkcs1);
}

std::string client_assertion(const OAuthSettings& settings, const AssertionContext& context)
{
    const bool microsoft = settings.provider == OAuthProvider::microsoft365;
    JsonFields header{{"alg", microsoft ? "PS256" : "RS256"}, {"typ", "JWT"}};
    if (const auto print = thumbprint(settings.certificate); !print.empty()) header.emplace_back("x5t#S256", print);
    if (!settings.key_id.empty()) header.emplace_back("kid", settings.key_id);
    const JsonFields claims{{"aud", settings.token_endpoint}, {"iss", settings.client_id}, {"sub", settings.client_id},
                            {"jti", context.unique}, {"iat", seconds_of(context.now)}, {"nbf", seconds_of(context.now)},
                            {"exp", seconds_of(context.now + client_validity)}};
    return signed_assertion(settings, header, claims, microsoft ? Padding::pss : Padding::pkcs1);
}

std::string key_complaint(const std::string& private_key, const std::string& certificate)
{
    const auto key = key_in(private_key);
    if (!key) return "it holds no private key that can be read without a password";
    if (EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_bits(key.get()) < fewest_bits)
        return "its private key is no RSA key of 2048 bits or more";
    if (certificate.empty()) return {};
    const auto found = certificate_in(certificate);
    if (!found) return "it holds no certificate";
    if (X509_check_private_key(found.get(), key.get()) != 1) {
        ERR_clear_error();
        return "its certificate belongs to another private key";
    }
    return {};
}

std::optional<WallTime> certificate_end(const std::string& certificate)
{
    const auto found = certificate_in(certificate);
    std::tm end{};
    if (!found || ASN1_TIME_to_tm(X509_get0_notAfter(found.get()), &end) != 1) return {};
    return WallTime{std::chrono::seconds{::timegm(&end)}};
}

std::variant<ServiceAccountKey, std::string> read_service_account_key(std::string_view json)
{
    const auto object = parse_json_object(json);
    if (!object) return "it is no JSON object; take the file that Google made when the key was created";
    ServiceAccountKey key{object->text("client_email"), object->text("private_key"), object->text("private_key_id"),
                          object->text("token_uri")};
    if (key.client_email.empty() || key.private_key.empty())
        return "it has no client_email and private_key; take the JSON file that Google made for a key of the service account";
    if (auto why = key_complaint(key.private_key, {}); !why.empty()) return why;
    return key;
}

}
