// Fetches one mailbox into the journal; the server forgets a mail only after the commit.
#pragma once
#include "engine/run/backoff.h"
#include "engine/run/clock.h"
#include "engine/run/shared_database.h"
#include "engine/store/inbox.h"
#include "engine/store/mailboxes.h"
#include "mail/net/mailbox_settings.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace deskhand::engine {

// Order of every round: list, fetch what the journal does not know, journal (commit 1), and only then
// dispose on the server and record the disposal. Dying anywhere in between repeats work, never mail.
class Collector {
public:
    // `owner` names this engine in leases.
    Collector(mail::MailboxSettings settings, SharedDatabase& database, Clock& clock, std::string owner = "alone");
    // With this mailbox in place of the one the settings make.
    Collector(mail::MailboxSettings settings, std::unique_ptr<mail::Mailbox> mailbox, SharedDatabase& database, Clock& clock);

    struct Round {
        int fetched = 0;
        int fresh = 0; // of those, new to the journal
        int missing = 0; // listed but not handed out: asked for again later
    };
    // One round over everything there is; throws StreamError or LoginRefused as the mailbox does. When a
    // stop is asked for, what has been journaled stands and the rest is left for the next run.
    Round step(std::stop_token stop);

    // When turn() is to be called again: at `due`, or as soon as the descriptor is readable.
    struct Next {
        Instant due{};
        int descriptor = -1;
    };
    // Whatever is to be done now: a round, hearing the server, going back to rest; after a broken session
    // or a refusal, planning the next attempt. Records how the mailbox fares, logs what happened, throws
    // nothing. Between turns no thread is needed.
    Next turn(std::stop_token stop);

    // Ends the session politely and gives the lease back.
    void end() noexcept;

    const mail::MailboxSettings& settings() const { return settings_; }

private:
    enum class Extent { everything, newer };
    struct BudgetSpent {}; // the day's octets
    struct Attempts {
        int made = 0;
        Instant next{};
    };

    Round round(Extent extent, std::stop_token stop);
    std::vector<std::string> wanted(const mail::Listing& listing);
    void remember_missing(const std::vector<std::string>& wanted, const std::set<std::string, std::less<>>& had);
    std::size_t journal(std::vector<RawMail>& mails);
    void dispose(const mail::Listing& listing, Extent extent);
    void compare(const mail::Listing& before);
    Next work(std::stop_token stop);
    Next rest();
    Next leave_to_other();
    void forget_session() noexcept;
    Instant attempt_due() const;
    Instant session_end() const;
    Next resume_at(Instant when, MailboxState state, const std::string& why);
    bool hold_lease();
    void enter(MailboxState state);
    void record();

    mail::MailboxSettings settings_;
    std::unique_ptr<mail::Mailbox> mailbox_;
    SharedDatabase& database_;
    Clock& clock_;
    std::string owner_, who_;
    Backoff backoff_;
    MailboxHealth health_;
    std::map<std::string, Attempts, std::less<>> missing_; // listed, never handed out; by uid
    bool ordered_ = false;     // this session has listed everything, and its uids ascend
    std::string newest_;       // the largest uid seen
    Instant everything_due_{}; // when all is to be listed again
    Instant recorded_{};       // when health_ was written last
    Instant leased_until_{}, rest_until_{};
    int descriptor_ = -1;
    bool resting_ = false;
};

// "sha256:" and the digest of the octets: what makes the same mail under another number the same.
std::string content_key(std::string_view bytes);

}
