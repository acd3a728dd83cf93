// Listing and fetching of an ImapSession.
#include "mail/protocol/imap_session.h"

#include "mail/protocol/stand_in.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;

constexpr std::size_t batch_mails = 50;
constexpr std::uint64_t batch_octets = 8u << 20;
constexpr std::size_t commands_in_flight = 4;
constexpr std::size_t planned_at_once = 2'000; // mails whose sizes are asked for together
constexpr std::size_t most_in_vain = 1u << 16;  // responses without a FETCH or an answer
// Above this a plain SEARCH is asked in windows, whose answer fits ImapLimits::line.
constexpr std::uint32_t search_window = 90'000;
constexpr std::uint64_t most_listed = 5'000'000;

}

// One FETCH command: whole mails, or a header when the mail is too large.
struct ImapSession::Batch {
    std::vector<std::uint32_t> uids;
    std::uint64_t octets = 0;
    std::uint64_t withheld = 0;
};

// Nothing when the server refuses or does not answer the search.
std::optional<UidSet> ImapSession::search(const ImapCommand& command)
{
    std::optional<UidSet> found;
    const auto tag = conversation_.send(command);
    const auto answer = conversation_.finish(tag, [&](ImapResponse& response) {
        auto* result = std::get_if<ImapSearch>(&response);
        if (!result) return note(response);
        if (!result->tag.empty() && result->tag != tag) return; // somebody else's
        auto ranges = found ? found->ranges() : std::vector<UidRange>{};
        ranges.insert(ranges.end(), result->found.ranges().begin(), result->found.ranges().end());
        found = UidSet{std::move(ranges)};
    });
    return answer.ok() ? found : std::nullopt;
}

// Windows of sequence numbers from the last to the first: a mail that slides down because another
// was expunged is then seen twice, never missed.
UidSet ImapSession::search_plainly(const std::string& which, std::uint32_t most)
{
    std::vector<UidRange> ranges;
    std::uint32_t last = most;
    do {
        const bool windowed = most > search_window;
        const auto first = last > search_window ? last - search_window + 1 : 1;
        const auto window = std::to_string(first) + ":" + std::to_string(last) + " ";
        const auto found = search(ImapCommand{"UID SEARCH " + (windowed ? window : "") + which});
        if (!found && exists_ > 0)
            throw StreamError{Cause::malformed, "the server does not list the folder"};
        if (found) ranges.insert(ranges.end(), found->ranges().begin(), found->ranges().end());
        last = first - 1;
    } while (last > 0);
    return UidSet{std::move(ranges)};
}

UidSet ImapSession::list(const std::optional<ImapListing>& known)
{
    if (!known || mark() != known->mark) return list_newer(0);
    view_is_fresh_ = false;
    return known->uids;
}

UidSet ImapSession::list_newer(std::uint32_t uid)
{
    if (!view_is_fresh_) run(ImapCommand{"NOOP"});
    view_is_fresh_ = arrived_ = false;
    // "5:*" names the last mail even when its number is smaller.
    const std::string all = can_expunge() ? "ALL" : "UNDELETED";
    const std::string which = uid == 0 ? all : "UID " + std::to_string(uid) + ":* " + all;
    std::optional<UidSet> found;
    if (can("ESEARCH")) {
        found = search(ImapCommand{"UID SEARCH RETURN (ALL) " + which});
        if (!found) distrust("ESEARCH", "no answer to the search");
    }
    if (!found) found = search_plainly(which, uid == 0 ? exists_ : std::min(exists_, search_window));
    if (found->count() > most_listed)
        throw StreamError{Cause::malformed, "the server lists more than five million mails"};
    return uid == 0 ? *std::move(found) : found->above(uid);
}

void ImapSession::pipeline(const std::vector<ImapCommand>& commands,
                           const std::function<void(ImapFetch&)>& fetched,
                           const std::function<void(std::size_t, const ImapStatus&)>& answered)
{
    std::unordered_map<std::string, std::size_t> on_the_way;
    std::size_t sent = 0, heard_in_vain = 0;
    while (sent < commands.size() || !on_the_way.empty()) {
        std::vector<ImapCommand> group;
        const auto first = sent;
        while (sent < commands.size() && on_the_way.size() + group.size() < commands_in_flight)
            group.push_back(commands[sent++]);
        if (!group.empty()) {
            const auto tags = conversation_.send(group);
            for (std::size_t i = 0; i < tags.size(); ++i) on_the_way[tags[i]] = first + i;
        }
        auto response = conversation_.hear();
        ++heard_in_vain;
        if (auto* fetch = std::get_if<ImapFetch>(&response)) {
            if (fetch->uid) heard_in_vain = 0;
            fetched(*fetch);
        } else if (const auto* tagged = std::get_if<ImapTagged>(&response)) {
            heard_in_vain = 0;
            if (const auto found = on_the_way.find(tagged->tag); found != on_the_way.end()) {
                answered(found->second, tagged->status);
                on_the_way.erase(found);
            }
        } else {
            note(response);
        }
        if (heard_in_vain > most_in_vain)
            throw StreamError{Cause::malformed, "the server talks without answering"};
    }
}

