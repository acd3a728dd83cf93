// The least an IMAP client can do: send batched FETCH commands, skip over the literals.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace deskhand::bench {

enum class Wire { plain, tls };

// Logs in as `user`, fetches the first `mails` mails in batches of fifty with four commands in
// flight, and returns the seconds the fetching took. Throws std::runtime_error when it cannot.
double bare_fetch_seconds(std::uint16_t port, Wire wire, const std::string& user, const std::string& password, std::size_t mails);

}
