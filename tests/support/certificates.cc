#include "tests/support/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace deskhand::tests {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long day_seconds = 24 * 60 * 60;

Key new_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    if (!extension) throw std::runtime_error{"bad certificate extension " + value};
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(const std::string& common_name, EVP_PKEY* key, int from_days, int until_days)
{
    Certificate made{X509_new(), X509_free};
    X509_set_version(made.get(), 2);
    long serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), from_days * day_seconds);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), until_days * day_seconds);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    X509_set_pubkey(made.get(), key);
    return made;
}

std::string alternative_names(const CertificateRequest& request)
{
    std::string list;
    for (const auto& name : request.names) list += (list.empty() ? "DNS:" : ",DNS:") + name;
    for (const auto& address : request.addresses) list += (list.empty() ? "IP:" : ",IP:") + address;
    return list;
}

Certificate leaf(const CertificateRequest& request, EVP_PKEY* key, X509* issuer)
{
    const auto name = request.names.empty() ? std::string{"no name"} : request.names.front();
    auto made = blank(name, key, request.valid_from_days, request.valid_until_days);
    add_extension(made.get(), issuer ? issuer : made.get(), NID_basic_constraints, "CA:FALSE");
    add_extension(made.get(), issuer ? issuer : made.get(), NID_subject_alt_name, alternative_names(request));
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer : made.get()));
    return made;
}

void write_certificate(const std::filesystem::path& path, X509* certificate)
{
    auto* file = std::fopen(path.c_str(), "w");
    if (!file || PEM_write_X509(file, certificate) != 1) throw std::runtime_error{"cannot write " + path.string()};
    std::fclose(file);
}

void write_key(const std::filesystem::path& path, EVP_PKEY* key)
{
    auto* file = std::fopen(path.c_str(), "w");
    if (!file || PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw std::runtime_error{"cannot write " + path.string()};
    std::fclose(file);
}

CertificateFiles written(const std::filesystem::path& folder, const std::string& name, X509* certificate, EVP_PKEY* key)
{
    CertificateFiles files{folder / (name + ".crt"), folder / (name + ".key")};
    write_certificate(files.certificate, certificate);
    write_key(files.key, key);
    return files;
}

}

CertificateAuthority::CertificateAuthority(std::filesystem::path folder) : folder_{std::move(folder)}
{
    auto key = new_key();
    auto made = blank("Deskhand test authority", key.get(), -2, 365);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    add_extension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    X509_sign(made.get(), key.get(), EVP_sha256());
    write_certificate(file(), made.get());
    key_ = key.release();
    certificate_ = made.release();
}

CertificateAuthority::~CertificateAuthority()
{
    X509_free(certificate_);
    EVP_PKEY_free(key_);
}

CertificateFiles CertificateAuthority::issue(const CertificateRequest& request) const
{
    const auto key = new_key();
    const auto made = leaf(request, key.get(), certificate_);
    X509_sign(made.get(), key_, EVP_sha256());
    return written(folder_, request.file, made.get(), key.get());
}

CertificateFiles CertificateAuthority::issue_self_signed(const CertificateRequest& request) const
{
    const auto key = new_key();
    const auto made = leaf(request, key.get(), nullptr);
    X509_sign(made.get(), key.get(), EVP_sha256());
    return written(folder_, request.file, made.get(), key.get());
}

}
