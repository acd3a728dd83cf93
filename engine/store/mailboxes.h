// How each mailbox fares, which engine looks after it, and what it has fetched today.
#pragma once
#include "engine/core/instant.h"
#include "engine/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

enum class MailboxState {
    connecting, // on the way to its first round, or in one
    resting,    // up to date; the server announces mail, or is asked again soon
    backing_off, // the session broke; tried again at `retry`
    throttled,  // the server, or our own budget, asks for a pause until `retry`
    parked,     // the server refuses us; tried again at `retry`, and a person has to act
    elsewhere,  // another engine looks after it
    stopped
};

std::string_view name_of(MailboxState state);

struct MailboxHealth {
    std::string name{};
    MailboxState state = MailboxState::connecting;
    Instant since{};                  // in this state
    std::optional<Instant> succeeded{}; // the end of the last whole round
    std::string error{};              // the last one, kept when all is well again
    std::optional<Instant> failed{};   // when that was
    int failures = 0;                 // in a row
    std::optional<Instant> retry{};
    std::string generation{};         // UIDVALIDITY
    std::int64_t listed = 0;          // on the server, at the last listing
    std::int64_t missing = 0;         // of those, not in the journal after the round
    std::optional<Instant> behind_since{}; // since when some are missing
    std::optional<Instant> compared{}; // when server and journal were compared last
    std::vector<std::string> differences{}; // what that found; at most 100 sentences
    std::optional<Instant> alarmed{};   // when a person was last told that it stalls; by record_alarm() alone
    std::int64_t octets_today = 0;    // fetched, by days of UTC; written by add_octets() alone
};

class Mailboxes {
public:
    explicit Mailboxes(Database& database) : database_{database} {}

    // Does not wait for the disk: a lost record is written anew with the next round.
    void record(const MailboxHealth& health);
    std::optional<MailboxHealth> find(const std::string& name, Instant now);
    std::vector<MailboxHealth> all(Instant now); // by name

    // When a person was told; nothing = the mailbox is well again.
    void record_alarm(const std::string& name, std::optional<Instant> told);

    // Takes or renews the lease of a mailbox. False = another owner holds it.
    bool lease(const std::string& name, const std::string& owner, Instant now, Instant until);
    std::optional<Instant> leased_until(const std::string& name);
    void release(const std::string& name, const std::string& owner); // when `owner` holds it
    void release_all(); // for whoever knows to be alone

    void add_octets(const std::string& name, Instant now, std::uint64_t octets);
    std::uint64_t octets_on_day(const std::string& name, Instant now);

private:
    Database& database_;
};

}
