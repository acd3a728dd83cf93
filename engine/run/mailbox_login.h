// A person signs in for the mailbox of an account: what `deskhand mailbox login` does.
#pragma once
#include "config/settings.h"
#include "engine/run/exit_code.h"
#include "mail/net/sign_in.h"

#include <string>

namespace deskhand::engine {

// Where the access tokens of this mailbox ("outgoing" = the relay) come from; empty when there is no such
// mailbox or it logs in without tokens.
mail::TokenSupply tokens_of(const config::Settings& settings, const std::string& mailbox);

// Lets a person sign in for it, saves the token, and tries it at the mailbox; for a grant without a person it
// only tries. Says everything by `talk`, complaints included.
ExitCode log_in_mailbox(const config::Settings& settings, const std::string& mailbox, const mail::SignInTalk& talk);

// On the terminal.
mail::SignInTalk terminal_talk();

}
