#include "mail/format/charset_convert.h"

#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <iconv.h>

#include <array>
#include <cerrno>
#include <map>

namespace deskhand::mail {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

const iconv_t unknown = reinterpret_cast<iconv_t>(-1);

// Open converters of one thread. Opening one loads a module, which takes as long as reading a mail.
class Converters {
public:
    Converters() = default;
    Converters(const Converters&) = delete;
    Converters& operator=(const Converters&) = delete;
    ~Converters()
    {
        for (const auto& [charset, descriptor] : open_) iconv_close(descriptor);
    }

    // In its first state; `unknown` when iconv does not know the charset. Labels are anybody's to
    // invent, so only so many are kept.
    iconv_t of(const std::string& charset)
    {
        constexpr std::size_t most = 100;
        if (const auto found = open_.find(charset); found != open_.end()) {
            iconv(found->second, nullptr, nullptr, nullptr, nullptr);
            return found->second;
        }
        const iconv_t descriptor = iconv_open("UTF-8", g_mime_charset_iconv_name(charset.c_str()));
        if (descriptor == unknown) return unknown;
        if (open_.size() >= most) {
            iconv_close(open_.begin()->second);
            open_.erase(open_.begin());
        }
        return open_.emplace(charset, descriptor).first->second;
    }

private:
    std::map<std::string, iconv_t> open_;
};

}

std::optional<Converted> convert(std::string_view octets, const std::string& charset)
{
    use_gmime();
    thread_local Converters converters;
    const iconv_t descriptor = converters.of(charset);
    if (descriptor == unknown) return {};
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
            iconv(descriptor, flushing ? nullptr : &in, &in_left, &out, &out_left);
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
    return result;
}

}
