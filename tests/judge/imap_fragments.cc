#include "tests/judge/imap_fragments.h"

#include "tests/judge/imap_meaning.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace deskhand::judge {
namespace {

using namespace mail;

std::string_view trimmed(std::string_view text)
{
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

// A value to be skipped, and an item behind it that shows that the skipping ended where the value does.
ImapWire skipped(const std::string& name, std::string_view value)
{
    return {"* 1 FETCH (" + name + ' ' + std::string{value} + " UID 4711)\r\n", {"* 1 FETCH uid=4711"}};
}

// Octets of the token at the front: a quoted string, a literal with its announcement, or one octet.
std::size_t token_size(std::string_view text)
{
    if (text.front() == '"') {
        std::size_t at = 1;
        while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        return std::min(at + 1, text.size());
    }
    const auto end = text.find("}\r\n");
    std::size_t announced = 0;
    if (text.front() == '{' && end != std::string_view::npos &&
        std::from_chars(text.data() + 1, text.data() + end, announced).ptr == text.data() + end)
        return std::min(end + 3 + announced, text.size());
    return 1;
}

// Without what follows a parenthesis that closes more than was opened: that of the list around the fragment.
std::string_view up_to_surplus(std::string_view text)
{
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); at += token_size(text.substr(at))) {
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth < 0) return text.substr(0, at);
    }
    return text;
}

// "2 (FLAGS (Foo)) 7 (FLAGS (Bar))" becomes two responses.
std::string fetch_responses(std::string_view text)
{
    std::string out, number, list;
    int depth = 0;
    while (!text.empty()) {
        const auto size = token_size(text);
        const auto token = text.substr(0, size);
        text.remove_prefix(size);
        depth += token == "(" ? 1 : token == ")" ? -1 : 0;
        if (depth > 0 || !list.empty() || token == ")") list += token;
        else number += token;
        if (depth == 0 && !list.empty()) {
            out += "* " + std::string{trimmed(number)} + (number.ends_with(' ') ? "" : " ") + "FETCH " + list + "\r\n";
            number.clear(), list.clear();
            if (text.starts_with(' ')) text.remove_prefix(1);
        }
    }
    if (const auto space = number.find(' '); !number.empty() && number != "None")
        out += "* " + number.substr(0, space) + " FETCH" + (space == std::string::npos ? "" : number.substr(space)) + "\r\n";
    return out;
}

ImapWire number_list(const Record& record)
{
    ImapWire wire{"* SEARCH " + record.bytes + "\r\n", {}};
    Poco::JSON::Array::Ptr tokens{new Poco::JSON::Array};
    tokens->add("*"), tokens->add("SEARCH");
    if (record.line->isArray("expect"))
        for (const auto& each : *record.line->getArray("expect"))
            if (each.isInteger()) tokens->add(each.convert<std::string>());
    wire.meanings.push_back(meaning_of(Poco::Dynamic::Var{tokens}));
    return wire;
}

}

ImapWire imap_wire(const Record& record)
{
    const auto value = trimmed(record.bytes);
    if (record.kind == "fragment:parse_response" && record.line->getValue<std::string>("must") == "incomplete")
        return {"* 1 FETCH (X-VALUE " + record.bytes, {}};
    if (record.kind == "fragment:parse_response") return skipped("X-VALUE", "(" + std::string{record.bytes} + ")");
    if (record.kind == "fragment:msglist") return number_list(record);
    if (record.kind == "fragment:fetch") return {fetch_responses(record.bytes), {}};
    if (record.kind == "fragment:thread") return {"* THREAD " + std::string{value} + "\r\n", {"* THREAD"}};
    if (record.kind.starts_with("fragment:")) return skipped("BODYSTRUCTURE", up_to_surplus(value));
    ImapWire wire{record.bytes, {}};
    if (record.line->isArray("ref_tree"))
        for (const auto& each : *record.line->getArray("ref_tree")) wire.meanings.push_back(meaning_of(each));
    return wire;
}

}
