#include "mail/net/token_keeper.h"

#include "mail/oauth/oauth_advice.h"
#include "mail/protocol/byte_stream.h"

#include <openssl/rand.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::chrono::minutes refusal_stands_for{15};
constexpr seconds flight_patience{2}; // of those who wait for another's request: their threads have other mailboxes to read
constexpr seconds first_wait{1}, longest_wait{60}, longest_asked_for{600};
constexpr seconds young{60}; // a token refused before this age is not the one to blame

// The endpoint could not answer; how long it wants to be left alone.
struct EndpointTrouble : StreamError {
    EndpointTrouble(const std::string& what, std::optional<seconds> pause)
        : StreamError{Cause::unreachable, what}, retry_after{pause}
    {}
    std::optional<seconds> retry_after;
};

sys_seconds second_of(const Moment& moment) { return std::chrono::floor<seconds>(moment.wall); }

std::string never_used_before()
{
    unsigned char octets[16];
    if (RAND_bytes(octets, sizeof octets) != 1) throw std::runtime_error{"the system's random source gives nothing"};
    return base64url({reinterpret_cast<const char*>(octets), sizeof octets});
}

}

TokenKeeper::TokenKeeper(OAuthSettings settings, AskEndpoint ask, Now now)
    : settings_{std::move(settings)},
      ask_{ask ? std::move(ask) : AskEndpoint{[ca = settings_.ca_file](const OAuthRequest& request) { return post_form(request, ca); }}},
      now_{std::move(now)}
{
    if (keeps_refresh_token(settings_.grant)) file_.emplace(settings_);
}

TokenKeeper::~TokenKeeper()
{
    if (held_) wipe(held_->value);
}

AccessToken TokenKeeper::given() { return {held_->value, session_end(held_->life, chance())}; }

bool TokenKeeper::refusal_stands(const Moment& now) const
{
    if (!refusal_ || now.steady >= refusal_->until) return false;
    return refusal_->kind == Refusal::Kind::endpoint || !file_ || file_->stamp() == refusal_->file;
}

AccessToken TokenKeeper::token()
{
    std::unique_lock lock{mutex_};
    for (;;) {
        const auto now = now_();
        if (held_ && !renewal_due(held_->life, now, held_->chance)) return given();
        const bool valid = held_ && still_valid(held_->life, now);
        if (valid && in_flight_) return given();
        if (in_flight_) {
            if (landed_.wait_for(lock, flight_patience) == std::cv_status::no_timeout) continue;
            throw StreamError{StreamError::Cause::deadline, settings_.token_endpoint + " has been asked for an access token and has not answered yet"};
        }
        if (refusal_stands(now)) {
            if (valid && refusal_->kind == Refusal::Kind::endpoint) return given();
            std::rethrow_exception(refusal_->error);
        }
        in_flight_ = true;
        lock.unlock();
        std::optional<Held> made;
        std::exception_ptr failed;
        try {
            made = renewed();
        } catch (...) {
            failed = std::current_exception();
        }
        lock.lock();
        in_flight_ = false;
        landed_.notify_all();
        if (made) {
            if (held_) wipe(held_->value);
            held_ = std::move(made);
            refusal_.reset();
            wait_ = seconds{0};
            return given();
        }
        keep(failed); // and the loop hands out what is still valid, or throws it
    }
}

TokenSource::Age TokenKeeper::forget(const AccessToken& refused)
{
    const std::lock_guard lock{mutex_};
    if (!held_ || held_->value != refused.value) return Age::older;
    const auto now = now_();
    const bool is_young = now.steady - held_->life.begin.steady < young;
    wipe(held_->value);
    held_.reset();
    return is_young ? Age::just_made : Age::older;
}

void TokenKeeper::try_again()
{
    const std::lock_guard lock{mutex_};
    refusal_.reset();
}

void TokenKeeper::keep(const std::exception_ptr& error)
{
    const auto now = now_().steady;
    try {
        std::rethrow_exception(error);
    } catch (const AuthorizationNeeded&) {
        refusal_ = {error, Refusal::Kind::person, now + refusal_stands_for, file_ ? file_->stamp() : 0};
        return;
    } catch (const EndpointTrouble& trouble) {
        wait_ = std::clamp(wait_ * 2, first_wait, longest_wait);
        const auto pause = std::max(wait_, std::min(trouble.retry_after.value_or(seconds{0}), longest_asked_for));
        refusal_ = {error, Refusal::Kind::endpoint, now + pause, 0};
        return;
    } catch (...) { // below
    }
    wait_ = std::clamp(wait_ * 2, first_wait, longest_wait);
    refusal_ = {error, Refusal::Kind::endpoint, now + wait_, 0};
}

