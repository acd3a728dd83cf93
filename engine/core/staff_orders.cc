#include "engine/core/staff_orders.h"

#include "engine/core/folded.h"
#include "engine/core/trimmed.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

namespace deskhand::engine {
namespace {

struct Line {
    std::string_view text;
    std::string command;  // folded, without "#"; empty when the line is no command
    std::string argument;
};

// A command is "#" and letters, then at most a few words; "#1042" and prose are not.
Line read_line(std::string_view text)
{
    Line line{text, {}, {}};
    const auto bare = trimmed(text);
    if (bare.size() < 2 || bare.front() != '#') return line;
    std::size_t end = 1;
    while (end < bare.size() && ((bare[end] | 0x20) >= 'a' && (bare[end] | 0x20) <= 'z')) ++end;
    if (end == 1 || (end < bare.size() && bare[end] != ' ' && bare[end] != '\t')) return line;
    line.command = folded(bare.substr(1, end - 1));
    line.argument = std::string{trimmed(bare.substr(end))};
    return line;
}

std::vector<Line> lines_of(std::string_view text)
{
    std::vector<Line> out;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        out.push_back(read_line(text.substr(at, end - at)));
        at = end + 1;
    }
    return out;
}

bool blank(const Line& line) { return trimmed(line.text).empty(); }

std::string names_of_staff(const config::Settings& settings)
{
    std::string out;
    for (const auto& member : settings.staff) out += (out.empty() ? "" : ", ") + member.name;
    return out;
}

std::string names_of_queues(const config::Settings& settings)
{
    std::string out;
    for (const auto& queue : settings.queues) out += (out.empty() ? "" : ", ") + queue.name;
    return out;
}

// One command and what it does to the orders; says what is wrong with the argument, or nothing.
struct Command {
    std::string_view name;
    std::function<std::optional<std::string>(StaffOrders&, const std::string&, const config::Settings&)> obey;
};

std::optional<std::string> obey_assign(StaffOrders& orders, const std::string& who, const config::Settings& settings)
{
    const auto* member = folded(who) == "me" || who.empty() ? staff_named(settings, orders.staff)
                                                            : staff_named(settings, who);
    if (!member) return fmt::format("nobody is called \"{}\"; staff: {}", who, names_of_staff(settings));
    orders.assignee = member->name;
    return {};
}

std::optional<std::string> obey_queue(StaffOrders& orders, const std::string& name, const config::Settings& settings)
{
    const auto* queue = queue_named(settings, name);
    if (!queue) return fmt::format("there is no queue \"{}\"; queues: {}", name, names_of_queues(settings));
    orders.queue = queue->name;
    return {};
}

std::optional<std::string> obey_priority(StaffOrders& orders, const std::string& name, const config::Settings&)
{
    const auto priority = priority_named(folded(name));
    if (!priority) return fmt::format("\"{}\" is no priority; use low, normal, high or urgent", name);
    orders.priority = priority;
    return {};
}

Command status_command(std::string_view name, Status status)
{
    return {name, [status](StaffOrders& orders, const std::string&, const config::Settings&) {
                orders.status = status;
                return std::optional<std::string>{};
            }};
}

const std::vector<Command>& commands()
{
    static const std::vector<Command> table = {
        status_command("close", Status::closed),
        status_command("closed", Status::closed),
        status_command("reopen", Status::open),
        status_command("open", Status::open),
        status_command("pending", Status::pending),
        {"note",
         [](StaffOrders& orders, const std::string& words, const config::Settings&) {
             orders.words_are = StaffOrders::Words::note;
             if (!words.empty()) orders.words = words + "\n";
             return std::optional<std::string>{};
         }},
        {"send",
         [](StaffOrders& orders, const std::string&, const config::Settings&) {
             orders.suggestion = StaffOrders::Suggestion::send;
             return std::optional<std::string>{};
         }},
        {"tag",
         [](StaffOrders& orders, const std::string& word, const config::Settings&) -> std::optional<std::string> {
             if (word.empty()) return "#tag needs a word";
             orders.tags.push_back(folded(word));
             return {};
         }},
        {"assign", obey_assign},
        {"take", [](StaffOrders& orders, const std::string&, const config::Settings& settings) {
             return obey_assign(orders, "me", settings);
         }},
        {"queue", obey_queue},
        {"priority", obey_priority},
    };
    return table;
}

void obey(StaffOrders& orders, const Line& line, const config::Settings& settings)
{
    const auto& table = commands();
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.name == line.command; });
    if (found == table.end()) {
        orders.mistakes.push_back(fmt::format("#{} is no command; there are #close #reopen #pending #note #send "
                                              "#assign #take #queue #priority #tag", line.command));
        return;
    }
    if (const auto mistake = found->obey(orders, line.argument, settings)) orders.mistakes.push_back(*mistake);
}

}

StaffOrders read_staff_orders(std::string_view text, const std::string& staff, const config::Settings& settings)
{
    StaffOrders orders;
    orders.staff = staff;
    const auto lines = lines_of(text);
    auto first = lines.begin();
    auto last = lines.end();
    const auto skippable = [](const Line& line) { return blank(line) || !line.command.empty(); };
    for (; first != last && skippable(*first); ++first)
        if (!first->command.empty()) obey(orders, *first, settings);
    while (first != last && skippable(*(last - 1))) --last;
    for (auto line = last; line != lines.end() && first != lines.end(); ++line)
        if (!line->command.empty()) obey(orders, *line, settings);
    for (auto line = first; line != last; ++line) orders.words.append(line->text).append("\n");
    return orders;
}

}
