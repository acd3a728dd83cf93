// A stream whose waits end soon after a stop is asked for, however long the peer is silent.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <memory>
#include <stop_token>

namespace deskhand::mail {

// Time an answer still gets once a stop is asked for: enough for most relays to answer a final dot,
// short enough for whoever stops the program.
inline constexpr std::chrono::seconds grace_after_stop{10};

// Passes everything on to `inner`. read() throws StreamError{deadline} when the grace is over.
std::unique_ptr<ByteStream> stoppable(std::unique_ptr<ByteStream> inner, std::stop_token stop,
                                      std::chrono::milliseconds grace = grace_after_stop);

}
