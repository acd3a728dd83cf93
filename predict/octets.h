// Values to octets and back for the model file: little-endian, every read bounded. Inside this room only.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace deskhand::predict {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

class OctetWriter {
public:
    template <class Value>
        requires std::is_arithmetic_v<Value>
    void put(Value value)
    {
        octets_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void put(std::string_view text)
    {
        put<std::uint64_t>(text.size());
        octets_ += text;
    }
    template <class Value>
        requires std::is_arithmetic_v<Value>
    void put(const std::vector<Value>& values)
    {
        put<std::uint64_t>(values.size());
        octets_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
    }
    void put(const std::vector<std::string>& texts)
    {
        put<std::uint64_t>(texts.size());
        for (const auto& text : texts) put(std::string_view{text});
    }
    void put(const std::optional<double>& value)
    {
        put<std::uint8_t>(value ? 1 : 0);
        put(value.value_or(0));
    }
    std::string taken() && { return std::move(octets_); }

private:
    std::string octets_;
};

// The octets end too early or are none that OctetWriter writes.
struct OctetsMalformed : std::runtime_error {
    OctetsMalformed() : std::runtime_error{"the octets do not hold what is asked for"} {}
};

// Reads what OctetWriter wrote. A size is believed only as far as there are octets for it.
class OctetReader {
public:
    explicit OctetReader(std::string_view octets) : octets_{octets} {}

    template <class Value>
        requires std::is_arithmetic_v<Value>
    Value take()
    {
        Value value{};
        std::memcpy(&value, next(sizeof value).data(), sizeof value);
        return value;
    }
    std::string take_text() { return std::string{next(take_size(1))}; }
    template <class Value>
    std::vector<Value> take_values()
    {
        const auto size = take_size(sizeof(Value));
        const auto bytes = next(size * sizeof(Value));
        std::vector<Value> values(size);
        if (size > 0) std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    std::vector<std::string> take_texts()
    {
        std::vector<std::string> texts(take_size(sizeof(std::uint64_t)));
        for (auto& text : texts) text = take_text();
        return texts;
    }
    std::optional<double> take_optional()
    {
        const auto there = take<std::uint8_t>();
        const auto value = take<double>();
        if (there > 1 || (there == 0 && std::bit_cast<std::uint64_t>(value) != 0)) throw OctetsMalformed{};
        return there == 1 ? std::optional{value} : std::nullopt;
    }
    bool at_end() const { return octets_.empty(); }

private:
    std::size_t take_size(std::size_t octets_each)
    {
        const auto size = take<std::uint64_t>();
        if (size > octets_.size() / octets_each) throw OctetsMalformed{};
        return static_cast<std::size_t>(size);
    }
    std::string_view next(std::size_t count)
    {
        if (count > octets_.size()) throw OctetsMalformed{};
        const auto taken = octets_.substr(0, count);
        octets_.remove_prefix(count);
        return taken;
    }

    std::string_view octets_;
};

}
