#include "mail/protocol/imap_uid_set.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace deskhand::mail {

UidSet::UidSet(std::vector<UidRange> ranges)
{
    for (auto& range : ranges)
        if (range.last < range.first) std::swap(range.first, range.last);
    std::sort(ranges.begin(), ranges.end(),
              [](const UidRange& a, const UidRange& b) { return a.first < b.first; });
    for (const auto& range : ranges) {
        const bool joins = !ranges_.empty() &&
            std::uint64_t{range.first} <= std::uint64_t{ranges_.back().last} + 1;
        if (joins) ranges_.back().last = std::max(ranges_.back().last, range.last);
        else ranges_.push_back(range);
    }
}

UidSet UidSet::of(std::span<const std::uint32_t> uids)
{
    std::vector<UidRange> ranges;
    for (const auto uid : uids) {
        if (!ranges.empty() && ranges.back().last != UINT32_MAX && ranges.back().last + 1 == uid)
            ranges.back().last = uid;
        else ranges.push_back({uid, uid});
    }
    return UidSet{std::move(ranges)};
}

std::uint64_t UidSet::count() const
{
    std::uint64_t total = 0;
    for (const auto& range : ranges_) total += std::uint64_t{range.last} - range.first + 1;
    return total;
}

UidSet UidSet::above(std::uint32_t uid) const
{
    std::vector<UidRange> ranges;
    for (auto range : ranges_) {
        if (range.last <= uid) continue;
        range.first = std::max(range.first, uid + 1);
        ranges.push_back(range);
    }
    return UidSet{std::move(ranges)};
}

bool UidSet::contains(std::uint32_t uid) const
{
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), uid,
                         [](std::uint32_t value, const UidRange& range) { return value < range.first; });
    return after != ranges_.begin() && uid <= std::prev(after)->last;
}

std::vector<std::uint32_t> UidSet::uids() const
{
    std::vector<std::uint32_t> all;
    all.reserve(count());
    for (const auto& range : ranges_)
        for (std::uint64_t uid = range.first; uid <= range.last; ++uid)
            all.push_back(static_cast<std::uint32_t>(uid));
    return all;
}

std::string UidSet::text() const
{
    std::string text;
    for (const auto& range : ranges_) {
        if (!text.empty()) text += ',';
        text += std::to_string(range.first);
        if (range.last != range.first) text += ':' + std::to_string(range.last);
    }
    return text;
}

std::vector<UidSet> UidSet::parts(std::size_t octets) const
{
    std::vector<UidSet> parts;
    std::size_t length = octets;
    for (const auto& range : ranges_) {
        const auto more = 1 + UidSet{{range}}.text().size();
        if (length + more > octets) parts.emplace_back(), length = 0;
        parts.back().ranges_.push_back(range);
        length += more;
    }
    return parts;
}

std::optional<std::uint32_t> parse_uid(std::string_view text)
{
    std::uint32_t uid = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, uid);
    if (error != std::errc{} || stopped != end || uid == 0) return {};
    return uid;
}

std::optional<UidSet> parse_uid_set(std::string_view text)
{
    std::vector<UidRange> ranges;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        const auto part = text.substr(at, comma - at);
        const auto colon = std::min(part.find(':'), part.size());
        const auto first = parse_uid(part.substr(0, colon));
        const auto last = colon == part.size() ? first : parse_uid(part.substr(colon + 1));
        if (!first || !last) return {};
        ranges.push_back({*first, *last});
        at = comma + 1;
    }
    return UidSet{std::move(ranges)};
}

}
