// A staff member answers a notice: words to the requester, commands to the desk.
#include "engine/core/case.h"
#include "engine/core/staff_orders.h"

#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {

namespace {

config::StaffProof proof_asked_of(const config::AuthenticationSettings& settings, const std::string& address)
{
    const auto at = address.rfind('@');
    const auto found = settings.domains.find(at == std::string::npos ? address : address.substr(at + 1));
    if (found != settings.domains.end()) return found->second;
    return settings.staff.value_or(settings.trusted_hosts.empty() ? config::StaffProof::token : config::StaffProof::pass);
}

std::string shown(const std::optional<mail::Authentication>& found)
{
    if (!found) return "no trusted host says anything about the sender";
    const auto said = [](const std::string& result) { return result.empty() ? std::string{"none"} : result; };
    return fmt::format("{} says dmarc {}, dkim {}, spf {}", found->trusted_host, said(found->dmarc), said(found->dkim), said(found->spf));
}

// Nothing marks it as automatic, but its words are those of an absence note.
bool reads_like_absence(const Case& c)
{
    const auto& signs = c.read.judgement.may_answer.because;
    return std::find(signs.begin(), signs.end(), "absence-words") != signs.end();
}

}

std::optional<Reason> doubt_about_staff(const Case& c)
{
    if (c.situation.hold_lifted) return {};
    const auto& found = c.read.authentication;
    const auto sender = sender_of(c);
    switch (proof_asked_of(c.policy.settings.authentication, sender)) {
    case config::StaffProof::token: return {};
    case config::StaffProof::no_failure:
        if (!found || !found->failed) return {};
        break;
    case config::StaffProof::pass:
        if (found && found->aligned) return {};
        break;
    }
    return Reason{"authentication", fmt::format("the token of {}'s notice is genuine, but {}; a person must look", sender, shown(found))};
}

Decision decide_staff(const Case& c)
{
    const auto* member = staff_with_address(c.policy.settings, sender_of(c));
    if (!member || !c.situation.ticket) return decide_request(c);
    auto orders = read_staff_orders(mail::own_text(c.read.message), member->name, c.policy.settings);
    orders.attachments = c.read.attachments;
    if (orders.words.empty() && !orders.attachments.empty() && orders.words_are == StaffOrders::Words::answer)
        orders.words = "Please see what is attached.\n";
    // the answer of a mail program that a member left behind is no answer to the requester
    const bool absent = orders.words_are == StaffOrders::Words::answer && reads_like_absence(c);
    if (absent) orders.words_are = StaffOrders::Words::note;
    auto decision = carry_out(orders, {c.situation, c.policy, c.now, fmt::format("i{}", number(c.situation.mail))});
    decision.because.insert(decision.because.begin(),
                            {"token", fmt::format("genuine token of {}'s notice for {}", member->name,
                                                  reference_of(c.situation.ticket->id))});
    if (absent) decision.because.push_back({"absence-words", "it reads like an absence note: the words stay a note and do not go to the requester"});
    if (decision.actions.empty()) {
        decision.outcome = fmt::format("{}: nothing to do", reference_of(c.situation.ticket->id));
        decision.actions.push_back(FileSilently{"the reply holds neither words nor commands"});
    }
    return decision;
}

}
