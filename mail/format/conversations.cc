#include "mail/format/conversations.h"

#include "mail/format/subject.h"

#include <algorithm>
#include <iterator>

namespace deskhand::mail {

namespace {

using std::chrono::days;

// Weights were chosen on list mail whose References were taken away: see tests/judge/threads_judge.cc.
constexpr double by_id_score = 100, same_index = 6, same_subject = 3, same_short_subject = 2, marked_reply = 1, all_quoted = 4,
                 quoted_under_other_subject = 3.5, named_above_quote = 1, wrote_before = 0.5, addressed_writer = 0.5, quotes_others = -1,
                 soon = 0.5, late = -1, too_late = -3, ids_elsewhere = -2;
constexpr std::size_t said_often = 2;        // words found in more conversations than this tell nothing
constexpr int many_runs = 26, few_runs = 5;  // quoted runs found that count in full; the least that is asked for
constexpr int least_runs = 3;
constexpr std::size_t quotes_something = 8;  // runs quoted from which on not finding them counts
constexpr double hardly_quoted = 0.15;
constexpr std::size_t most_alike = 200;      // conversations of one subject that are looked at, the newest

constexpr struct {
    Clue clue;
    std::string_view name;
} clue_names[] = {{Clue::message_id, "message_id"},     {Clue::thread_index, "thread_index"}, {Clue::subject, "subject"},
                  {Clue::reply, "reply"},               {Clue::quoted_words, "quoted_words"}, {Clue::attribution, "attribution"},
                  {Clue::wrote_there, "wrote_there"},   {Clue::addressed, "addressed"},       {Clue::other_quote, "other_quote"},
                  {Clue::soon, "soon"},                 {Clue::late, "late"},                 {Clue::unknown_ids, "unknown_ids"}};

template <class Set, class List>
bool any_in(const Set& set, const List& list)
{
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return set.contains(one); });
}

void weigh(ConversationMatch& match, Clue clue, double weight, std::string what = {})
{
    match.score += weight;
    match.because.push_back({clue, weight, std::move(what)});
}

// How much of what is quoted was found, 0 to 1.
double share_found(const ThreadMarks& mail, int runs)
{
    if (runs < least_runs) return 0;
    const int wanted = std::clamp(static_cast<int>(mail.quoted.size()), few_runs, many_runs);
    return std::min(1.0, static_cast<double>(runs) / wanted);
}

}

std::string_view name_of(Clue clue)
{
    const auto found = std::find_if(std::begin(clue_names), std::end(clue_names), [&](const auto& each) { return each.clue == clue; });
    return found == std::end(clue_names) ? std::string_view{} : found->name;
}

void Conversations::add(std::int64_t number, const ThreadMarks& mail)
{
    auto& conversation = conversations_[number];
    conversation.people.insert(mail.people.begin(), mail.people.end());
    if (!mail.writer.empty()) conversation.writers.insert(mail.writer);
    if (!mail.writer_name.empty()) conversation.writer_names.insert(mail.writer_name);
    if (!mail.subject.empty() && conversation.subjects.insert(mail.subject).second) by_subject_[mail.subject].insert(number);
    if (!mail.thread_index.empty()) {
        conversation.thread_indexes.insert(mail.thread_index);
        by_thread_index_[mail.thread_index].insert(number);
    }
    conversation.last = std::max(conversation.last, mail.at);
    if (!mail.message_id.empty()) by_message_id_.emplace(mail.message_id, number);
    for (const auto& id : mail.answers) by_message_id_.emplace(id, number);
    add_words(number, mail.own);
    add_words(number, mail.quoted);
}

void Conversations::add_words(std::int64_t number, const WordRuns& runs)
{
    for (const auto run : runs) {
        auto& where = by_run_[run];
        if (where.size() <= said_often && std::find(where.begin(), where.end(), number) == where.end()) where.push_back(number);
    }
}

ConversationMatch Conversations::by_id(const ThreadMarks& mail) const
{
    ConversationMatch match;
    for (const auto* ids : {&mail.answers, &mail.named})
        for (const auto& id : *ids)
            if (const auto found = by_message_id_.find(id); found != by_message_id_.end()) {
                match.conversation = found->second;
                weigh(match, Clue::message_id, by_id_score, id);
                return match;
            }
    return match;
}

