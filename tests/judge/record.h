// The records of a judge: bytes others made, with what they say must come out.
#pragma once
#include <Poco/JSON/Object.h>

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::judge {

struct Record {
    std::string id, set, kind;
    std::string bytes;              // of the file it names, or the input it holds itself
    std::string sender{};           // who wrote it, where the mail itself does not say
    Poco::JSON::Object::Ptr expected{}; // null when nothing is stated, or no object
    Poco::JSON::Object::Ptr line{};     // the whole record
};

// Records of `folder`/sets/*.jsonl whose kind is wanted (a kind ending in ':' wants all that begin so),
// disputed ones left out, in order of set and line. Throws std::runtime_error naming file and line.
std::vector<Record> load_records(const std::filesystem::path& folder, const std::set<std::string>& kinds);

// One JSON object; throws std::runtime_error where `text` is none.
Poco::JSON::Object::Ptr json_object(const std::string& text);

// Members; absent and null read as empty.
std::string text_at(const Poco::JSON::Object::Ptr& object, const std::string& key);
std::vector<std::string> texts_at(const Poco::JSON::Object::Ptr& object, const std::string& key);
std::vector<Poco::JSON::Object::Ptr> objects_at(const Poco::JSON::Object::Ptr& object, const std::string& key);
Poco::JSON::Object::Ptr object_at(const Poco::JSON::Object::Ptr& object, const std::string& key);
bool states(const Poco::JSON::Object::Ptr& object, const std::string& key); // there and not null
bool true_at(const Poco::JSON::Object::Ptr& object, const std::string& key);

// What `deskhand read --json` prints for a mail.
Poco::JSON::Object::Ptr read_as_json(const std::string& bytes);

// Runs of blanks (Unicode ones too) become one space; none at the ends.
std::string collapsed(std::string_view text);

}
