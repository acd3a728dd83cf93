#include "engine/store/encoding.h"

#include "engine/store/clean_text.h"

#include <Poco/JSON/Parser.h>
#include <fmt/format.h>

namespace deskhand::engine {

namespace {

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string quoted(std::string_view text)
{
    std::string out;
    if (is_clean(text)) append_quoted(out, text);
    else append_quoted(out, clean_text(text));
    return out;
}

template <class Content> typename Content::Ptr parsed(const std::string& json)
{
    try {
        Poco::JSON::Parser parser;
        return parser.parse(json).extract<typename Content::Ptr>();
    } catch (const Poco::Exception&) {
        return new Content;
    }
}

}

std::string to_json(const std::vector<std::string>& list)
{
    std::string out = "[";
    for (const auto& value : list) out += (out.size() > 1 ? "," : "") + quoted(value);
    return out + "]";
}

std::string to_json(const std::map<std::string, std::string>& map)
{
    std::string out = "{";
    for (const auto& [name, value] : map) out += (out.size() > 1 ? "," : "") + quoted(name) + ":" + quoted(value);
    return out + "}";
}

std::string to_json(const std::vector<Reason>& reasons)
{
    std::string out = "[";
    for (const auto& reason : reasons)
        out += (out.size() > 1 ? "," : "") + std::string{"{\"id\":"} + quoted(reason.id) + ",\"text\":" + quoted(reason.text) + "}";
    return out + "]";
}

std::vector<std::string> list_in(const std::string& json)
{
    std::vector<std::string> list;
    if (json == "[]") return list;
    const auto array = parsed<Poco::JSON::Array>(json);
    for (const auto& value : *array) list.push_back(value.convert<std::string>());
    return list;
}

std::map<std::string, std::string> map_in(const std::string& json)
{
    std::map<std::string, std::string> map;
    if (json == "{}") return map;
    const auto object = parsed<Poco::JSON::Object>(json);
    for (const auto& [name, value] : *object) map[name] = value.convert<std::string>();
    return map;
}

std::vector<Reason> reasons_in(const std::string& json)
{
    std::vector<Reason> reasons;
    if (json == "[]") return reasons;
    const auto array = parsed<Poco::JSON::Array>(json);
    for (const auto& value : *array) {
        const auto& reason = value.extract<Poco::JSON::Object::Ptr>();
        reasons.push_back({reason->getValue<std::string>("id"), reason->getValue<std::string>("text")});
    }
    return reasons;
}

}
