// What an admin clicks at Microsoft or Google before the desk can log in there.
#pragma once
#include "config/init.h"

#include <string>

namespace deskhand::config {

// The ways of logging in that `deskhand init` offers for a mailbox preset, the usual one first; one way alone
// ("password") for the others.
std::span<const std::string_view> sign_in_ways(std::string_view preset);

// The chosen way, or the usual one.
std::string_view sign_in_way(const InitAnswers& answers);

// The `oauth` block of the way, each line indented by `indent` blanks; empty for passwords and token files.
std::string oauth_text(const InitAnswers& answers, std::size_t indent);

// Whether the relay logs in as the mailbox does: the same provider, by tokens.
bool relay_shares_login(const InitAnswers& answers);

// The steps for the chosen way, numbered, one a line; empty for passwords.
std::string sign_in_steps(const InitAnswers& answers);

}
