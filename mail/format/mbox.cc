#include "mail/format/mbox.h"

#include "mail/format/ascii.h"

#include <algorithm>
#include <string_view>

namespace deskhand::mail {
namespace {

// "From jane@example.com Mon Jan  2 15:04:05 2006"
bool is_from_line(std::string_view line)
{
    if (!line.starts_with("From ")) return false;
    for (std::size_t i = 5; i + 2 < line.size(); ++i)
        if (line[i] == ':' && is_digit(line[i - 1]) && is_digit(line[i + 1]) &&
            is_digit(line[i + 2]))
            return true;
    return false;
}

bool is_quoted_from(std::string_view line)
{
    const auto mark = line.find_first_not_of('>');
    return mark != 0 && mark != std::string_view::npos && line.substr(mark).starts_with("From ");
}

// One line with its LF, at most `most` octets of it kept; false at the end of the stream.
bool read_line(std::istream& stream, std::string& line, std::size_t most)
{
    line.clear();
    auto* buffer = stream.rdbuf();
    for (auto c = buffer->sbumpc(); c != std::istream::traits_type::eof(); c = buffer->sbumpc()) {
        if (line.size() < most || c == '\n') line += static_cast<char>(c);
        if (c == '\n') return true;
    }
    stream.setstate(std::ios::eofbit);
    return !line.empty();
}

}

std::optional<std::string> MboxReader::next()
{
    std::string mail, line;
    bool after_empty = at_start_;
    while (read_line(stream_, line, longest_)) {
        const bool opens =
            line.starts_with("From ") && (at_start_ || (after_empty && is_from_line(line)));
        at_start_ = false;
        if (opens) {
            after_empty = false;
            const bool had_mail = has_mail_ || !trimmed(mail).empty();
            has_mail_ = true;
            if (!had_mail) {
                mail.clear();
                continue;
            }
            // the empty line before "From " is the file's, not the mail's
            if (mail.ends_with("\r\n\r\n"))
                mail.resize(mail.size() - 2);
            else if (mail.ends_with("\n\n"))
                mail.resize(mail.size() - 1);
            return mail;
        }
        after_empty = trimmed(line).empty();
        std::string_view text = line;
        if (is_quoted_from(text)) text.remove_prefix(1);
        mail += text.substr(0, longest_ - std::min(longest_, mail.size()));
    }
    if (!has_mail_ && trimmed(mail).empty()) return {};
    has_mail_ = false;
    return mail;
}

}
