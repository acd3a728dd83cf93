// Full-text search over subjects and words; the index follows the histories at its own pace.
#pragma once
#include "engine/store/database.h"

namespace deskhand::engine {

// Takes up to `most` further events into the index, in one transaction; returns how many there were.
// Kept out of the transaction that decides about a mail, where it would cost half of its speed.
// `Tickets::list` with words first takes in whatever is missing, so that a search is never behind;
// calling this in idle moments keeps that short (60,000 texts take a second).
int index_words(Database& database, int most);

}
