#include "mail/oauth/token_json.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <fmt/format.h>

#include <charconv>

namespace deskhand::mail {
namespace {

constexpr std::size_t largest_json = 256u << 10, deepest_json = 16;

// Poco's parser recurses into what it is given: depth is bounded before it sees anything.
bool too_deep(std::string_view json)
{
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (in_text) {
            if (c == '\\') ++at;
            else if (c == '"') in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest_json) return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return false;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += {'\\', c};
        else if (static_cast<unsigned char>(c) < ' ') out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else out += c;
    }
    return out;
}

}

std::string JsonObject::text(const std::string& key) const
{
    const auto found = values_.find(key);
    return found == values_.end() ? std::string{} : found->second;
}

std::optional<std::int64_t> JsonObject::whole(const std::string& key) const
{
    const auto written = text(key);
    std::int64_t value = 0;
    const auto* end = written.data() + written.size();
    const auto [at, failed] = std::from_chars(written.data(), end, value);
    if (written.empty() || failed != std::errc{} || at != end) return {};
    return value;
}

std::optional<JsonObject> parse_json_object(std::string_view json)
{
    if (json.size() > largest_json || too_deep(json)) return {};
    try {
        Poco::JSON::Parser parser;
        const auto parsed = parser.parse(std::string{json});
        const auto object = parsed.extract<Poco::JSON::Object::Ptr>();
        JsonObject found;
        for (const auto& [key, value] : *object)
            if (value.isString() || value.isNumeric()) found.values_[key] = value.toString();
        return found;
    } catch (const std::exception&) {
        return {};
    }
}

std::string json_object(const JsonFields& fields)
{
    std::string out;
    for (const auto& [key, value] : fields) {
        out += fmt::format("{}\"{}\":", out.empty() ? "{" : ",", escaped(key));
        if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number);
        else out += fmt::format("\"{}\"", escaped(std::get<std::string>(value)));
    }
    return (out.empty() ? "{" : out) + "}";
}

}
