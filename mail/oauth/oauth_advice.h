// What the refusals of token endpoints mean, and what a person must do about each.
#pragma once
#include "mail/oauth/oauth_answer.h"
#include "mail/oauth/oauth_settings.h"

#include <string>

namespace deskhand::mail {

// For people: what was refused and what to do, naming the command. Knows the error names of RFC 6749 and
// RFC 8628, Microsoft's AADSTS numbers and Google's words; no secret is in it.
std::string advice_on(const OAuthRefused& refused, const OAuthSettings& settings);

// The same for an account whose store holds no refresh token at all.
std::string advice_without_token(const OAuthSettings& settings);

// "run `deskhand mailbox login NAME`", or for a refresh token made elsewhere what takes its place.
std::string sign_in_again(const OAuthSettings& settings);

}
