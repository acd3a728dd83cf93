// Sessions broken at an octet, and what is left afterwards.
#pragma once
#include "tests/faults/poller.h"
#include "tests/support/dovecot.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/temp_dir.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskhand::tests {

enum class Break { fin, rst, black_hole, kill };
inline constexpr const char* break_names[] = {"fin", "rst", "black hole", "kill -9"};

struct Cell {
    Protocol protocol = Protocol::imap;
    Break kind = Break::fin;
    Fault::Toward toward = Fault::Toward::client;
};

struct Tally {
    std::uint64_t octets = 0; // of an undisturbed session in that direction
    int trials = 0, faults = 0, lost = 0, doubled = 0, truncated = 0, hung = 0, left = 0;
    std::vector<std::string> defects{}; // the first few, in words
    bool clean() const { return lost + doubled + truncated + hung + left == 0 && faults > 0; }
};

class Trials {
public:
    Trials();

    // Breaks after every `every`-th octet; `progress` is told the octet.
    template <class Progress> Tally run(const Cell& cell, std::uint64_t every, Progress progress)
    {
        Tally tally{.octets = length_of(cell)};
        for (std::uint64_t at = every; at < tally.octets; at += every) {
            progress(at, tally.octets);
            trial(cell, at, tally);
        }
        return tally;
    }

    // Two processes at one mailbox of `mails` mails, killed at random times until all is put away.
    Tally two_pollers(int mails);
    // The server numbers `mails` mails anew, in a folder that keeps them, and ten more arrive.
    Tally renumbered(int mails);

private:
    std::uint64_t length_of(const Cell& cell);
    void trial(const Cell& cell, std::uint64_t at, Tally& tally);
    void fill(const std::string& user, int first, int mails);
    // The octets of every row of the mailbox, which are the newest of the journal.
    std::vector<std::string> journaled(const std::string& user, int mails);
    // Two pollers that move the same mail at once may each leave a copy in Processed.
    enum class PutAway { once, at_least_once };
    void judge(const std::string& user, Protocol protocol, int mails, PutAway put_away, Tally& tally);
    std::string next_user() { return "user" + std::to_string(++users_); }
    std::uint16_t port(Protocol protocol) const { return protocol == Protocol::imap ? server_.imap_port() : server_.pop3_port(); }

    Dovecot server_;
    TempDir folder_;
    std::filesystem::path database_;
    engine::SharedDatabase journal_;
    int users_ = 0;
};

}
