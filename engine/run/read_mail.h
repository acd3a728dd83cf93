// Octets to a read and judged mail.
#pragma once
#include "engine/core/decide.h"
#include "engine/store/apply_decision.h"

#include <span>
#include <string>
#include <string_view>

namespace deskhand::engine {

// Attachments come along only where they are small enough to be passed on in mail.
// `trusted_hosts`: whose Authentication-Results count.
ReadMail read_mail(std::string_view bytes, std::span<const std::string> trusted_hosts = {});

// The same mail with what it repeats of the desk's words on its ticket taken for quotation, for people who write
// without a mark between. Staff may say the same thing twice.
ReadMail without_our_words(ReadMail read, const Situation& situation);

// What lists and searches keep of it.
MailSummary summary_of(const ReadMail& read);

}
