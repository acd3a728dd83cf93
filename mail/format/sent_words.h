// Words of ours found again in a mail, whatever a program did to their lines.
#pragma once
#include "mail/format/quote_shapes.h"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace deskhand::mail {

class SentWords {
public:
    explicit SentWords(std::span<const std::string> texts);

    // Which lines repeat what was sent: nearly all their words stand in a run of ten or more of it (of scripts
    // without spaces twenty characters). Line breaks, case, punctuation and quotation marks do not matter. Linear.
    std::vector<bool> lines_in(std::span<const TextLine> lines) const;

private:
    std::unordered_set<std::uint64_t> runs_; // of four words each
};

}
