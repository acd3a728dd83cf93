#include "mail/format/html_lines.h"

#include "mail/format/ascii.h"
#include "mail/format/html_elements.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t reach = 64;      // open elements that an end tag looks back at
constexpr std::size_t deepest = 1'000; // open elements kept

// In a class, an id, a name or a data-marker: Yahoo, Outlook on the web, Proton, Tutanota, Zoho, GMX,
// Zimbra, Thunderbird, Outlook for Mac, NetEase.
const Phrases quote_marks{
    "yahoo_quoted|yahoo-quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-cite-prefix|"
    "moz-forward-container|OutlookMessageHeader|divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|"
    "ms-outlook-mobile-reference-message|mail-editor-reference-message-container|isReplyContent|"
    "isForwardContent|__QUOTED_TEXT__|__HEADERS__|reply-intro|-hm-quote|cloudmagic-smart-beautify|"
    "front-blockquote|ntes_mail_quote|quoted-text|quoted_text|mail_quote|replyforwardcontent"};

bool carries_mark(const HtmlTag& tag, const char* attribute)
{
    if (!contains_nocase(tag.attributes, attribute)) return false;
    const auto value = html_attribute(tag, attribute);
    return quote_marks.within(value, [&](std::size_t at, std::size_t size) {
        const auto ends = [&](std::size_t i) { return i >= value.size() || is_space(value[i]); };
        return (at == 0 || is_space(value[at - 1]) || value[at - 1] == '_') && (ends(at + size) || value.substr(at + size).starts_with("_container"));
    });
}

// Gmail has a mark for the block around introduction and quotation, but who answers below the
// quotation writes inside of it.
bool surrounds_quote(const HtmlTag& tag)
{
    return equal_nocase(tag.name, "div") && contains_nocase(tag.attributes, "gmail_quote");
}

HtmlQuote quote_of(const HtmlTag& tag)
{
    const bool block = equal_nocase(tag.name, "blockquote");
    if (tag.attributes.empty()) return block ? HtmlQuote::block : HtmlQuote::none;
    if (block) {
        const bool cited = equal_nocase(trimmed(html_attribute(tag, "type")), "cite") || has_html_attribute(tag, "cite") ||
                           carries_mark(tag, "id");
        return cited ? HtmlQuote::marked : HtmlQuote::block;
    }
    if (equal_nocase(tag.name, "div") && equal_nocase(html_attribute(tag, "name"), "quote")) return HtmlQuote::marked;
    for (const auto* attribute : {"class", "id", "data-marker"})
        if (carries_mark(tag, attribute)) return HtmlQuote::marked;
    return HtmlQuote::none;
}

struct OpenElement {
    std::string_view name;
    std::size_t piece = 0;
    HtmlQuote quote = HtmlQuote::none;
    bool hidden = false, surrounds_quote = false;
};

class Reader {
public:
    HtmlLines read(std::string_view html)
    {
        auto rest = html;
        for (HtmlToken token; next_html_token(rest, token);) {
            HtmlPiece piece;
            piece.begin = at_;
            piece.end = at_ = html.size() - rest.size();
            if (token.kind == HtmlToken::Kind::text) add_text(token.text, piece);
            else if (token.tag.closes) close(token.tag.name, piece);
            else open(token.tag, piece);
        }
        return std::move(result_);
    }

private:
    // Line ends count where white space is kept, so each line is a piece of its own there.
    void add_text(std::string_view text, HtmlPiece piece)
    {
        const auto end = piece.end;
        while (kept_ > 0 && text.find('\n') != std::string_view::npos) {
            const auto size = text.find('\n') + 1;
            piece.end = end - (text.size() - size);
            add_words(text.substr(0, size - 1), piece);
            owe(owed_ + 1);
            text.remove_prefix(size);
            piece = {.begin = piece.end, .end = end};
        }
        add_words(text, piece);
    }

