#include "mail/format/base64.h"

#include "mail/format/ascii.h"
#include "mail/format/gmime_library.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <string>

namespace deskhand::mail {
namespace {

constexpr std::size_t looked_at = 1'000; // octets of a line that tell whether it is base64
constexpr std::size_t piece = 64 << 10;  // octets decoded at a time
constexpr std::size_t group = 4;         // octets of base64 that stand for three

enum class Sign : unsigned char { foreign, letter, padding };

constexpr std::array<Sign, 256> make_signs()
{
    std::array<Sign, 256> signs{};
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (const char letter : letters) signs[static_cast<unsigned char>(letter)] = Sign::letter;
    signs['='] = Sign::padding;
    return signs;
}

constexpr auto signs = make_signs();

Sign sign_of(char c) { return signs[static_cast<unsigned char>(c)]; }

enum class LineKind { empty, base64, other };

// A line is other when one octet of eight is foreign to base64; a blank inside it is foreign.
LineKind kind_of_line(std::string_view line)
{
    line = trimmed(line).substr(0, looked_at);
    if (line.empty()) return LineKind::empty;
    std::size_t strange = 0;
    for (const char c : line) {
        if (sign_of(c) == Sign::padding) break;
        strange += sign_of(c) == Sign::foreign;
    }
    return strange * 8 >= line.size() ? LineKind::other : LineKind::base64;
}

// Gives GMime's decoder whole groups and nothing else.
class Decoder {
public:
    explicit Decoder(const std::function<void(std::string_view)>& sink) : sink_{sink}
    {
        use_gmime();
        begin();
        groups_.reserve(piece + looked_at);
    }

    void add_line(std::string_view line)
    {
        // after padding, only a line that is base64 to the last octet goes on
        if (ended_ && !(line.size() % group == 0 && is_pure(line))) return;
        for (const char c : line) {
            if (sign_of(c) == Sign::padding) return end_group();
            if (sign_of(c) == Sign::letter) groups_ += c;
        }
        if (groups_.size() >= piece) decode(groups_.size() - groups_.size() % group);
    }

    // A last group without its padding gets it; a single letter stands for nothing.
    void end_group()
    {
        const auto open = groups_.size() % group;
        if (open == 1) groups_.pop_back();
        else if (open > 1) groups_.append(group - open, '=');
        decode(groups_.size());
        begin();
        ended_ = true;
    }

private:
    static bool is_pure(std::string_view line)
    {
        return std::ranges::none_of(line, [](char c) { return sign_of(c) == Sign::foreign; });
    }

    void begin() { g_mime_encoding_init_decode(&state_, GMIME_CONTENT_ENCODING_BASE64); }

    void decode(std::size_t size)
    {
        if (size == 0) return;
        decoded_.resize(g_mime_encoding_outlen(&state_, size));
        const auto got = g_mime_encoding_step(&state_, groups_.data(), size, decoded_.data());
        sink_(std::string_view{decoded_}.substr(0, got));
        groups_.erase(0, size);
    }

    const std::function<void(std::string_view)>& sink_;
    GMimeEncoding state_;
    std::string groups_, decoded_;
    bool ended_ = false; // padding was seen
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
    decoder.end_group();
}

}
