// What a mail holds that ties it to other mails: ids, subject, people, time and the words it quotes.
#pragma once
#include "mail/format/message.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace deskhand::mail {

// Hashes of three words in a row, sorted, each once.
using WordRuns = std::vector<std::uint64_t>;

struct ThreadMarks {
    std::string message_id;            // empty when there is none
    std::vector<std::string> answers;  // ids of earlier mails, nearest first: In-Reply-To, then References from the end;
                                       // never empty ones, never its own, each once
    std::vector<std::string> named;    // what stands in brackets above a quotation: an id at times, mostly an address
    std::string thread_index;          // the first 22 octets of Thread-Index in hex: the conversation; else empty
    std::string subject;               // skeleton of Subject, where there is none of Thread-Topic
    std::string former_subject;        // skeleton of what Subject says it was before
    bool is_reply = false;             // its subject or its ids say so
    std::string writer;                // address of the only From, lower case
    std::string writer_name;           // lower case; empty unless it has two words
    std::vector<std::string> people;   // addresses of From, To and Cc, lower case, each once
    std::chrono::sys_seconds at{};     // its date; the epoch when it has none
    WordRuns own, quoted;              // of what it says itself; of what it quotes or forwards and does not say itself
    std::string attribution;           // lower case: the first lines of its quotations, where names of writers stand
};

// Linear in the mail; keeps at most 64 ids, 64 people and 4,096 word runs of each sort.
ThreadMarks thread_marks_of(const Message& message);

// Word runs of a text, e.g. of an answer kept in a history.
WordRuns word_runs_of(std::string_view text);

// The conversation a Thread-Index names ([MS-OXOMSG] 2.2.1.3): base64 of at least 22 octets, the first of them 1 -
// a reserved octet, five of time, sixteen of a random id; replies append five each. Hex; empty for anything else.
std::string conversation_of_thread_index(std::string_view value);

}
