#include "engine/run/json_writer.h"

#include "engine/run/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace deskhand::engine {
namespace {

bool needs_escape(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet < 0x20 || octet == 0x7f || c == '"' || c == '\\';
}

void escape(std::string& out, char c)
{
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
}

}

void JsonWriter::separate()
{
    if (next_ == Next::later) out_ += ',';
    next_ = Next::later;
}

void JsonWriter::quote(std::string_view given)
{
    const auto sound = repaired_utf8(given);
    out_ += '"';
    // what needs no escape goes over in stretches
    for (std::string_view rest{sound}; !rest.empty();) {
        const auto stop = std::find_if(rest.begin(), rest.end(), [](char c) { return needs_escape(c); });
        const auto plain = static_cast<std::size_t>(stop - rest.begin());
        out_ += rest.substr(0, plain);
        rest.remove_prefix(plain);
        if (rest.empty()) break;
        escape(out_, rest.front());
        rest.remove_prefix(1);
    }
    out_ += '"';
}

JsonWriter& JsonWriter::begin_object()
{
    separate();
    out_ += '{';
    next_ = Next::first;
    return *this;
}

JsonWriter& JsonWriter::end_object()
{
    out_ += '}';
    next_ = Next::later;
    return *this;
}

JsonWriter& JsonWriter::begin_array()
{
    separate();
    out_ += '[';
    next_ = Next::first;
    return *this;
}

JsonWriter& JsonWriter::end_array()
{
    out_ += ']';
    next_ = Next::later;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    quote(name);
    out_ += ':';
    next_ = Next::after_key;
    return *this;
}

JsonWriter& JsonWriter::null() { return literal("null"); }

JsonWriter& JsonWriter::literal(std::string_view word)
{
    separate();
    out_ += word;
    return *this;
}

JsonWriter& JsonWriter::whole(std::int64_t given) { return literal(fmt::format_int{given}.c_str()); }

JsonWriter& JsonWriter::whole_unsigned(std::uint64_t given) { return literal(fmt::format_int{given}.c_str()); }

JsonWriter& JsonWriter::real(double given) { return std::isfinite(given) ? literal(fmt::format("{}", given)) : null(); }

JsonWriter& JsonWriter::string(std::string_view given)
{
    separate();
    quote(given);
    return *this;
}

JsonWriter& JsonWriter::text_or_null(std::string_view name, std::string_view given)
{
    key(name);
    return given.empty() ? null() : string(given);
}

JsonWriter& JsonWriter::texts(std::string_view name, const std::vector<std::string>& given)
{
    key(name).begin_array();
    for (const auto& one : given) string(one);
    return end_array();
}

}
