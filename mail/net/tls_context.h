// The rules a TLS client connection to one host is held to.
#pragma once
#include <Poco/Net/Context.h>

#include <string>

namespace deskhand::mail {

// A context for connections to `host` only: the name (or address) is checked inside OpenSSL's chain
// verification, because Poco skips its own check when a handshake outlasts the timeout.
// `ca_file` empty = the system's authorities, read once a process. Throws Poco::Net::SSLException
// when `ca_file` cannot be read. Connections to a host share a context.
Poco::Net::Context::Ptr tls_context_for(const std::string& host, const std::string& ca_file);

// Why verification failed in the handshake of this thread since the last tls_context_for(), in words for a person; empty when it
// did not.
std::string verification_failure();

// True for an IPv4 or IPv6 literal, which gets no SNI and is matched against IP entries.
bool is_address(const std::string& host);

}
