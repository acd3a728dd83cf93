// A made-up desk with a past: requests for queues with words of their own, the same on every run.
#pragma once
#include "predict/corpus.h"
#include "predict/hashing.h"

#include <fmt/core.h>

#include <string>
#include <vector>

namespace deskhand::tests {

struct Team {
    std::string queue, assignee;
    std::vector<std::string> things, troubles;
};

inline const std::vector<Team>& teams()
{
    static const std::vector<Team> all = {
        {"network", "nora", {"vpn", "wifi", "router", "proxy", "network cable"},
         {"keeps dropping", "is very slow", "cannot connect", "times out", "shows no signal"}},
        {"printing", "pavel", {"printer", "toner", "scanner", "plotter", "print queue"},
         {"is jammed", "prints blank pages", "is out of paper", "smears the ink", "leaves stripes"}},
        {"accounts", "anna", {"password", "login", "account", "token", "badge"},
         {"is locked", "has expired", "was forgotten", "must be reset", "is rejected"}},
        {"mail", "mario", {"outlook", "mailbox", "calendar", "distribution list", "shared folder"},
         {"is full", "does not sync", "lost entries", "sends twice", "hides attachments"}},
    };
    return all;
}

// Request number `i`; each names one thing and one trouble of its team between filler words.
inline predict::Example request(std::uint64_t i)
{
    const std::vector<std::string> fillers = {"hello", "please", "today", "again", "in room", "for my colleague",
                                              "since monday", "can you look", "urgent", "thank you", "on floor", "here"};
    predict::Dice dice{i * 7919 + 13};
    const auto& team = teams()[dice.below(teams().size())];
    const auto pick = [&](const std::vector<std::string>& from) { return from[dice.below(from.size())]; };
    const auto thing = pick(team.things);
    return {.subject = thing + " " + pick(fillers),
            .text = fmt::format("{} the {} {} {} {} {}", pick(fillers), thing, pick(team.troubles), pick(fillers),
                                pick(fillers), pick(fillers)),
            .queue = team.queue,
            .assignee = team.assignee,
            .answer = {},
            .source = fmt::format("ticket {}", i),
            .answered_at = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000 + static_cast<long>(i) * 600}}};
}

inline std::vector<predict::Example> desk(std::size_t size)
{
    std::vector<predict::Example> past;
    for (std::size_t i = 0; i < size; ++i) past.push_back(request(i));
    return past;
}

}