// Asks what the mails weigh and groups them. A mail of unknown size counts as small: the literal
// limit still guards.
std::vector<ImapSession::Batch> ImapSession::plan(std::span<const std::uint32_t> uids)
{
    std::vector<ImapCommand> commands;
    for (const auto& part : parts(UidSet::of(uids)))
        commands.emplace_back("UID FETCH " + part.text() + " (UID RFC822.SIZE)");
    std::unordered_map<std::uint32_t, std::uint64_t> sizes;
    pipeline(commands,
             [&](const ImapFetch& fetch) {
                 if (fetch.uid && fetch.size) sizes[*fetch.uid] = *fetch.size;
             },
             [](std::size_t, const ImapStatus&) {});

    std::vector<Batch> batches;
    Batch open;
    for (const auto uid : uids) {
        const auto known = sizes.find(uid);
        const auto size = known == sizes.end() ? 0 : known->second;
        if (size > options_.largest_mail) {
            batches.push_back({{uid}, 0, size});
            continue;
        }
        const bool full = open.uids.size() == batch_mails || open.octets + size > batch_octets;
        if (full && !open.uids.empty()) batches.push_back(std::exchange(open, {}));
        open.uids.push_back(uid);
        open.octets += size;
    }
    if (!open.uids.empty()) batches.push_back(std::move(open));
    return batches;
}

void ImapSession::compress_for(const std::vector<Batch>& batches)
{
    std::uint64_t octets = 0;
    for (const auto& batch : batches) octets += batch.octets;
    if (compressed_ || !options_.compress_above || octets <= *options_.compress_above || !can("COMPRESS=DEFLATE")) return;
    const auto answer = run(ImapCommand{"COMPRESS DEFLATE"});
    compressed_ = answer.ok();
    if (compressed_) conversation_.start_compression();
    else distrust("COMPRESS=DEFLATE", shown(answer));
}

ImapCommand ImapSession::fetch_command(const Batch& batch) const
{
    std::string items = "UID FLAGS INTERNALDATE RFC822.SIZE";
    if (can("OBJECTID")) items += " EMAILID";
    if (can("X-GM-EXT-1")) items += " X-GM-MSGID";
    items += batch.withheld > 0 ? " BODY.PEEK[HEADER]" : " BODY.PEEK[]";
    return ImapCommand{"UID FETCH " + UidSet::of(batch.uids).text() + " (" + items + ")"};
}

// Returns what is worth asking for once more: mails of a refused command one by one, and mails
// that turned out too large by their header.
std::vector<ImapSession::Batch> ImapSession::run_batches(const std::vector<Batch>& batches,
                                                         const std::function<void(ImapMail)>& take)
{
    std::vector<ImapCommand> commands;
    std::unordered_map<std::uint32_t, std::uint64_t> wanted; // uid -> octets withheld
    for (const auto& batch : batches) {
        commands.push_back(fetch_command(batch));
        for (const auto uid : batch.uids) wanted[uid] = batch.withheld;
    }
    std::vector<Batch> again;
    const auto fetched = [&](ImapFetch& fetch) {
        const auto found = wanted.find(fetch.uid.value_or(0));
        if (found == wanted.end()) return;
        auto& octets = found->second > 0 ? fetch.header : fetch.body;
        if (!octets && fetch.withheld == 0) return; // only flags, or NIL: not fetched
        if (octets && is_stand_in(*octets)) return;
        if (octets) {
            take({.uid = found->first,
                  .remote_id = fetch.email_id.empty() ? std::move(fetch.gmail_id) : std::move(fetch.email_id),
                  .internal_date = fetch.internal_date,
                  .bytes = *std::move(octets),
                  .withheld = found->second});
        } else {
            again.push_back({{found->first}, 0, fetch.withheld});
        }
        wanted.erase(found);
    };
    conversation_.expect(ImapReader::Literals::mails);
    pipeline(commands, fetched, [&](std::size_t index, const ImapStatus& status) {
        if (status.ok()) return;
        for (const auto uid : batches[index].uids)
            if (wanted.count(uid) == 1) again.push_back({{uid}, 0, batches[index].withheld});
    });
    conversation_.expect(ImapReader::Literals::small);
    return again;
}

void ImapSession::fetch(std::span<const std::uint32_t> uids, const std::function<void(ImapMail)>& take)
{
    for (std::size_t at = 0; at < uids.size(); at += planned_at_once) {
        const auto part = uids.subspan(at, std::min(planned_at_once, uids.size() - at));
        const auto batches = plan(part);
        compress_for(batches);
        if (const auto again = run_batches(batches, take); !again.empty()) run_batches(again, take);
    }
    view_is_fresh_ = false;
}

}
