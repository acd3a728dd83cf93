// ISO-2022-JP as Japanese mailers write it, vendors' characters included.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// The same text in Shift_JIS (code page 932), whose tables hold the NEC and IBM characters that the
// standard's lack; nothing when the octets switch to a set that is not Japanese or are cut inside a
// character.
std::optional<std::string> shift_jis_from_iso_2022_jp(std::string_view octets);

}
