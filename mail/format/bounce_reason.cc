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

// The server spoke after the address had been accepted, so the address exists.
bool is_after_data(std::string_view words)
{
    return words.find("end of data") != std::string_view::npos ||
           words.find("reply to data") != std::string_view::npos;
}

// Statuses that say more than any words around them.
bool is_telling(std::string_view status)
{
    return status.ends_with(".1.1") || status.ends_with(".1.2") || status.ends_with(".2.2") ||
           status.ends_with(".1.10") || status.ends_with(".1.6") || status.ends_with(".1.8");
}

}

std::string bounce_reason(const FailureSigns& signs)
{
    const auto words = lowered(std::string_view{signs.diagnostic}.substr(0, words_looked_at));
    const auto* row = reason_of_words(words);
    const auto by_status = reason_of_status(signs.status);
    const bool vague = !row || (row->weight == Words::likely && is_vague(row->reason));
    if (vague && !by_status.empty() && (is_telling(signs.status) || is_about_content(signs.status)))
        return std::string{by_status};
    if (row && row->reason == "userunknown" && row->weight == Words::likely) {
        if (words.find("after mail from") != std::string::npos) return "rejected";
        if (is_after_data(words)) return "filtered";
        if (signs.status.ends_with(".2.1")) return "suspend";
    }
    if (row) return std::string{row->reason};
    if (!by_status.empty()) return std::string{by_status};
    if (signs.action == "delayed" || signs.action == "expired") return "expired";
    if (const auto by_subject = reason_of_subject(signs.status); !by_subject.empty())
        return std::string{by_subject};
    if (signs.reply == "550" || signs.reply == "551")
        return "filtered"; // not enough to call the address dead
    if (signs.reply == "552") return "mailboxfull";
    if (signs.reply.starts_with("4") || signs.status.starts_with("4")) return "expired";
    return "undefined";
}

namespace {

// "User unknown" is also said of mail that was refused for other reasons. It is believed at once
// when an enhanced status says it too, or when it answered RCPT TO.
bool is_sure_of_address(const FailureSigns& signs)
{
    return (signs.status.size() >= 5 && signs.status.substr(1, 3) == ".1.") ||
           contains_nocase(signs.diagnostic, "rcpt to");
}

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
    const bool temporary = signs.status.starts_with("4") || signs.action == "delayed" ||
                           (signs.status.empty() && signs.reply.starts_with("4"));
    report.action = action_for(report.reason);
    if (temporary && report.action == BounceAction::suppress) report.action = BounceAction::retry;
    if (signs.action == "delayed" && report.action == BounceAction::suppress_after_n)
        report.action = BounceAction::retry;
    if (report.action == BounceAction::suppress && report.reason == "userunknown" &&
        !is_sure_of_address(signs))
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

std::string status_in(std::string_view words)
{
    words = words.substr(0, words_looked_at);
    for (std::size_t i = 0; i + 5 <= words.size(); ++i) {
        if ((words[i] != '4' && words[i] != '5' && words[i] != '2') || words[i + 1] != '.' ||
            !is_digit(words[i + 2]))
            continue;
        auto end = i + 3;
        while (end < words.size() && is_digit(words[end])) ++end;
        if (end >= words.size() || words[end] != '.' || end + 1 >= words.size() ||
            !is_digit(words[end + 1]))
            continue;
        ++end;
        while (end < words.size() && is_digit(words[end])) ++end;
        if (end - i <= 9 && stands_alone(words, i, end - i))
            return std::string{words.substr(i, end - i)};
    }
    return {};
}

}
