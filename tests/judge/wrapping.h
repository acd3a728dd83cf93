// Bare texts of records put into small mails, and what a person sees of HTML.
#pragma once
#include "tests/judge/record.h"

#include <string>
#include <string_view>

namespace deskhand::judge {

// The record's octets as the body of a mail of that type in UTF-8, from the record's sender; records that are mails stay.
std::string wrapped(const Record& record, std::string_view type);

// Text between the tags, references decoded; each tag counts as a blank.
std::string visible_text(std::string_view html);

std::string without_blanks(std::string_view text);

}
