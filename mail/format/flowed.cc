#include "mail/format/flowed.h"

#include "mail/format/ascii.h"

namespace deskhand::mail {
namespace {

std::size_t take_quote_marks(std::string_view& line)
{
    std::size_t depth = 0;
    while (depth < line.size() && line[depth] == '>') ++depth;
    line.remove_prefix(depth);
    return depth;
}

}

std::string unflowed(std::string_view text, DelSp del_sp)
{
    std::string out;
    out.reserve(text.size());
    std::size_t open_depth = 0;
    bool open = false; // the last line ended in a soft break
    while (!text.empty()) {
        auto line = take_line(text);
        const auto depth = take_quote_marks(line);
        if (line.starts_with(' ')) line.remove_prefix(1); // space-stuffing
        const bool is_signature = line == "-- ";
        if (open && (depth != open_depth || is_signature)) {
            out += '\n';
            open = false;
        }
        if (!open && depth > 0) {
            out.append(depth, '>');
            out += ' ';
        }
        const bool soft = line.ends_with(' ') && !is_signature && !text.empty();
        if (soft && del_sp == DelSp::yes) line.remove_suffix(1);
        out += line;
        if (!soft) out += '\n';
        open = soft;
        open_depth = depth;
    }
    return out;
}

}
