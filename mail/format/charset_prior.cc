#include "mail/format/charset_prior.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/charset_guess.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t looked_at = 4'000; // octets of each text

bool says_little(const std::string& charset)
{
    return charset.empty() || charset == "us-ascii" || charset == "utf-8";
}

std::string label_of(const MimePart& part)
{
    return charset_meant(parameter(part.type, "charset"));
}

// The raw values of the header one a line; empty when they are all ASCII or UTF-8.
std::string raw_values(const HeaderBlock& block)
{
    std::string raw;
    for (const auto& field : block.fields)
        if (!is_plain_ascii(field.raw) && !is_utf8(field.raw)) raw.append(field.raw).append("\n");
    return raw;
}

// Of a text without a useful label, when it is neither ASCII nor UTF-8.
std::string unlabelled_text(const MimePart& part)
{
    const bool is_text = part.shape == PartShape::leaf && part.type.value.starts_with("text/");
    if (!is_text || !says_little(label_of(part))) return {};
    auto text = decoded(part.body.substr(0, looked_at), part.encoding);
    return is_plain_ascii(text) || is_utf8(text) ? std::string{} : text;
}

}

std::string charset_prior(const std::vector<MimePart>& parts)
{
    std::string label;
    for (const auto& part : parts)
        if (label.empty() && part.type.value.starts_with("text/") && !says_little(label_of(part))) label = label_of(part);
    auto sample = raw_values(parts.front().header);
    if (label.empty())
        for (const auto& part : parts)
            if (sample.size() < 2 * looked_at) sample += unlabelled_text(part);
    return sample.empty() ? label : guess_charset(sample, label);
}

}
