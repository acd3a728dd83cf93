#include "mail/protocol/smtp_reply.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t max_lines = 128;

bool digit(char c) { return c >= '0' && c <= '9'; }

std::optional<int> reply_code(std::string_view line)
{
    if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, digit)) return {};
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (code < 200 || code > 599) return {};
    return code;
}

// "5.1.1 No such user" -> "5.1.1"; empty when the text has no enhanced status.
std::string enhanced_status(std::string_view text)
{
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    const auto dots = std::count(word.begin(), word.end(), '.');
    const bool shaped = word.size() >= 5 && dots == 2 && word[1] == '.' &&
        (word[0] == '2' || word[0] == '4' || word[0] == '5') &&
        std::all_of(word.begin(), word.end(), [](char c) { return digit(c) || c == '.'; });
    return shaped ? std::string{word} : std::string{};
}

}

std::variant<ParsedReply, NeedMore, Malformed> parse_smtp_reply(std::string_view input)
{
    ParsedReply parsed;
    auto& [reply, used] = parsed;
    for (;;) {
        const auto end = input.find('\n', used);
        if (end == std::string_view::npos) {
            if (input.size() - used > longest_smtp_line) return Malformed{"line too long"};
            return NeedMore{};
        }
        if (end - used > longest_smtp_line) return Malformed{"line too long"};
        auto line = input.substr(used, end - used);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);

        const auto code = reply_code(line);
        if (!code) return Malformed{"line does not start with a reply code"};
        if (reply.lines.empty()) reply.code = *code;
        if (*code != reply.code) return Malformed{"reply code changes between lines"};
        if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return Malformed{"bad separator after code"};
        if (reply.lines.size() == max_lines) return Malformed{"too many lines"};

        reply.lines.emplace_back(line.size() > 4 ? line.substr(4) : std::string_view{});
        used = end + 1;
        if (line.size() == 3 || line[3] == ' ') break;
    }
    reply.status = enhanced_status(reply.lines.back());
    return parsed;
}

}
