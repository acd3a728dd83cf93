#include "config/section.h"
#include "config/quantity.h"
#include "config/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace deskhand::config {

namespace {

const Node nothing{};

std::string_view shown_kind(const Node& node)
{
    switch (node.kind) {
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map of keys";
    case Node::Kind::scalar: return "a single value";
    case Node::Kind::nothing: break;
    }
    return "nothing";
}

// Long or binary values must not flood a message.
std::string shown_value(std::string_view text)
{
    std::string shown{text.substr(0, 60)};
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < ' ' || c == 127; }, ' ');
    return fmt::format("`{}{}`", shown, text.size() > 60 ? "..." : "");
}

std::string shown_size(std::uint64_t octets)
{
    for (const auto& [factor, letter] : {std::pair{30, 'G'}, {20, 'M'}, {10, 'k'}})
        if (octets >= (1ull << factor) && octets % (1ull << factor) == 0)
            return fmt::format("{}{}", octets >> factor, letter);
    return fmt::format("{}", octets);
}

template <class Number>
std::optional<Number> parsed(std::string_view text)
{
    Number value{};
    const auto* end = text.data() + text.size();
    const auto [at, failed] = std::from_chars(text.data(), end, value);
    if (failed != std::errc{} || at != end) return {};
    return value;
}

}

Section::Section(const Node& node, std::string name, Report& report)
    : node_{&node}, place_{node.key_place.line > 0 ? node.key_place : node.place},
      name_{std::move(name)}, report_{&report}
{
    if (node.kind == Node::Kind::map || node.kind == Node::Kind::nothing) return;
    report.error(node.place,
                 fmt::format("{} must be a map of keys, not {}", name_, shown_kind(node)),
                 "write `key: value` lines, indented below it");
    node_ = &nothing;
}

const Node* Section::find(std::string_view key)
{
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
    return config::find(*node_, key);
}

Place Section::place_of(std::string_view key)
{
    const auto* found = find(key);
    return found ? found->place : place_;
}

void Section::error(std::string_view key, std::string what, std::string remedy)
{
    // What a section of the wrong kind lacks is not worth saying.
    if (node_ != &nothing) report_->error(place_of(key), std::move(what), std::move(remedy));
}

void Section::warning(std::string_view key, std::string what, std::string remedy)
{
    report_->warning(place_of(key), std::move(what), std::move(remedy));
}

const Node* Section::scalar(std::string_view key, std::string_view wanted)
{
    const auto* found = find(key);
    if (!found || found->kind == Node::Kind::scalar) return found;
    error(key, fmt::format("{}: `{}` must be {}, not {}", name_, key, wanted, shown_kind(*found)),
          fmt::format("write `{}: ...` on one line", key));
    return nullptr;
}

std::optional<std::string> Section::text(std::string_view key)
{
    const auto* found = scalar(key, "a text");
    if (!found) return {};
    return found->text;
}

std::string Section::required_text(std::string_view key, std::string_view remedy)
{
    if (!has(key)) {
        error(key, fmt::format("{}: `{}` is missing", name_, key), std::string{remedy});
        return {};
    }
    auto value = text(key);
    if (value && value->empty())
        error(key, fmt::format("{}: `{}` is empty", name_, key), std::string{remedy});
    return value.value_or("");
}

std::vector<std::string> Section::texts(std::string_view key)
{
    std::vector<std::string> result;
    for (const auto* item : items(key)) {
        if (item->kind == Node::Kind::scalar)
            result.push_back(item->text);
        else
            report_->error(item->place,
                           fmt::format("{}: `{}` must be texts, here stands {}", name_, key,
                                       shown_kind(*item)),
                           fmt::format("write `{}: [one, two]`", key));
    }
    return result;
}

std::optional<std::int64_t> Section::whole(std::string_view key, Range<std::int64_t> range)
{
    const auto* found = scalar(key, "a whole number");
    if (!found) return {};
    const auto value = parsed<std::int64_t>(found->text);
    if (value && *value >= range.least && *value <= range.most) return value;
    const auto* what = value ? "out of range" : "not a whole number";
    error(key, fmt::format("{}: `{}` is {}: {}", name_, key, what, shown_value(found->text)),
          fmt::format("give a whole number from {} to {}", range.least, range.most));
    return {};
}

std::optional<double> Section::number(std::string_view key, Range<double> range)
{
    const auto* found = scalar(key, "a number");
    if (!found) return {};
    const auto value = parsed<double>(found->text);
    if (value && std::isfinite(*value) && *value >= range.least && *value <= range.most)
        return value;
    const auto* what = value ? "out of range" : "not a number";
    error(key, fmt::format("{}: `{}` is {}: {}", name_, key, what, shown_value(found->text)),
          fmt::format("give a number from {} to {}", range.least, range.most));
    return {};
}

std::optional<bool> Section::yes_or_no(std::string_view key)
{
    static constexpr std::array choices{Choice<bool>{"yes", true},  Choice<bool>{"no", false},
                                        Choice<bool>{"true", true}, Choice<bool>{"false", false},
                                        Choice<bool>{"on", true},   Choice<bool>{"off", false}};
    return choice<bool>(key, choices);
}

std::optional<std::chrono::seconds> Section::duration(std::string_view key,
                                                      Range<std::chrono::seconds> range)
{
    const auto* found = scalar(key, "a duration");
    if (!found) return {};
    const auto value = duration_of(found->text);
    if (value && *value >= range.least && *value <= range.most) return value;
    const auto* what = value ? "out of range" : "not a duration";
    error(key, fmt::format("{}: `{}` is {}: {}", name_, key, what, shown_value(found->text)),
          fmt::format("give one from {} to {} with its unit, e.g. 90s, 5m, 2h, 1h30m, 5d",
                      shown_duration(range.least), shown_duration(range.most)));
    return {};
}

std::optional<std::uint64_t> Section::size(std::string_view key, Range<std::uint64_t> range)
{
    const auto* found = scalar(key, "a size");
    if (!found) return {};
    const auto value = size_of(found->text);
    if (value && *value >= range.least && *value <= range.most) return value;
    const auto* what = value ? "out of range" : "not a size";
    error(key, fmt::format("{}: `{}` is {}: {}", name_, key, what, shown_value(found->text)),
          fmt::format("give one from {} to {}, e.g. 64k, 25M, 1G", shown_size(range.least),
                      shown_size(range.most)));
    return {};
}

std::vector<const Node*> Section::items(std::string_view key)
{
    const auto* found = find(key);
    if (!found) return {};
    if (found->kind != Node::Kind::list) return {found};
    std::vector<const Node*> result;
    for (const auto& item : found->items) result.push_back(&item);
    return result;
}

void Section::refuse_word(std::string_view key, std::string_view word,
                          std::span<const std::string_view> words)
{
    error(key, fmt::format("{}: `{}` cannot be {}", name_, key, shown_value(word)),
          advice(word, words));
}

void Section::refuse_unknown_keys()
{
    std::set<std::string_view> seen;
    for (const auto& item : node_->items) {
        if (!seen.insert(item.key).second)
            report_->error(item.key_place,
                           fmt::format("{}: `{}` stands here twice", name_, item.key),
                           "keep one of them");
        else if (std::find(known_.begin(), known_.end(), item.key) == known_.end())
            report_->error(item.key_place,
                           fmt::format("{}: unknown key {}", name_, shown_value(item.key)),
                           advice(item.key, known_));
    }
}

}
