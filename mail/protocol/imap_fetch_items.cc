#include "mail/protocol/imap_fetch_items.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace deskhand::mail {
namespace {

constexpr int deepest_group = 8;

std::optional<int> number(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || value < 0) return {};
    return value;
}

std::optional<unsigned> month_of(std::string_view name)
{
    static constexpr std::array<std::string_view, 12> months = {
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const auto wanted = upper(name);
    for (unsigned i = 0; i < months.size(); ++i)
        if (months[i] == wanted) return i + 1;
    return {};
}

// EMAILID (M6d99ac3275bb4e); Zoho sends NIL for ids it lacks.
std::string object_id(ImapCursor& in)
{
    if (in.peek() != '(') return in.astring();
    auto words = in.atoms();
    return words.empty() ? std::string{} : std::move(words.front());
}

void read_item(const std::string& name, ImapFetch& fetch, ImapCursor& in)
{
    if (in.peek() == ')') return; // an item without a value
    if (name == "UID") {
        fetch.uid = in.nonzero();
    } else if (name == "FLAGS") {
        fetch.flags = in.atoms();
    } else if (name == "INTERNALDATE") {
        fetch.internal_date = parse_internal_date(in.astring());
    } else if (name == "RFC822.SIZE") {
        fetch.size = parse_size(in.astring());
    } else if (name == "EMAILID") {
        fetch.email_id = object_id(in);
    } else if (name == "X-GM-MSGID") {
        fetch.gmail_id = in.astring();
    } else if (name == "BODY[]" || name == "RFC822") {
        auto body = in.text();
        fetch.body = std::move(body.octets);
        fetch.withheld = body.withheld;
    } else if (name == "BODY[HEADER]") {
        fetch.header = std::move(in.text().octets);
    } else {
        in.skip_value();
    }
}

}

std::optional<std::uint64_t> parse_size(std::string_view text)
{
    std::uint64_t size = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, size);
    if (error != std::errc{} || stopped != end) return {};
    return size;
}

std::optional<std::chrono::sys_seconds> parse_internal_date(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != 26 || text[2] != '-' || text[6] != '-' || text[14] != ':' || text[17] != ':')
        return {};
    const auto month_number = month_of(text.substr(3, 3));
    const auto day_number = number(text.substr(0, 2)), year_number = number(text.substr(7, 4));
    const auto hour = number(text.substr(12, 2)), minute = number(text.substr(15, 2)),
               second = number(text.substr(18, 2));
    const auto zone = number(text.substr(22, 4));
    const bool west = text[21] == '-';
    if (!month_number || !day_number || !year_number || !hour || !minute || !second || !zone ||
        (text[21] != '+' && !west))
        return {};
    const year_month_day date{year{*year_number}, month{*month_number},
                              day{static_cast<unsigned>(*day_number)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return {};
    const minutes offset{*zone / 100 * 60 + *zone % 100};
    return sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} +
        (west ? offset : -offset);
}

ImapResponse parse_fetch_items(std::uint32_t sequence, ImapCursor& in)
{
    ImapFetch fetch;
    fetch.sequence = sequence;
    in.skip_spaces();
    if (!in.take('(')) return ImapUnreadable{"FETCH without a list"};
    for (int groups = 1; groups > 0 && !in.failed();) {
        in.skip_spaces();
        if (in.take(')')) {
            --groups;
        } else if (in.take('(')) {
            if (++groups > deepest_group) in.fail();
        } else {
            const auto name = in.item_name();
            if (name.empty()) in.fail();
            in.skip_spaces();
            read_item(name, fetch, in);
        }
    }
    if (in.failed()) return ImapUnreadable{"FETCH is not to be understood"};
    for (in.skip_spaces(); in.take(')');) in.skip_spaces();
    if (!in.at_end()) return ImapUnreadable{"FETCH goes on behind its list"};
    return fetch;
}

}
