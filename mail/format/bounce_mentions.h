// The addresses that the prose of a report names as not reached.
#pragma once
#include "mail/format/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

struct Mention {
    std::string address;
    std::string_view words; // of the report about this address: to the next one's line
};

// The report's own words: the text up to where the mail it speaks of begins.
std::string_view report_words(std::string_view text);

// In order, each once. An address that stands first in its line, or behind the opening of a list of
// recipients, excludes those named in passing; senders, contacts and message ids are left out; our
// own address (To or From of the report) counts only when there is no other.
std::vector<Mention> failed_addresses(std::string_view words, const Message& message);

}
