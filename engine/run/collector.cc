#include "engine/run/collector.h"

#include "engine/run/log.h"
#include "engine/run/reconcile.h"
#include "mail/protocol/byte_stream.h"

#include <openssl/evp.h>

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace deskhand::engine {
namespace {

constexpr std::size_t group_mails = 50;            // journaled in one commit
constexpr std::size_t group_octets = 8u << 20;     // likewise
constexpr std::chrono::seconds first_wait{1}, longest_wait{120};
constexpr std::chrono::hours between_listings{1}, between_comparisons{24};
constexpr int attempts_noted = 5; // a mail not handed out that often is worth a line in the log

// Leaves a fetch in the middle because the program is stopping.
struct Stopping {};

// The next attempt at a mail the server lists and does not hand out: after 1, 2, 4 ... 60 minutes.
std::chrono::minutes pause_after(int attempts) { return std::chrono::minutes{std::min(60, 1 << std::min(attempts - 1, 6))}; }

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

Collector::Collector(mail::MailboxSettings settings, SharedDatabase& database, Clock& clock, std::string owner)
    : Collector{settings, mail::make_mailbox(settings), database, clock}
{
    owner_ = std::move(owner);
}

Collector::Collector(mail::MailboxSettings settings, std::unique_ptr<mail::Mailbox> mailbox, SharedDatabase& database, Clock& clock)
    : settings_{std::move(settings)}, mailbox_{std::move(mailbox)}, database_{database}, clock_{clock}, owner_{"alone"},
      who_{"mailbox " + settings_.name}, backoff_{first_wait, longest_wait}
{
    health_ = database_.use([&](Database& open) { return Mailboxes{open}.find(settings_.name, clock_.now()); }).value_or(MailboxHealth{});
    health_.name = settings_.name;
}

std::size_t Collector::journal(std::vector<RawMail>& mails)
{
    std::uint64_t octets = 0;
    for (const auto& one : mails) octets += one.bytes.size();
    const auto [fresh, spent] = database_.use([&](Database& open) {
        std::size_t news = 0;
        std::uint64_t today = 0;
        open.transaction([&] {
            for (const auto& one : Inbox{open}.journal(mails)) news += one.fresh ? 1 : 0;
            Mailboxes mailboxes{open};
            mailboxes.add_octets(settings_.name, clock_.now(), octets);
            if (settings_.daily_octets > 0) today = mailboxes.octets_on_day(settings_.name, clock_.now());
        });
        return std::pair{news, settings_.daily_octets > 0 && today >= settings_.daily_octets};
    });
    mails.clear();
    if (fresh > 0) clock_.wake();
    if (spent) throw BudgetSpent{};
    return fresh;
}

Collector::Round Collector::step(std::stop_token stop)
{
    try {
        return round(Extent::everything, std::move(stop));
    } catch (const BudgetSpent&) {
        mailbox_->close();
        throw mail::StreamError{mail::StreamError::Cause::closed, "the octets allowed for today (daily_octets) are spent"};
    }
}

// What is to be asked for: listed mails the journal does not know, and those whose next attempt is due.
std::vector<std::string> Collector::wanted(const mail::Listing& listing)
{
    auto unknown = database_.use([&](Database& open) { return Inbox{open}.unknown(settings_.name, listing.generation, uids_of(listing)); });
    std::erase_if(unknown, [&](const std::string& uid) { return missing_.contains(uid); });
    for (const auto& [uid, attempts] : missing_)
        if (attempts.next <= clock_.now()) unknown.push_back(uid);
    return unknown;
}

void Collector::remember_missing(const std::vector<std::string>& wanted, const std::set<std::string, std::less<>>& had)
{
    for (const auto& uid : wanted) {
        if (had.contains(uid)) {
            missing_.erase(uid);
            continue;
        }
        auto& attempts = missing_[uid];
        attempts.next = clock_.now() + pause_after(++attempts.made);
        if (attempts.made == attempts_noted)
            log(LogLevel::error, who_, fmt::format("mail {} is listed but was not handed out {} times; it is asked for every hour from now on: "
                                                   "look at it on the server", uid, attempts.made));
    }
}

Collector::Round Collector::round(Extent extent, std::stop_token stop)
{
    mailbox_->open();
    const auto listing = extent == Extent::everything ? mailbox_->list() : mailbox_->list_newer(newest_);
    if (extent == Extent::everything) {
        const auto listed = uids_of(listing);
        const std::set<std::string, std::less<>> present{listed.begin(), listed.end()};
        std::erase_if(missing_, [&](const auto& one) { return !present.contains(one.first); });
        health_.listed = static_cast<std::int64_t>(listed.size());
        health_.generation = listing.generation;
    }
    const auto asked = wanted(listing);
    Round round;
    std::vector<RawMail> group;
    std::size_t octets = 0;
    std::set<std::string, std::less<>> had;
    const auto take = [&](mail::FetchedMail fetched) {
        octets += fetched.bytes.size();
        had.insert(fetched.uid);
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
        mailbox_->fetch(asked, take);
    } catch (const Stopping&) {
        mailbox_->close(); // in the middle of an answer: of no further use
        return round;
    }
    if (!group.empty()) round.fresh += static_cast<int>(journal(group));
    round.missing = static_cast<int>(asked.size() - had.size());
    remember_missing(asked, had);
    dispose(listing, extent);
    if (extent == Extent::everything) {
        ordered_ = !listing.generation.empty();
        newest_ = listing.mails.empty() ? std::string{} : listing.mails.back().uid;
        everything_due_ = clock_.now() + between_listings;
        if (health_.compared.value_or(Instant{}) + between_comparisons <= clock_.now()) compare(listing);
    } else if (!listing.mails.empty()) {
        newest_ = listing.mails.back().uid;
        health_.listed += round.fresh;
    }
    return round;
}

void Collector::dispose(const mail::Listing& listing, Extent extent)
{
    auto undisposed = database_.use([&](Database& open) { return Inbox{open}.undisposed(settings_.name, listing.generation); });
    if (undisposed.empty()) return;
    const auto listed = uids_of(listing);
    const std::set<std::string, std::less<>> present{listed.begin(), listed.end()};
    std::vector<std::string> there;
    for (const auto& uid : undisposed)
        if (present.contains(uid)) there.push_back(uid);
    if (!there.empty()) mailbox_->dispose(there);
    // What a whole listing holds no more was disposed of before the record of it could be written.
    const auto& done = extent == Extent::everything ? undisposed : there;
    database_.use([&](Database& open) { Inbox{open}.record_disposed(settings_.name, listing.generation, done); });
}

// Looks again after all is done.
void Collector::compare(const mail::Listing& before)
{
    const auto uids = uids_of(before);
    const std::set<std::string, std::less<>> old{uids.begin(), uids.end()};
    auto listing = mailbox_->list();
    // The server has announced what came meanwhile, and will not do so again: it gets a round now.
    if (std::erase_if(listing.mails, [&](const mail::RemoteMail& one) { return !old.contains(one.uid); }) > 0) everything_due_ = clock_.now();
    const auto places = database_.use([&](Database& open) { return Inbox{open}.known(settings_.name, listing.generation); });
    health_.differences = differences(listing, places, mail::disposal_of(settings_));
    health_.compared = clock_.now();
    if (!health_.differences.empty())
        log(LogLevel::warning, who_, fmt::format("server and journal differ {} time(s), first: {}; see `deskhand mailbox reconcile {}`",
                                                 health_.differences.size(), health_.differences.front(), settings_.name));
}

}
