#include "mail/format/base64.h"

#include "mail/format/ascii.h"

#include <array>
#include <cstdint>
#include <string>

namespace deskhand::mail {
namespace {

constexpr std::size_t looked_at = 1'000; // octets of a line that tell whether it is base64
constexpr std::size_t piece = 64 << 10;  // octets given to the sink at a time

constexpr std::uint8_t padding = 64, blank = 65, foreign = 66;

constexpr std::array<std::uint8_t, 256> make_values()
{
    std::array<std::uint8_t, 256> values{};
    values.fill(foreign);
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    values['='] = padding;
    for (const char c : {' ', '\t', '\r', '\n'}) values[static_cast<unsigned char>(c)] = blank;
    return values;
}

constexpr auto values = make_values();

std::uint8_t value_of(char c) { return values[static_cast<unsigned char>(c)]; }

enum class LineKind { empty, base64, other };

// A line is other when one octet of eight is foreign to base64; a blank inside it is foreign.
LineKind kind_of_line(std::string_view line)
{
    line = trimmed(line).substr(0, looked_at);
    if (line.empty()) return LineKind::empty;
    std::size_t strange = 0;
    for (const char c : line) {
        if (value_of(c) == padding) break;
        strange += value_of(c) >= blank;
    }
    return strange * 8 >= line.size() ? LineKind::other : LineKind::base64;
}

class Decoder {
public:
    explicit Decoder(const std::function<void(std::string_view)>& sink) : sink_{sink}
    {
        out_.reserve(piece + 3);
    }

    void add_line(std::string_view line)
    {
        // after padding, only a line that is base64 to the last octet goes on
        if (ended_ && !(line.size() % 4 == 0 && is_pure(line))) return;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const auto value = value_of(line[i]);
            if (value > padding) continue;
            if (value == padding) return end_group();
            bits_ = bits_ << 6 | value;
            if (++held_ == 4) put_group();
        }
    }

    void finish()
    {
        put_rest();
        if (!out_.empty()) sink_(out_);
    }

private:
    static bool is_pure(std::string_view line)
    {
        for (const char c : line)
            if (value_of(c) > padding) return false;
        return true;
    }

    void put_group()
    {
        out_ += static_cast<char>(bits_ >> 16);
        out_ += static_cast<char>(bits_ >> 8);
        out_ += static_cast<char>(bits_);
        held_ = 0;
        if (out_.size() < piece) return;
        sink_(out_);
        out_.clear();
    }

    void end_group()
    {
        put_rest();
        ended_ = true;
    }

    void put_rest()
    {
        if (held_ == 2) out_ += static_cast<char>(bits_ >> 4);
        if (held_ == 3) {
            out_ += static_cast<char>(bits_ >> 10);
            out_ += static_cast<char>(bits_ >> 2);
        }
        held_ = 0;
    }

    const std::function<void(std::string_view)>& sink_;
    std::string out_;
    std::uint32_t bits_ = 0;
    int held_ = 0; // values not yet decoded
    bool ended_ = false;
};

}

bool has_base64(std::string_view octets)
{
    bool all_empty = true;
    while (!octets.empty()) {
        const auto kind = kind_of_line(take_line(octets));
        if (kind == LineKind::base64) return true;
        all_empty = all_empty && kind == LineKind::empty;
    }
    return all_empty;
}

void decode_base64(std::string_view octets, const std::function<void(std::string_view)>& sink)
{
    Decoder decoder{sink};
    while (!octets.empty()) {
        const auto line = trimmed(take_line(octets));
        if (kind_of_line(line) == LineKind::base64) decoder.add_line(line);
    }
    decoder.finish();
}

}
