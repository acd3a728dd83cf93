// Asks a token endpoint over HTTPS.
#pragma once
#include "mail/oauth/http_answer.h"
#include "mail/oauth/oauth_request.h"

#include <functional>
#include <string>

namespace deskhand::mail {

// POSTs the form and comes back with the answer, whatever its status; redirections are not followed. TLS as connect()
// verifies it, with `ca_file` for a private authority; http for an endpoint on this machine only. All of it
// together gets 30 seconds. Throws StreamError, its text naming the host and nothing of the form.
HttpAnswer post_form(const OAuthRequest& request, const std::string& ca_file);

// The same as a value; tests give one that plays a script.
using AskEndpoint = std::function<HttpAnswer(const OAuthRequest&)>;

}
