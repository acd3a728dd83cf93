// One source of access tokens for all who log in: rotation, single flight, failures, crash point C17.
#include "mail/net/token_keeper.h"

#include "tests/mail/net/stored_tokens.h"
#include "tests/support/stream_errors.h"
#include "tests/support/temp_dir.h"
#include "tests/support/token_endpoint.h"
#include "tests/support/waiting.h"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

HttpAnswer answered(const TokenReply& reply) { return {reply.status, reply.body, {}}; }

// Both clocks of a keeper, moved by the test.
struct TestTime {
    Moment now = moment_now();
    void pass(std::chrono::seconds time)
    {
        now.steady += time;
        now.wall += time;
    }
    TokenKeeper::Now clock()
    {
        return [this] { return now; };
    }
};

std::string sent(const OAuthRequest& request, const std::string& field) { return form_value(form_encoded(request.fields), field).value_or(""); }

// What an AuthorizationNeeded says; empty when none is thrown.
template <class Action> std::string needed_by(Action action)
{
    try {
        action();
    } catch (const AuthorizationNeeded& needed) {
        return needed.what();
    }
    return {};
}

// Runs in a child process, which `action` kills; true when it did.
template <class Action> bool dies_in(Action action)
{
    const auto child = ::fork();
    if (child == 0) {
        action();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}

BOOST_AUTO_TEST_SUITE(token_keeper)

BOOST_AUTO_TEST_CASE(a_rotated_refresh_token_is_saved_before_its_access_token_is_handed_out)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    std::vector<std::string> asked;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest& request) {
        asked.push_back(sent(request, "refresh_token"));
        const auto number = std::to_string(asked.size());
        return answered(tokens_granted("a" + number, 3600, "r" + std::to_string(asked.size() + 1)));
    }, time.clock()};
    BOOST_TEST(keeper.token().value == "a1");
    BOOST_TEST(stored(settings) == "r2");
    BOOST_TEST(keeper.token().value == "a1");
    time.pass(50min);
    BOOST_TEST(keeper.token().value == "a2");
    BOOST_TEST(stored(settings) == "r3");
    BOOST_TEST(asked == (std::vector<std::string>{"r1", "r2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_saved_is_not_used_and_not_asked_for_again)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    const auto in_the_way = TokenFile{settings}.path().string() + ".new";
    int asked = 0;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        ++asked;
        std::filesystem::create_directories(in_the_way + "/full");
        return answered(tokens_granted("a1", 3600, "r2"));
    }, time.clock()};
    BOOST_TEST(holds(complaint_of([&] { keeper.token(); }), "cannot make it"));
    BOOST_TEST(stored(settings) == "r1");
    std::filesystem::remove_all(in_the_way);
    time.pass(2s);
    BOOST_TEST(keeper.token().value == "a1");
    BOOST_TEST(stored(settings) == "r2");
    BOOST_TEST(asked == 1);
}

BOOST_AUTO_TEST_CASE(killed_between_the_answer_and_the_save_the_next_start_goes_on_while_the_old_token_holds)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    BOOST_REQUIRE(dies_in([&] {
        TokenKeeper keeper{settings, [&](const OAuthRequest&) {
            ::kill(::getpid(), SIGKILL); // the endpoint has answered; nothing of it is saved
            return HttpAnswer{};
        }};
        keeper.token();
    }));
    BOOST_TEST(stored(settings) == "r1");
    BOOST_TEST(TokenFile{settings}.load()->renewing.has_value());
    TokenKeeper next{settings, [&](const OAuthRequest& request) { return answered(tokens_granted("a-for-" + sent(request, "refresh_token"), 3600, "r3")); }};
    BOOST_TEST(next.token().value == "a-for-r1");
    BOOST_TEST(stored(settings) == "r3");
    BOOST_TEST(!TokenFile{settings}.load()->renewing.has_value());
}

BOOST_AUTO_TEST_CASE(killed_there_with_a_token_that_counts_once_the_next_start_says_what_happened_and_what_to_do)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    BOOST_REQUIRE(dies_in([&] {
        TokenKeeper keeper{settings, [&](const OAuthRequest&) {
            ::kill(::getpid(), SIGKILL);
            return HttpAnswer{};
        }};
        keeper.token();
    }));
    TokenKeeper next{settings, [&](const OAuthRequest&) { return answered(token_refused("invalid_grant")); }};
    const auto says = needed_by([&] { next.token(); });
    BOOST_TEST(holds(says, "run `deskhand mailbox login inbox`"), says);
    BOOST_TEST(holds(says, "ended before its answer was saved"), says);
}

