#include "engine/run/load_policy.h"

#include "config/load.h"

namespace deskhand::engine {

LoadedPolicy load_policy(const std::filesystem::path& file, Instant now)
{
    auto loaded = config::load(file);
    LoadedPolicy out{.policy = nullptr, .problems = std::move(loaded.problems)};
    if (!loaded.settings || config::any_error(out.problems)) return out;
    (void)now;
    TokenMint mint{loaded.settings->token_key, loaded.settings->desk.host_name};
    out.policy = std::make_shared<const Policy>(Policy{.settings = std::move(*loaded.settings), .rules = std::move(loaded.rules),
                                                       .templates = std::move(loaded.templates), .model = std::nullopt,
                                                       .mint = std::move(mint)});
    return out;
}

}
