#include "mail/protocol/imap_response.h"

#include "mail/protocol/grammar.h"
#include "mail/protocol/imap_cursor.h"
#include "mail/protocol/imap_fetch_items.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace deskhand::mail {
namespace {

std::optional<ImapStatus::Kind> status_kind(std::string_view word)
{
    using Kind = ImapStatus::Kind;
    if (word.size() > 7) return {};
    const auto name = upper(word);
    if (name == "OK") return Kind::ok;
    if (name == "NO") return Kind::no;
    if (name == "BAD") return Kind::bad;
    if (name == "BYE") return Kind::bye;
    if (name == "PREAUTH") return Kind::preauth;
    return {};
}

std::pair<std::string_view, std::string_view> split_word(std::string_view text)
{
    const auto space = std::min(text.find(' '), text.size());
    return {text.substr(0, space), without_blanks(text.substr(space))};
}

// The bracket that closes a response code; flags in parentheses and quoted words may hold some.
std::size_t closing_bracket(std::string_view text)
{
    bool quoted = false;
    int lists = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"') quoted = !quoted;
        else if (quoted) continue;
        else if (c == '(') ++lists;
        else if (c == ')') --lists;
        else if (c == ']' && lists <= 0) return i;
    }
    return text.find(']');
}

bool code_name(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
            c == '.' || c == '_' || c == '/';
    });
}

// resp-text; Exchange sends brackets that hold no code, which are then text.
ImapStatus status_of(ImapStatus::Kind kind, std::string_view text)
{
    ImapStatus status{kind, {}, std::string{text}};
    if (text.empty() || text.front() != '[') return status;
    const auto end = closing_bracket(text);
    if (end == std::string_view::npos) return status;
    const auto [name, arguments] = split_word(text.substr(1, end - 1));
    if (!code_name(name)) return status;
    status.code = {upper(name), std::string{arguments}};
    status.text = without_blanks(text.substr(end + 1));
    return status;
}

ImapCapabilities capabilities_of(std::string_view text)
{
    ImapCapabilities all;
    for (auto left = without_blanks(text); !left.empty();) {
        const auto [word, after] = split_word(left);
        all.names.push_back(upper(word));
        left = after;
    }
    return all;
}

ImapResponse search_of(ImapCursor& in)
{
    std::vector<UidRange> found;
    for (in.skip_spaces(); !in.at_end() && !in.failed(); in.skip_spaces()) {
        if (in.peek() == '(') { // (MODSEQ 917162500)
            in.skip_value();
            continue;
        }
        const auto uid = in.nonzero();
        if (!found.empty() && found.back().last != UINT32_MAX && found.back().last + 1 == uid)
            found.back().last = uid;
        else found.push_back({uid, uid});
    }
    if (in.failed()) return ImapUnreadable{"SEARCH holds something that is no number"};
    return ImapSearch{{}, UidSet{std::move(found)}};
}

ImapResponse extended_search_of(ImapCursor& in)
{
    ImapSearch search;
    in.skip_spaces();
    if (in.take('(')) // what it answers: (TAG "a1"), RFC 7377 adds MAILBOX and UIDVALIDITY
        for (in.skip_spaces(); !in.take(')') && !in.failed(); in.skip_spaces()) {
            const auto name = upper(in.atom());
            in.skip_spaces();
            if (name.empty() || in.at_end()) in.fail();
            else if (name == "TAG") search.tag = in.astring();
            else in.skip_value();
        }
    for (in.skip_spaces(); !in.at_end() && !in.failed(); in.skip_spaces()) {
        const auto name = upper(in.atom());
        in.skip_spaces();
        if (name.empty()) in.fail();
        else if (name == "UID") continue;
        else if (name != "ALL") in.skip_value();
        else if (auto set = parse_uid_set(in.atom())) search.found = *std::move(set);
        else in.fail();
    }
    if (in.failed()) return ImapUnreadable{"ESEARCH is not to be understood"};
    return search;
}

std::optional<char> delimiter_of(ImapCursor& in)
{
    in.skip_spaces();
    const auto text = in.astring();
    return text.empty() ? std::optional<char>{} : text.front();
}

ImapResponse folder_of(ImapCursor& in)
{
    ImapFolder folder;
    in.skip_spaces();
    folder.flags = in.atoms();
    folder.delimiter = delimiter_of(in);
    in.skip_spaces();
    folder.name = in.astring();
    if (in.failed()) return ImapUnreadable{"LIST is not to be understood"};
    return folder;
}

