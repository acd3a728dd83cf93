// A mail from the program that started us, whole or not at all.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace deskhand::engine {

struct WholeMail { std::string bytes; };
struct NotWhole { std::string why; };

// Reads standard input to its end. Of a program that dies in the middle, the end of what it wrote looks like the end
// of the mail: without `announced` octets a mail counts only while the one who started us is alive. While it reads,
// SIGTERM, SIGINT and SIGHUP end the process with 75 (EX_TEMPFAIL); afterwards they are blocked for good, so that what has
// been begun is finished and its outcome told.
std::variant<WholeMail, NotWhole> read_piped_mail(std::optional<std::uint64_t> announced);

}
