// The world says no: full disk, locked or damaged database, servers that are gone or refuse, a bad configuration.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/free_port.h"

#include <boost/test/unit_test.hpp>

#include <Poco/JSON/Parser.h>
#include <fmt/core.h>

#include <fstream>

#include <sys/mount.h>

using namespace deskhand;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

std::string request(const std::string& words, std::size_t more = 0)
{
    return "From: Rita Roe <rita@client.example>\r\nTo: help@desk.example\r\nSubject: printer\r\nMessage-ID: <" + words +
           "@client.example>\r\n\r\n" + words + "\r\n" + std::string(more, 'x') + "\r\n";
}

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

struct OneDesk {
    TempDir mail;
    DeskOptions options{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out")};
    DeskFolder folder{options};

    OneDesk() { make_maildir(mail.path() / "in"); }
};

// A disk of a few megabytes at a folder.
class SmallDisk {
public:
    explicit SmallDisk(fs::path folder) : folder_{std::move(folder)}
    {
        mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=4m") == 0;
    }
    ~SmallDisk() { ::umount2(folder_.c_str(), MNT_DETACH); }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    fs::path ballast() const { return folder_ / "ballast"; }
    void fill() const
    {
        std::ofstream out{ballast(), std::ios::binary};
        const std::string piece(4096, '#');
        while (out.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {}
    }

private:
    fs::path folder_;
    bool mounted_ = false;
};

boost::test_tools::assertion_result disks_can_be_mounted(boost::unit_test::test_unit_id)
{
    const TempDir folder;
    return SmallDisk{folder.path()}.mounted();
}

}

BOOST_AUTO_TEST_SUITE(hard_times)

BOOST_AUTO_TEST_CASE(a_full_disk_refuses_mail_until_there_is_space_again, *boost::unit_test::precondition(disks_can_be_mounted))
{
    const TempDir mail;
    make_maildir(mail.path() / "in");
    const DeskFolder folder{{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out"),
                             .database = "disk/deskhand.db"}};
    const SmallDisk disk{folder.path() / "disk"};
    BOOST_TEST(run_command(folder, {"ingest"}, request("before")).code == 0);
    disk.fill();
    const auto large = request("meanwhile", 1'000'000);
    const auto refused = run_command(folder, {"ingest"}, large);
    BOOST_TEST(refused.code == 75, refused.err);
    BOOST_TEST(holds(refused.err, "ree space"), refused.err);
    BOOST_TEST(fs::remove(disk.ballast()));
    BOOST_TEST(run_command(folder, {"ingest"}, large).code == 0);
    const auto pass = run_command(folder, {"run", "--once"});
    BOOST_TEST(pass.code == 0, pass.err);
    BOOST_TEST(tickets_of(folder).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_locked_database_refuses_mail_until_it_is_free, OneDesk)
{
    engine::Database other{folder.database()};
    CommandEnd refused;
    other.transaction([&] { refused = run_command(folder, {"ingest"}, request("meanwhile")); });
    BOOST_TEST(refused.code == 75, refused.err);
    BOOST_TEST(holds(refused.err, "kept it locked"), refused.err);
    BOOST_TEST(run_command(folder, {"ingest"}, request("meanwhile")).code == 0);
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
    BOOST_TEST(tickets_of(folder).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_database_is_named_with_a_remedy, OneDesk)
{
    BOOST_TEST(run_command(folder, {"ingest"}, request("before", 100'000)).code == 0);
    constexpr std::streamoff page = 4096;
    const auto size = static_cast<std::streamoff>(fs::file_size(folder.database()));
    std::fstream file{folder.database(), std::ios::in | std::ios::out | std::ios::binary};
    for (std::streamoff at = page; at + page <= size; at += page) file.seekp(at).write(std::string(200, '\xff').data(), 200);
    file.close();
    const auto refused = run_command(folder, {"ingest"}, request("meanwhile"));
    BOOST_TEST(refused.code == 75, refused.err);
    for (const auto& words : {std::vector<std::string>{"ticket", "list"}, {"run"}, {"run", "--once"}}) {
        const auto ended = run_command(folder, words);
        BOOST_TEST(ended.code == 1, ended.err);
        BOOST_TEST(holds(ended.err, folder.database().string()), ended.err);
        BOOST_TEST(holds(ended.err, "restore a backup"), ended.err);
    }
}

BOOST_AUTO_TEST_CASE(servers_that_are_gone_or_refuse_do_not_hold_up_the_others)
{
    const Dovecot dovecot;
    const TempDir mail;
    make_maildir(mail.path() / "in");
    const auto wrong = fmt::format("  - {{name: locked, type: imap, host: localhost, port: {}, security: tls, ca_file: {}, user: it@desk.example, "
                                   "password: {{file: wrong.password}}, poll: 1m}}\n",
                                   dovecot.imaps_port(), dovecot.endpoint(0, mail::Security::tls).ca_file);
    const auto gone = fmt::format("  - {{name: gone, type: pop3, host: localhost, port: {}, security: none, user: old@desk.example, "
                                  "password: {{file: mailbox.password}}, after: keep, poll: 1m}}\n", free_port());
    const DeskFolder folder{{.mailboxes = {wrong, gone, maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out")}};
    folder.write_secret("wrong.password", "guess");
    RunningDesk desk{folder};
    BOOST_TEST(desk.says("error mailbox locked: login refused: login as it@desk.example refused"), desk.log());
    BOOST_TEST(desk.says("after mending it, send SIGHUP or wait"), desk.log());
    BOOST_TEST(desk.says("warning mailbox gone: "), desk.log());
    BOOST_TEST(desk.says("trying again in"), desk.log());
    write_octets(mail.path() / "in" / "new" / "1", request("help"));
    BOOST_TEST(desk.says("info mailbox inbox: 1 fetched, 1 new"), desk.log());
    BOOST_TEST(happens([&] { return tickets_of(folder).size() == 1; }));
    BOOST_TEST(desk.stop() == 0);
    BOOST_TEST(!holds(desk.log(), "guess")); // no secret in a log
    const auto doctor = run_command(folder, {"doctor"});
    BOOST_TEST(doctor.code == 1, doctor.out << doctor.err);
}

BOOST_FIXTURE_TEST_CASE(a_relay_that_is_gone_is_not_taken_for_mail_that_left, OneDesk)
{
    options.outgoing = relay_at(free_port());
    folder.configure(options);
    write_octets(mail.path() / "in" / "new" / "1", request("help"));
    const auto pass = run_command(folder, {"run", "--once"});
    BOOST_TEST(pass.code == 1, pass.err);
    BOOST_TEST(holds(pass.err, "0 of 2 mail(s) taken by the relay"), pass.err);
    BOOST_TEST(holds(pass.err, "not sent: 2 mail(s) were due and none was taken"), pass.err);
    BOOST_TEST(holds(pass.out, "Waits to be sent: 2 mail(s)"), pass.out);
    BOOST_TEST(holds(pass.out, "rita@client.example"), pass.out);
    BOOST_TEST(holds(pass.out, "onnection refused"), pass.out);

    const auto again = run_command(folder, {"run", "--once"}); // nothing is due yet
    BOOST_TEST(again.code == 0, again.err);
    options.outgoing = relay_into(mail.path() / "out");
    folder.configure(options);
    for (const auto* row : {"1", "2"}) BOOST_TEST(run_command(folder, {"queue", "retry", row}).code == 0);
    const auto sent = run_command(folder, {"run", "--once"});
    BOOST_TEST(sent.code == 0, sent.err);
    BOOST_TEST(holds(sent.err, "2 of 2 mail(s) taken by the relay"), sent.err);
    BOOST_TEST(!holds(sent.out, "Waits to be sent"), sent.out);
}

BOOST_FIXTURE_TEST_CASE(lists_need_no_more_of_the_configuration_than_the_database, OneDesk)
{
    BOOST_TEST(run_command(folder, {"ingest"}, request("help")).code == 0);
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
    fs::remove(folder.path() / "token.key");
    for (const auto& words : {std::vector<std::string>{"ticket", "list"}, {"ticket", "show", "1"}, {"queue", "list", "--state", "delivered"}, {"quarantine", "list"}}) {
        const auto ended = run_command(folder, words);
        BOOST_TEST(ended.code == 0, ended.err);
        BOOST_TEST(holds(ended.err, "deskhand check"), ended.err);
        BOOST_TEST((holds(ended.out, "printer") || holds(ended.out, "rita@client.example") || holds(ended.out, "Nothing is quarantined")), ended.out);
    }
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 3);
    BOOST_TEST(run_command(folder, {"ticket", "reply", "1", "No."}).code == 3);

    // A database that is not there is not made by looking.
    const auto line = "database: " + folder.database().string();
    auto text = octets_of(folder.configuration());
    text.replace(text.find(line), line.size(), "database: elsewhere.db");
    write_octets(folder.configuration(), text);
    const auto nothing = run_command(folder, {"queue", "list"});
    BOOST_TEST(nothing.code == 3, nothing.err);
    BOOST_TEST(holds(nothing.err, "token.key"), nothing.err);
    BOOST_TEST(!fs::exists(folder.path() / "elsewhere.db"));
}

BOOST_FIXTURE_TEST_CASE(twenty_mistakes_are_told_at_once, OneDesk)
{
    write_octets(folder.configuration(), R"(desk: {nmae: IT, address: help at desk, host_name: "desk example", plus_addressing: perhaps}
mailboxes:
  - {name: a, type: imapp, host: localhost}
  - {name: b, type: imap, port: 99999, security: tsl, user: x, password: secret}
  - {name: c, type: pop3, host: localhost, user: x, password: {file: nowhere.password}, after: move}
  - {name: d, type: maildir, path: nowhere, poll: soon}
outgoing: {host: localhost, port: none, connections: 0}
staff:
  - {name: anna, address: anna}
  - {address: ben@desk.example}
queues:
  - {name: helpdesk, staff: [carl]}
default_queue: helpdsek
hours: {default: {zone: Europe/Berlln, open: {mon-xyz: 08:00-17:00, tue: 17:00-08}}}
rules: [nowhere.yaml]
templates: nowhere
answer_from: yesterday
prediction: {auto_reply: always, route_at: 7}
limits: {overall_per_hour: -1}
retry: {first: 5 parsecs}
largest_mail: huge
token_key: nowhere.key
colour: blue
)");
    const auto check = run_command(folder, {"check", "--json"});
    BOOST_TEST(check.code == 3);
    const auto told = Poco::JSON::Parser{}.parse(check.out).extract<Poco::JSON::Object::Ptr>();
    BOOST_TEST_MESSAGE(told->getValue<int>("errors") << " errors told at once");
    BOOST_TEST(told->getValue<int>("errors") >= 20);
    for (const auto& one : *told->getArray("problems")) {
        const auto problem = one.extract<Poco::JSON::Object::Ptr>();
        const auto what = problem->getValue<std::string>("what");
        const bool in_configuration = problem->getValue<std::string>("file") == folder.configuration().string();
        BOOST_TEST((problem->getValue<int>("line") > 0 || !in_configuration), what);
        BOOST_TEST(!problem->getValue<std::string>("remedy").empty(), what);
    }
    BOOST_TEST(run_command(folder, {"run"}).code == 3);
    BOOST_TEST(run_command(folder, {"ingest"}, request("meanwhile")).code == 75);
}

BOOST_AUTO_TEST_SUITE_END()
