#include "engine/run/collector.h"

#include "engine/run/backoff.h"
#include "engine/run/log.h"
#include "mail/protocol/byte_stream.h"

#include <openssl/evp.h>

#include <fmt/core.h>

#include <set>

namespace deskhand::engine {
namespace {

constexpr std::size_t group_mails = 50;            // journaled in one commit
constexpr std::size_t group_octets = 8u << 20;     // likewise
constexpr std::chrono::seconds first_wait{1}, longest_wait{120};
constexpr std::chrono::minutes parked{15}; // a refused login is not tried hot: accounts get locked

// Leaves a fetch in the middle because the program is stopping.
struct Stopping {};

std::string too_large(const mail::FetchedMail& fetched)
{
    if (fetched.withheld == 0) return {};
    return fmt::format("{} octets, more than largest_mail allows: only the header was fetched and the mail stays on the server; "
                       "raise largest_mail and retry, or read it there", fetched.withheld);
}

std::vector<std::string> uids_of(const mail::Listing& listing)
{
    std::vector<std::string> out;
    out.reserve(listing.mails.size());
    for (const auto& one : listing.mails) out.push_back(one.uid);
    return out;
}

}

std::string content_key(std::string_view bytes)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
    std::string key = "sha256:";
    for (unsigned int at = 0; at < size; ++at) key += fmt::format("{:02x}", digest[at]);
    return key;
}

Collector::Collector(mail::MailboxSettings settings, Database database, Clock& clock)
    : Collector{settings, mail::make_mailbox(settings), std::move(database), clock}
{
}

Collector::Collector(mail::MailboxSettings settings, std::unique_ptr<mail::Mailbox> mailbox, Database database, Clock& clock)
    : settings_{std::move(settings)}, mailbox_{std::move(mailbox)}, database_{std::move(database)}, inbox_{database_}, clock_{clock}
{
}

std::size_t Collector::journal(std::vector<RawMail>& mails)
{
    std::size_t fresh = 0;
    for (const auto& one : inbox_.journal(mails)) fresh += one.fresh ? 1 : 0;
    mails.clear();
    if (fresh > 0) clock_.wake();
    return fresh;
}

Collector::Round Collector::step(std::stop_token stop)
{
    mailbox_->open();
    const auto listing = mailbox_->list();
    const auto wanted = inbox_.unknown(settings_.name, listing.generation, uids_of(listing));
    Round round;
    std::vector<RawMail> group;
    std::size_t octets = 0;
    const auto take = [&](mail::FetchedMail fetched) {
        octets += fetched.bytes.size();
        const auto internal = fetched.internal_date ? std::optional{Instant{*fetched.internal_date}} : std::nullopt;
        auto key = fetched.remote_id.empty() ? content_key(fetched.bytes) : fetched.remote_id;
        group.push_back({.mailbox = settings_.name, .generation = listing.generation, .uid = std::move(fetched.uid),
                         .content_key = std::move(key), .bytes = std::move(fetched.bytes), .received = clock_.now(),
                         .internal_date = internal, .envelope_recipient = {}, .quarantine_reason = too_large(fetched),
                         .extent = fetched.withheld > 0 ? RawMail::Extent::header_only : RawMail::Extent::whole});
        ++round.fetched;
        if (group.size() < group_mails && octets < group_octets) return;
        octets = 0;
        round.fresh += static_cast<int>(journal(group));
        if (stop.stop_requested()) throw Stopping{};
    };
    try {
        mailbox_->fetch(wanted, take);
    } catch (const Stopping&) {
        mailbox_->close(); // in the middle of an answer: of no further use
        return round;
    }
    if (!group.empty()) round.fresh += static_cast<int>(journal(group));
    round.missing = static_cast<int>(wanted.size()) - round.fetched;
    dispose(listing);
    return round;
}

void Collector::dispose(const mail::Listing& listing)
{
    const auto undisposed = inbox_.undisposed(settings_.name, listing.generation);
    if (undisposed.empty()) return;
    const auto listed = uids_of(listing);
    const std::set<std::string, std::less<>> present{listed.begin(), listed.end()};
    std::vector<std::string> there;
    for (const auto& uid : undisposed)
        if (present.contains(uid)) there.push_back(uid);
    // What is listed no more was disposed of before the record of it could be written.
    if (!there.empty()) mailbox_->dispose(there);
    inbox_.record_disposed(settings_.name, listing.generation, undisposed);
}

void Collector::run(std::stop_token stop)
{
    Backoff backoff{first_wait, longest_wait};
    const auto who = "mailbox " + settings_.name;
    while (!stop.stop_requested()) {
        try {
            const auto round = step(stop);
            backoff.reset();
            if (round.fetched > 0 || round.missing > 0)
                log(LogLevel::info, who, fmt::format("{} fetched, {} new, {} not handed out", round.fetched, round.fresh, round.missing));
            if (!stop.stop_requested()) mailbox_->wait(stop, settings_.poll_interval);
        } catch (const mail::LoginRefused& refused) {
            log(LogLevel::error, who, fmt::format("login refused: {}; trying again in {} min; after mending it, send SIGHUP or wait",
                                                  refused.what(), parked.count()));
            mailbox_->close();
            clock_.wait_until(clock_.now() + parked, stop);
        } catch (const std::exception& broken) {
            const auto wait = backoff.next();
            log(LogLevel::warning, who, fmt::format("{}; trying again in {} ms", broken.what(), wait.count()));
            mailbox_->close();
            clock_.wait_until(clock_.now() + wait, stop);
        }
    }
    mailbox_->close();
}

}
