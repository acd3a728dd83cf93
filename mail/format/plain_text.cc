#include "mail/format/plain_text.h"

#include "mail/format/ascii.h"
#include "mail/format/html_elements.h"
#include "mail/format/phrase_list.h"
#include "mail/format/text_lines.h"

#include <vector>

namespace deskhand::mail {
namespace {

constexpr std::size_t reach = 64;      // open elements that an end tag looks back at
constexpr std::size_t deepest = 1'000; // open elements kept; further ones are only read through

// An element of these ends an open one of its own kind.
const Phrases closed_by_their_like{"p|li|td|th|tr|dt|dd|option"};
// What such an ending does not reach beyond.
const Phrases containers{"table|ul|ol|dl|blockquote|div|td|th|body"};

struct OpenElement {
    std::string_view name;
    bool hidden = false;
    std::size_t text_from = 0;
    std::string link;
    unsigned items = 0; // of a numbered list
};

class Reader {
public:
    std::string text_of(std::string_view html)
    {
        for (HtmlToken token; next_html_token(html, token);) {
            if (token.kind == HtmlToken::Kind::text)
                add_text(token.text);
            else if (token.tag.closes)
                close(token.tag.name);
            else
                open(token.tag);
        }
        while (!open_.empty()) pop();
        return lines_.take();
    }

private:
    void add_text(std::string_view text)
    {
        if (hidden_ > 0) return;
        if (text.find('&') == std::string_view::npos)
            lines_.add(text);
        else
            lines_.add(decoded_references(text));
    }

    void open(const HtmlTag& tag)
    {
        if (closed_by_their_like.equal(tag.name))
            close_like(tag.name);
        else if (!open_.empty() && equal_nocase(open_.back().name, "p") && breaks(tag.name))
            pop();
        if (is_void_element(tag.name)) return add_void(tag);
        if (open_.size() >= deepest) return;
        const bool hidden = hides_content(tag);
        hidden_ += hidden;
        if (hidden_ == 0) begin(tag);
        open_.push_back({tag.name, hidden, lines_.size(), {}, 0});
        if (equal_nocase(tag.name, "a")) open_.back().link = html_attribute(tag, "href");
    }

    static bool breaks(std::string_view name) { return html_break_of(name) != HtmlBreak::none; }

    void add_void(const HtmlTag& tag)
    {
        if (hidden_ > 0) return;
        if (equal_nocase(tag.name, "br")) lines_.end_line();
        if (!equal_nocase(tag.name, "hr")) return;
        lines_.start_line();
        lines_.add("________________________________");
        lines_.start_line();
    }

    void begin(const HtmlTag& tag)
    {
        break_around(tag.name);
        if (equal_nocase(tag.name, "blockquote"))
            lines_.quote_deeper();
        else if (equal_nocase(tag.name, "pre"))
            lines_.keep_blanks();
        else if (equal_nocase(tag.name, "li"))
            lines_.start_item(item_mark());
        else if (equal_nocase(tag.name, "td") || equal_nocase(tag.name, "th"))
            lines_.separate_cell();
    }

    void break_around(std::string_view name)
    {
        switch (html_break_of(name)) {
        case HtmlBreak::paragraph: return lines_.start_paragraph();
        case HtmlBreak::line: return lines_.start_line();
        case HtmlBreak::none: return;
        }
    }

    std::string item_mark()
    {
        for (auto i = open_.size(), n = reach; i-- > 0 && n-- > 0;) {
            if (equal_nocase(open_[i].name, "ol")) return std::to_string(++open_[i].items) + ". ";
            if (equal_nocase(open_[i].name, "ul")) break;
        }
        return "- ";
    }

    void close_like(std::string_view name)
    {
        for (auto i = open_.size(), n = reach; i-- > 0 && n-- > 0;) {
            if (equal_nocase(open_[i].name, name)) return pop_to(i);
            if (containers.equal(open_[i].name)) return;
        }
    }

    void close(std::string_view name)
    {
        if (equal_nocase(name, "br")) return lines_.end_line();
        for (auto i = open_.size(), n = reach; i-- > 0 && n-- > 0;)
            if (equal_nocase(open_[i].name, name)) return pop_to(i);
        if (hidden_ == 0) break_around(name);
    }

    void pop_to(std::size_t size)
    {
        while (open_.size() > size) pop();
    }

    void pop()
    {
        const auto element = std::move(open_.back());
        open_.pop_back();
        const bool was_shown = hidden_ == 0;
        hidden_ -= element.hidden;
        if (!was_shown) return;
        if (!element.link.empty()) add_link(element.link, lines_.text_since(element.text_from));
        if (equal_nocase(element.name, "blockquote")) lines_.quote_less();
        if (equal_nocase(element.name, "pre")) lines_.collapse_blanks();
        break_around(element.name);
    }

    // " <address>" where the text says something else.
    void add_link(std::string_view target, std::string_view text)
    {
        target = trimmed(target);
        if (starts_nocase(target, "mailto:"))
            target = target.substr(7, target.find('?', 7) - 7);
        else if (!starts_nocase(target, "http://") && !starts_nocase(target, "https://"))
            return;
        auto bare = target;
        if (const auto scheme = bare.find("://"); scheme != std::string_view::npos)
            bare.remove_prefix(scheme + 3);
        while (bare.ends_with('/')) bare.remove_suffix(1);
        if (bare.empty() || trimmed(text).empty() || contains_nocase(text, bare)) return;
        lines_.add(" <" + std::string{target} + ">");
    }

    std::vector<OpenElement> open_;
    std::size_t hidden_ = 0; // open elements that hide their content
    TextLines lines_;
};

}

std::string html_to_text(std::string_view html) { return Reader{}.text_of(html); }

}
