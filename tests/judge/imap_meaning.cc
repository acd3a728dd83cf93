#include "tests/judge/imap_meaning.h"

#include "mail/protocol/base64_line.h"
#include "mail/protocol/imap_cursor.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

namespace deskhand::judge {
namespace {

using namespace mail;
using Var = Poco::Dynamic::Var;
using Array = Poco::JSON::Array::Ptr;
using Object = Poco::JSON::Object::Ptr;

std::string trimmed(std::string text)
{
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words) out += ' ' + word;
    return out;
}

// Parts of a FETCH in an order of their own.
struct Fetched {
    std::string sequence;
    std::optional<std::string> uid, flags, date, size, email_id, gmail_id, body, header;
    std::string text() const
    {
        std::string out = "* " + sequence + " FETCH";
        const auto add = [&](const char* name, const std::optional<std::string>& value) {
            if (value) out += std::string{" "} + name + '=' + *value;
        };
        add("uid", uid), add("flags", flags), add("date", date), add("size", size);
        add("email", email_id), add("gmail", gmail_id), add("header", header), add("body", body);
        return out;
    }
};

std::optional<std::string> unless_empty(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

struct Meaning {
    static std::string of(const ImapStatus& status)
    {
        static constexpr const char* kinds[] = {"OK ", "NO ", "BAD ", "BYE ", "PREAUTH "};
        std::string code;
        if (!status.code.name.empty())
            code = '[' + status.code.name + (status.code.arguments.empty() ? "" : ' ' + status.code.arguments) + "] ";
        return kinds[static_cast<std::size_t>(status.kind)] + code + status.text;
    }
    std::string operator()(const ImapTagged& r) const { return r.tag + ' ' + of(r.status); }
    std::string operator()(const ImapContinuation& r) const { return "+ " + r.text; }
    std::string operator()(const ImapStatus& r) const { return "* " + of(r); }
    std::string operator()(const ImapCapabilities& r) const { return "* CAPABILITY" + joined(r.names); }
    std::string operator()(const ImapExists& r) const { return "* " + std::to_string(r.count) + " EXISTS"; }
    std::string operator()(const ImapExpunged& r) const { return "* " + std::to_string(r.sequence) + " EXPUNGE"; }
    std::string operator()(const ImapVanished& r) const { return "* VANISHED " + r.uids.text(); }
    std::string operator()(const ImapFetch& r) const
    {
        Fetched out{.sequence = std::to_string(r.sequence), .uid = {}, .flags = {}, .date = {}, .size = {},
                    .email_id = unless_empty(r.email_id), .gmail_id = unless_empty(r.gmail_id), .body = r.body, .header = r.header};
        if (r.uid) out.uid = std::to_string(*r.uid);
        if (r.flags) out.flags = joined(*r.flags);
        if (r.internal_date) out.date = std::to_string(r.internal_date->time_since_epoch().count());
        if (r.size) out.size = std::to_string(*r.size);
        return out.text();
    }
    std::string operator()(const ImapSearch& r) const { return "* SEARCH " + r.tag + ' ' + r.found.text(); }
    std::string operator()(const ImapFolder& r) const
    {
        return "* LIST (" + joined(r.flags) + ") " + (r.delimiter ? std::string{*r.delimiter} : "NIL") + ' ' + r.name;
    }
    std::string operator()(const ImapNamespace& r) const
    {
        return "* NAMESPACE " + r.prefix + ' ' + (r.delimiter ? std::string{*r.delimiter} : "NIL");
    }
    std::string operator()(const ImapFolderStatus& r) const
    {
        std::string out = "* STATUS " + r.name;
        for (const auto& [name, value] : r.items) out += ' ' + name + '=' + std::to_string(value);
        return out;
    }
    std::string operator()(const ImapIgnored& r) const { return "* " + r.name; }
    std::string operator()(const ImapUnreadable& r) const { return "unreadable: " + r.reason; }
};

// ---- the other reader's tokens

Array list_of(const Var& token) { return token.type() == typeid(Array) ? token.extract<Array>() : nullptr; }

std::string octets(const Var& value)
{
    if (value.type() == typeid(Object)) return from_base64(value.extract<Object>()->getValue<std::string>("b64")).value_or("");
    return value.convert<std::string>();
}

// Atom, quoted string or literal; nothing for NIL and lists.
std::optional<std::string> word(const Var& token)
{
    if (token.isEmpty() || list_of(token)) return {};
    if (token.type() != typeid(Object)) return token.convert<std::string>();
    const auto object = token.extract<Object>();
    for (const auto* key : {"a", "q", "lit"})
        if (object->has(key)) return octets(object->get(key));
    return {};
}

std::string word_or_nil(const Var& token) { return word(token).value_or("NIL"); }

std::string words(const Var& token)
{
    std::string out;
    if (const auto list = list_of(token))
        for (const auto& each : *list)
            if (const auto one = word(each)) out += ' ' + *one;
    return out;
}

bool is_number(const std::string& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> seconds_of(const std::string& date)
{
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    std::tm parts{};
    char month[4] = {}, sign = '+';
    int zone = 0;
    if (std::sscanf(date.c_str(), " %d-%3s-%d %d:%d:%d %c%4d", &parts.tm_mday, month, &parts.tm_year, &parts.tm_hour,
                    &parts.tm_min, &parts.tm_sec, &sign, &zone) != 8)
        return {};
    const auto at = months.find(month);
    if (at == std::string_view::npos || parts.tm_mday == 0) return {};
    parts.tm_mon = static_cast<int>(at) / 3;
    parts.tm_year -= 1900;
    const auto offset = (zone / 100 * 60 + zone % 100) * 60 * (sign == '-' ? -1 : 1);
    return std::to_string(timegm(&parts) - offset);
}

// Texts for people stand there with each octet as a character (ISO 8859-1), in UTF-8.
std::string octets_of_characters(const std::string& utf8)
{
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        if (lead < 0x80) out += utf8[i];
        else if (lead < 0xC4 && i + 1 < utf8.size()) out += static_cast<char>(lead << 6 | (utf8[++i] & 0x3F));
        else return utf8;
    }
    return out;
}

std::string status(const Object& said, const std::string& kind)
{
    const auto text = octets_of_characters(said->getValue<std::string>("text"));
    if (!said->has("code") || said->isNull("code")) return kind + ' ' + text;
    const auto code = said->getValue<std::string>("code");
    const auto name = code.substr(0, code.find(' '));
    const bool plain = name.find_first_of("=\"") == std::string::npos; // else it is text, not a code
    return kind + ' ' + '[' + (plain ? upper(name) : name) + text.substr(std::min(text.size(), 1 + name.size()));
}

std::string fetch(const std::string& sequence, const Array& items)
{
    Fetched out{.sequence = sequence, .uid = {}, .flags = {}, .date = {}, .size = {}, .email_id = {}, .gmail_id = {}, .body = {}, .header = {}};
    for (unsigned i = 0; items && i + 1 < items->size(); i += 2) {
        const auto name = upper(word_or_nil(items->get(i)));
        const auto value = items->get(i + 1);
        const auto text = word(value);
        if (name == "UID") out.uid = text;
        else if (name == "FLAGS") out.flags = words(value);
        else if (name == "INTERNALDATE" && text) out.date = seconds_of(*text);
        else if (name == "RFC822.SIZE" && text && is_number(*text)) out.size = text;
        else if (name == "EMAILID" && list_of(value)) out.email_id = unless_empty(words(value).substr(1));
        else if (name == "X-GM-MSGID") out.gmail_id = text;
        else if (name == "BODY[]" || name == "RFC822") out.body = text;
        else if (name == "BODY[HEADER]") out.header = text;
    }
    return out.text();
}

UidSet numbers(const Array& tokens, unsigned from)
{
    std::vector<UidRange> found;
    for (unsigned i = from; i < tokens->size(); ++i)
        if (const auto uid = parse_uid(word(tokens->get(i)).value_or(""))) found.push_back({*uid, *uid});
    return UidSet{std::move(found)};
}

std::string extended_search(const Array& tokens)
{
    std::string tag, all;
    for (unsigned i = 2; i < tokens->size(); ++i) {
        if (const auto list = list_of(tokens->get(i)); list && i == 2) tag = word_or_nil(list->get(1));
        else if (upper(word_or_nil(tokens->get(i))) == "ALL" && i + 1 < tokens->size())
            all = parse_uid_set(word_or_nil(tokens->get(i + 1))).value_or(UidSet{}).text();
    }
    return "* SEARCH " + tag + ' ' + all;
}

std::string name_space(const Array& tokens)
{
    const auto all = list_of(tokens->get(2));
    const auto first = all && all->size() > 0 ? list_of(all->get(0)) : nullptr;
    if (!first) return "* NAMESPACE  NIL";
    return "* NAMESPACE " + word(first->get(0)).value_or("") + ' ' + word_or_nil(first->get(1));
}

std::string folder_status(const Array& tokens)
{
    std::string out = "* STATUS " + word(tokens->get(2)).value_or("");
    const auto items = list_of(tokens->get(3));
    for (unsigned i = 0; items && i + 1 < items->size(); i += 2)
        if (const auto value = word(items->get(i + 1)); value && is_number(*value))
            out += ' ' + upper(word_or_nil(items->get(i))) + '=' + *value;
    return out;
}

std::string untagged(const Array& tokens)
{
    const auto first = word_or_nil(tokens->get(1));
    const auto name = upper(first);
    if (is_number(first) && tokens->size() > 2) {
        const auto what = upper(word_or_nil(tokens->get(2)));
        if (what == "FETCH") return fetch(first, list_of(tokens->get(3)));
        return what == "EXISTS" || what == "EXPUNGE" ? "* " + first + ' ' + what : "* " + what;
    }
    if (tokens->size() > 2 && tokens->get(2).type() == typeid(Object) && tokens->getObject(2)->has("text"))
        return "* " + status(tokens->getObject(2), name);
    if (name == "CAPABILITY") {
        std::string out = "* CAPABILITY";
        for (unsigned i = 2; i < tokens->size(); ++i) out += ' ' + upper(word_or_nil(tokens->get(i)));
        return out;
    }
    if (name == "SEARCH") return "* SEARCH  " + numbers(tokens, 2).text();
    if (name == "ESEARCH") return extended_search(tokens);
    if (name == "VANISHED") return "* VANISHED " + parse_uid_set(word_or_nil(*(tokens->end() - 1))).value_or(UidSet{}).text();
    if (name == "NAMESPACE") return name_space(tokens);
    if (name == "STATUS") return folder_status(tokens);
    if (name == "LIST" || name == "XLIST" || name == "LSUB")
        return "* LIST (" + words(tokens->get(2)) + ") " + word_or_nil(tokens->get(3)) + ' ' + word(tokens->get(4)).value_or("");
    return "* " + name;
}

}

std::string meaning_of(const ImapResponse& response) { return trimmed(std::visit(Meaning{}, response)); }

std::string meaning_of(const Var& tokens)
{
    const auto list = list_of(tokens);
    const auto mark = word_or_nil(list->get(0));
    if (mark == "*") return trimmed(untagged(list));
    if (mark == "+") return trimmed("+ " + word_or_nil(list->get(1)));
    return trimmed(mark + ' ' + status(list->getObject(2), upper(word_or_nil(list->get(1)))));
}

}
