// A block of header fields (RFC 5322 section 2.2), split but not yet decoded.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct Field {
    std::string_view name;
    std::string_view raw; // folded, undecoded, without the final line end
};

struct HeaderBlock {
    std::vector<Field> fields;
    std::size_t size = 0;           // octets up to the first octet of the body
    bool has_end = true;            // an empty line or the end of the octets closed it
    bool cut = false;               // longer than the limit: later fields left out
    bool has_strange_lines = false; // lines that are no field were skipped
};

// Reads fields up to the empty line. A line that is no field goes on with the one above where that asks
// for more ("name=a;", "a@b.example,"); otherwise it ends the block (it is the body's first line), unless
// fields go on right after it.
HeaderBlock read_header_block(std::string_view octets, std::size_t limit);

// First field of that name; nullptr when absent.
const Field* find_field(const HeaderBlock& block, std::string_view name);

// The raw value of find_field, or empty.
std::string_view field_value(const HeaderBlock& block, std::string_view name);

// True when the line reads as a field: a name of printable octets, then a colon.
bool is_field_line(std::string_view line);

}
