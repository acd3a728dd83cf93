// What in a mail's text the sender wrote now, and what is quoted, forwarded, signed or added.
#pragma once
#include "mail/format/message.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// Stands in Deskhand's own notices: everything from this line down is quotation in a reply.
inline constexpr std::string_view reply_marker = "## Reply above this line ##";

// Cuts the text into spans that together are the whole text. Independent of the language: quote
// marks, the shape of "on <date> <person> wrote:" lines, header blocks and rulers of mail programs,
// signature separators, and short lists of sign-offs and device lines. Linear, no backtracking.
// Where unquoted text exists, at least one span is `own` or `forward`. `sender`, the writer's name
// and the like, helps to find a signature that is a mere name; it may be empty.
// `sent`, what the desk has written in this conversation: lines that repeat it are quoted even where no
// program says so, unless nothing else is there.
std::vector<Span> spans_of(std::string_view text, std::string_view sender = {}, std::span<const std::string> sent = {});

// The writer's name and the local part of the address, as spans_of takes it; empty when unknown.
std::string sender_of(const Message& message);

}
