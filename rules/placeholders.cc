#include "rules/placeholders.h"

#include "rules/ascii.h"

#include <algorithm>

namespace deskhand::rules {

namespace {

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

struct Placeholder {
    std::size_t begin = 0, end = 0; // in the text, braces included
    std::string name;
};

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from)
{
    for (auto begin = text.find("${", from); begin != text.npos; begin = text.find("${", begin + 2)) {
        auto end = begin + 2;
        while (end < text.size() && is_name_character(text[end])) ++end;
        if (end < text.size() && text[end] == '}' && end > begin + 2)
            return Placeholder{begin, end + 1, lower(text.substr(begin + 2, end - begin - 2))};
    }
    return std::nullopt;
}

}

std::vector<std::string> placeholders_in(std::string_view text)
{
    std::vector<std::string> names;
    std::size_t at = 0;
    while (auto found = next_placeholder(text, at)) {
        at = found->end;
        names.push_back(std::move(found->name));
    }
    return names;
}

std::string fill_placeholders(std::string_view text,
                              const std::function<std::string(const std::string&)>& value_of)
{
    std::string filled;
    std::size_t at = 0;
    while (const auto found = next_placeholder(text, at)) {
        filled += text.substr(at, found->begin - at);
        std::string value{clipped(value_of(found->name), longest_filled_value)};
        std::ranges::replace_if(
            value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
        filled += value;
        at = found->end;
    }
    return filled.append(text.substr(at));
}

std::string_view clipped(std::string_view text, std::size_t octets)
{
    if (text.size() <= octets) return text;
    while (octets > 0 && (static_cast<unsigned char>(text[octets]) & 0xc0) == 0x80) --octets;
    return text.substr(0, octets);
}

}
