// What our own servers found out about a sender (RFC 8601), taken from the fields they wrote and from no others.
#pragma once
#include "mail/format/message.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// One "method=result" of a field with its properties ("header.d", "smtp.mailfrom"), names in lower case.
struct MethodResult {
    std::string method, result;
    std::vector<std::pair<std::string, std::string>> properties{};
};

struct AuthenticationField {
    std::string host; // authserv-id, lower case
    std::vector<MethodResult> results{}; // empty for "none"
};

// The grammar of RFC 8601 section 2.2, read strictly: comments are no text and nothing is guessed. Nothing for a value
// that breaks it anywhere, so that no half of a field is believed. Linear.
std::optional<AuthenticationField> read_authentication_field(std::string_view value);

struct Authentication {
    std::string trusted_host;       // who says so
    std::string spf, dkim, dmarc;   // "pass", "fail", "none", ...; empty where not stated
    bool aligned = false;           // somebody answers for the domain of From itself
    bool failed = false;            // From's domain says that this is not from it: dmarc=fail, or neither spf nor dkim
                                    // pass for it and one of them fails
};

// What the trusted hosts say; nothing when none of them says anything that counts. A field counts when
// - its authserv-id is one of the trusted hosts, compared without case; and
// - it stands in our part of the header: above whatever Received line follows the one that is written "by" a trusted
//   host and says "from" another; where no Received line is by a trusted host, above the second one; and
// - it is the topmost such field, or follows it with no Received, From or other such field between.
// `aligned` when dmarc=pass (for From's domain, where header.from is stated), or without any dmarc result when DKIM's
// header.d or SPF's smtp.mailfrom passes for From's domain, one above or one below it. Never for a mail without an
// author (see author_of). Contradictions count as failures.
std::optional<Authentication> authentication_of(const Message& message, std::span<const std::string> trusted_hosts);

}
