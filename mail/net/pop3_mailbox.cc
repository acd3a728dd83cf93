#include "mail/net/pop3_mailbox.h"

#include "mail/net/pop3_uids.h"
#include "mail/net/logged_stream.h"
#include "mail/protocol/pop3_session.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

namespace deskhand::mail {
namespace {

// Removals committed by one QUIT: what a break undoes is done again.
constexpr std::size_t removals_a_session = 200;

class Pop3Mailbox final : public Mailbox {
public:
    Pop3Mailbox(Pop3Settings settings, const MailboxSettings& bounds)
        : settings_{std::move(settings)}, login_{settings_.login, settings_.tokens}, largest_mail_{bounds.largest_mail}, patience_{bounds.patience}, protocol_log_{bounds.protocol_log}
    {
        auto& server = settings_.server;
        if (server.port == 0) server.port = server.security == Security::tls ? 995 : 110;
    }

    void open() override;
    Listing list() override;
    void fetch(std::span<const std::string> uids,
               const std::function<void(FetchedMail)>& take) override;
    void dispose(std::span<const std::string> uids) override;
    Rest rest(std::chrono::milliseconds most) override;
    std::optional<Arrival> stir() override;
    std::optional<std::chrono::steady_clock::time_point> session_end() const override { return session_ ? login_.session_end() : std::nullopt; }
    void close() noexcept override;

private:
    struct Place {
        std::uint32_t number = 0;
        std::uint64_t size = 0;
    };

    void begin_session();
    void log_in();
    void ensure_listed();
    void fetch_header(const std::string& uid, const Place& place,
                      const std::function<void(FetchedMail)>& take);
    void remove(std::span<const std::string> uids);
    template <class Action> auto or_drop(Action action)
    {
        try {
            return action();
        } catch (...) {
            drop();
            throw;
        }
    }
    void drop() noexcept
    {
        session_.reset();
        stream_.reset();
        listed_ = false;
    }

