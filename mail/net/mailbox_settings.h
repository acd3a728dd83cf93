// What an admin says about one place mail is fetched from, and the Mailbox made of it.
#pragma once
#include "mail/net/endpoint.h"
#include "mail/net/mailbox.h"
#include "mail/net/token_source.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace deskhand::mail {

struct ImapSettings {
    Endpoint server{}; // port 0 = 993, or 143 without TLS from the first octet
    Login login{};
    TokenSupply tokens{}; // gives the login's secret when there is one
    std::string folder = "INBOX"; // UTF-8, as the server's hierarchy spells it
    Disposal disposal = Disposal::move;
    std::string processed = "Processed"; // target of `move`; made when missing
    // COMPRESS (RFC 4978) is switched on when more octets than this are to be fetched at a go; absent = never.
    std::optional<std::uint64_t> compress_above{};
    bool operator==(const ImapSettings&) const = default;
};

// POP3 knows no flags and no folders: disposal is keep or remove. A server without UIDL is
// refused unless it is remove.
struct Pop3Settings {
    Endpoint server{}; // port 0 = 995, or 110 without TLS from the first octet
    Login login{};
    TokenSupply tokens{}; // as above
    Disposal disposal = Disposal::keep;
    bool operator==(const Pop3Settings&) const = default;
};

struct MaildirSettings {
    std::filesystem::path path{}; // the folder that holds new, cur and tmp
    Disposal disposal = Disposal::move;
    std::string processed = "Processed"; // target of `move`: the Maildir++ folder .Processed
    bool operator==(const MaildirSettings&) const = default;
};

struct MailboxSettings {
    std::string name{}; // unique; part of the journal's key, so a change makes all mail new
    std::variant<ImapSettings, Pop3Settings, MaildirSettings> where{};
    std::chrono::seconds poll_interval{60}; // > 0; where the server announces mail, a safety net
    // How long a server may make no progress before the session is given up; > 0. Logins get at most
    // 20 seconds, the end of IDLE 15.
    std::chrono::milliseconds patience{60'000};
    // Octets; > 0. Of a larger mail only the header is handed out (FetchedMail::withheld).
    std::uint64_t largest_mail = 250u << 20;
    // Octets fetched in a day of UTC before the mailbox is left alone until the next; 0 = as many as come.
    // Gmail locks an account out at 2,500 MB.
    std::uint64_t daily_octets = 0;
    // Where the dialogue with the server is written, without secrets and mails (LoggedStream); empty = nowhere.
    std::filesystem::path protocol_log{};
    bool operator==(const MailboxSettings&) const = default;
};

// What becomes of its mail.
Disposal disposal_of(const MailboxSettings& settings);

// The host its connections go to; empty for a folder on this machine.
const std::string& host_of(const MailboxSettings& settings);

// A closed mailbox for these settings. Throws std::invalid_argument for a combination that cannot
// work (POP3 with `seen` or `move`), naming the mailbox and what to change.
std::unique_ptr<Mailbox> make_mailbox(const MailboxSettings& settings);

}
