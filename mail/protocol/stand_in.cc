#include "mail/protocol/stand_in.h"

#include "mail/protocol/grammar.h"
#include "mail/protocol/imap_cursor.h"

#include <algorithm>
#include <string>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest = 64u << 10;
constexpr std::string_view subjects[] = {
    "SUBJECT: RETRIEVAL USING THE IMAP4 PROTOCOL FAILED FOR THE FOLLOWING MESSAGE",
    "SUBJECT: RETRIEVAL USING THE POP3 PROTOCOL FAILED FOR THE FOLLOWING MESSAGE"};

}

bool is_stand_in(std::string_view mail)
{
    if (mail.size() > longest) return false;
    bool found = false;
    std::string field; // unfolded
    for (bool in_header = true; in_header && !mail.empty();) {
        const auto end = std::min(mail.find('\n'), mail.size());
        const auto line = mail.substr(0, end);
        mail.remove_prefix(std::min(end + 1, mail.size()));
        in_header = !without_blanks(line).empty();
        if (in_header && (line.front() == ' ' || line.front() == '\t')) {
            field += ' ' + upper(without_blanks(line));
            continue;
        }
        found = found || std::ranges::any_of(subjects, [&](std::string_view subject) { return field.starts_with(subject); });
        field = upper(without_blanks(line));
        if (field.starts_with("RECEIVED:")) return false;
    }
    return found || std::ranges::any_of(subjects, [&](std::string_view subject) { return field.starts_with(subject); });
}

}
