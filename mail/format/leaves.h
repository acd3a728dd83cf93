// The leaves of a mail: files and texts with their names, sizes and digests, and their octets
// again.
#pragma once
#include "mail/format/message.h"
#include "mail/format/mime_parts.h"
#include "mail/format/readable_text.h"
#include "mail/format/tnef.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// The decoded octets of a leaf; to be asked for once at most.
using LeafOctets = std::function<std::string()>;

// Gives every leaf in the order of the parts; the files inside a winmail.dat, or uuencoded in a text, follow it.
void each_leaf(const MimeParts& mime, const std::vector<PartRole>& roles, std::string_view prior,
               const std::function<void(Leaf, const LeafOctets&)>& take);

// The same without the octets.
std::vector<Leaf> read_leaves(const MimeParts& mime, const std::vector<PartRole>& roles,
                              std::string_view prior);

// The contents when the part is a winmail.dat of bearable size.
std::optional<TnefContents> tnef_of(const MimePart& part);

}
