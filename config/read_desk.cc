#include "config/quantity.h"
#include "config/read_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace deskhand::config {

namespace {

constexpr std::array plus_words{Choice<PlusAddressing>{"on", PlusAddressing::on},
                                Choice<PlusAddressing>{"off", PlusAddressing::off}};

constexpr std::array<std::string_view, 7> day_words{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

// Names of queues, staff, mailboxes and hours stand in rules, subjects and commands.
bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return c >= 128 || std::isalnum(c) || c == '-' || c == '_' || c == '.';
           });
}

std::optional<unsigned> day_number(std::string_view word)
{
    const auto* found = std::find(day_words.begin(), day_words.end(), lower(word).substr(0, 3));
    if (word.size() < 3 || found == day_words.end()) return {};
    return static_cast<unsigned>(found - day_words.begin());
}

// "mon", "mon-fri", "sat-mon", "daily"; empty for anything else.
std::vector<unsigned> days_of(std::string_view text)
{
    if (text == "daily") return {0, 1, 2, 3, 4, 5, 6};
    const auto dash = text.find('-');
    const auto first = day_number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : day_number(text.substr(dash + 1));
    std::vector<unsigned> days;
    if (!first || !last) return days;
    for (auto day = *first;; day = (day + 1) % 7) {
        days.push_back(day);
        if (day == *last) return days;
    }
}

std::vector<rules::OpenSpan> read_open(Section& hours)
{
    std::vector<rules::OpenSpan> open;
    const auto* node = hours.find("open");
    if (!node) return open;
    Section section{*node, hours.name() + ": `open`", hours.report()};
    for (const auto& item : node->items) {
        const auto days = days_of(item.key);
        if (node->kind == Node::Kind::map && days.empty())
            hours.report().error(item.key_place,
                                 fmt::format("{}: `{}` names no days", section.name(), item.key),
                                 "write mon, mon-fri, sat-sun or daily");
        for (const auto& text : section.texts(item.key)) {
            const auto span = span_of(text);
            if (!span)
                hours.report().error(
                    item.place, fmt::format("{}: `{}` is no span of time", section.name(), text),
                    "write 08:00-17:00, or [08:00-12:00, 13:00-17:00]");
            for (const auto day : days)
                if (span) open.push_back({std::chrono::weekday{day}, span->first, span->second});
        }
    }
    section.refuse_unknown_keys();
    return open;
}

rules::BusinessHours read_business_hours(const Node& node, Report& report)
{
    Section section{node, fmt::format("hours `{}`", node.key), report};
    rules::BusinessHours hours;
    hours.zone = section.text("zone").value_or(hours.zone);
    if (!rules::zone_exists(hours.zone))
        section.error("zone",
                      fmt::format("{}: there is no time zone `{}`", section.name(), hours.zone),
                      "use a name of the IANA list, e.g. Europe/Berlin or America/New_York");
    hours.open = read_open(section);
    for (const auto& text : section.texts("holidays")) {
        if (const auto day = day_of(text))
            hours.holidays.insert(*day);
        else
            section.error("holidays", fmt::format("{}: `{}` is no date", section.name(), text),
                          "write 2026-12-25");
    }
    section.refuse_unknown_keys();
    return hours;
}

std::string read_name(Section& section, std::string_view example)
{
    auto name = section.required_text(
        "name", fmt::format("give it a short name, e.g. `name: {}`", example));
    if (!name.empty() && !is_name(name))
        section.error("name", fmt::format("{}: `{}` cannot be a name", section.name(), name),
                      "use letters, digits, `-`, `_` and `.` only, without blanks");
    return name;
}

}

mail::Address read_address(Section& section, std::string_view key)
{
    const auto text =
        section.required_text(key, "write help@example.org or \"Help desk <help@example.org>\"");
    const auto address = address_of(text);
    if (!text.empty() && !address)
        section.error(
            key, fmt::format("{}: `{}` is no address that can be written to", section.name(), text),
            "write help@example.org or \"Help desk <help@example.org>\"");
    return address.value_or(mail::Address{});
}

DeskSettings read_desk(Section& root)
{
    DeskSettings desk;
    if (!root.has("desk")) {
        root.error("desk", "the section `desk` is missing",
                   "write `desk:` and below it `address: help@example.org`");
        return desk;
    }
    Section section{*root.find("desk"), "desk", root.report()};
    desk.name = section.text("name").value_or(desk.name);
    desk.address = read_address(section, "address");
    if (desk.address.name.empty()) desk.address.name = desk.name;
    for (const auto& text : section.texts("also_known_as")) {
        const auto address = address_of(text);
        if (!address)
            section.error("also_known_as", fmt::format("desk: `{}` is no address", text),
                          "write it@example.org");
        else
            desk.also_known_as.push_back(address->addr);
    }
    const auto at = desk.address.addr.rfind('@');
    desk.host_name = section.text("host_name")
                         .value_or(at == std::string::npos ? std::string{"localhost"}
                                                           : desk.address.addr.substr(at + 1));
    if (!is_host_name(desk.host_name))
        section.error(
            "host_name", fmt::format("desk: `{}` is no host name", desk.host_name),
            "write the name this machine greets other mail servers with, e.g. mail.example.org");
    desk.plus_addressing = section.choice<PlusAddressing>("plus_addressing", plus_words)
                               .value_or(desk.plus_addressing);
    section.refuse_unknown_keys();
    return desk;
}

std::vector<StaffMember> read_staff(Section& root)
{
    std::vector<StaffMember> staff;
    for (const auto* node : root.items("staff")) {
        Section section{*node, fmt::format("staff {}", staff.size() + 1), root.report()};
        StaffMember member;
        member.name = read_name(section, "anna");
        member.address = read_address(section, "address");
        member.away = section.yes_or_no("away").value_or(false);
        section.refuse_unknown_keys();
        staff.push_back(std::move(member));
    }
    return staff;
}

std::vector<Queue> read_queues(Section& root, const std::vector<StaffMember>& staff)
{
    std::vector<Queue> queues;
    for (const auto* node : root.items("queues")) {
        Section section{*node, fmt::format("queue {}", queues.size() + 1), root.report()};
        Queue queue;
        queue.name = read_name(section, "network");
        queue.staff = section.texts("staff");
        if (section.has("address")) queue.address = read_address(section, "address");
        section.refuse_unknown_keys();
        queues.push_back(std::move(queue));
    }
    if (!queues.empty()) return queues;
    queues.push_back({.name = "helpdesk", .staff = {}, .address = {}});
    for (const auto& member : staff) queues.front().staff.push_back(member.name);
    return queues;
}

std::map<std::string, rules::BusinessHours> read_hours(Section& root)
{
    std::map<std::string, rules::BusinessHours> hours{{"default", {}}};
    const auto* node = root.find("hours");
    if (!node) return hours;
    Section section{*node, "hours", root.report()};
    for (const auto& item : node->items)
        if (const auto* found = section.find(item.key))
            hours[item.key] = read_business_hours(*found, root.report());
    section.refuse_unknown_keys();
    return hours;
}

}
