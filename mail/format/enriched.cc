#include "mail/format/enriched.h"

#include "mail/format/ascii.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_command = 60; // octets, RFC 1896 section 2

// The command at the front of `rest`, e.g. "bold" or "/bold"; empty when '<' stands for itself.
std::string_view command_at(std::string_view rest)
{
    const auto end = rest.substr(0, longest_command + 2).find('>');
    if (end == std::string_view::npos || end < 2) return {};
    const auto name = rest.substr(1, end - 1);
    const bool legal = std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '/'; });
    return legal ? name : std::string_view{};
}

// What a command puts in its place.
std::string_view text_of(std::string_view command)
{
    if (equal_nocase(command, "nl") || equal_nocase(command, "np")) return "\n";
    if (equal_nocase(command, "paragraph")) return "\n\n";
    return equal_nocase(command, "lt") ? "<" : "";
}

// Octets up to behind the end of <param>, whose contents are for programs.
std::size_t parameter_size(std::string_view rest)
{
    const auto end = find_nocase(rest, "</param>");
    return end == std::string_view::npos ? rest.size() : end + 8;
}

}

std::string enriched_to_text(std::string_view text, EnrichedKind kind)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.front() == '\n') {
            const auto lines = std::min(text.find_first_not_of('\n'), text.size());
            if (kind == EnrichedKind::richtext || lines == 1) out += ' ';
            else out.append(lines - 1, '\n');
            text.remove_prefix(lines);
        } else if (text.starts_with("<<")) {
            out += '<';
            text.remove_prefix(2);
        } else if (const auto command = text.front() == '<' ? command_at(text) : std::string_view{}; !command.empty()) {
            out += text_of(command);
            text.remove_prefix(equal_nocase(command, "param") ? parameter_size(text) : command.size() + 2);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

}