BOOST_AUTO_TEST_CASE(killed_after_the_save_the_next_start_has_the_new_token)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    BOOST_REQUIRE(dies_in([&] {
        TokenKeeper{settings, [&](const OAuthRequest&) { return answered(tokens_granted("a1", 3600, "r2")); }}.token();
        ::kill(::getpid(), SIGKILL);
    }));
    BOOST_TEST(stored(settings) == "r2");
}

BOOST_AUTO_TEST_CASE(twenty_who_ask_at_once_cost_one_request)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    std::atomic<int> asked{0}, waiting{0}, got{0};
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        ++asked;
        happens([&] { return waiting == 20; }); // all of them are here by now
        return answered(tokens_granted("a1", 3600, "r2"));
    }};
    {
        std::vector<std::jthread> logins;
        for (int number = 0; number < 20; ++number)
            logins.emplace_back([&] {
                ++waiting;
                got += keeper.token().value == "a1" ? 1 : 0;
            });
    }
    BOOST_TEST(asked == 1);
    BOOST_TEST(got == 20);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_hangs_holds_one_thread_and_not_all_that_read_mail)
{
    OAuthSettings settings;
    settings.token_endpoint = "https://login.example/token";
    std::atomic<bool> asked{false}, others_done{false};
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        asked = true;
        happens([&] { return others_done.load(); });
        return answered(tokens_granted("a1"));
    }};
    std::jthread first{[&] { keeper.token(); }};
    BOOST_REQUIRE(happens([&] { return asked.load(); }));
    BOOST_TEST(ending_of([&] { keeper.token(); }) == "deadline");
    others_done = true;
    first.join();
    BOOST_TEST(keeper.token().value == "a1");
}

BOOST_AUTO_TEST_CASE(two_processes_renew_one_after_the_other_and_none_sends_a_token_that_was_rotated_away)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    // The endpoint takes each token once; it counts in a file that both processes write under the account's lock.
    const auto current = folder.path() / "current";
    std::ofstream{current} << "1";
    const auto ask = [&](const OAuthRequest& request) {
        const auto number = std::stoi(octets(current));
        if (sent(request, "refresh_token") != "r" + std::to_string(number)) return answered(token_refused("invalid_grant"));
        std::ofstream{current} << number + 1;
        return answered(tokens_granted("a", 3600, "r" + std::to_string(number + 1)));
    };
    const auto renew_often = [&] {
        TestTime time;
        TokenKeeper keeper{settings, ask, time.clock()};
        for (int round = 0; round < 20; ++round) {
            keeper.token();
            time.pass(1h);
        }
    };
    const auto child = ::fork();
    if (child == 0) {
        try {
            renew_often();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    BOOST_CHECK_NO_THROW(renew_often());
    int status = -1;
    ::waitpid(child, &status, 0);
    BOOST_TEST(status == 0);
    BOOST_TEST(stored(settings) == "r41");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_not_repeated_for_a_quarter_of_an_hour_whoever_asks)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    int asked = 0;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        ++asked;
        return answered(token_refused("invalid_grant", "AADSTS50173: revoked"));
    }, time.clock()};
    for (int minute = 0; minute < 60; ++minute, time.pass(1min))
        BOOST_TEST(holds(needed_by([&] { keeper.token(); }), "run `deskhand mailbox login inbox`"));
    BOOST_TEST(asked == 4);
}

BOOST_AUTO_TEST_CASE(a_person_who_says_that_it_is_mended_is_believed_at_once)
{
    OAuthSettings settings;
    settings.token_endpoint = "https://login.example/token";
    int asked = 0;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        return answered(++asked == 1 ? token_refused("invalid_client") : tokens_granted("a1"));
    }, time.clock()};
    BOOST_TEST(!needed_by([&] { keeper.token(); }).empty());
    BOOST_TEST(!needed_by([&] { keeper.token(); }).empty());
    keeper.try_again();
    BOOST_TEST(keeper.token().value == "a1");
    BOOST_TEST(asked == 2);
}

