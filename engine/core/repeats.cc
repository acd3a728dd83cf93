#include "engine/core/repeats.h"

#include "engine/core/folded.h"
#include "engine/core/letter.h"
#include "mail/format/own_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace deskhand::engine {
namespace {

constexpr std::size_t most_compared = 4'000; // octets of a text
constexpr std::size_t longest_mark = 40;     // octets between the brackets of a ticket's mark
constexpr std::size_t most_ids = 50;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_edge(char c) { return std::string_view{".,;:!?()[]<>\"'*_-=#|/"}.find(c) != std::string_view::npos; }

std::string_view without_edges(std::string_view word)
{
    while (!word.empty() && is_edge(word.front())) word.remove_prefix(1);
    while (!word.empty() && is_edge(word.back())) word.remove_suffix(1);
    return word;
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

// "#12", "[#12]", "[ABC-12]"
bool is_mark(std::string_view word)
{
    if (!has_digit(word)) return false;
    return word.find('#') != word.npos || (word.front() == '[' && word.back() == ']');
}

std::string text_of(const mail::Message& message) { return mail::own_text(message); }

// Ids of mails that this one answers or carries.
std::vector<std::string> ids_in(const mail::Message& message)
{
    auto ids = message.in_reply_to;
    ids.insert(ids.end(), message.references.begin(), message.references.end());
    for (const auto& header : message.original_headers)
        if (folded(header.name) == "message-id") ids.push_back(header.value);
    for (auto at = message.text.find('<'); at != std::string::npos && ids.size() < most_ids; at = message.text.find('<', at + 1)) {
        const auto end = message.text.find('>', at);
        if (end == std::string::npos) break;
        if (end - at < 300) ids.push_back(message.text.substr(at + 1, end - at - 1));
    }
    for (auto& id : ids) {
        const auto open = id.find('<'), close = id.rfind('>');
        if (open != std::string::npos && close != std::string::npos && open < close) id = id.substr(open + 1, close - open - 1);
    }
    return ids;
}

bool is_notice_to_staff(const Policy& policy, const std::string& id)
{
    if (!policy.mint.looks_ours(id)) return false;
    return std::any_of(policy.settings.staff.begin(), policy.settings.staff.end(), [&](const auto& member) {
        const auto claim = policy.mint.verify_message_id(id, folded(member.address.addr));
        return claim && claim->audience == Audience::staff;
    });
}

bool holds_a_notice(const Case& c)
{
    if (staff_with_address(c.policy.settings, sender_of(c))) return false;
    const auto& message = c.read.message;
    if (message.text.find(mail::reply_marker) != std::string::npos) return true;
    const auto ids = ids_in(message);
    return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return is_notice_to_staff(c.policy, id); });
}

}

bool names_ticket(std::string_view subject)
{
    for (auto at = subject.find('['); at != subject.npos; at = subject.find('[', at + 1)) {
        const auto end = subject.find(']', at);
        if (end == subject.npos) return false;
        const auto inside = subject.substr(at + 1, end - at - 1);
        if (inside.size() > longest_mark || !has_digit(inside)) continue;
        if (inside.find('#') != inside.npos || inside.find('-') != inside.npos || inside.find(':') != inside.npos) return true;
    }
    return false;
}

std::string skeleton_of(std::string_view text, Numbers numbers)
{
    text = text.substr(0, most_compared);
    std::string out;
    std::set<std::string, std::less<>> said;
    for (std::size_t at = 0; at < text.size();) {
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < text.size() && !is_blank(text[end])) ++end;
        const auto whole = text.substr(at, end - at);
        at = end;
        const auto word = without_edges(whole);
        if (word.empty() || is_mark(whole) || word.find('@') != word.npos) continue;
        const auto plain = folded(word);
        if (numbers == Numbers::dropped && (has_digit(word) || !said.insert(plain).second)) continue;
        out += (out.empty() ? "" : " ") + plain;
    }
    return out;
}

std::optional<Reason> nothing_new(const Case& c)
{
    if (holds_a_notice(c)) return Reason{"echo", fmt::format("{} holds a notice we wrote to staff: a mail system answers for them", sender_of(c))};
    const auto& message = c.read.message;
    const auto numbers = names_ticket(message.subject) ? Numbers::dropped : Numbers::kept;
    const auto& s = c.situation;
    const bool continues = s.ticket && s.evidence != Evidence::stranger;
    if (!continues && s.earlier.empty()) return {};
    const auto words = skeleton_of(text_of(message), numbers);
    if (words.empty()) return {};
    if (continues) {
        const bool said = skeleton_of(s.last_words, numbers) == words;
        return said ? std::optional{Reason{"repeat", fmt::format("the same words as before on {}", reference_of(s.ticket->id))}} : std::nullopt;
    }
    const auto subject = skeleton_of(plain_subject(message.subject), numbers);
    for (const auto& earlier : s.earlier)
        if (skeleton_of(plain_subject(earlier.subject), numbers) == subject && skeleton_of(earlier.words, numbers) == words)
            return Reason{"repeat", fmt::format("the same words as {}, which is still open", reference_of(earlier.ticket))};
    return {};
}

}
