#include "engine/run/json_writer.h"

#include "engine/run/utf8.h"

#include <fmt/core.h>

#include <cmath>

namespace deskhand::engine {

void JsonWriter::separate()
{
    if (next_ == Next::later) out_ += ',';
    next_ = Next::later;
}

void JsonWriter::quote(std::string_view given)
{
    const auto sound = repaired_utf8(given);
    out_ += '"';
    for (const char c : sound) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') (out_ += '\\') += c;
        else if (c == '\n') out_ += "\\n";
        else if (c == '\r') out_ += "\\r";
        else if (c == '\t') out_ += "\\t";
        else if (octet < 0x20 || octet == 0x7f) out_ += fmt::format("\\u{:04x}", octet);
        else out_ += c;
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

JsonWriter& JsonWriter::whole(std::int64_t given) { return literal(fmt::format("{}", given)); }

JsonWriter& JsonWriter::whole_unsigned(std::uint64_t given) { return literal(fmt::format("{}", given)); }

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