    Pop3Settings settings_;
    TokenLogin login_;
    std::uint64_t largest_mail_;
    std::chrono::milliseconds patience_;
    Pop3Capabilities capabilities_ = Pop3Capabilities::ask;
    std::filesystem::path protocol_log_;
    std::unique_ptr<SocketStream> stream_;
    std::optional<Pop3Session> session_; // talks over stream_
    bool listed_ = false;                // the two below belong to this session
    Listing listing_;
    std::map<std::string, Place, std::less<>> places_; // by uid
    std::chrono::steady_clock::time_point rest_until_{};
    std::mt19937_64 sessions_{std::random_device{}()};
};

void Pop3Mailbox::begin_session()
{
    const auto& server = settings_.server;
    stream_ = logged(connect(server), protocol_log_, LoggedStream::Protocol::pop3);
    Pop3Options options{.limits = {.body = largest_mail_}, .capabilities = capabilities_};
    options.patience = patience_;
    options.login_patience = std::min(options.login_patience, patience_);
    session_.emplace(*stream_, options);
    session_->greet(server.security == Security::starttls ? Pop3Upgrade::stls : Pop3Upgrade::none,
                    server.host);
}

void Pop3Mailbox::open()
{
    if (session_) return;
    login_.until_settled([&] { log_in(); });
}

void Pop3Mailbox::log_in()
{
    or_drop([&] {
        const auto login = login_.next(); // may take time: a server does not wait for it
        try {
            begin_session();
        } catch (const StreamError& error) {
            // Some old servers hang up when asked for capabilities.
            if (error.cause != StreamError::Cause::closed || !session_ ||
                capabilities_ == Pop3Capabilities::skip)
                throw;
            drop();
            capabilities_ = Pop3Capabilities::skip;
            begin_session();
        }
        {
            const Muted log{*stream_};
            session_->login(login);
        }
        login_.accepted();
    });
}

void Pop3Mailbox::ensure_listed()
{
    open();
    if (listed_) return;
    or_drop([&] {
        const auto messages = session_->list();
        if (!session_->has_ids() && settings_.disposal != Disposal::remove)
            throw LoginRefused{"the server has no UIDL, so mail left there cannot be told apart: "
                               "set the disposal to remove, or use IMAP"};
        const auto uids = pop3_uids(messages, settings_.disposal, std::to_string(sessions_()));
        listing_ = {};
        places_.clear();
        for (std::size_t i = 0; i < messages.size(); ++i) {
            listing_.mails.push_back({uids[i], messages[i].size});
            places_[uids[i]] = {messages[i].number, messages[i].size};
        }
        listed_ = true;
    });
}

// A maildrop does not change while a session has it, so one listing a session is everything.
Listing Pop3Mailbox::list()
{
    ensure_listed();
    return listing_;
}

void Pop3Mailbox::fetch(std::span<const std::string> uids,
                        const std::function<void(FetchedMail)>& take)
{
    if (uids.empty()) return;
    ensure_listed();
    or_drop([&] {
        std::vector<std::uint32_t> small;
        std::map<std::uint32_t, std::string> names;
        std::vector<std::pair<std::string, Place>> large;
        for (const auto& uid : uids) {
            const auto place = places_.find(uid);
            if (place == places_.end()) continue;
            if (place->second.size > largest_mail_) {
                large.emplace_back(uid, place->second);
                continue;
            }
            small.push_back(place->second.number);
            names[place->second.number] = uid;
        }
        session_->retrieve(small, [&](std::uint32_t number, Pop3Body body) {
            const auto& uid = names[number];
            if (body.withheld > 0) large.emplace_back(uid, Place{number, body.withheld});
            else take({.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = std::move(body.octets)});
        });
        for (const auto& [uid, place] : large) fetch_header(uid, place, take);
    });
}

void Pop3Mailbox::fetch_header(const std::string& uid, const Place& place,
                               const std::function<void(FetchedMail)>& take)
{
    auto header = session_->header(place.number);
    if (!header) return;
    take({.uid = uid, .remote_id = {}, .internal_date = {}, .bytes = *std::move(header), .withheld = place.size});
}

void Pop3Mailbox::dispose(std::span<const std::string> uids)
{
    if (settings_.disposal != Disposal::remove || uids.empty()) return;
    // Names of one session first, all of them: the QUIT below makes them void.
    std::vector<std::string> left{uids.begin(), uids.end()};
    const auto stable = std::stable_partition(left.begin(), left.end(),
                                              [](const std::string& uid) { return names_one_session(uid); });
    auto size = static_cast<std::size_t>(stable - left.begin()) + removals_a_session;
    for (std::size_t at = 0; at < left.size(); at += size, size = removals_a_session)
        remove(std::span{left}.subspan(at, std::min(size, left.size() - at)));
}

void Pop3Mailbox::remove(std::span<const std::string> uids)
{
    ensure_listed();
    or_drop([&] {
        for (const auto& uid : uids)
            if (const auto place = places_.find(uid); place != places_.end())
                session_->remove(place->second.number);
        session_->quit();
    });
    drop();
}

Rest Pop3Mailbox::rest(std::chrono::milliseconds most)
{
    close();
    rest_until_ = std::chrono::steady_clock::now() + most;
    return {.descriptor = -1, .most = most};
}

std::optional<Arrival> Pop3Mailbox::stir()
{
    if (std::chrono::steady_clock::now() < rest_until_) return {};
    return Arrival::something; // a maildrop tells nobody
}

void Pop3Mailbox::close() noexcept
{
    try {
        if (session_) session_->quit();
    } catch (...) { // gone already; nothing was removed
    }
    drop();
}

}

std::unique_ptr<Mailbox> make_pop3_mailbox(Pop3Settings settings, const MailboxSettings& bounds)
{
    return std::make_unique<Pop3Mailbox>(std::move(settings), bounds);
}

}
