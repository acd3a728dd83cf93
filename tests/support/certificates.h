// Certificates for TLS tests: an authority of our own and what it signs.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace deskhand::tests {

// PEM files a server is given.
struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

struct CertificateRequest {
    std::string file = "server";            // the files are <file>.crt and <file>.key
    std::vector<std::string> names = {"localhost"};
    std::vector<std::string> addresses = {}; // e.g. "127.0.0.1"
    int valid_from_days = -1;               // relative to now
    int valid_until_days = 30;              // in the past = expired
};

// An EC P-256 authority that writes into `folder`, which must outlive the use of the files.
class CertificateAuthority {
public:
    explicit CertificateAuthority(std::filesystem::path folder);
    ~CertificateAuthority();
    CertificateAuthority(const CertificateAuthority&) = delete;
    CertificateAuthority& operator=(const CertificateAuthority&) = delete;

    // The authority's own certificate, for Endpoint::ca_file.
    std::filesystem::path file() const { return folder_ / "ca.crt"; }

    CertificateFiles issue(const CertificateRequest& request) const;
    CertificateFiles issue_self_signed(const CertificateRequest& request) const;

private:
    std::filesystem::path folder_;
    evp_pkey_st* key_ = nullptr;
    x509_st* certificate_ = nullptr;
};

}
