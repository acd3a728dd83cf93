// Words of the command line as values.
#pragma once
#include "config/quantity.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::engine {

// "1042" or "#1042", greater than 0; nothing for anything else.
template <class Id> std::optional<Id> id_of(std::string_view text)
{
    if (text.starts_with('#')) text.remove_prefix(1);
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != text.npos) return {};
    const auto value = std::stoll(std::string{text});
    return value > 0 ? std::optional{Id{value}} : std::nullopt;
}

// "24h", "7d", "2w", rounded up to whole hours.
inline std::optional<std::chrono::hours> hours_of(std::string_view text)
{
    const auto read = config::duration_of(text);
    return read && read->count() > 0 ? std::optional{std::chrono::ceil<std::chrono::hours>(*read)} : std::nullopt;
}

}
