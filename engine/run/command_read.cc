// `deskhand read`: what is seen in a mail; decides and changes nothing.
#include "engine/run/commands.h"
#include "engine/run/mail_text.h"
#include "engine/run/message_json.h"
#include "engine/run/read_file.h"
#include "engine/run/read_mail.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>

namespace deskhand::engine {

ExitCode perform(const Invocation&, const ReadCommand& command)
{
    auto code = ExitCode::done;
    bool first = true;
    for (const auto& file : command.files) {
        errno = 0;
        const auto bytes = read_file(file);
        if (!bytes) {
            fmt::print(stderr, "cannot read {}: {}\n", file.string(), std::strerror(errno));
            code = ExitCode::failed;
            continue;
        }
        const auto read = read_mail(*bytes);
        if (command.output == Output::json) fmt::print("{}\n", message_json(file.string(), read));
        else fmt::print("{}{}", first ? "" : "\n", mail_text(file.string(), read));
        first = false;
    }
    return code;
}

}
