#include "mail/format/bounce_reason.h"

#include "mail/format/ascii.h"
#include "mail/format/bounce_words.h"
#include "mail/format/phrase_list.h"

#include <algorithm>

namespace deskhand::mail {
namespace {

constexpr std::size_t words_looked_at = 4'000; // octets of a diagnostic

struct StatusReason {
    std::string_view status, reason; // status without its class
};

constexpr StatusReason status_reasons[] = {
    {"1.0", "userunknown"},   {"1.1", "userunknown"},   {"1.2", "hostunknown"},
    {"1.3", "userunknown"},   {"1.4", "userunknown"},   {"1.6", "hasmoved"},
    {"1.7", "rejected"},      {"1.8", "rejected"},      {"1.10", "notaccept"},
    {"2.0", "filtered"},      {"2.1", "suspend"},       {"2.2", "mailboxfull"},
    {"2.3", "exceedlimit"},   {"2.4", "filtered"},      {"3.0", "systemerror"},
    {"3.1", "systemfull"},    {"3.2", "systemerror"},   {"3.3", "systemerror"},
    {"3.4", "mesgtoobig"},    {"3.5", "systemerror"},   {"4.0", "networkerror"},
    {"4.1", "expired"},       {"4.2", "networkerror"},  {"4.3", "networkerror"},
    {"4.4", "networkerror"},  {"4.5", "systemfull"},    {"4.6", "networkerror"},
    {"4.7", "expired"},       {"5.1", "syntaxerror"},   {"5.2", "syntaxerror"},
    {"5.3", "exceedlimit"},   {"5.4", "systemerror"},   {"6.0", "contenterror"},
    {"6.1", "contenterror"},  {"6.2", "contenterror"},  {"6.3", "contenterror"},
    {"6.5", "contenterror"},  {"6.6", "contenterror"},  {"6.7", "contenterror"},
    {"6.9", "contenterror"},  {"7.0", "securityerror"}, {"7.1", "securityerror"},
    {"7.2", "filtered"},      {"7.5", "securityerror"}, {"7.8", "securityerror"},
    {"7.9", "securityerror"}, {"7.13", "suspend"},      {"7.17", "hasmoved"},
    {"7.20", "authfailure"},  {"7.23", "authfailure"},  {"7.25", "requireptr"},
    {"7.26", "authfailure"},  {"7.27", "notaccept"},
};

std::string_view reason_of_status(std::string_view status)
{
    if (status.size() < 5) return {};
    for (const auto& [code, reason] : status_reasons)
        if (status.substr(2) == code) return reason;
    return {};
}

const ReasonWords* reason_of_words(std::string_view words)
{
    for (const auto& row : reason_words())
        if (row.phrases.within(words)) return &row;
    return nullptr;
}

// Domains whose every address is a mailing list: a refusal there is about the sender's right to post.
bool is_list_host(std::string_view recipient)
{
    static const Phrases hosts{"googlegroups.com|yahoogroups.com|groups.io|freelists.org"};
    const auto at = recipient.rfind('@');
    return at != std::string_view::npos && hosts.equal(recipient.substr(at + 1));
}

// What a class of statuses means whose detail is not in the table (RFC 3463 section 2).
std::string_view reason_of_subject(std::string_view status)
{
    if (status.size() < 5) return {};
    switch (status[2]) {
    case '1': return "filtered";
    case '2': return "filtered";
    case '3': return "systemerror";
    case '4': return "networkerror";
    case '5': return "rejected";
    case '6': return "contenterror";
    case '7': return "securityerror";
    default: return {};
    }
}

// Subjects that speak of the mail system, the content or a policy rather than of the address.
bool is_about_content(std::string_view status)
{
    return status.size() >= 5 && (status[2] == '3' || status[2] == '6' || status[2] == '7');
}

bool is_vague(std::string_view reason)
{
    return reason == "rejected" || reason == "systemerror" || reason == "filtered" ||
           reason == "policyviolation";
}

// Statuses that say more than any words around them.
bool is_telling(std::string_view status)
{
    return status.ends_with(".1.1") || status.ends_with(".1.2") || status.ends_with(".2.2") ||
           status.ends_with(".1.10") || status.ends_with(".1.6") || status.ends_with(".1.8") ||
           status.ends_with(".1.0");
}

// Statuses that name the address itself (RFC 3463 section 3.2, RFC 7505).
bool names_address(std::string_view status)
{
    if (status.size() < 5 || status.substr(1, 3) != ".1.") return false;
    const auto detail = status.substr(4);
    // 1.351: Exchange Online, of a recipient that another server does not know
    return detail == "10" || detail == "351" || (detail.size() == 1 && detail[0] >= '0' && detail[0] <= '6');
}

bool is_about_recipient(std::string_view reason)
{
    return reason == "userunknown" || reason == "filtered" || reason == "suspend" ||
           reason == "hostunknown" || reason == "notaccept" || reason == "hasmoved" ||
           reason == "mailboxfull";
}

// "User unknown" is also said of mail that was refused for other reasons: of its sender, after its
// content, of an account that is switched off.
std::string_view weighed_unknown_user(const FailureSigns& signs)
{
    if (names_address(signs.status) && signs.stage != Stage::connect) return "userunknown";
    switch (signs.stage) {
    case Stage::connect:
    case Stage::sender: return "rejected";
    case Stage::content: return "filtered";
    case Stage::recipient: return "userunknown";
    case Stage::unknown: break;
    }
    return signs.status.ends_with(".2.1") ? "suspend" : "userunknown";
}

// Words that mean something of their own together with one status.
struct StatusWords {
    std::string_view status, words, reason;
};

constexpr StatusWords status_words[] = {
    {"4.1", "recipient address rejected: access denied", "userunknown"}, // Exchange Online
};

std::string_view reason_of_both(std::string_view status, std::string_view words)
{
    if (status.size() < 5) return {};
    for (const auto& row : status_words)
        if (status.substr(2) == row.status && words.find(row.words) != std::string_view::npos)
            return row.reason;
    return {};
}

std::string_view reason_without_words(const FailureSigns& signs)
{
    const bool temporary = signs.status.starts_with("4") || signs.reply.starts_with("4");
    if (signs.stage == Stage::sender && !temporary) return "rejected";
    if (const auto by_status = reason_of_status(signs.status); !by_status.empty()) return by_status;
    if (signs.action == "delayed" || signs.action == "expired") return "expired";
    if (const auto by_subject = reason_of_subject(signs.status); !by_subject.empty())
        return by_subject;
    if (is_list_host(signs.recipient)) return "rejected";
    if (signs.reply == "550" || signs.reply == "551")
        return "filtered"; // not enough to call the address dead
    if (signs.reply == "552") return "mailboxfull";
    return temporary ? "expired" : "undefined";
}

}

Finding bounce_reason(const FailureSigns& signs)
{
    const auto words = lowered(std::string_view{signs.diagnostic}.substr(0, words_looked_at));
    const bool sure = names_address(signs.status) || signs.stage == Stage::recipient;
    if (const auto both = reason_of_both(signs.status, words); !both.empty())
        return {std::string{both}, sure};
    const auto* row = reason_of_words(words);
    const auto by_status = reason_of_status(signs.status);
    const bool vague = !row || (row->weight == Words::likely && is_vague(row->reason));
    if (vague && signs.words_type == "x-unix" && !is_telling(signs.status))
        return {"mailererror", sure};
    if (vague && signs.stage == Stage::connect) return {"blocked", false};
    if (vague && !by_status.empty() && (is_telling(signs.status) || is_about_content(signs.status)))
        return {std::string{by_status}, sure};
    if (!row) return {std::string{reason_without_words(signs)}, sure};
    if (row->weight == Words::certain) return {std::string{row->reason}, true};
    if (row->reason == "userunknown") return {std::string{weighed_unknown_user(signs)}, sure};
    if (signs.stage == Stage::connect && is_about_recipient(row->reason)) return {"blocked", false};
    return {std::string{row->reason}, sure || row->reason != "userunknown"};
}

BounceAction action_for(std::string_view reason)
{
    struct Row {
        BounceAction action;
        std::initializer_list<std::string_view> reasons;
    };
    static const Row rows[] = {
        {BounceAction::suppress, {"userunknown", "hostunknown", "hasmoved", "notaccept"}},
        {BounceAction::suppress_after_n,
         {"filtered", "suspend", "mailboxfull", "onhold", "undefined"}},
        {BounceAction::retry,
         {"expired", "networkerror", "systemerror", "toomanyconn", "speeding", "systemfull"}},
        {BounceAction::this_message_only,
         {"mesgtoobig", "exceedlimit", "contenterror", "virusdetected", "mailererror"}},
        {BounceAction::complaint, {"feedback"}},
        {BounceAction::none, {"delivered", "vacation"}},
    };
    for (const auto& row : rows)
        if (std::find(row.reasons.begin(), row.reasons.end(), reason) != row.reasons.end())
            return row.action;
    return BounceAction::ours_to_fix;
}

void conclude(BounceReport& report, const FailureSigns& signs)
{
    const bool delivered = signs.action == "delivered" || signs.action == "relayed" ||
                           signs.action == "expanded";
    const bool temporary = signs.status.starts_with("4") || signs.action == "delayed" ||
                           signs.reply.starts_with("4");
    auto finding = delivered ? Finding{"delivered", true} : bounce_reason(signs);
    report.recipient = signs.recipient;
    report.status = signs.status;
    report.reply = signs.reply;
    report.diagnostic = signs.diagnostic;
    report.reason = std::move(finding.reason);
    report.action = action_for(report.reason);
    if (report.action == BounceAction::suppress && temporary) report.action = BounceAction::retry;
    if (report.action == BounceAction::suppress && !finding.sure)
        report.action = BounceAction::suppress_after_n;
    report.hard = report.action == BounceAction::suppress;
}

namespace {

bool stands_alone(std::string_view words, std::size_t at, std::size_t size)
{
    const auto part_of_number = [](char c) { return is_digit(c) || c == '.' || is_letter(c); };
    if (at > 0 && part_of_number(words[at - 1])) return false;
    const auto end = at + size;
    if (end >= words.size()) return true;
    if (words[end] == '.' && (end + 1 == words.size() || !is_digit(words[end + 1])))
        return true; // a full stop
    return !part_of_number(words[end]);
}

}

std::string reply_in(std::string_view words)
{
    words = words.substr(0, words_looked_at);
    for (std::size_t i = 0; i + 3 <= words.size(); ++i) {
        if (words[i] != '4' && words[i] != '5') continue;
        if (words[i + 1] < '0' || words[i + 1] > '7' || !is_digit(words[i + 2]) ||
            !stands_alone(words, i, 3))
            continue;
        return std::string{words.substr(i, 3)};
    }
    return {};
}

namespace {

// The enhanced status that stands at `at`; empty when none does.
std::string_view status_at(std::string_view words, std::size_t at)
{
    if (words[at + 1] != '.' || !is_digit(words[at + 2])) return {};
    auto end = at + 3;
    while (end < words.size() && is_digit(words[end])) ++end;
    if (end >= words.size() || words[end] != '.' || end + 1 >= words.size() ||
        !is_digit(words[end + 1]))
        return {};
    ++end;
    while (end < words.size() && is_digit(words[end])) ++end;
    return end - at <= 9 && stands_alone(words, at, end - at) ? words.substr(at, end - at)
                                                              : std::string_view{};
}

}

std::string status_in(std::string_view words)
{
    words = words.substr(0, words_looked_at);
    std::string_view success;
    for (std::size_t i = 0; i + 5 <= words.size(); ++i) {
        if (words[i] != '4' && words[i] != '5' && words[i] != '2') continue;
        const auto status = status_at(words, i);
        if (status.empty()) continue;
        if (status.front() != '2') return std::string{status};
        if (success.empty()) success = status;
    }
    return std::string{success};
}

}
