#include "mail/net/imap_mailbox.h"

#include "mail/net/logged_stream.h"
#include "mail/protocol/imap_session.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using News = ImapSession::News;

constexpr std::chrono::hours longest_without_search{1};

class ImapMailbox final : public Mailbox {
public:
    ImapMailbox(ImapSettings settings, const MailboxSettings& bounds)
        : settings_{std::move(settings)}, login_{settings_.login, settings_.tokens}, largest_mail_{bounds.largest_mail}, patience_{bounds.patience}, protocol_log_{bounds.protocol_log}
    {
        auto& server = settings_.server;
        if (server.port == 0) server.port = server.security == Security::tls ? 993 : 143;
    }

    void open() override;
    Listing list() override { return listing(0); }
    Listing list_newer(const std::string& uid) override { return listing(parse_uid(uid).value_or(0)); }
    void fetch(std::span<const std::string> uids,
               const std::function<void(FetchedMail)>& take) override;
    void dispose(std::span<const std::string> uids) override;
    Rest rest(milliseconds most) override;
    std::optional<Arrival> stir() override;
    std::optional<steady_clock::time_point> session_end() const override { return session_ ? login_.session_end() : std::nullopt; }
    void close() noexcept override;

private:
    UidSet everything(ImapSession& session);
    Listing listing(std::uint32_t newer_than);
    void begin_session();
    // Runs `action` on the open session; whatever it throws ends the session.
    template <class Action> auto on_session(Action action)
    {
        if (!session_) throw StreamError{StreamError::Cause::closed, "the mailbox is not open"};
        return or_drop([&] { return action(*session_); });
    }
    template <class Action> auto or_drop(Action action)
    {
        try {
            return action();
        } catch (const Throttled& throttled) {
            pause_until_ = steady_clock::now() + throttled.pause;
            drop();
            throw;
        } catch (...) {
            drop();
            throw;
        }
    }
    void drop() noexcept
    {
        session_.reset();
        stream_.reset();
    }

    ImapSettings settings_;
    TokenLogin login_;
    std::uint64_t largest_mail_;
    milliseconds patience_;
    std::filesystem::path protocol_log_;
    std::unique_ptr<SocketStream> stream_;
    std::optional<ImapSession> session_; // talks over stream_
    steady_clock::time_point pause_until_{}, rest_until_{};
    std::optional<ImapListing> listed_; // by the last session
    steady_clock::time_point listed_at_{}; // when the server was last asked for all UIDs
};

std::vector<std::uint32_t> numbers(std::span<const std::string> uids)
{
    std::vector<std::uint32_t> all;
    for (const auto& uid : uids)
        if (const auto number = parse_uid(uid)) all.push_back(*number);
    std::sort(all.begin(), all.end());
    return all;
}

void ImapMailbox::open()
{
    if (session_) return;
    if (steady_clock::now() < pause_until_)
        throw StreamError{StreamError::Cause::deadline, "the server has asked for a pause that is not over"};
    login_.until_settled([&] { begin_session(); });
}

void ImapMailbox::begin_session()
{
    or_drop([&] {
        const auto login = login_.next(); // may take time: a server does not wait for it
        const auto& server = settings_.server;
        stream_ = logged(connect(server), protocol_log_, LoggedStream::Protocol::imap);
        ImapOptions options;
        options.largest_mail = options.conversation.limits.literal = largest_mail_;
        options.conversation.limits.skipped = std::max(options.conversation.limits.skipped, largest_mail_);
        if (protocol_log_.empty()) options.compress_above = settings_.compress_above; // a log of compressed octets is none
        options.patience = patience_;
        options.login_patience = std::min(options.login_patience, patience_);
        options.idle_patience = std::min(options.idle_patience, patience_);
        session_.emplace(*stream_, options);
        session_->greet(server.security == Security::starttls ? ImapUpgrade::starttls : ImapUpgrade::none,
                        server.host);
        {
            const Muted log{*stream_};
            session_->login(login);
        }
        login_.accepted();
        session_->select(settings_.folder, settings_.disposal == Disposal::keep ? ImapAccess::read_only
                                                                                : ImapAccess::read_write);
    });
}

UidSet ImapMailbox::everything(ImapSession& session)
{
    const auto mark = session.mark();
    // A server that is wrong about its marks is found out within the hour.
    const bool still_good = listed_ && steady_clock::now() - listed_at_ < longest_without_search;
    const bool again = still_good && mark == listed_->mark;
    auto set = session.list(still_good ? listed_ : std::nullopt);
    if (!again) listed_at_ = steady_clock::now();
    listed_ = mark ? std::optional{ImapListing{*mark, set}} : std::nullopt;
    return set;
}

Listing ImapMailbox::listing(std::uint32_t newer_than)
{
    return on_session([this, newer_than](ImapSession& session) {
        const auto found = (newer_than > 0 ? session.list_newer(newer_than) : everything(session)).uids();
        Listing listing{std::to_string(session.uid_validity()), {}};
        listing.mails.reserve(found.size());
        for (const auto uid : found) listing.mails.push_back({std::to_string(uid), 0});
        return listing;
    });
}

void ImapMailbox::fetch(std::span<const std::string> uids,
                        const std::function<void(FetchedMail)>& take)
{
    if (uids.empty()) return;
    on_session([&](ImapSession& session) {
        session.fetch(numbers(uids), [&](ImapMail mail) {
            take({.uid = std::to_string(mail.uid),
                  .remote_id = std::move(mail.remote_id),
                  .internal_date = mail.internal_date,
                  .bytes = std::move(mail.bytes),
                  .withheld = mail.withheld});
        });
    });
}

void ImapMailbox::dispose(std::span<const std::string> uids)
{
    if (uids.empty() || settings_.disposal == Disposal::keep) return;
    on_session([&](ImapSession& session) {
        const auto all = numbers(uids);
        switch (settings_.disposal) {
        case Disposal::keep: break;
        case Disposal::seen: session.mark_seen(all); break;
        case Disposal::move: session.move(all, settings_.processed); break;
        case Disposal::remove: session.remove(all); break;
        }
    });
}

Rest ImapMailbox::rest(milliseconds most)
{
    return on_session([&](ImapSession& session) {
        most = session.begin_wait(most);
        // Octets that came along with the go-ahead would not make the descriptor readable.
        if (most > milliseconds::zero() && session.hear_news() == News::arrived) most = milliseconds::zero();
        rest_until_ = steady_clock::now() + most;
        return Rest{stream_->descriptor(), most};
    });
}

std::optional<Arrival> ImapMailbox::stir()
{
    return on_session([&](ImapSession& session) -> std::optional<Arrival> {
        if (session.hear_news() == News::none && steady_clock::now() < rest_until_) return {};
        return session.end_wait() == News::arrived ? Arrival::something : Arrival::nothing;
    });
}

void ImapMailbox::close() noexcept
{
    try {
        if (session_) session_->logout();
    } catch (...) { // gone already
    }
    drop();
}

}

std::unique_ptr<Mailbox> make_imap_mailbox(ImapSettings settings, const MailboxSettings& bounds)
{
    return std::make_unique<ImapMailbox>(std::move(settings), bounds);
}

}
