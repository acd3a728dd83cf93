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

// What `take` makes of the parsed text; nothing when it is of another shape.
template <class Content, class Result> Result read(const std::string& json, Result (*take)(const Content&))
{
    try {
        Poco::JSON::Parser parser;
        const auto content = parser.parse(json).extract<typename Content::Ptr>();
        return take(*content);
    } catch (const Poco::Exception&) {
        return {};
    }
}

std::vector<std::string> take_list(const Poco::JSON::Array& array)
{
    std::vector<std::string> list;
    for (const auto& value : array) list.push_back(value.convert<std::string>());
    return list;
}

std::map<std::string, std::string> take_map(const Poco::JSON::Object& object)
{
    std::map<std::string, std::string> map;
    for (const auto& [name, value] : object) map[name] = value.convert<std::string>();
    return map;
}

std::vector<Reason> take_reasons(const Poco::JSON::Array& array)
{
    std::vector<Reason> reasons;
    for (const auto& value : array) {
        const auto& reason = value.extract<Poco::JSON::Object::Ptr>();
        reasons.push_back({reason->getValue<std::string>("id"), reason->getValue<std::string>("text")});
    }
    return reasons;
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
    if (json == "[]") return {};
    return read(json, take_list);
}

std::map<std::string, std::string> map_in(const std::string& json)
{
    if (json == "{}") return {};
    return read(json, take_map);
}

std::vector<Reason> reasons_in(const std::string& json)
{
    if (json == "[]") return {};
    return read(json, take_reasons);
}

}
