// The journal: every mail that ever came in, exactly once, before anything else happens to it.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/ids.h"
#include "engine/core/instant.h"
#include "engine/store/database.h"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

// A mail as it came from its source.
struct RawMail {
    std::string mailbox;
    std::string generation;  // UIDVALIDITY or empty
    std::string uid;         // unique within mailbox and generation
    std::string content_key; // EMAILID, X-GM-MSGID, or "sha256:" + hex of the octets
    std::string bytes;
    Instant received{};      // when we took it
    std::optional<Instant> internal_date; // when its server took it
    std::string envelope_recipient; // LMTP and pipe
    // Why a person must look first; such a row starts quarantined and its mail stays on the server
    // as if disposed of already. Empty = an ordinary mail.
    std::string quarantine_reason;
    enum class Extent { whole, header_only } extent = Extent::whole; // header_only: the server keeps the rest
};

enum class InboxState { waiting, done, quarantined };

struct InboxRow {
    InboxId id{};
    std::string mailbox;
    std::string uid;
    std::string bytes;
    Instant received{};
    std::optional<Instant> internal_date;
    std::string envelope_recipient;
    InboxState state = InboxState::waiting;
    int failures = 0;
    bool hold_lifted = false; // a person has let it out of the quarantine
};

// A row as lists show it.
struct InboxLine {
    InboxId id{};
    Instant received{};
    std::string mailbox, from, subject, kind, outcome;
    InboxState state = InboxState::waiting;
    TicketId ticket{};
    std::string reason; // of the quarantine
    std::uint64_t size = 0;
};

class Inbox {
public:
    explicit Inbox(Database& database) : database_{database} {}

    // Commit 1. Writes the mails that are new by both keys: (mailbox, generation, uid) and
    // (mailbox, content_key). A known content under a new uid becomes an alias and has no effect.
    // Returns for each mail its row and whether it was new. One transaction for all.
    struct Journaled { InboxId id{}; bool fresh = false; };
    std::vector<Journaled> journal(std::span<const RawMail> mails);

    // The same for one mail from a source that may have handed in a piece of it before: a row of the same mailbox and
    // recipient that still waits and whose octets are a `beginning(octets, mail.bytes)` gives way to it.
    struct JournaledWhole : Journaled { InboxId replaced{}; };
    JournaledWhole journal_whole(const RawMail& mail, const std::function<bool(std::string_view, std::string_view)>& beginning);

    // Of `uids`, those the journal does not know under this mailbox and generation, in order.
    std::vector<std::string> unknown(const std::string& mailbox, const std::string& generation,
                                     std::span<const std::string> uids);

    // Journaled uids whose disposal on the server has not been recorded yet.
    std::vector<std::string> undisposed(const std::string& mailbox, const std::string& generation);
    void record_disposed(const std::string& mailbox, const std::string& generation,
                         std::span<const std::string> uids);

    // Every uid of the mailbox that the journal knows, and what became of it there.
    struct Place {
        std::string uid;
        bool disposed = false;
        bool left_there = false; // on purpose: quarantined, or here by its header only
    };
    std::vector<Place> known(const std::string& mailbox, const std::string& generation);

    // Oldest waiting rows, not many octets at once.
    std::vector<InboxRow> next(int most);
    std::optional<InboxRow> find(InboxId id);

    // Counts a failure of the row; the third quarantines it. Returns the state after that.
    InboxState record_failure(InboxId id, const std::string& reason);
    // Puts a quarantined row back to waiting, and rules may not hold it again. Of a mail that is here by
    // its header only the row is forgotten, so that its source is asked for the whole mail again.
    // False when there is no such row.
    bool retry(InboxId id);

    std::vector<InboxLine> list(InboxState state, int most, InboxId before = {});
    // Everything received in [from, to), oldest first, for summaries and replay.
    std::vector<InboxLine> received_between(Instant from, Instant to, int most);
    std::optional<InboxLine> line(InboxId id);
    // Those with this uid or Message-ID (without brackets), or with these words in the subject; newest first.
    // Walks over all rows: for a person who asks.
    std::vector<InboxLine> matching(const std::string& words, int most);
    std::vector<Reason> reasons(InboxId id);
    // shape_of() the decision that was applied; empty while the mail waits.
    std::vector<std::string> shape(InboxId id);
    std::int64_t count(InboxState state);

private:
    Database& database_;
};

}
