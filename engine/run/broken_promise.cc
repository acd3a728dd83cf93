#include "engine/run/broken_promise.h"

#include "engine/run/instance_lock.h"
#include "engine/store/database.h"
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/login.h"

#include <fmt/core.h>

#include <filesystem>
#include <new>

namespace deskhand::engine {
namespace {

std::string remedy_for(const std::exception& broken)
{
    if (dynamic_cast<const AlreadyRunning*>(&broken)) return "Nothing was done.";
    if (dynamic_cast<const StoreError*>(&broken)) return "The database was left as it was before; `deskhand doctor` checks it.";
    if (dynamic_cast<const mail::StreamError*>(&broken)) return "`deskhand doctor` tries every server of the configuration.";
    if (dynamic_cast<const mail::LoginRefused*>(&broken)) return "Check user, password and what the provider demands, then `deskhand doctor`.";
    if (dynamic_cast<const std::filesystem::filesystem_error*>(&broken)) return "Check that the path exists and that this user may use it.";
    if (dynamic_cast<const std::bad_alloc*>(&broken)) return "There is not enough memory; nothing was half done.";
    return "This should not happen: please report it with the command that was run.";
}

}

std::string told(const std::exception& broken)
{
    return fmt::format("deskhand: {}\n{}\n", broken.what(), remedy_for(broken));
}

}
