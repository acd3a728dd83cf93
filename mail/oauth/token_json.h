// JSON objects as token endpoints speak them: flat, small, read without ever failing loudly.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace deskhand::mail {

// The texts and numbers of one object; what lies deeper is left out.
class JsonObject {
public:
    // Empty when it is absent or neither text nor number.
    std::string text(const std::string& key) const;
    // Nothing when it is absent or no whole number; a number written as a text counts (Microsoft's v1 answers).
    std::optional<std::int64_t> whole(const std::string& key) const;

private:
    friend std::optional<JsonObject> parse_json_object(std::string_view json);
    std::map<std::string, std::string> values_;
};

// Total: nullopt for what is no JSON object, for more than 256 KiB, and for brackets deeper than 16.
std::optional<JsonObject> parse_json_object(std::string_view json);

using JsonFields = std::vector<std::pair<std::string, std::variant<std::string, std::int64_t>>>;

// One line, fields in order, texts escaped (RFC 8259 section 7).
std::string json_object(const JsonFields& fields);

}
