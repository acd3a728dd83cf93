// What is inside a winmail.dat (MS-OXTNEF).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct TnefFile {
    std::string name; // UTF-8, as stated
    std::string type; // media type where one is stated
    std::string octets;
};

struct TnefContents {
    std::string text, html;      // of the mail itself, UTF-8
    std::string html_octets, rtf; // its bodies as they stand, where there are any
    std::vector<TnefFile> files; // those of embedded mails too
};

// Nothing when the octets are no TNEF stream. What is cut or wrong inside ends the reading there;
// at most 1,000 files and 8 mails within one another.
std::optional<TnefContents> read_tnef(std::string_view octets);

}