    void add_words(std::string_view text, HtmlPiece piece)
    {
        if (hidden_ == 0) {
            if (text.find('&') == std::string_view::npos) put(text, piece);
            else put(decoded_references(text), piece);
        }
        result_.pieces.push_back(piece);
    }

    void put(std::string_view text, HtmlPiece& piece)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool hard_space = text.substr(i, 2) == "\xC2\xA0";
            if (hard_space || is_space(text[i])) {
                i += hard_space;
                space_ = true;
                continue;
            }
            auto& line = line_to_write().text;
            if (space_ && !line.empty()) line += ' ';
            space_ = false;
            line += text[i];
            piece.line = result_.lines.size() - 1;
        }
    }

    // Line ends that are owed come before what is seen next.
    HtmlLine& line_to_write()
    {
        if (result_.lines.empty()) owed_ = 1;
        if (owed_ == 0) return result_.lines.back();
        for (; owed_ > 1; --owed_) result_.lines.emplace_back();
        owed_ = 0;
        space_ = false;
        return result_.lines.emplace_back(HtmlLine{std::string{}, quote_});
    }

    void owe(int breaks) { owed_ = std::clamp(breaks, owed_, 3); }

    void break_around(std::string_view name)
    {
        switch (html_break_of(name)) {
        case HtmlBreak::paragraph: return owe(2);
        case HtmlBreak::line: return owe(1);
        case HtmlBreak::none: return;
        }
    }

    void open(const HtmlTag& tag, HtmlPiece piece)
    {
        if (is_void_element(tag.name)) return add_void(tag, piece);
        break_around(tag.name);
        if (open_.size() < deepest) {
            open_.push_back({tag.name, result_.pieces.size(), quote_, hides_content(tag), surrounds_quote(tag)});
            hidden_ += open_.back().hidden;
            surrounding_ += open_.back().surrounds_quote;
            kept_ += equal_nocase(tag.name, "pre");
            const auto quote = quote_of(tag);
            const bool sure = quote == HtmlQuote::block && (quote_ == HtmlQuote::block || surrounding_ > 0);
            quote_ = sure ? HtmlQuote::marked : std::max(quote_, quote);
        }
        result_.pieces.push_back(piece);
    }

    void add_void(const HtmlTag& tag, HtmlPiece piece)
    {
        if (hidden_ == 0) {
            if (equal_nocase(tag.name, "br")) owe(owed_ + 1);
            if (equal_nocase(tag.name, "img") && !result_.lines.empty() && owed_ == 0) piece.line = result_.lines.size() - 1;
            if (equal_nocase(tag.name, "hr")) {
                owe(1);
                put("________________________________", piece);
                owe(1);
            }
        }
        result_.pieces.push_back(piece);
    }

    void close(std::string_view name, HtmlPiece piece)
    {
        if (equal_nocase(name, "br")) owe(owed_ + 1);
        break_around(name);
        for (auto i = open_.size(), n = reach; i-- > 0 && n-- > 0;) {
            if (!equal_nocase(open_[i].name, name)) continue;
            piece.partner = open_[i].piece;
            result_.pieces[piece.partner].partner = result_.pieces.size();
            while (open_.size() > i) pop();
            break;
        }
        result_.pieces.push_back(piece);
    }

    void pop()
    {
        const auto& element = open_.back();
        hidden_ -= element.hidden;
        surrounding_ -= element.surrounds_quote;
        kept_ -= equal_nocase(element.name, "pre");
        quote_ = element.quote;
        open_.pop_back();
    }

    HtmlLines result_;
    std::vector<OpenElement> open_; // each with the quote that was in force before it
    HtmlQuote quote_ = HtmlQuote::none;
    std::size_t at_ = 0;
    int owed_ = 0;
    int hidden_ = 0, kept_ = 0, surrounding_ = 0; // open elements of each kind
    bool space_ = false;
};

}

HtmlLines html_lines(std::string_view html) { return Reader{}.read(html); }

}
