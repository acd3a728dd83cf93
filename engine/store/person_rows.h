// What is remembered about people while decisions are written.
#pragma once
#include "engine/core/decision.h"
#include "engine/store/connection.h"

#include <optional>
#include <string>

namespace deskhand::engine {

// Somebody wrote to us; `from` is an address, or "Name <address>".
void note_sender(Connection& connection, const std::string& from, Instant now);
// We write to somebody.
void note_recipient(Connection& connection, const Send& send, Instant now);
void note_name(Connection& connection, const std::string& address, const std::string& name, Instant now);

// Why nothing automatic goes to this address; nothing when it may.
std::optional<std::string> suppression_of(Connection& connection, const std::string& address);
void suppress(Connection& connection, const std::string& address, const std::string& reason, Instant now);

}
