// Text to words: case folded, with numbers, ids, addresses and links masked. Total over any octets.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::predict {

inline constexpr std::size_t longest_text = 16 * 1024; // octets read of a text; the rest is not looked at
inline constexpr std::size_t longest_word = 64;        // octets; a longer run of letters is cut into pieces

// What stands for things that differ in every mail and say little by themselves.
inline constexpr std::string_view masked_number = "<number>";   // longer than three digits, dates, IP addresses
inline constexpr std::string_view masked_id = "<id>";           // serial numbers, hashes, UUIDs
inline constexpr std::string_view masked_address = "<address>"; // followed by the domain as a word
inline constexpr std::string_view masked_link = "<link>";       // followed by the host as a word

// The words of one text, in order.
class Words {
public:
    std::size_t size() const { return places_.size(); }
    bool empty() const { return places_.empty(); }
    std::string_view operator[](std::size_t i) const
    {
        return std::string_view{letters_}.substr(places_[i].at, places_[i].size);
    }
    void add(std::string_view word);

private:
    struct Place {
        std::uint32_t at, size;
    };
    std::string letters_;
    std::vector<Place> places_;
};

// UTF-8, an octet that is none read as Latin-1. Letters, digits and `_` make words; apostrophes and
// soft hyphens vanish; `? ! $ %` are words of their own, as is each Chinese or Japanese character.
// Numbers of up to three digits ("404", "365"), codes like 0x80070005 and article numbers like
// kb5001330 stay. At most `longest_text` octets are read, in time linear in them.
Words words_of(std::string_view text);

// True for one of the four masks above.
bool is_mask(std::string_view word);

}
