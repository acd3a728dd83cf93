// Which conversation a mail continues: candidates are scored by named evidence, the best one alone may win.
#pragma once
#include "mail/format/thread_marks.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace deskhand::mail {

// What spoke for a conversation or against it.
enum class Clue {
    message_id,   // it answers a mail of it by id, or one that a mail of it answers
    thread_index, // Outlook's conversation
    subject,      // equal skeletons
    reply,        // it is marked as an answer
    quoted_words, // what it quotes was written there
    attribution,  // its quotation names somebody who wrote there
    wrote_there,  // its writer wrote there before
    addressed,    // it is addressed to somebody who wrote there
    soon,         // the last mail there is of the same or the day before
    other_quote,  // against: it quotes words that were not written there
    late,         // against: the last mail there is long ago
    unknown_ids   // against: it answers mails by id, and none of them is there
};

std::string_view name_of(Clue clue);

struct ClueWeight {
    Clue clue = Clue::message_id;
    double weight = 0;
    std::string what{}; // the id, the skeleton, how many words
};

struct ConversationMatch {
    std::int64_t conversation = 0; // as given to add(); 0 = none
    double score = 0;              // sum of the weights
    std::vector<ClueWeight> because{};
};

// Numbers with what each must satisfy. A wrong match shows a stranger's words; a missed one costs a click.
struct MatchingOptions {
    double enough = 5;   // a score that continues a conversation; > 0
    double ahead = 0.5;  // how far the best must be before the second; >= 0
    int soon_within_days = 1, late_after_days = 7, too_late_after_days = 30; // for the subject; 0 < each < the next
    int never_after_days = 90; // nothing but an id reaches further back; >= too_late_after_days
};

class Conversations {
public:
    // One more mail of conversation `number` > 0, in any order. Mails without any mark are held too.
    void add(std::int64_t number, const ThreadMarks& mail);
    // Words of it that are no mail, e.g. a note or an answer kept as text.
    void add_words(std::int64_t number, const WordRuns& runs);

    // The conversation the mail continues. An id decides; else the best score if it is enough and ahead of the
    // second. Without a match `conversation` is 0 and the rest tells of the best candidate. Without an id no
    // conversation matches in which none of the mail's people took part, unless the mail names no recipient and
    // quotes what was said there. Linear in the mail and its candidates.
    ConversationMatch find(const ThreadMarks& mail, const MatchingOptions& options = {}) const;

private:
    struct Conversation {
        std::set<std::string> writers, writer_names, people, subjects, thread_indexes;
        std::chrono::sys_seconds last{};
    };

    ConversationMatch by_id(const ThreadMarks& mail) const;
    std::map<std::int64_t, int> candidates_of(const ThreadMarks& mail) const; // with word runs found there
    ConversationMatch scored(const ThreadMarks& mail, std::int64_t number, int runs, const MatchingOptions& options) const;

    std::map<std::int64_t, Conversation> conversations_;
    std::unordered_map<std::string, std::int64_t> by_message_id_;
    std::unordered_map<std::string, std::set<std::int64_t>> by_subject_, by_thread_index_;
    std::unordered_map<std::uint64_t, std::vector<std::int64_t>> by_run_; // at most `said_often` + 1 of each
};

}
