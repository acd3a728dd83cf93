#include "mail/format/dates.h"

#include "mail/format/ascii.h"
#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <string>

namespace deskhand::mail {
namespace {

// Comments (RFC 5322 section 3.2.2) become blanks.
std::string without_comments(std::string_view text)
{
    std::string out;
    std::size_t open = 0;
    for (const char c : text) {
        if (c == '(') ++open;
        if (open == 0)
            out += c == '\n' || c == '\r' ? ' ' : c;
        else if (c == ')' && --open == 0)
            out += ' ';
    }
    return out;
}

}

std::optional<MailDate> read_date_value(std::string_view raw, DateSource source)
{
    constexpr std::size_t longest_date = 200; // octets
    use_gmime();
    const auto value = without_comments(trimmed(raw).substr(0, longest_date));
    if (value.empty()) return {};
    GDateTime* date = g_mime_utils_header_decode_date(value.c_str());
    if (!date) return {};
    MailDate read;
    read.instant = std::chrono::sys_seconds{std::chrono::seconds{g_date_time_to_unix(date)}};
    read.offset = std::chrono::duration_cast<std::chrono::minutes>(
        std::chrono::microseconds{g_date_time_get_utc_offset(date)});
    read.source = source;
    g_date_time_unref(date);
    return read;
}

std::optional<MailDate> date_of_received(std::string_view raw)
{
    const auto mark = raw.rfind(';');
    return mark == std::string_view::npos
               ? std::nullopt
               : read_date_value(raw.substr(mark + 1), DateSource::received);
}

}
