// Character references of HTML.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace deskhand::mail {

struct HtmlReference {
    std::string text;     // UTF-8
    std::size_t size = 0; // octets of the input it takes; 0 when there is none
};

// The reference at the front of `text`, where "&" stands: numeric ones, and the named ones of
// Latin-1 and of what word processors write. Figures 128 to 159 mean windows-1252.
HtmlReference html_reference(std::string_view text);

}
