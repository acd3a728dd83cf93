#include "engine/run/replay.h"

#include "engine/core/decide.h"
#include "engine/core/folded.h"
#include "engine/run/read_mail.h"
#include "engine/store/load_situation.h"
#include "engine/store/people.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace deskhand::engine {
namespace {

bool is_mail_for(const std::string& line, std::initializer_list<Purpose> purposes)
{
    return std::any_of(purposes.begin(), purposes.end(),
                       [&](Purpose purpose) { return line.starts_with(fmt::format("{} to ", name_of(purpose))); });
}

bool is_answer_by_itself(const std::string& line)
{
    return is_mail_for(line, {Purpose::acknowledgement, Purpose::automatic_answer, Purpose::closing});
}

bool is_notice(const std::string& line) { return is_mail_for(line, {Purpose::notice, Purpose::alarm, Purpose::outage}); }

std::vector<std::string> only_in(const std::vector<std::string>& one, const std::vector<std::string>& other)
{
    std::vector<std::string> out;
    std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(out));
    return out;
}

// Whoever was first seen with this mail was a stranger when it came.
bool known_before(Database& database, const std::string& sender, Instant received)
{
    const auto person = People{database}.find(sender);
    return person && person->first_seen < received;
}

}

Ruled ruled(const std::vector<Reason>& because, std::vector<std::string> shape)
{
    constexpr std::string_view orders_follow = " -> ";
    Ruled out{.ordered = {}, .shape = std::move(shape)};
    for (const auto& reason : because) {
        out.nobody_told = out.nobody_told || reason.id == "repeat" || reason.id == "echo";
        out.held_back = out.held_back || out.nobody_told || reason.id == "limit" || reason.id == "breaker" || reason.id == "suppressed";
        if (reason.id != "rule") continue;
        const auto at = reason.text.rfind(orders_follow); // names and lines of rules may change and mean nothing
        out.ordered.push_back(at == std::string::npos ? reason.text : reason.text.substr(at + orders_follow.size()));
    }
    return out;
}

Ruled ruled_then(Inbox& inbox, InboxId mail) { return ruled(inbox.reasons(mail), inbox.shape(mail)); }

Ruled ruled_now(Database& database, const InboxRow& row, const Policy& policy)
{
    auto read = read_mail(row.bytes, policy.settings.authentication.trusted_hosts);
    auto situation = load_situation(database, row, read, policy, row.received);
    read = without_our_words(std::move(read), situation);
    situation.automatic = {};
    situation.sender_suppressed = false;
    situation.earlier.clear();
    if (!read.message.from.empty())
        situation.sender_known = known_before(database, folded(read.message.from.front().addr), row.received);
    const auto decision = decide(read, situation, policy, row.received);
    return ruled(decision.because, shape_of(decision));
}

Difference difference_between(const Ruled& before, const Ruled& after)
{
    if (before.ordered == after.ordered) return {};
    Difference out{only_in(before.shape, after.shape), only_in(after.shape, before.shape)};
    if (before.held_back || after.held_back) {
        std::erase_if(out.before, is_answer_by_itself);
        std::erase_if(out.after, is_answer_by_itself);
    }
    if (before.nobody_told || after.nobody_told) {
        std::erase_if(out.before, is_notice);
        std::erase_if(out.after, is_notice);
    }
    return out;
}

}