BOOST_AUTO_TEST_CASE(a_sign_in_ends_a_refusal_at_once)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) { return answered(tokens_granted("a1")); }, time.clock()};
    BOOST_TEST(holds(needed_by([&] { keeper.token(); }), "nobody has signed in as help@example.org yet"));
    store(settings, "r1");
    BOOST_TEST(keeper.token().value == "a1");
    BOOST_TEST(stored(settings) == "r1");
}

BOOST_AUTO_TEST_CASE(an_endpoint_out_of_reach_is_asked_ever_more_seldom_and_a_token_that_is_valid_serves_meanwhile)
{
    OAuthSettings settings;
    settings.token_endpoint = "https://login.example/token";
    int asked = 0;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) -> HttpAnswer {
        if (++asked == 1) return answered(tokens_granted("a1", 1000));
        throw StreamError{StreamError::Cause::unreachable, "no route"};
    }, time.clock()};
    BOOST_TEST(keeper.token().value == "a1");
    time.pass(850s);
    for (int second = 0; second < 100; ++second, time.pass(1s)) BOOST_TEST(keeper.token().value == "a1");
    BOOST_TEST(asked > 5);  // after 1, 2, 4, 8, 16, 32 s
    BOOST_TEST(asked < 10);
    time.pass(60s);
    BOOST_TEST(ending_of([&] { keeper.token(); }) == "unreachable");
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_names_a_pause_gets_it)
{
    OAuthSettings settings;
    settings.token_endpoint = "https://login.example/token";
    int asked = 0;
    TestTime time;
    TokenKeeper keeper{settings, [&](const OAuthRequest&) {
        return ++asked == 1 ? HttpAnswer{429, {}, 120s} : answered(tokens_granted("a1"));
    }, time.clock()};
    BOOST_TEST(ending_of([&] { keeper.token(); }) == "unreachable");
    time.pass(119s);
    BOOST_TEST(ending_of([&] { keeper.token(); }) == "unreachable");
    BOOST_TEST(asked == 1);
    time.pass(1s);
    BOOST_TEST(keeper.token().value == "a1");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_newly_put_into_the_configuration_begins_a_new_chain)
{
    const TempDir folder;
    auto settings = signed_in(folder.path() / "store");
    settings.grant = OAuthGrant::refresh_token;
    settings.first_refresh_token = "first";
    const auto ask = [](const OAuthRequest& request) { return answered(tokens_granted("a", 3600, sent(request, "refresh_token") + "'")); };
    TokenKeeper{settings, ask}.token();
    TokenKeeper{settings, ask}.token();
    BOOST_TEST(stored(settings) == "first''"); // a restart goes on with the newest, not with the configuration's
    settings.first_refresh_token = "second";
    TokenKeeper{settings, ask}.token();
    BOOST_TEST(stored(settings) == "second'");
}

BOOST_AUTO_TEST_CASE(the_certificate_of_a_token_endpoint_is_verified)
{
    const TempDir folder;
    const CertificateAuthority ours{folder.path()};
    std::filesystem::create_directories(folder.path() / "theirs");
    const CertificateAuthority theirs{folder.path() / "theirs"};
    const auto grant = [](const TokenCall&) { return tokens_granted("a1"); };
    TokenEndpoint right{grant, ours.issue({.file = "right"})};
    TokenEndpoint wrong_name{grant, ours.issue({.file = "wrong", .names = {"login.example"}})};
    TokenEndpoint expired{grant, ours.issue({.file = "old", .valid_until_days = -1})};
    TokenEndpoint stranger{grant, theirs.issue({.file = "stranger"})};
    const auto ending_at = [&](const TokenEndpoint& endpoint) {
        OAuthSettings settings;
        settings.client_secret = "the-client-secret";
        settings.token_endpoint = endpoint.url();
        settings.ca_file = ours.file().string();
        return ending_of([&] { TokenKeeper{settings}.token(); });
    };
    BOOST_TEST(ending_at(right) == "fine");
    BOOST_TEST(ending_at(wrong_name) == "untrusted");
    BOOST_TEST(ending_at(expired) == "untrusted");
    BOOST_TEST(ending_at(stranger) == "untrusted");
    for (const auto* endpoint : {&wrong_name, &expired, &stranger}) BOOST_TEST(endpoint->calls().empty()); // no secret went there
}

BOOST_AUTO_TEST_SUITE_END()
