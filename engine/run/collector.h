// Fetches one mailbox into the journal; the server forgets a mail only after the commit.
#pragma once
#include "engine/run/clock.h"
#include "engine/store/inbox.h"
#include "mail/net/mailbox_settings.h"

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

namespace deskhand::engine {

// Order of every round: list, fetch what the journal does not know, journal (commit 1), and only then
// dispose on the server and record the disposal. Dying anywhere in between repeats work, never mail.
class Collector {
public:
    Collector(mail::MailboxSettings settings, Database database, Clock& clock);
    // With this mailbox in place of the one the settings make.
    Collector(mail::MailboxSettings settings, std::unique_ptr<mail::Mailbox> mailbox, Database database, Clock& clock);

    struct Round {
        int fetched = 0;
        int fresh = 0; // of those, new to the journal
        int missing = 0; // listed but not handed out: asked for again next round
    };
    // One round; throws StreamError or LoginRefused as the mailbox does. When a stop is asked for,
    // what has been journaled stands and the rest is left for the next run.
    Round step(std::stop_token stop);

    // Rounds until stopped: waits for news in between, backs off after a lost session, parks after a
    // refused login. Logs one line a round that did something.
    void run(std::stop_token stop);

private:
    std::size_t journal(std::vector<RawMail>& mails);
    void dispose(const mail::Listing& listing);

    mail::MailboxSettings settings_;
    std::unique_ptr<mail::Mailbox> mailbox_;
    Database database_;
    Inbox inbox_;
    Clock& clock_;
};

// "sha256:" and the digest of the octets: what makes the same mail under another number the same.
std::string content_key(std::string_view bytes);

}
