#include "mail/format/html_elements.h"

#include "mail/format/ascii.h"
#include "mail/format/phrase_list.h"

#include <string>

namespace deskhand::mail {
namespace {

const Phrases void_elements{"br|img|hr|meta|link|input|col|area|base|wbr|param|embed|source"};
const Phrases paragraphs{"p|h1|h2|h3|h4|h5|h6|ul|ol|dl|pre|blockquote"};
const Phrases blocks{
    "div|table|tr|li|dt|dd|section|article|header|footer|center|form|address|main|nav|"
    "fieldset|tbody|thead|caption|body|html|figure"};

}

HtmlBreak html_break_of(std::string_view name)
{
    if (paragraphs.equal(name)) return HtmlBreak::paragraph;
    return blocks.equal(name) ? HtmlBreak::line : HtmlBreak::none;
}

bool is_void_element(std::string_view name) { return void_elements.equal(name); }

bool hides_content(const HtmlTag& tag)
{
    if (tag.attributes.empty()) return false;
    if (has_html_attribute(tag, "hidden")) return true;
    if (!contains_nocase(tag.attributes, "style")) return false;
    std::string tight;
    for (const char c : html_attribute(tag, "style"))
        if (!is_space(c)) tight += lower(c);
    for (const auto* mark : {"display:none", "visibility:hidden", "mso-hide:all"})
        if (tight.find(mark) != std::string::npos) return true;
    const auto size = tight.find("font-size:0");
    if (size == std::string::npos) return false;
    const char after = size + 11 < tight.size() ? tight[size + 11] : ';';
    return after == ';' || after == 'p';
}

}
