// A set of IMAP UIDs kept as ranges, so that "1:4294967295" costs eight octets.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct UidRange {
    std::uint32_t first = 0; // > 0
    std::uint32_t last = 0;  // >= first
    friend bool operator==(const UidRange&, const UidRange&) = default;
};

class UidSet {
public:
    UidSet() = default;
    // Sorted and joined; a range the wrong way round is turned.
    explicit UidSet(std::vector<UidRange> ranges);
    static UidSet of(std::span<const std::uint32_t> uids);

    const std::vector<UidRange>& ranges() const { return ranges_; }
    std::uint64_t count() const;
    bool empty() const { return ranges_.empty(); }
    bool contains(std::uint32_t uid) const;
    UidSet above(std::uint32_t uid) const; // those larger than it
    // Ascending; the caller has looked at count() first.
    std::vector<std::uint32_t> uids() const;
    // "1:3,5", the sequence-set of RFC 9051 section 9; ascending, as QQ and others demand.
    std::string text() const;
    // Cut into sets whose texts have at most `octets`; > 21.
    std::vector<UidSet> parts(std::size_t octets) const;

    friend bool operator==(const UidSet&, const UidSet&) = default;

private:
    std::vector<UidRange> ranges_;
};

// Decimal, 1 to 4294967295, nothing else around it: a UID is never guessed.
std::optional<std::uint32_t> parse_uid(std::string_view text);

// A sequence-set as a server sends one: no "*", not empty.
std::optional<UidSet> parse_uid_set(std::string_view text);

}
