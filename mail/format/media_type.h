// Content-Type and Content-Disposition values (RFC 2045, 2183, 2231).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct Parameter {
    std::string name;  // lower case
    std::string value; // UTF-8
};

// "text/plain; charset=utf-8" or "attachment; filename=x".
struct MediaType {
    std::string value; // lower case, e.g. "text/plain" or "attachment"; empty when there is none
    std::vector<Parameter> parameters;
    std::string boundary; // the octets as they stand, undecoded, blanks at the end too
};

// Reads a header value tolerantly: missing semicolons or quotes, RFC 2231 pieces in any order and
// with a wrong charset label, encoded words in quotes, raw 8-bit (read as `prior` when not UTF-8).
MediaType read_media_type(std::string_view raw, std::string_view prior = {});

// The value of that parameter, or empty.
std::string_view parameter(const MediaType& type, std::string_view name);

// A file name fit to show: no path, no control or direction-changing characters.
std::string shown_file_name(std::string_view name);

// The same with its path.
std::string shown_place(std::string_view name);

}
