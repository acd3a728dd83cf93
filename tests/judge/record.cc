#include "tests/judge/record.h"

#include "engine/run/message_json.h"
#include "engine/run/read_mail.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fs = std::filesystem;

namespace deskhand::judge {
namespace {

std::string octets_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in) throw std::runtime_error{fmt::format("cannot read {}", file.string())};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool wanted(const std::string& kind, const std::set<std::string>& kinds)
{
    return std::ranges::any_of(kinds, [&](const auto& each) { return each.ends_with(':') ? kind.starts_with(each) : kind == each; });
}

Record record_of(const Poco::JSON::Object::Ptr& line, const fs::path& folder)
{
    return {.id = text_at(line, "id"), .set = text_at(line, "set"), .kind = text_at(line, "kind"),
            .bytes = states(line, "file") ? octets_of(folder / "data" / text_at(line, "file")) : text_at(line, "input"),
            .sender = text_at(line, "sender"), .expected = object_at(line, "expected"), .line = line};
}

void load_set(const fs::path& file, const fs::path& folder, const std::set<std::string>& kinds, std::vector<Record>& into)
{
    std::ifstream in{file};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            const auto object = json_object(line);
            if (wanted(text_at(object, "kind"), kinds) && !true_at(object, "disputed")) into.push_back(record_of(object, folder));
        } catch (const std::exception& error) {
            throw std::runtime_error{fmt::format("{}:{}: {}", file.string(), number, error.what())};
        }
    }
}

Poco::JSON::Array::Ptr array_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    return object && object->isArray(key) ? object->getArray(key) : nullptr;
}

// The octets of a blank at `at`, 0 when there is none: ASCII ones, no-break space, U+2000 to U+200A, U+202F, U+3000.
std::size_t blank_at(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    if (std::string_view{" \t\n\r\f\v"}.find(rest.front()) != std::string_view::npos) return 1;
    if (rest.starts_with("\xC2\xA0")) return 2;
    if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE3\x80\x80")) return 3;
    return rest.starts_with("\xE2\x80") && rest.size() > 2 && static_cast<unsigned char>(rest[2]) <= 0x8A ? 3 : 0;
}

}

std::vector<Record> load_records(const fs::path& folder, const std::set<std::string>& kinds)
{
    std::vector<fs::path> sets;
    for (const auto& entry : fs::directory_iterator{folder / "sets"})
        if (entry.path().extension() == ".jsonl") sets.push_back(entry.path());
    std::ranges::sort(sets);
    std::vector<Record> records;
    for (const auto& set : sets) load_set(set, folder, kinds, records);
    return records;
}

Poco::JSON::Object::Ptr json_object(const std::string& text)
{
    constexpr std::size_t deepest = 1'000; // a mail's structure goes deeper than the parser's own limit
    Poco::JSON::Parser parser;
    parser.setDepth(deepest);
    return parser.parse(text).extract<Poco::JSON::Object::Ptr>();
}

bool states(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    return object && object->has(key) && !object->isNull(key);
}

std::string text_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    return states(object, key) ? object->get(key).convert<std::string>() : std::string{};
}

std::vector<std::string> texts_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    std::vector<std::string> texts;
    if (const auto array = array_at(object, key))
        for (const auto& each : *array) texts.push_back(each.isEmpty() ? std::string{} : each.convert<std::string>());
    return texts;
}

std::vector<Poco::JSON::Object::Ptr> objects_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    std::vector<Poco::JSON::Object::Ptr> objects;
    if (const auto array = array_at(object, key))
        for (const auto& each : *array) objects.push_back(each.extract<Poco::JSON::Object::Ptr>());
    return objects;
}

Poco::JSON::Object::Ptr object_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    return object && object->isObject(key) ? object->getObject(key) : nullptr;
}

bool true_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    return states(object, key) && object->get(key).isBoolean() && object->getValue<bool>(key);
}

Poco::JSON::Object::Ptr read_as_json(const std::string& bytes)
{
    return json_object(engine::message_json("-", engine::read_mail(bytes)));
}

std::string collapsed(std::string_view text)
{
    std::string out;
    bool gap = false;
    for (std::size_t at = 0; at < text.size();) {
        if (const auto blank = blank_at(text, at)) {
            gap = !out.empty();
            at += blank;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += text[at++];
    }
    return out;
}

}
