#include "mail/format/charset_convert.h"

#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <array>
#include <cerrno>

namespace deskhand::mail {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

}

std::optional<Converted> convert(std::string_view octets, const std::string& charset)
{
    use_gmime();
    const iconv_t descriptor = g_mime_iconv_open("UTF-8", charset.c_str());
    if (descriptor == reinterpret_cast<iconv_t>(-1)) return {};
    Converted result;
    result.text.reserve(octets.size() * 2);
    std::array<char, 8192> buffer;
    auto* in = const_cast<char*>(octets.data());
    std::size_t in_left = octets.size();
    // the last call has no input: it brings what a set with combining marks holds back
    for (bool flushing = false;; flushing = in_left == 0) {
        char* out = buffer.data();
        std::size_t out_left = buffer.size();
        const auto done =
            g_mime_iconv(descriptor, flushing ? nullptr : &in, &in_left, &out, &out_left);
        const int why = errno;
        result.text.append(buffer.data(), buffer.size() - out_left);
        const bool failed = done == static_cast<std::size_t>(-1);
        if (failed && why == E2BIG) continue;
        if (failed && in_left > 0) {
            ++result.errors;
            ++in, --in_left;
            result.text += replacement;
        }
        if (flushing) break;
    }
    g_mime_iconv_close(descriptor);
    return result;
}

}
