// Automatic mail without any mark of it, told by its words alone.
#pragma once
#include "mail/format/message.h"

namespace deskhand::mail {

// The sender's own words say that our mail waits until we prove to be a person (TMDA, Spam Arrest, BoxTrapper and
// their like): what is asked for and why both stand there.
bool is_challenge(const Message& message);

// A short answer that asks nothing, opens with the writer's absence and names who stands in or what comes later. People
// write so too: whoever acts on it must lose nothing by it.
bool reads_like_absence_note(const Message& message);

}
