#include "mail/net/tls_context.h"

#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SSLException.h>

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace deskhand::mail {
namespace {

using Poco::Net::Context;

constexpr int chain_depth = 9;

// Of the handshake under way on this thread (an X509_V_ERR number): contexts are shared.
thread_local int last_verdict = X509_V_OK;

// Keeps OpenSSL's own verdict and remembers the reason; stands in for Poco's callback, whose
// handlers may ask on the console.
int remember_verdict(int ok, X509_STORE_CTX* store)
{
    if (ok == 1) return ok;
    last_verdict = X509_STORE_CTX_get_error(store);
    return ok;
}

// Reading the system's bundle takes tens of milliseconds and a megabyte: once for all connections.
X509_STORE* system_authorities()
{
    static const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store = [] {
        std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> made{X509_STORE_new(),
                                                                     X509_STORE_free};
        X509_STORE_set_default_paths(made.get());
        return made;
    }();
    return store.get();
}

void require_name(SSL_CTX* context, const std::string& host)
{
    auto* rules = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const int done = is_address(host)
        ? X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str())
        : X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size());
    if (done != 1) throw Poco::Net::SSLException{"cannot require the name " + host};
}

}

bool is_address(const std::string& host)
{
    Poco::Net::IPAddress ignored;
    return Poco::Net::IPAddress::tryParse(host, ignored);
}

namespace {

Context::Ptr new_context(const std::string& host, const std::string& ca_file)
{
    // An empty name would switch the name check off in OpenSSL.
    if (host.empty()) throw Poco::Net::SSLException{"no host name to verify"};
    Context::Params params;
    params.caLocation = ca_file;
    params.verificationMode = Context::VERIFY_STRICT;
    params.verificationDepth = chain_depth;
    params.loadDefaultCAs = false;
    params.cipherList = "HIGH:!aNULL:!MD5:!RC4";
    Context::Ptr context{new Context{Context::TLS_CLIENT_USE, params}};
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);

    auto* ctx = context->sslContext();
    if (ca_file.empty()) SSL_CTX_set1_cert_store(ctx, system_authorities());
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, remember_verdict);
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    require_name(ctx, host);
    return context;
}

}

// A context costs some 20 KiB, and a thousand mailboxes often share a host: it is kept while somebody uses it, and made anew
// when the file of authorities has changed.
Context::Ptr tls_context_for(const std::string& host, const std::string& ca_file)
{
    struct Shared {
        std::filesystem::file_time_type written{};
        Context::Ptr context;
    };
    static std::mutex mutex;
    static std::map<std::pair<std::string, std::string>, Shared> all;
    last_verdict = X509_V_OK;
    std::error_code unreadable; // the context says so
    const auto written = ca_file.empty() ? std::filesystem::file_time_type{} : std::filesystem::last_write_time(ca_file, unreadable);
    const std::lock_guard lock{mutex};
    std::erase_if(all, [](const auto& one) { return !one.second.context || one.second.context->referenceCount() == 1; });
    auto& shared = all[{host, ca_file}];
    if (!shared.context || shared.written != written) shared = {written, new_context(host, ca_file)};
    return shared.context;
}

std::string verification_failure()
{
    return last_verdict == X509_V_OK ? std::string{} : X509_verify_cert_error_string(last_verdict);
}

}
