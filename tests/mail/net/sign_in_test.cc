// A person signs in by code or with a browser; the endpoint plays all its moods.
#include "mail/net/sign_in.h"

#include "mail/net/token_file.h"
#include "mail/net/token_source.h"
#include "mail/protocol/byte_stream.h"
#include "tests/support/temp_dir.h"
#include "tests/support/token_endpoint.h"

#include <boost/test/unit_test.hpp>

#include <deque>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace {

// One sign-in: what the endpoint answers in order, what was said and how long was waited.
class Talk {
public:
    explicit Talk(std::deque<TokenReply> replies) : replies_{std::move(replies)}
    {
        settings.grant = OAuthGrant::device;
        settings.client_id = "app";
        settings.account = "help@example.org";
        settings.mailbox = "inbox";
        settings.token_endpoint = "https://login.example/token";
        settings.device_endpoint = "https://login.example/devicecode";
        settings.browser_endpoint = "https://login.example/authorize";
        settings.store = folder_.path() / "store";
    }

    // "saved TOKEN", or the words of what was thrown.
    std::string ending()
    {
        try {
            sign_in(settings, {.say = [&](const std::string& text) { said += text; },
                               .hear = [&]() -> std::optional<std::string> {
                                   if (!heard) return {};
                                   return heard(said);
                               },
                               .wait = [&](std::chrono::seconds time) { waits.push_back(static_cast<int>(time.count())); }},
                    [&](const OAuthRequest& request) -> HttpAnswer {
                        asked.push_back(request);
                        if (replies_.empty()) throw StreamError{StreamError::Cause::unreachable, "nobody there"};
                        const auto reply = replies_.front();
                        replies_.pop_front();
                        if (reply.status == 0) throw StreamError{StreamError::Cause::deadline, "silence"};
                        return {reply.status, reply.body, {}};
                    });
        } catch (const std::exception& error) {
            return error.what();
        }
        const auto stored = TokenFile{settings}.load();
        return "saved " + (stored ? stored->refresh_token : "nothing");
    }

    OAuthSettings settings;
    std::string said;
    std::vector<int> waits;
    std::vector<OAuthRequest> asked;
    std::function<std::string(const std::string& said)> heard;

private:
    TempDir folder_;
    std::deque<TokenReply> replies_;
};

const TokenReply code{200, R"({"device_code":"secret-device-code","user_code":"WDJB-MJHT","verification_uri":"https://login.example/device","expires_in":60,"interval":5})"};
const TokenReply pending = token_refused("authorization_pending"), slow_down = token_refused("slow_down"), silence{0, {}};

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}

BOOST_AUTO_TEST_SUITE(sign_in_dialogues)

BOOST_AUTO_TEST_CASE(by_code_the_person_is_told_where_and_what_and_the_token_is_saved)
{
    Talk talk{{code, pending, pending, tokens_granted("a", 3600, "r1")}};
    BOOST_TEST(talk.ending() == "saved r1");
    BOOST_TEST(holds(talk.said, "https://login.example/device"));
    BOOST_TEST(holds(talk.said, "WDJB-MJHT"));
    BOOST_TEST(!holds(talk.said, "secret-device-code"));
    BOOST_TEST(talk.waits == (std::vector<int>{5, 5, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(slow_down_adds_five_seconds_for_good_and_silence_doubles)
{
    Talk talk{{code, slow_down, pending, silence, tokens_granted("a", 3600, "r1")}};
    BOOST_TEST(talk.ending() == "saved r1");
    BOOST_TEST(talk.waits == (std::vector<int>{5, 10, 10, 20}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_code_that_nobody_typed_ends_by_itself)
{
    Talk talk{std::deque<TokenReply>(30, pending)};
    auto replies = std::deque<TokenReply>(30, pending);
    replies.push_front(code);
    Talk patient{replies};
    const auto ending = patient.ending();
    BOOST_TEST(holds(ending, "the code was not used in time"), ending);
    BOOST_TEST(patient.waits.size() == 12u); // 60 s at every 5
}

BOOST_AUTO_TEST_CASE(what_the_person_or_the_endpoint_refuses_is_said_with_what_to_do)
{
    BOOST_TEST(holds((Talk{{code, token_refused("access_denied")}}.ending()), "declined; run `deskhand mailbox login inbox`"));
    BOOST_TEST(holds((Talk{{token_refused("invalid_client", "AADSTS7000218: body must contain client_assertion or client_secret", 401)}}.ending()), "Allow public client flows"));
    BOOST_TEST(holds((Talk{{code, tokens_granted("a")}}.ending()), "offline_access"));
    BOOST_TEST(holds((Talk{{TokenReply{503, "busy"}}}.ending()), "status 503"));
    BOOST_TEST(holds((Talk{{}}.ending()), "nobody there"));
}

BOOST_AUTO_TEST_CASE(with_a_browser_the_address_it_ends_at_brings_the_code)
{
    Talk talk{{tokens_granted("a", 3600, "r1")}};
    talk.settings.grant = OAuthGrant::browser;
    talk.heard = [](const std::string& said) {
        const auto state = form_value(said.substr(said.find("https://login.example/authorize"), said.find("\n\nIt ends") - said.find("https://")), "state");
        return "http://localhost/?code=the%2Fcode&state=" + state.value_or("");
    };
    BOOST_TEST(talk.ending() == "saved r1");
    BOOST_REQUIRE(talk.asked.size() == 1u);
    const auto form = form_encoded(talk.asked.front().fields);
    BOOST_TEST(form_value(form, "code").value_or("") == "the/code");
    BOOST_TEST(form_value(form, "code_verifier").value_or("").size() == 64u);
}

BOOST_AUTO_TEST_CASE(an_address_of_another_sign_in_is_not_taken)
{
    Talk talk{{tokens_granted("a", 3600, "r1")}};
    talk.settings.grant = OAuthGrant::browser;
    talk.heard = [](const std::string&) { return std::string{"http://localhost/?code=stolen&state=forged"}; };
    BOOST_TEST(holds(talk.ending(), "nobody has signed in"));
    BOOST_TEST(talk.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_person_who_declines_in_the_browser_is_understood)
{
    Talk talk{{}};
    talk.settings.grant = OAuthGrant::browser;
    talk.heard = [](const std::string&) { return std::string{"http://localhost/?error=access_denied&state=x"}; };
    BOOST_TEST(holds(talk.ending(), "declined"));
}

BOOST_AUTO_TEST_SUITE_END()
