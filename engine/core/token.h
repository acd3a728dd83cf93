// What proves that a mail belongs to a ticket: an HMAC inside Message-IDs and reply addresses.
#pragma once
#include "engine/core/ids.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::engine {

// Who a token speaks to: requesters continue the ticket; staff may answer and command.
enum class Audience { requester, staff };

struct TokenClaim {
    TicketId ticket{};
    Audience audience = Audience::requester;
    std::chrono::sys_days issued{}; // the day it was written
    bool operator==(const TokenClaim&) const = default;
};

// Signs and verifies with HMAC-SHA-256 (RFC 2104), truncated to 130 bits, base32 in lower case, so
// that it survives systems that fold the case of addresses.
class TokenMint {
public:
    // `key`: 32 octets; `host`: right side of Message-IDs.
    TokenMint(std::string key, std::string host);

    // "<audience><ticket>-<day>.<unique>.<token>@host"; `unique` distinguishes mails of one ticket and
    // must consist of letters, digits and "-". For staff the token is bound to `person`'s address.
    std::string message_id(const TokenClaim& claim, std::string_view unique,
                           std::string_view person) const;

    // The claim behind a Message-ID of ours if the token is genuine for `person`, whatever the case.
    std::optional<TokenClaim> verify_message_id(std::string_view id, std::string_view person) const;

    // An id in our form that ties a person's notices of a ticket together and proves nothing.
    std::string thread_id(const TokenClaim& claim, std::string_view person) const;

    // "local+<audience><ticket>-<day>.<token>@domain" from "local@domain".
    std::string reply_address(const std::string& address, const TokenClaim& claim,
                              std::string_view person) const;
    std::optional<TokenClaim> verify_reply_address(std::string_view address,
                                                   std::string_view person) const;

    // "[r<ticket>-<day>.<token>]" for the text of a mail to a requester, who may answer where ids and addresses get lost.
    std::string text_mark(const TokenClaim& claim, std::string_view person) const;
    // The first genuine mark in a text, quoted or not, whatever the case; of requesters only: a text travels further
    // than its reader. Linear; looks at the first eight marks.
    std::optional<TokenClaim> verify_text(std::string_view text, std::string_view person) const;

    // True when the id has the shape of one of ours, genuine or not.
    bool looks_ours(std::string_view id) const;

private:
    std::string token(const TokenClaim& claim, std::string_view unique, std::string_view person) const;

    std::string key_;
    std::string host_;
};

}
