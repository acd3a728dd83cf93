// A place mail is fetched from: IMAP folder, POP3 maildrop or Maildir, all alike to the collector.
#pragma once
#include "mail/protocol/login.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace deskhand::mail {

// One mail as the server lists it.
struct RemoteMail {
    std::string uid;        // IMAP UID, POP3 "UIDL;size", Maildir base name; unique within a generation
    std::uint64_t size = 0; // octets as the server says; a hint only, 0 when unknown
};

struct Listing {
    std::string generation; // IMAP UIDVALIDITY; empty for sources without one
    std::vector<RemoteMail> mails; // IMAP: ascending UID; otherwise the server's order
};

// One mail fetched whole. A mail cut short is never handed out.
struct FetchedMail {
    std::string uid;
    std::string remote_id; // EMAILID or X-GM-MSGID where the server offers one, else empty
    std::optional<std::chrono::sys_seconds> internal_date; // when the server took it in, if it says
    std::string bytes;     // exactly the octets the server holds
    // Octets the server holds of a mail larger than the limit, when `bytes` is only its header;
    // 0 = `bytes` is the whole mail.
    std::uint64_t withheld = 0;
};

// What becomes of a mail on the server once it is journaled.
enum class Disposal {
    keep,   // left as it is
    seen,   // flagged \Seen
    move,   // moved to the mailbox's `processed` folder
    remove  // deleted and expunged
};

// Whether mail may have arrived; a source that cannot tell says `something`.
enum class Arrival { something, nothing };

// A session that waits for mail without a thread.
struct Rest {
    int descriptor = -1; // readable when stir() has something to hear; -1 = only time tells
    std::chrono::milliseconds most{0}; // stir() wants to be called by then in any case
};

// One open session. Methods throw StreamError when the session is lost and LoginRefused when the
// server refuses the credentials; open() again after either.
class Mailbox {
public:
    virtual ~Mailbox() = default;

    // Connects, secures, logs in, selects. Idempotent while the session is alive.
    virtual void open() = 0;

    // Everything that is there now.
    virtual Listing list() = 0;

    // At least what came after the mail with this uid; everything where uids have no order.
    virtual Listing list_newer(const std::string& uid)
    {
        static_cast<void>(uid);
        return list();
    }

    // Fetches the mails with these uids, in batches, handing each whole mail to `take` as it
    // completes. A mail that vanished meanwhile, or that the server lists but does not hand out,
    // is skipped; the caller sees it missing.
    virtual void fetch(std::span<const std::string> uids,
                       const std::function<void(FetchedMail)>& take) = 0;

    // Applies the configured disposal to journaled mails. Repeating it is harmless.
    virtual void dispose(std::span<const std::string> uids) = 0;

    // Puts the open session to rest, for at most `most`: from now on the source announces mail, where
    // it can, and only stir() and close() may be called.
    virtual Rest rest(std::chrono::milliseconds most) = 0;

    // Hears what was announced, without waiting for more. Nothing returned = at rest still, with the
    // same descriptor; otherwise the rest is over.
    virtual std::optional<Arrival> stir() = 0;

    // When the session must be renewed by close() and open(), because the access token it logged in with
    // will end: at 80 % of the token's life or a little later. Nothing for sessions that last.
    virtual std::optional<std::chrono::steady_clock::time_point> session_end() const { return {}; }

    // Ends the session politely where possible; never throws.
    virtual void close() noexcept = 0;
};

}
