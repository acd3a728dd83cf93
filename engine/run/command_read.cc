// `deskhand read`: what is seen in a mail; decides and changes nothing.
#include "config/load_settings.h"
#include "engine/run/commands.h"
#include "engine/run/mail_text.h"
#include "engine/run/message_json.h"
#include "engine/run/read_file.h"
#include "engine/run/read_mail.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>

namespace deskhand::engine {
namespace {

// Mails are shown without a configuration too, and whatever is wrong in it.
std::vector<std::string> trusted_hosts(const Invocation& invocation, const ReadCommand& command)
{
    if (!command.trusted_hosts.empty()) return command.trusted_hosts;
    std::error_code failed;
    if (!std::filesystem::exists(invocation.configuration, failed)) return {};
    const auto loaded = config::load_settings(invocation.configuration);
    return loaded.settings ? loaded.settings->authentication.trusted_hosts : std::vector<std::string>{};
}

}

ExitCode perform(const Invocation& invocation, const ReadCommand& command)
{
    const auto trusted = trusted_hosts(invocation, command);
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
        const auto read = read_mail(*bytes, trusted);
        if (command.output == Output::json) fmt::print("{}\n", message_json(file.string(), read));
        else fmt::print("{}{}", first ? "" : "\n", mail_text(file.string(), read));
        first = false;
    }
    return code;
}

}
