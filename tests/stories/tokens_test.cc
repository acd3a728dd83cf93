// A desk whose mailboxes log in with access tokens: a real Dovecot that asks the endpoint, the real program, a person on the terminal.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/token_endpoint.h"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <atomic>
#include <csignal>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

const std::string request = "From: Rita <rita@client.example>\r\nSubject: Printer\r\nMessage-ID: <1@client.example>\r\n\r\nIt smokes.\r\n";

// An endpoint with the manners of the test, its Dovecot, and a desk folder whose mailboxes log in by `oauth`.
class House {
public:
    explicit House(TokenEndpoint::Answer answer)
        : endpoint{std::move(answer)}, dovecot{endpoint.dovecot_options()}, folder{{.outgoing = relay_into("out")}}
    {
        make_maildir(folder.path() / "out");
        folder.write_secret("client.secret", client_secret);
    }

    static constexpr auto client_secret = "the-client-secret-of-the-desk";

    std::string oauth(const std::string& more) const
    {
        return fmt::format("oauth: {{provider: custom, client_id: app, token_endpoint: \"{}\", device_endpoint: \"{}\"{}}}", endpoint.url(), endpoint.url("/devicecode"), more);
    }
    std::string mailbox(const std::string& name, const std::string& type, const std::string& more) const
    {
        const auto at = dovecot.endpoint(type == "imap" ? dovecot.imaps_port() : dovecot.pop3s_port(), mail::Security::tls);
        return fmt::format("  - {{name: {}, type: {}, host: {}, port: {}, ca_file: {}, user: ann, login: xoauth2, after: {}, poll: 1s, {}}}\n", name, type, type == "imap" ? "localhost" : "127.0.0.1", at.port,
                           at.ca_file, type == "imap" ? "move" : "keep", oauth(more));
    }
    void configure(const std::vector<std::string>& mailboxes) const { folder.configure({.mailboxes = mailboxes, .outgoing = relay_into(folder.path() / "out")}); }

    TokenEndpoint endpoint;
    Dovecot dovecot;
    DeskFolder folder;
};

constexpr auto by_secret = ", client_secret: {file: client.secret}";
constexpr auto by_person = ", grant: device";

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

std::size_t times(const std::string& text, std::string_view words)
{
    std::size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

// Everything the folder holds, the stored refresh token left out.
std::string whole_folder(const DeskFolder& folder)
{
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder.path()})
        if (entry.is_regular_file() && entry.path().extension() != ".refresh" && entry.path().filename() != "client.secret") all += octets_of(entry.path());
    return all;
}

std::string stored_tokens(const DeskFolder& folder)
{
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path() / "deskhand.db.logins"})
        if (entry.path().extension() == ".refresh") all += octets_of(entry.path());
    return all;
}

}

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(an_application_reads_mail_and_a_refusal_parks_at_once_until_it_is_mended)
{
    std::atomic<bool> expired{true};
    std::atomic<int> given{0};
    TokenEndpoint* tokens = nullptr;
    House house{[&](const TokenCall&) {
        if (expired) return token_refused("invalid_client", "AADSTS7000222: The provided client secret keys for app 'app' are expired.", 401);
        const auto token = "access-token-of-the-desk-" + std::to_string(++given);
        tokens->honour(token, "ann");
        return tokens_granted(token);
    }};
    tokens = &house.endpoint;
    house.dovecot.deliver("ann", request, "rita@client.example");
    house.configure({house.mailbox("inbox", "imap", by_secret), house.mailbox("old", "pop3", by_secret)});
    RunningDesk desk{house.folder};
    BOOST_TEST(desk.says("error mailbox inbox: login refused: no access token: the client secret has expired", std::chrono::seconds{60}), desk.log());
    BOOST_TEST(desk.says("error mailbox old: login refused", std::chrono::seconds{60}), desk.log());
    BOOST_TEST(house.endpoint.calls().size() == 1u); // one refusal stands for both
    BOOST_TEST(house.endpoint.asked().empty());      // and nobody knocked at Dovecot
    expired = false;
    desk.signal(SIGHUP);
    // Two ways to the same maildrop: each may see the mail before the other has put it away.
    BOOST_TEST(happens([&] { return !tickets_of(house.folder).empty(); }), desk.log());
    BOOST_TEST(given == 1); // for two mailboxes
    const auto log = desk.log();
    BOOST_TEST(desk.stop() == 0);
    for (const auto* secret : {House::client_secret, "access-token-of-the-desk"}) {
        BOOST_TEST(!holds(log, secret), log);
        BOOST_TEST(!holds(whole_folder(house.folder), secret));
    }
}

BOOST_AUTO_TEST_CASE(a_person_signs_in_while_the_desk_runs_and_kill_9_loses_no_rotated_token)
{
    // Takes each refresh token once, as strict providers do.
    std::atomic<int> rotation{0};
    TokenEndpoint* tokens = nullptr;
    const auto granted = [&] {
        const auto number = std::to_string(++rotation);
        tokens->honour("access-token-" + number, "ann");
        return tokens_granted("access-token-" + number, 3600, "refresh-token-" + number);
    };
    House house{[&](const TokenCall& call) -> TokenReply {
        if (call.path == "/devicecode") return {200, R"({"device_code":"the-device-code","user_code":"WDJB-MJHT","verification_uri":"https://login.example/device","interval":1})"};
        if (call.fields.at("grant_type") != "refresh_token") return granted();
        return call.fields.at("refresh_token") == "refresh-token-" + std::to_string(rotation) ? granted() : token_refused("invalid_grant");
    }};
    tokens = &house.endpoint;
    house.configure({house.mailbox("inbox", "imap", by_person)});
    std::string heard;
    {
        RunningDesk desk{house.folder};
        BOOST_TEST(desk.says("nobody has signed in as ann yet; run `deskhand mailbox login inbox`", std::chrono::seconds{60}), desk.log());
        const auto login = run_command(house.folder, {"mailbox", "login", "inbox"});
        BOOST_TEST(login.code == 0, login.out + login.err);
        BOOST_TEST(holds(login.out, "WDJB-MJHT"), login.out);
        heard += login.out + login.err;
        desk.signal(SIGHUP);
        house.dovecot.deliver("ann", request, "rita@client.example");
        BOOST_TEST(happens([&] { return tickets_of(house.folder).size() == 1u; }), desk.log());
        heard += desk.log();
        BOOST_TEST(desk.kill() == SIGKILL);
    }
    for (int start = 0; start < 5; ++start) { // each renews, as access tokens die with the process
        const auto before = house.endpoint.asked().size();
        RunningDesk desk{house.folder};
        // Dovecot is shown an access token: by then the refresh token that came with it is on the disk.
        BOOST_TEST(happens([&] { return house.endpoint.asked().size() > before; }), desk.log());
        desk.kill();
        BOOST_TEST(holds(stored_tokens(house.folder), "refresh-token-" + std::to_string(rotation) + "\n"));
        heard += desk.log();
    }
    const auto doctor = run_command(house.folder, {"doctor"});
    BOOST_TEST(holds(doctor.out, "refresh token of"), doctor.out + doctor.err);
    heard += doctor.out + doctor.err;
    for (const auto* secret : {"access-token-", "refresh-token-", "the-device-code"}) {
        BOOST_TEST(times(heard, secret) == 0u, heard);
        BOOST_TEST(!holds(whole_folder(house.folder), secret));
    }
}

BOOST_AUTO_TEST_SUITE_END()