ImapResponse namespace_of(ImapCursor& in)
{
    ImapNamespace personal;
    in.skip_spaces();
    if (in.take('(')) {
        if (in.take(')')) return personal; // "()" for NIL
        if (!in.take('(')) return ImapUnreadable{"NAMESPACE is not to be understood"};
        personal.prefix = in.astring();
        personal.delimiter = delimiter_of(in);
    }
    if (in.failed()) return ImapUnreadable{"NAMESPACE is not to be understood"};
    return personal;
}

ImapResponse folder_status_of(ImapCursor& in)
{
    ImapFolderStatus status;
    in.skip_spaces();
    status.name = in.astring();
    for (in.skip_spaces(); !in.at_end() && in.peek() != '('; in.skip_spaces()) { // Exchange quotes no name
        const auto word = in.text().octets;
        if (!word) break;
        status.name += ' ' + *word;
    }
    if (!in.take('(')) return ImapUnreadable{"STATUS without a list"};
    for (in.skip_spaces(); !in.take(')') && !in.failed(); in.skip_spaces()) {
        const auto name = upper(in.atom());
        in.skip_spaces();
        if (name.empty()) in.fail();
        else if (in.peek() == '(') in.skip_value();
        else if (const auto value = parse_size(in.astring())) status.items.emplace_back(name, *value);
    }
    if (in.failed()) return ImapUnreadable{"STATUS is not to be understood"};
    return status;
}

ImapResponse vanished_of(ImapCursor& in)
{
    in.skip_spaces();
    if (in.peek() == '(') in.skip_value(); // (EARLIER)
    in.skip_spaces();
    auto set = parse_uid_set(in.atom());
    if (!set) return ImapUnreadable{"VANISHED without a set"};
    return ImapVanished{*std::move(set)};
}

// A count or a sequence number, neither of which is relied on: mail.ru sends "17.0" and "9.3736e+06".
std::optional<std::uint32_t> rough_number(std::string_view text)
{
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || !(value >= 0 && value <= UINT32_MAX)) return {};
    return static_cast<std::uint32_t>(value);
}

// "* 12 EXISTS": the number has been read.
ImapResponse numbered(std::string_view number, ImapCursor& in)
{
    const auto value = rough_number(number);
    if (!value) return ImapUnreadable{"a response starts with something that is no number"};
    in.skip_spaces();
    const auto name = upper(in.atom());
    if (name == "FETCH") return parse_fetch_items(*value, in);
    if (name == "EXISTS") return ImapExists{*value};
    if (name == "EXPUNGE") return ImapExpunged{*value};
    return ImapIgnored{name};
}

ImapResponse untagged(ImapCursor& in)
{
    in.skip_spaces();
    if (in.peek() == '[') // Exchange: a code without its OK
        return status_of(ImapStatus::Kind::ok, in.rest());
    const std::string word{in.atom()};
    if (const auto kind = status_kind(word)) return status_of(*kind, without_blanks(in.rest()));
    if (word.empty()) return ImapUnreadable{"a response without a name"};
    if (word.front() >= '0' && word.front() <= '9') return numbered(word, in);

    const auto name = upper(word);
    if (name == "CAPABILITY") return capabilities_of(in.rest());
    if (name == "SEARCH") return search_of(in);
    if (name == "ESEARCH") return extended_search_of(in);
    if (name == "LIST" || name == "XLIST" || name == "LSUB") return folder_of(in);
    if (name == "NAMESPACE") return namespace_of(in);
    if (name == "STATUS") return folder_status_of(in);
    if (name == "VANISHED") return vanished_of(in);
    return ImapIgnored{name};
}

}

bool ImapCapabilities::has(std::string_view name) const
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool carries_no_literal(std::string_view first_line)
{
    if (!first_line.empty() && first_line.front() == '+') return true;
    const auto [mark, after] = split_word(first_line);
    const auto [word, text] = split_word(after);
    if (mark == "*" && !status_kind(word)) return false;
    // A code that is not closed goes on behind its literal: [BADCHARSET ({5} of RFC 3501.
    return text.empty() || text.front() != '[' || closing_bracket(text) != std::string_view::npos;
}

ImapResponse parse_imap_response(ImapFrame frame)
{
    ImapCursor in{std::move(frame)};
    if (in.take('+')) return ImapContinuation{std::string{without_blanks(in.rest())}};
    const std::string mark{in.atom()};
    if (mark == "*") return untagged(in);
    in.skip_spaces();
    const auto kind = status_kind(in.atom());
    using Kind = ImapStatus::Kind;
    if (mark.empty() || !kind || *kind == Kind::bye || *kind == Kind::preauth)
        return ImapUnreadable{"neither a tagged answer nor an untagged response"};
    return ImapTagged{mark, status_of(*kind, without_blanks(in.rest()))};
}

}
