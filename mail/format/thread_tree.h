// Mails as the trees their ids make: the REFERENCES algorithm of RFC 5256 section 3.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace deskhand::mail {

struct TreeMail {
    std::string message_id;             // empty, or one another mail has already: a mail nobody can answer by id
    std::vector<std::string> references; // oldest first: References, else In-Reply-To
    std::string subject;                // base subject; empty = is not gathered by it
    bool is_reply = false;
    std::chrono::sys_seconds sent{};
};

enum class Gathering { by_references, by_subject_too };

struct TreeLine {
    static constexpr std::size_t missing = static_cast<std::size_t>(-1);
    std::size_t mail = missing; // index into the mails; missing: an unseen mail that others answer
    int level = 0;              // 0 = a thread begins
};

// All trees in depth-first order, threads and answers by date. Every mail stands in it once; loops in the references
// end where they would close. O(n log n) in mails and references, times the depth of the deepest thread.
std::vector<TreeLine> trees_of(const std::vector<TreeMail>& mails, Gathering gathering);

}
