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

// What lists and searches keep of it.
MailSummary summary_of(const ReadMail& read);

}
