#include "tests/judge/pop3_dialogue.h"

#include "mail/protocol/pop3_reader.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <random>
#include <string_view>

namespace deskhand::judge {
namespace {

using namespace mail;

struct Answer {
    std::optional<Pop3Status> status;
    std::optional<Pop3Body> body;
    bool whole = false; // nothing is left over, nothing is missing
    std::string text() const { return (status ? status->code + '|' + status->text : "") + '\n' + (body ? body->octets : ""); }
};

// One status, then a body when more follows it.
template <class Size> Answer told(std::string_view octets, Size next_size)
{
    Pop3Reader reader;
    Answer answer;
    const bool has_body = octets.find('\n') + 1 < octets.size();
    while (!octets.empty()) {
        const auto piece = octets.substr(0, std::max<std::size_t>(1, next_size()));
        octets.remove_prefix(piece.size());
        reader.feed(std::string{piece});
        if (!answer.status) {
            const auto next = reader.status();
            if (std::holds_alternative<Malformed>(next)) return answer;
            if (const auto* status = std::get_if<Pop3Status>(&next)) answer.status = *status;
        }
        if (answer.status && has_body && !answer.body) {
            const auto next = reader.body();
            if (const auto* body = std::get_if<Pop3Body>(&next)) answer.body = *body;
        }
    }
    answer.whole = answer.status && has_body == answer.body.has_value() && reader.empty();
    return answer;
}

// What the answer to LIST or UIDL, with a number or without, must hold.
bool says_what_was_asked(const Answer& answer, const std::string& name)
{
    const bool list = name.starts_with("list"), uidl = name.starts_with("uidl");
    if ((!list && !uidl) || !answer.status || !answer.status->ok()) return true;
    const bool one = name.size() > 4 && std::isdigit(static_cast<unsigned char>(name[4]));
    const auto text = answer.body ? answer.body->octets : answer.status->text;
    if (list && !parse_pop3_sizes(text)) return false;
    const auto lines = parse_pop3_lines(text);
    return lines && std::ranges::all_of(*lines, [&](const Pop3Line& line) {
        return !line.rest.empty() && (!one || line.number == static_cast<std::uint32_t>(name[4] - '0'));
    });
}

}

std::vector<Check> check_pop3_dialogue(const std::string& octets, const std::string& name, const std::string& must)
{
    const auto whole = told(octets, [&] { return octets.size(); });
    const bool taken = whole.whole && says_what_was_asked(whole, name);
    std::vector<Check> checks{{.field = "frame", .right = taken == (must == "accept"), .failure = must, .detail = whole.text()}};

    const auto alike = [&](const Answer& other) { return other.whole == whole.whole && other.text() == whole.text(); };
    bool all_alike = alike(told(octets, [] { return 1; }));
    std::mt19937 random{static_cast<std::uint32_t>(octets.size())};
    for (int i = 0; i < 8; ++i) all_alike = all_alike && alike(told(octets, [&] { return 1 + random() % 40; }));
    checks.push_back({.field = "cuts", .right = all_alike, .failure = "differs"});
    return checks;
}

}
