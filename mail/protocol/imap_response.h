// What an IMAP server can say, as values (RFC 9051 section 7, RFC 3501 and extensions).
#pragma once
#include "mail/protocol/imap_uid_set.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace deskhand::mail {

struct ImapCode {
    std::string name;      // upper case; empty = none
    std::string arguments; // as sent
};

struct ImapStatus {
    enum class Kind { ok, no, bad, bye, preauth } kind = Kind::ok;
    ImapCode code;
    std::string text; // for people
    bool ok() const { return kind == Kind::ok; }
};

struct ImapTagged {
    std::string tag;
    ImapStatus status; // ok, no or bad
};

struct ImapContinuation {
    std::string text; // base64 during AUTHENTICATE
};

struct ImapCapabilities {
    std::vector<std::string> names; // upper case
    bool has(std::string_view name) const;
};

struct ImapExists { std::uint32_t count = 0; };
struct ImapExpunged { std::uint32_t sequence = 0; };
struct ImapVanished { UidSet uids; };

// One FETCH response, of which only what a poller asks for is kept. Absent: not sent, NIL, or
// not to be understood.
struct ImapFetch {
    std::uint32_t sequence = 0; // Courier sends 0
    std::optional<std::uint32_t> uid;
    std::optional<std::vector<std::string>> flags;
    std::optional<std::chrono::sys_seconds> internal_date;
    std::optional<std::uint64_t> size; // RFC822.SIZE: a hint, Exchange is wrong
    std::string email_id;              // EMAILID (RFC 8474)
    std::string gmail_id;              // X-GM-MSGID
    std::optional<std::string> body;   // BODY[], whole
    std::optional<std::string> header; // BODY[HEADER], whole
    std::uint64_t withheld = 0;        // octets of a BODY[] beyond the literal limit, skipped
};

struct ImapSearch {
    std::string tag; // of the command answered, when ESEARCH names it
    UidSet found;
};

struct ImapFolder {
    std::vector<std::string> flags; // as sent, "\\NoSelect"
    std::optional<char> delimiter;
    std::string name; // as sent: modified UTF-7, or UTF-8 after ENABLE UTF8=ACCEPT
};

// The first personal namespace (RFC 2342).
struct ImapNamespace {
    std::string prefix;
    std::optional<char> delimiter;
};

// Numbers of a folder that need not be selected, "MESSAGES" 60 ...; values that are no numbers are left out.
struct ImapFolderStatus {
    std::string name; // as sent
    std::vector<std::pair<std::string, std::uint64_t>> items; // names in upper case
};

struct ImapIgnored { std::string name; };     // a response of no use here
struct ImapUnreadable { std::string reason; }; // broken; costs itself only

using ImapResponse =
    std::variant<ImapTagged, ImapContinuation, ImapStatus, ImapCapabilities, ImapExists, ImapExpunged,
                 ImapVanished, ImapFetch, ImapSearch, ImapFolder, ImapNamespace, ImapFolderStatus,
                 ImapIgnored, ImapUnreadable>;

// One response as it travels: its text with the literals taken out.
struct ImapFrame {
    struct Literal {
        std::size_t at = 0; // where it stood in `text`
        std::string octets;
        std::uint64_t withheld = 0; // announced and skipped; then `octets` is empty
    };
    std::string text; // no line end
    std::vector<Literal> literals;
};

// Total and linear: every frame gives a response. Lists nest at most 64 deep.
ImapResponse parse_imap_response(ImapFrame frame);

// Whether what looks like a literal at the line's end is text for people: in status and continuation lines,
// unless a response code is still open.
bool carries_no_literal(std::string_view first_line);

}
