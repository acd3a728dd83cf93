// HTML cut into tags and text, as browsers cut it but without building a tree.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

struct HtmlTag {
    std::string_view name; // as written
    bool closes = false;
    std::string_view attributes; // as written, up to the end of the tag
};

// One step through HTML: either text or a tag.
struct HtmlToken {
    enum class Kind { text, tag } kind = Kind::text;
    std::string_view text; // undecoded
    HtmlTag tag;
};

// Takes the next token off `rest`; false at the end. Comments, declarations and the contents of
// scripts, styles, titles and the like are passed over. Linear.
bool next_html_token(std::string_view& rest, HtmlToken& token);

// The decoded value of an attribute, or empty.
std::string html_attribute(const HtmlTag& tag, std::string_view name);

// Whether the attribute is there at all.
bool has_html_attribute(const HtmlTag& tag, std::string_view name);

// Character references ("&auml;", "&#8364;") to UTF-8; what is none stays as it is.
std::string decoded_references(std::string_view text);

}