TokenKeeper::Held TokenKeeper::renewed()
{
    const auto asked = now_();
    try {
        if (file_) return renewed_from_file(asked);
        auto granted = ask({}, asked);
        return held_by(granted, asked);
    } catch (const std::invalid_argument& unusable) {
        throw AuthorizationNeeded{fmt::format("no access token: {}; see config/oauth.md", unusable.what())};
    } catch (const TokenFileError& unreadable) {
        throw StreamError{StreamError::Cause::unreachable, unreadable.what()};
    }
}

TokenKeeper::Held TokenKeeper::held_by(TokensGranted& granted, const Moment& asked)
{
    const std::lock_guard lock{mutex_};
    return {std::exchange(granted.access_token, {}), {asked, granted.life}, chance()};
}

// The token the next request goes out with: one newly put into the configuration, else the stored one.
StoredToken TokenKeeper::known_token(const std::optional<StoredToken>& stored, const Moment& asked) const
{
    const auto first = digest_of_token(settings_.first_refresh_token);
    if (stored && (first.empty() || stored->began_with == first)) return *stored;
    if (first.empty()) throw AuthorizationNeeded{advice_without_token(settings_)};
    return {.refresh_token = settings_.first_refresh_token, .obtained = second_of(asked), .used = {}, .began_with = first};
}

TokenKeeper::Held TokenKeeper::renewed_from_file(const Moment& asked)
{
    const TokenFile::Lock lock{*file_};
    if (unsaved_) return saved(unsaved_->stored, unsaved_->held);
    auto stored = known_token(file_->load(), asked);
    const WipedAtEnd wiped{stored.refresh_token};
    const auto cut_off = stored.renewing; // by an earlier run, or an answer that never came
    stored.renewing = cut_off.value_or(second_of(asked));
    file_->save(stored);
    TokensGranted granted;
    try {
        granted = ask(stored.refresh_token, asked);
    } catch (const AuthorizationNeeded& needed) {
        if (cut_off)
            throw AuthorizationNeeded{fmt::format("{}; a renewal begun at {:%Y-%m-%d %H:%M:%S} UTC ended before its answer was saved, so "
                                                  "the newest refresh token is lost if the provider takes each of them once", needed.what(), fmt::gmtime(*cut_off))};
        stored.renewing.reset(); // the endpoint answered: nothing was rotated
        file_->save(stored);
        throw;
    }
    if (!granted.refresh_token.empty() && granted.refresh_token != stored.refresh_token) {
        wipe(stored.refresh_token);
        stored.refresh_token = std::exchange(granted.refresh_token, {});
        stored.obtained = second_of(asked);
    }
    stored.used = second_of(asked);
    stored.access_ends = second_of(asked) + granted.life;
    stored.renewing.reset();
    return saved(stored, held_by(granted, asked));
}

// What cannot be saved is tried again next time: the endpoint may have given it for the only time.
TokenKeeper::Held TokenKeeper::saved(const StoredToken& stored, Held held)
{
    unsaved_ = Unsaved{stored, std::move(held)};
    file_->save(unsaved_->stored);
    auto made = std::exchange(unsaved_, std::nullopt);
    wipe(made->stored.refresh_token);
    return std::move(made->held);
}

TokensGranted TokenKeeper::ask(const std::string& refresh_token, const Moment& asked)
{
    const AssertionContext context{second_of(asked), never_used_before()};
    auto http = ask_(token_request(settings_, refresh_token, context));
    const WipedAtEnd wiped{http.body};
    auto answer = read_token_answer(http);
    if (auto* granted = std::get_if<TokensGranted>(&answer)) return std::move(*granted);
    if (const auto* refused = std::get_if<OAuthRefused>(&answer)) throw AuthorizationNeeded{advice_on(*refused, settings_)};
    const auto& trouble = std::get<OAuthTrouble>(answer);
    throw EndpointTrouble{fmt::format("{} gave no access token: {}", settings_.token_endpoint, trouble.what), trouble.retry_after};
}

}
