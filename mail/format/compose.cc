#include "mail/format/compose.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/gmime_library.h"
#include "mail/format/header_writing.h"
#include "mail/format/transfer.h"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>

namespace deskhand::mail {
namespace {

constexpr std::size_t longest_plain_line = 900; // octets left unencoded; RFC 5322 ends at 998

// Fields that compose writes itself.
constexpr std::string_view own_fields[] = {
    "From",       "To",          "Cc",         "Reply-To",     "Subject", "Date",
    "Message-ID", "In-Reply-To", "References", "MIME-Version", "Bcc"};

std::string date_value(std::chrono::sys_seconds instant)
{
    using namespace std::chrono;
    constexpr std::array<const char*, 7> weekdays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<days>(instant);
    const year_month_day date{day};
    const hh_mm_ss time{instant - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       weekdays[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

// Lines end in CRLF, whatever they ended in.
std::string with_crlf(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (text[i] == '\n' || text[i] == '\r')
            out += "\r\n";
        else
            out += text[i];
    }
    return out;
}

std::string encoded(std::string_view octets, GMimeContentEncoding encoding)
{
    use_gmime();
    GMimeEncoding state;
    g_mime_encoding_init_encode(&state, encoding);
    std::string out(g_mime_encoding_outlen(&state, octets.size()) + 8, '\0');
    out.resize(g_mime_encoding_flush(&state, octets.data(), octets.size(), out.data()));
    return with_crlf(out);
}

bool has_long_line(std::string_view text)
{
    while (!text.empty())
        if (take_line(text).size() > longest_plain_line) return true;
    return false;
}

// Header fields of an entity and its body, CRLF throughout.
std::string text_entity(std::string_view type, std::string_view raw)
{
    auto text = with_crlf(to_utf8(raw, "utf-8").text);
    if (!text.empty() && !text.ends_with('\n')) text += "\r\n";
    const auto high = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_high));
    const bool odd = std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && !is_space(c)) || c == 0x7F || c == '\f' ||
               c == '\v';
    });
    if (high == 0 && !odd && !has_long_line(text))
        return fmt::format(
            "Content-Type: {}; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n{}", type,
            text);
    const bool quoted = high * 6 < text.size();
    std::string plain; // with LF, as the quoted-printable encoder wants it
    if (quoted) std::remove_copy(text.begin(), text.end(), std::back_inserter(plain), '\r');
    return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{}",
                       type, quoted ? "quoted-printable" : "base64",
                       quoted ? encoded(plain, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
                              : encoded(text, GMIME_CONTENT_ENCODING_BASE64));
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) ||
               std::string_view{"!#$&-^_.+"}.find(c) != std::string_view::npos;
    });
}

// A type whose body may be base64; anything else is sent as mere octets.
std::string attachment_type(std::string_view type)
{
    const auto slash = type.find('/');
    const bool shaped = slash != std::string_view::npos && is_token(type.substr(0, slash)) &&
                        is_token(type.substr(slash + 1));
    if (!shaped || starts_nocase(type, "multipart/") || starts_nocase(type, "message/"))
        return "application/octet-stream";
    return std::string{type};
}

std::string attachment_entity(const DraftAttachment& attachment)
{
    return "Content-Type: " + attachment_type(attachment.type) +
           parameter_lines("name", attachment.name) +
           "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment" +
           parameter_lines("filename", attachment.name) + "\r\n\r\n" +
           encoded(attachment.bytes, GMIME_CONTENT_ENCODING_BASE64);
}

std::string multipart(std::string_view subtype, std::string_view boundary,
                      const std::vector<std::string>& entities)
{
    auto out =
        fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n\r\n", subtype, boundary);
    for (const auto& entity : entities) {
        out += fmt::format("--{}\r\n", boundary);
        out += entity;
        out += "\r\n";
    }
    return out + fmt::format("--{}--\r\n", boundary);
}

// Cannot stand in the text, because it depends on the text.
std::string boundary_of(const Draft& draft, std::string_view level)
{
    return fmt::format(
        "=_{}_{}", level,
        sha256_hex(draft.message_id + '\n' + draft.text + '\n' + draft.html).substr(0, 32));
}

std::string body_of(const Draft& draft)
{
    auto text = text_entity("text/plain", draft.text);
    if (!draft.html.empty())
        text = multipart("alternative", boundary_of(draft, "alt"),
                         {text, text_entity("text/html", draft.html)});
    if (draft.attachments.empty()) return text;
    std::vector<std::string> entities{std::move(text)};
    for (const auto& attachment : draft.attachments)
        entities.push_back(attachment_entity(attachment));
    return multipart("mixed", boundary_of(draft, "mix"), entities);
}

bool is_own_field(std::string_view name)
{
    return starts_nocase(name, "Content-") ||
           std::any_of(std::begin(own_fields), std::end(own_fields),
                       [&](auto own) { return equal_nocase(own, name); });
}

}

std::string compose(const Draft& draft)
{
    use_gmime();
    std::string out = address_field("From", {draft.from});
    out += address_field("To", draft.to);
    out += address_field("Cc", draft.cc);
    out += address_field("Reply-To", draft.reply_to);
    out += text_field("Subject", draft.subject);
    out += "Date: " + date_value(draft.date) + "\r\n";
    out += id_field("Message-ID", {draft.message_id});
    out += id_field("In-Reply-To", draft.in_reply_to);
    out += id_field("References", draft.references);
    for (const auto& [name, value] : draft.extra_headers)
        if (is_header_name(name) && !is_own_field(name)) out += structured_field(name, value);
    out += "MIME-Version: 1.0\r\n";
    return out + body_of(draft);
}

}
