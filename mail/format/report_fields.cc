#include "mail/format/report_fields.h"

#include "mail/format/addresses.h"
#include "mail/format/ascii.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr std::size_t group_limit = 64 << 10; // octets of one group of fields

// AOL puts no empty line between its records.
void add_split(HeaderBlock block, std::vector<HeaderBlock>& groups)
{
    HeaderBlock part;
    const auto names_recipient = [](const Field& field) {
        return equal_nocase(field.name, "Final-Recipient");
    };
    for (const auto& field : block.fields) {
        const bool second = names_recipient(field) &&
                            std::any_of(part.fields.begin(), part.fields.end(), names_recipient);
        if (second && groups.size() <= most_report_records)
            groups.push_back(std::exchange(part, {}));
        part.fields.push_back(field);
    }
    if (!part.fields.empty()) groups.push_back(std::move(part));
}

}

std::vector<HeaderBlock> groups_of(std::string_view text)
{
    std::vector<HeaderBlock> groups;
    while (!text.empty() && groups.size() <= most_report_records) {
        auto block = read_header_block(text, group_limit);
        if (block.size == 0) { // a line that is no field
            take_line(text);
            continue;
        }
        text.remove_prefix(block.size);
        add_split(std::move(block), groups);
    }
    return groups;
}

std::string address_in_field(std::string_view value)
{
    auto text = value;
    if (const auto mark = text.find(';'); mark != std::string_view::npos)
        text.remove_prefix(mark + 1);
    auto found = read_addresses(text, 1);
    if (found.empty()) return {};
    if (!found.front().addr.empty()) return found.front().addr;
    return std::string{trimmed(text)};
}

std::string unfolded(std::string_view raw)
{
    std::string out;
    for (const char c : trimmed(raw)) {
        if (c == '\n' || c == '\r') continue;
        if (is_blank(c) && out.ends_with(' ')) continue;
        out += c == '\t' ? ' ' : c;
    }
    return out;
}

std::string original_message_id(const Message& message)
{
    for (const auto& header : message.original_headers)
        if (equal_nocase(header.name, "Message-ID"))
            if (auto ids = read_message_ids(header.value); !ids.empty()) return ids.front();
    std::string_view rest = message.text;
    while (!rest.empty()) {
        auto line = trimmed(take_line(rest));
        if (!starts_nocase(line, "message-id:")) continue;
        line.remove_prefix(11);
        if (auto ids = read_message_ids(line); !ids.empty()) return ids.front();
        auto next = rest; // folded behind the name
        if (auto ids = read_message_ids(trimmed(take_line(next))); !ids.empty()) return ids.front();
    }
    return {};
}

}
