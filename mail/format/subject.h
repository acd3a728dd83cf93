// What a subject says once the marks of replies, forwards and lists are taken off.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

struct SubjectParts {
    std::string base;        // trimmed; empty when nothing is left
    bool is_reply = false;   // "Re:", "AW: ", "回复："
    bool is_forward = false; // "Fwd:", "WG:", "(fwd)"
};

// Takes off, as often as they come: reply and forward marks of many languages, with a count ("Re[2]:",
// "Re^3:"), tags in brackets of at most 40 octets before them ("[list]", "[EXTERNAL]") and "(fwd)" at the end
// (RFC 5256 section 2.1 with the marks of other languages). A subject of nothing but tags keeps its tags.
SubjectParts parts_of_subject(std::string_view subject);

// The base as words with one space between: ASCII letters lower, "(was: ...)" left out, no punctuation. Equal for
// subjects a person would call the same; empty when there are no words.
std::string subject_skeleton(std::string_view subject);

// The skeleton of what a subject says it was before: "paper (was: Re: printer)" gives "printer"; empty without that.
std::string former_skeleton(std::string_view subject);

// How many words of a skeleton tell one subject from another: longer than two letters, of scripts without spaces
// each letter pair. "help" tells less than "printer in room 7".
int telling_words(std::string_view skeleton);

}
