// JSON written piece by piece into one line of text (RFC 8259).
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

// Commas and escapes are the writer's business; the order of calls is the caller's: a value in an
// object needs a key before it. Strings that are not UTF-8 are repaired, numbers that JSON cannot
// hold (infinite, not a number) become null.
class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& null();

    template <class Value> JsonWriter& value(const Value& given)
    {
        if constexpr (std::same_as<Value, bool>) return literal(given ? "true" : "false");
        else if constexpr (std::signed_integral<Value>) return whole(given);
        else if constexpr (std::unsigned_integral<Value>) return whole_unsigned(given);
        else if constexpr (std::floating_point<Value>) return real(given);
        else return string(given);
    }
    template <class Value> JsonWriter& member(std::string_view name, const Value& given) { return key(name).value(given); }
    // null for an empty text.
    JsonWriter& text_or_null(std::string_view name, std::string_view given);
    JsonWriter& texts(std::string_view name, const std::vector<std::string>& given);

    // Everything written so far, without line breaks.
    const std::string& text() const { return out_; }

private:
    JsonWriter& literal(std::string_view word);
    JsonWriter& whole(std::int64_t given);
    JsonWriter& whole_unsigned(std::uint64_t given);
    JsonWriter& real(double given);
    JsonWriter& string(std::string_view given);
    void separate();
    void quote(std::string_view given);

    std::string out_;
    enum class Next { first, later, after_key };
    Next next_ = Next::first;
};

}
