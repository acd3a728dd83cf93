#include "mail/format/dates.h"

#include "mail/format/ascii.h"
#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <string>

namespace deskhand::mail {

std::optional<MailDate> read_date_value(std::string_view raw, DateSource source)
{
    constexpr std::size_t longest_date = 200; // octets
    use_gmime();
    const std::string value{trimmed(raw).substr(0, longest_date)};
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
