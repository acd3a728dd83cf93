#include "mail/format/header_block.h"

#include "mail/format/ascii.h"

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_name = 200; // octets

// Names that a line of prose does not start with.
bool is_known_name(std::string_view name)
{
    for (const auto* known :
         {"from",       "to",          "cc",           "bcc",         "subject",
          "date",       "sender",      "reply-to",     "received",    "message-id",
          "references", "in-reply-to", "mime-version", "return-path", "delivered-to",
          "importance", "precedence",  "organization", "user-agent",  "lines"})
        if (equal_nocase(name, known)) return true;
    return starts_nocase(name, "content-") || starts_nocase(name, "x-") ||
           starts_nocase(name, "list-") || starts_nocase(name, "dkim-") ||
           starts_nocase(name, "arc-") || starts_nocase(name, "resent-");
}

std::string_view name_of_line(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    auto name = line.substr(0, colon);
    while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
    if (name.empty() || name.size() > longest_name) return {};
    for (const char c : name)
        if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F)
            return {};
    return name;
}

// The octets of one line with its line end.
std::size_t line_size(std::string_view rest)
{
    const auto end = rest.find('\n');
    return end == std::string_view::npos ? rest.size() : end + 1;
}

std::string_view without_line_end(std::string_view line)
{
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// Size of the field at the front of `rest` with its folded lines.
std::size_t field_size(std::string_view rest)
{
    auto size = line_size(rest);
    while (size < rest.size() && is_blank(rest[size])) {
        const auto next = line_size(rest.substr(size));
        // a line of blanks only is taken as the empty line before the body, as most readers do
        if (trimmed(rest.substr(size, next)).empty()) {
            const auto after = rest.substr(size + next);
            if (after.empty() || !is_blank(after.front())) break;
        }
        size += next;
    }
    return size;
}

// The line belongs to the field right above it, whose folding was lost: a parameter behind a semicolon,
// an address behind a comma.
bool goes_on_with(const HeaderBlock& block, std::string_view line)
{
    if (block.fields.empty() || block.cut) return false;
    const auto raw = block.fields.back().raw;
    if (line.data() - (raw.data() + raw.size()) > 2) return false; // other lines between
    const auto above = trimmed_right(raw);
    if (above.ends_with(',')) return line.find('@') != std::string_view::npos;
    return above.ends_with(';') && line.find_first_of("=:") != std::string_view::npos;
}

}

bool is_field_line(std::string_view line) { return !name_of_line(line).empty(); }

HeaderBlock read_header_block(std::string_view octets, std::size_t limit)
{
    HeaderBlock block;
    while (block.size < octets.size()) {
        const auto rest = octets.substr(block.size);
        const auto first = rest.substr(0, line_size(rest));
        const auto line = without_line_end(first);
        if (trimmed(line).empty()) {
            block.size += first.size();
            return block;
        }
        const auto name = name_of_line(line);
        if (name.empty() && goes_on_with(block, line)) {
            const auto size = field_size(rest);
            auto& raw = block.fields.back().raw;
            const auto whole = static_cast<std::size_t>(rest.data() - raw.data()) + size;
            if (block.size + size > limit) block.cut = true;
            else raw = without_line_end({raw.data(), whole});
            block.has_strange_lines = true;
            block.size += size;
            continue;
        }
        if (name.empty()) {
            const auto next = rest.substr(first.size());
            const bool mbox_line = line.starts_with("From ") || line.starts_with(">From ");
            const auto next_line = without_line_end(next.substr(0, line_size(next)));
            const bool goes_on = mbox_line || is_known_name(name_of_line(next_line));
            if (line.starts_with("--") || !goes_on) {
                block.has_end = false;
                return block;
            }
            block.has_strange_lines = block.has_strange_lines || !mbox_line;
            block.size += first.size();
            continue;
        }
        const auto size = field_size(rest);
        if (block.size + size > limit) block.cut = true;
        if (!block.cut) {
            const auto value = rest.substr(0, size).substr(line.find(':') + 1);
            block.fields.push_back({name, without_line_end(value)});
        }
        block.size += size;
    }
    return block;
}

const Field* find_field(const HeaderBlock& block, std::string_view name)
{
    for (const auto& field : block.fields)
        if (equal_nocase(field.name, name)) return &field;
    return nullptr;
}

std::string_view field_value(const HeaderBlock& block, std::string_view name)
{
    const auto* field = find_field(block, name);
    return field ? field->raw : std::string_view{};
}

}
