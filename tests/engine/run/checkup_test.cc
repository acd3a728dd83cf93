#include "engine/run/checkup.h"

#include "tests/engine/run/run_program.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/free_port.h"
#include "tests/support/loopback_server.h"
#include "tests/support/table.h"

#include <sys/stat.h>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(checkup)

namespace {

config::Settings relaying(std::uint16_t port, const std::string& user = {})
{
    config::Settings settings;
    mail::RelaySettings relay;
    relay.server = {.host = "127.0.0.1", .port = port, .security = mail::Security::none, .ca_file = {}};
    relay.login = {.user = user, .secret = "s3cret"};
    relay.our_host_name = "desk.example";
    settings.outgoing = relay;
    return settings;
}

std::string shown(const Finding& finding) { return std::string{name_of(finding.health)} + ": " + finding.found + " -> " + finding.remedy; }

}

BOOST_AUTO_TEST_CASE(a_relay_that_takes_us_is_fine_and_nothing_is_handed_over)
{
    LoopbackServer relay{[](LoopbackConnection& client, LoopbackServer& server) {
        client.say("220 relay\r\n");
        server.note(client.hear_line());
        client.say("250 relay\r\n");
        server.note(client.hear_line());
        client.say("221 bye\r\n");
    }};
    const auto finding = check_relay(relaying(relay.port()));
    relay.stop();
    BOOST_TEST((finding.health == Health::ok), shown(finding));
    const std::vector<std::string> heard{"EHLO desk.example", "QUIT"};
    BOOST_TEST(relay.notes() == heard, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_relay_that_refuses_the_login_is_named_and_the_password_is_not)
{
    LoopbackServer relay{[](LoopbackConnection& client, LoopbackServer&) {
        client.say("220 relay\r\n");
        client.hear_line();
        client.say("250-relay\r\n250 AUTH PLAIN\r\n");
        client.hear_line();
        client.say("535 5.7.8 wrong\r\n");
        client.hear_line();
    }};
    const auto finding = check_relay(relaying(relay.port(), "desk"));
    BOOST_TEST((finding.health == Health::fail), shown(finding));
    BOOST_TEST(finding.found.find("535 5.7.8 wrong") != std::string::npos, shown(finding));
    BOOST_TEST(shown(finding).find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_not_there_is_a_failure_with_a_remedy)
{
    const auto finding = check_relay(relaying(free_port()));
    BOOST_TEST((finding.health == Health::fail), shown(finding));
    BOOST_TEST(!finding.remedy.empty());
}

BOOST_AUTO_TEST_CASE(a_mailbox_that_is_not_there_says_what_to_check)
{
    mail::ImapSettings imap;
    imap.server = {.host = "127.0.0.1", .port = free_port(), .security = mail::Security::none, .ca_file = {}};
    imap.login = {.user = "desk", .secret = "s3cret"};
    const auto finding = check_mailbox({.name = "support", .where = imap});
    BOOST_TEST((finding.health == Health::fail), shown(finding));
    BOOST_TEST(finding.where == "mailbox support");
    BOOST_TEST(finding.remedy.find("host and port") != std::string::npos, shown(finding));
}

BOOST_AUTO_TEST_CASE(a_maildir_is_listed)
{
    const TempDir folder;
    for (const auto* name : {"new", "cur", "tmp"}) std::filesystem::create_directories(folder.path() / "box" / name);
    write_file(folder.path() / "box" / "new" / "1.host", "Subject: x\n\n");
    const auto finding = check_mailbox({.name = "support", .where = mail::MaildirSettings{.path = folder.path() / "box"}});
    BOOST_TEST((finding.health == Health::ok), shown(finding));
    BOOST_TEST(finding.found.starts_with("1 mail(s)"), shown(finding));
}

BOOST_AUTO_TEST_CASE(a_sound_database_is_fine_and_a_file_that_is_none_is_not)
{
    const TempDir folder;
    BOOST_TEST((check_database(folder.path() / "desk.db").health == Health::ok));
    write_file(folder.path() / "other.db", std::string(8192, 'x'));
    const auto finding = check_database(folder.path() / "other.db");
    BOOST_TEST((finding.health == Health::fail), shown(finding));
}

namespace {

struct ClockRow {
    const char* name;
    std::chrono::hours from_newest_mail;
    Health health;
};
const ClockRow clocks[] = {
    {"after the newest mail", std::chrono::hours{1}, Health::ok},
    {"at the newest mail", std::chrono::hours{0}, Health::ok},
    {"before the newest mail", std::chrono::hours{-1}, Health::fail},
    {"decades before", std::chrono::hours{-24 * 365 * 40}, Health::fail},
    {"a century after", std::chrono::hours{24 * 365 * 100}, Health::fail},
};
const bool clocks_listed = table(
    clocks,
    [](const ClockRow& row) {
        StoreFixture store;
        store.inbox.journal(std::vector{raw_mail("1", "one")});
        const auto finding = check_clock(store.file, start + row.from_newest_mail);
        BOOST_TEST((finding.health == row.health), shown(finding));
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(a_database_that_others_may_read_is_worth_a_thought)
{
    const TempDir folder;
    config::Settings settings;
    settings.database = folder.path() / "desk.db";
    settings.file = folder.path() / "deskhand.yaml";
    write_file(settings.database, "x");
    ::chmod(settings.database.c_str(), 0644);
    const auto findings = check_modes(settings);
    BOOST_TEST((findings.front().health == Health::warn), shown(findings.front()));
    BOOST_TEST(findings.front().remedy == "chmod 0640 " + settings.database.string());
}

BOOST_AUTO_TEST_CASE(findings_are_shown_with_what_to_do)
{
    const std::vector<Finding> findings{{Health::fail, "relay", "refused", "call them"}};
    BOOST_TEST(findings_text(findings).find("-> call them") != std::string::npos);
    BOOST_TEST(findings_json(findings) == R"({"checks":[{"result":"fail","where":"relay","found":"refused","remedy":"call them"}]})");
}

BOOST_AUTO_TEST_SUITE_END()