std::map<std::int64_t, int> Conversations::candidates_of(const ThreadMarks& mail) const
{
    std::map<std::int64_t, int> candidates;
    for (const auto run : mail.quoted)
        if (const auto where = by_run_.find(run); where != by_run_.end() && where->second.size() <= said_often)
            for (const auto number : where->second) ++candidates[number];
    const auto add_alike = [&candidates](const auto& index, const std::string& key) {
        const auto found = index.find(key);
        if (key.empty() || found == index.end()) return;
        auto left = most_alike;
        for (auto each = found->second.rbegin(); each != found->second.rend() && left > 0; ++each, --left) candidates.try_emplace(*each, 0);
    };
    add_alike(by_subject_, mail.subject);
    add_alike(by_subject_, mail.former_subject);
    add_alike(by_thread_index_, mail.thread_index);
    return candidates;
}

ConversationMatch Conversations::scored(const ThreadMarks& mail, std::int64_t number, int runs, const MatchingOptions& options) const
{
    const auto& there = conversations_.at(number);
    ConversationMatch match{.conversation = number};
    const auto gap = mail.at - there.last;
    const auto quoted = share_found(mail, runs);
    const bool hides_recipients = mail.people.size() == 1 && mail.people.front() == mail.writer && quoted > 0;
    if (gap > days{options.never_after_days} || (!hides_recipients && !any_in(there.people, mail.people))) return match;

    if (there.thread_indexes.contains(mail.thread_index)) weigh(match, Clue::thread_index, same_index, mail.thread_index);
    const auto& subject = there.subjects.contains(mail.subject) ? mail.subject : mail.former_subject;
    const bool same_subject_there = there.subjects.contains(subject);
    if (same_subject_there) {
        weigh(match, Clue::subject, telling_words(subject) >= 2 ? same_subject : same_short_subject, subject);
        if (gap > days{options.too_late_after_days}) weigh(match, Clue::late, too_late);
        else if (gap > days{options.late_after_days}) weigh(match, Clue::late, late);
        else if (gap <= days{options.soon_within_days} && mail.is_reply) weigh(match, Clue::soon, soon);
    }
    // some lists take the mark off; what is quoted under the same subject shows the answer as well
    if (mail.is_reply || (same_subject_there && mail.quoted.size() >= quotes_something)) weigh(match, Clue::reply, marked_reply);
    if (quoted > 0)
        weigh(match, Clue::quoted_words, (same_subject_there ? all_quoted : quoted_under_other_subject) * quoted, std::to_string(runs) + " runs of words");
    if (mail.quoted.size() >= quotes_something && quoted < hardly_quoted) weigh(match, Clue::other_quote, quotes_others);
    const auto is_named = [&mail](const std::string& name) { return mail.attribution.find(name) != std::string::npos; };
    if (std::any_of(there.writer_names.begin(), there.writer_names.end(), is_named) ||
        std::any_of(there.writers.begin(), there.writers.end(), is_named))
        weigh(match, Clue::attribution, named_above_quote);
    if (there.writers.contains(mail.writer)) weigh(match, Clue::wrote_there, wrote_before, mail.writer);
    if (std::any_of(mail.people.begin(), mail.people.end(), [&](const auto& one) { return one != mail.writer && there.writers.contains(one); }))
        weigh(match, Clue::addressed, addressed_writer);
    if (!mail.answers.empty()) weigh(match, Clue::unknown_ids, ids_elsewhere);
    return match;
}

ConversationMatch Conversations::find(const ThreadMarks& mail, const MatchingOptions& options) const
{
    if (auto match = by_id(mail); match.conversation != 0) return match;
    ConversationMatch best, second;
    for (const auto& [number, runs] : candidates_of(mail)) {
        auto match = scored(mail, number, runs, options);
        if (match.score > best.score) std::swap(best, match);
        if (match.score > second.score) second = std::move(match);
    }
    if (best.score < options.enough || best.score < second.score + options.ahead) best.conversation = 0;
    return best;
}

}
