// Fetching a full IMAP mailbox from a real Dovecot, beside the barest client there can be.
#include "mail/net/mailbox_settings.h"
#include "mail/protocol/imap_reader.h"
#include "tests/bench/bare_imap.h"
#include "tests/bench/harness.h"
#include "tests/bench/full_mailbox.h"
#include "tests/support/dovecot.h"

#include <fmt/core.h>

#include <stdexcept>

namespace deskhand::bench {
namespace {

constexpr std::size_t mails = 10'000;
constexpr int rounds = 3;

double our_fetch_seconds(const tests::Dovecot& dovecot, std::uint16_t port, mail::Security security)
{
    mail::ImapSettings imap;
    imap.server = dovecot.endpoint(port, security);
    imap.login = {.user = "bench", .secret = tests::Dovecot::password, .method = mail::AuthMethod::automatic};
    imap.disposal = mail::Disposal::keep;
    mail::MailboxSettings settings;
    settings.name = "bench";
    settings.where = imap;
    const auto mailbox = mail::make_mailbox(settings);
    mailbox->open();
    std::vector<std::string> uids;
    for (const auto& one : mailbox->list().mails) uids.push_back(one.uid);
    std::size_t fetched = 0;
    const auto seconds = seconds_of([&] { mailbox->fetch(uids, [&](const mail::FetchedMail&) { ++fetched; }); });
    if (fetched != mails) throw std::runtime_error{fmt::format("{} of {} mails fetched", fetched, mails)};
    mailbox->close();
    return seconds;
}

Figure fetch(const tests::Dovecot& dovecot, const char* name, std::uint16_t port, Wire wire, mail::Security security)
{
    std::vector<double> ours, bare;
    for (int round = 0; round < rounds; ++round) { // in turn, so that a slow minute slows both
        ours.push_back(mails / our_fetch_seconds(dovecot, port, security));
        bare.push_back(mails / bare_fetch_seconds(port, wire, "bench", tests::Dovecot::password, mails));
    }
    return {.name = name, .unit = "mails/s", .ours = median(ours), .yardstick_name = "bare client, batches of 50, 4 in flight",
            .yardstick = median(bare), .bar = 0.85};
}

// 1 MB of "{0}" in responses as long as they are taken: linear, or this takes minutes.
Figure empty_literals()
{
    constexpr int a_response = 10'000, responses = 20;
    std::string octets;
    for (int i = 0; i < responses; ++i) {
        octets += "* LIST () NIL (";
        for (int k = 0; k < a_response; ++k) octets += "{0}\r\n";
        octets += ")\r\n";
    }
    std::vector<double> milliseconds;
    for (int round = 0; round < rounds; ++round) {
        mail::ImapReader reader;
        int read = 0;
        milliseconds.push_back(1e3 * seconds_of([&] {
            reader.feed(octets);
            while (std::holds_alternative<mail::ImapResponse>(reader.next())) ++read;
        }));
        if (read != responses) throw std::runtime_error{fmt::format("{} of {} responses read", read, responses)};
    }
    return {.name = "IMAP, 1 MB of empty literals", .unit = "ms", .ours = median(milliseconds), .yardstick_name = {},
            .yardstick = 0, .kind = Figure::Bar::ours_at_most, .bar = 50};
}

std::vector<Figure> fetch_mails()
{
    const tests::Dovecot dovecot;
    fill_mailbox(dovecot, "bench", mails);
    bare_fetch_seconds(dovecot.imap_port(), Wire::plain, "bench", tests::Dovecot::password, mails); // index and cache
    return {fetch(dovecot, "IMAP fetch, plain", dovecot.imap_port(), Wire::plain, mail::Security::none),
            fetch(dovecot, "IMAP fetch, TLS", dovecot.imaps_port(), Wire::tls, mail::Security::tls),
            empty_literals()};
}

}

std::vector<Benchmark> fetching_benchmarks() { return {{"fetching", fetch_mails}}; }

}
