// The desk's past as mails, from wherever it lies.
#pragma once
#include "config/settings.h"
#include "engine/store/database.h"
#include "predict/corpus.h"
#include "predict/pairing.h"

#include <functional>
#include <string>
#include <vector>

namespace deskhand::engine {

// Told how many mails have been read so far.
using ReadingProgress = std::function<void(std::size_t mails)>;

// All mails of an mbox file, a Maildir folder (new and cur, subfolders not), or a mailbox of the
// configuration by its name (read only). Throws std::runtime_error saying what there is instead when
// `source` is none of these.
std::vector<predict::PastMail> past_mails(const std::string& source, const config::Settings& settings,
                                          const ReadingProgress& progress);

// Requests of closed tickets with the first answer staff sent.
std::vector<predict::Example> past_tickets(Database& database);

}
