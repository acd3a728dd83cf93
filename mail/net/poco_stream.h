// Opens a connection to a mail server; the only place where mail makes a socket.
#pragma once
#include "mail/net/endpoint.h"
#include "mail/protocol/byte_stream.h"

#include <memory>

namespace deskhand::mail {

// A ByteStream whose silence can be watched from outside.
class SocketStream : public ByteStream {
public:
    // Becomes readable when octets come in; what was read from it already does not count.
    virtual int descriptor() const = 0;
};

// A connected stream: TLS is up and verified when the endpoint says `tls`, and still to be asked
// for by start_tls() when it says `starttls`. Name look-up, TCP and TLS share connect_timeout.
//
// The certificate must chain to `ca_file` (or the system's authorities) and name the host (RFC 6125;
// an address needs an IP entry); TLS 1.2 at least; nothing relaxes this.
// start_tls() refuses octets that arrived before the switch with StreamError{malformed}.
// While write() waits for a full send buffer it takes in what the peer says, so that two
// pipelining ends cannot block one another.
//
// Throws StreamError: unreachable, deadline, closed or untrusted, its text naming host and port.
// Ignores SIGPIPE for the process when nothing else handles it.
std::unique_ptr<SocketStream> connect(const Endpoint& endpoint);

}
