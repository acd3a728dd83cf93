#include "mail/format/plain_text.h"

#include "mail/format/ascii.h"
#include "mail/format/html_guard.h"
#include "mail/format/text_lines.h"

#include <gumbo.h>

#include <memory>
#include <vector>

namespace deskhand::mail {
namespace {

struct Tree {
    GumboOutput* output;
    explicit Tree(std::string_view html)
    {
        GumboOptions options = kGumboDefaultOptions;
        options.max_errors = 0;
        output = gumbo_parse_with_options(&options, html.data(), html.size());
    }
    ~Tree() { gumbo_destroy_output(&kGumboDefaultOptions, output); }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
};

std::string_view attribute(const GumboElement& element, const char* name)
{
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view{found->value} : std::string_view{};
}

// "display: none" and its relatives, blanks ignored.
bool is_hidden(const GumboElement& element)
{
    if (gumbo_get_attribute(&element.attributes, "hidden")) return true;
    const auto style = attribute(element, "style");
    if (style.empty()) return false;
    std::string tight;
    for (const char c : style)
        if (!is_space(c)) tight += lower(c);
    for (const auto* mark : {"display:none", "visibility:hidden", "mso-hide:all"})
        if (tight.find(mark) != std::string::npos) return true;
    const auto size = tight.find("font-size:0");
    if (size == std::string::npos) return false;
    const char after = size + 11 < tight.size() ? tight[size + 11] : ';';
    return after == ';' || after == 'p';
}

bool is_left_out(const GumboElement& element)
{
    switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG: return true;
    default: return is_hidden(element);
    }
}

enum class Break { none, line, paragraph };

Break break_around(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE: return Break::paragraph;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_HR: return Break::line;
    default: return Break::none;
    }
}

// Walks the tree with a stack of its own.
class Walk {
public:
    std::string text_of(const GumboNode* root)
    {
        enter(root);
        while (!stack_.empty()) {
            auto& step = stack_.back();
            const auto* children = children_of(step.node);
            if (children && step.next < children->length)
                enter(static_cast<const GumboNode*>(children->data[step.next++]));
            else
                leave();
        }
        return lines_.take();
    }

private:
    struct Step {
        const GumboNode* node;
        unsigned next = 0;
        std::size_t text_from = 0;
        unsigned items = 0; // of a numbered list
    };

    static const GumboVector* children_of(const GumboNode* node)
    {
        if (node->type == GUMBO_NODE_ELEMENT) return &node->v.element.children;
        return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children : nullptr;
    }

    void enter(const GumboNode* node)
    {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
            node->type == GUMBO_NODE_CDATA) {
            lines_.add(node->v.text.text);
            return;
        }
        if (node->type == GUMBO_NODE_DOCUMENT) {
            stack_.push_back({node});
            return;
        }
        if (node->type != GUMBO_NODE_ELEMENT || is_left_out(node->v.element)) return;
        open(node->v.element);
        stack_.push_back({node, 0, lines_.size(), 0});
    }

    void open(const GumboElement& element)
    {
        apply(break_around(element.tag));
        switch (element.tag) {
        case GUMBO_TAG_BR: lines_.end_line(); break;
        case GUMBO_TAG_HR: lines_.add("________________________________"); break;
        case GUMBO_TAG_BLOCKQUOTE: lines_.quote_deeper(); break;
        case GUMBO_TAG_PRE: lines_.keep_blanks(); break;
        case GUMBO_TAG_LI: lines_.start_item(item_mark()); break;
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TH: lines_.separate_cell(); break;
        default: break;
        }
    }

    std::string item_mark()
    {
        for (auto step = stack_.rbegin(); step != stack_.rend(); ++step) {
            if (step->node->type != GUMBO_NODE_ELEMENT) continue;
            const auto tag = step->node->v.element.tag;
            if (tag == GUMBO_TAG_OL) return std::to_string(++step->items) + ". ";
            if (tag == GUMBO_TAG_UL) break;
        }
        return "- ";
    }

    void leave()
    {
        const auto step = stack_.back();
        stack_.pop_back();
        if (step.node->type != GUMBO_NODE_ELEMENT) return;
        const auto& element = step.node->v.element;
        if (element.tag == GUMBO_TAG_A)
            add_link(attribute(element, "href"), lines_.text_since(step.text_from));
        if (element.tag == GUMBO_TAG_BLOCKQUOTE) lines_.quote_less();
        if (element.tag == GUMBO_TAG_PRE) lines_.collapse_blanks();
        apply(break_around(element.tag));
    }

    void add_link(std::string_view target, std::string_view text)
    {
        target = trimmed(target);
        if (starts_nocase(target, "mailto:"))
            target =
                target.substr(7, target.find('?') - std::min<std::size_t>(7, target.find('?')));
        else if (!starts_nocase(target, "http://") && !starts_nocase(target, "https://"))
            return;
        auto bare = target;
        if (const auto scheme = bare.find("://"); scheme != std::string_view::npos)
            bare.remove_prefix(scheme + 3);
        while (bare.ends_with('/')) bare.remove_suffix(1);
        if (trimmed(text).empty() || contains_nocase(text, bare)) return;
        lines_.add(" <" + std::string{target} + ">");
    }

    void apply(Break wanted)
    {
        if (wanted == Break::line) lines_.start_line();
        if (wanted == Break::paragraph) lines_.start_paragraph();
    }

    std::vector<Step> stack_;
    TextLines lines_;
};

}

std::string html_to_text(std::string_view html)
{
    if (!is_tame_html(html)) return stripped_html(html);
    const Tree tree{html};
    return Walk{}.text_of(tree.output->document);
}

}
