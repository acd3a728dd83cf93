// The leaves of a mail: files and texts with their names, sizes and digests, and their octets
// again.
#pragma once
#include "mail/format/message.h"
#include "mail/format/mime_parts.h"
#include "mail/format/readable_text.h"
#include "mail/format/tnef.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// In the order of the parts; the files inside a winmail.dat, or uuencoded in a text, follow it.
std::vector<Leaf> read_leaves(const MimeParts& mime, const std::vector<PartRole>& roles,
                              std::string_view prior);

// What the leaf of that number in read_leaves consists of; nothing when there is none.
std::optional<std::string> read_leaf_octets(const MimeParts& mime,
                                            const std::vector<PartRole>& roles, std::size_t number);

// The contents when the part is a winmail.dat of bearable size.
std::optional<TnefContents> tnef_of(const MimePart& part);

}
