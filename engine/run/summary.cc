#include "engine/run/summary.h"

#include "engine/store/tickets.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace deskhand::engine {
namespace {

constexpr int most_counted = 1'000'000; // mails of one summary
constexpr int most_quarantined = 5;
constexpr int most_on_the_way = 10;
constexpr int page = 1'000;

// From most to least telling; what is not named here comes last.
constexpr std::string_view telling[] = {"archive", "own-mail", "own-address", "hold", "report", "token", "evidence", "stranger",
                                        "repeat", "echo", "breaker", "limit", "rule", "command", "prediction", "fallback", "kind"};

std::map<std::pair<std::string, std::string>, int> sent_between(Outbox& outbox, Instant from, Instant to)
{
    std::map<std::pair<std::string, std::string>, int> out;
    OutboxId before{};
    for (;;) {
        const auto rows = outbox.list({}, page, before);
        for (const auto& row : rows) {
            if (row.queued < from) return out;
            if (row.queued < to) ++out[{std::string{name_of(row.purpose)}, std::string{name_of(row.state)}}];
        }
        if (static_cast<int>(rows.size()) < page) return out;
        before = rows.back().id;
    }
}

}

std::string main_reason(const std::vector<Reason>& because)
{
    for (const auto id : telling)
        for (const auto& reason : because)
            if (reason.id == id) return reason.text;
    return because.empty() ? std::string{} : because.front().text;
}

Summary summary_between(Database& database, const Policy& policy, Instant from, Instant to)
{
    Inbox inbox{database};
    Outbox outbox{database};
    Tickets tickets{database};
    Summary summary;
    summary.from = from;
    summary.to = to;
    const auto lines = inbox.received_between(from, to, most_counted);
    for (const auto& line : lines) ++summary.came_in[line.kind.empty() ? "not read yet" : line.kind];
    for (auto at = lines.size() - std::min<std::size_t>(lines.size(), most_shown); at < lines.size(); ++at)
        summary.decided.push_back({lines[at], main_reason(inbox.reasons(lines[at].id))});
    summary.went_out = sent_between(outbox, from, to);
    for (const auto& queue : policy.settings.queues) summary.open.emplace_back(queue.name, tickets.count_open(queue.name));
    summary.quarantined = inbox.list(InboxState::quarantined, most_quarantined);
    summary.waiting = inbox.count(InboxState::waiting);
    summary.quarantined_count = inbox.count(InboxState::quarantined);
    for (const auto state : {OutboxState::ready, OutboxState::leased, OutboxState::dotted}) {
        auto some = outbox.list(state, most_on_the_way);
        std::move(some.begin(), some.end(), std::back_inserter(summary.on_the_way));
        summary.on_the_way_count += outbox.count(state);
    }
    std::sort(summary.on_the_way.begin(), summary.on_the_way.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    summary.on_the_way.resize(std::min<std::size_t>(summary.on_the_way.size(), most_on_the_way));
    summary.held = outbox.count(OutboxState::held);
    summary.given_up = outbox.count(OutboxState::given_up);
    return summary;
}

void print_summary(Database& database, const Policy& policy, Instant from, Instant to)
{
    fmt::print("{}", summary_text(summary_between(database, policy, from, to)));
}

}
