// Whole configuration files: what they come to, and that everything wrong is said at once.
#include "config/load_settings.h"
#include "tests/config/configuration_folder.h"
#include "tests/support/table.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;
using namespace std::chrono_literals;

namespace {

const std::string full = R"(
desk:
  name: IT help desk
  address: help@example.org
  also_known_as: [it@example.org]
  host_name: mail.example.org
  plus_addressing: on
database: desk.db
mailboxes:
  - name: inbox
    preset: generic
    host: imap.example.org
    user: help@example.org
    password: {file: inbox.password}
    folder: INBOX/Requests
    after: seen
    poll: 2m
  - {name: old, type: pop3, host: pop.example.org, security: starttls, user: old, password: {file: inbox.password}, after: remove}
  - {name: drop, type: maildir, path: in, after: keep}
outgoing:
  preset: ses
  region: eu-central-1
  user: AKIA
  password: {file: inbox.password}
  connections: 4
queues:
  - {name: helpdesk, staff: [anna]}
  - {name: network, staff: [ben, anna], address: "Network <it@example.org>"}
default_queue: network
staff:
  - {name: anna, address: Anna Berg <anna@example.org>}
  - {name: ben, address: ben@example.org, away: yes}
hours:
  default:
    zone: Europe/Berlin
    open: {mon-fri: [08:00-12:00, 13:00-17:00], sat: 22:00-02:00}
    holidays: [2026-12-25]
limits: {overall_per_hour: 50}
retry: {first: 1m, longest: 2h, lifetime: 3d}
prediction: {auto_reply: auto, route_at: 0.7, answer_at: 0.8, model: desk.model}
answer_from: 2026-03-01
largest_mail: 25M
token_key: token.key
)";

Settings loaded(const ConfigurationFolder& folder, std::string_view text)
{
    auto result = folder.load(text);
    std::string all;
    for (const auto& problem : result.problems) all += shown(problem) + "\n";
    BOOST_REQUIRE_MESSAGE(result.problems.empty(), all);
    BOOST_REQUIRE(result.settings);
    return *std::move(result.settings);
}

}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(a_full_file_comes_to_typed_settings)
{
    const ConfigurationFolder folder;
    const auto settings = loaded(folder, full);
    BOOST_TEST(settings.desk.name == "IT help desk");
    BOOST_TEST(settings.desk.address.addr == "help@example.org");
    BOOST_TEST(settings.desk.address.name == "IT help desk");
    BOOST_TEST((settings.desk.plus_addressing == PlusAddressing::on));
    BOOST_TEST(settings.database == folder.path() / "desk.db");
    BOOST_TEST(settings.courier_connections == 4);
    BOOST_TEST(settings.default_queue == "network");
    BOOST_TEST(settings.queues[1].address->name == "Network");
    BOOST_TEST(settings.staff[1].away);
    BOOST_TEST(settings.limits.overall_per_hour == 50);
    BOOST_TEST(settings.limits.per_ticket_per_day == 6);
    BOOST_TEST((settings.retry.lifetime == 72h));
    BOOST_TEST((settings.prediction.auto_reply == AutoReply::automatic));
    BOOST_TEST(settings.prediction.route_at == 0.7);
    BOOST_TEST((settings.answer_from == std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}));
    BOOST_TEST(settings.largest_mail == 25u << 20);
    BOOST_TEST(settings.token_key == std::string(32, 'k'));
}

BOOST_AUTO_TEST_CASE(mailboxes_get_the_usual_port_of_their_security)
{
    const ConfigurationFolder folder;
    const auto settings = loaded(folder, full);
    const auto& imap = std::get<mail::ImapSettings>(settings.mailboxes[0].where);
    BOOST_TEST(imap.server.host == "imap.example.org");
    BOOST_TEST(imap.server.port == 993);
    BOOST_TEST(imap.login.secret == "letmein");
    BOOST_TEST(imap.folder == "INBOX/Requests");
    BOOST_TEST((imap.disposal == mail::Disposal::seen));
    BOOST_TEST((settings.mailboxes[0].poll_interval == 2min));
    BOOST_TEST(settings.mailboxes[0].largest_mail == 25u << 20);
    const auto& pop3 = std::get<mail::Pop3Settings>(settings.mailboxes[1].where);
    BOOST_TEST(pop3.server.port == 110);
    BOOST_TEST((pop3.disposal == mail::Disposal::remove));
    const auto& maildir = std::get<mail::MaildirSettings>(settings.mailboxes[2].where);
    BOOST_TEST(maildir.path == folder.path() / "in");
}

BOOST_AUTO_TEST_CASE(a_relay_is_its_preset_with_the_desks_host_name)
{
    const ConfigurationFolder folder;
    const auto settings = loaded(folder, full);
    const auto& relay = std::get<mail::RelaySettings>(settings.outgoing);
    BOOST_TEST(relay.server.host == "email-smtp.eu-central-1.amazonaws.com");
    BOOST_TEST(relay.server.port == 465);
    BOOST_TEST(relay.login.user == "AKIA");
    BOOST_TEST(relay.our_host_name == "mail.example.org");
}

BOOST_AUTO_TEST_CASE(opening_times_over_midnight_belong_to_the_day_they_begin_on)
{
    const ConfigurationFolder folder;
    const auto settings = loaded(folder, full);
    const auto& hours = settings.hours.at("default");
    BOOST_TEST(hours.zone == "Europe/Berlin");
    BOOST_TEST(hours.holidays.size() == 1u);
    BOOST_TEST(hours.open.size() == 11u);
    using namespace std::chrono;
    const auto saturday = sys_days{2026y / 3 / 7};
    BOOST_TEST(rules::is_open(hours, saturday + 23h)); // midnight in Berlin
    BOOST_TEST(rules::is_open(hours, saturday + 24h + 59min)); // Sunday 01:59
    BOOST_TEST(!rules::is_open(hours, saturday + 25h));
    // Saturday 2026-12-26 is open though Friday the 25th is a holiday.
    BOOST_TEST(!rules::is_open(hours, sys_days{2026y / 12 / 25} + 10h));
    BOOST_TEST(rules::is_open(hours, sys_days{2026y / 12 / 26} + 22h));
}

BOOST_AUTO_TEST_CASE(the_smallest_file_gets_a_queue_of_everybody)
{
    const ConfigurationFolder folder;
    const auto settings =
        loaded(folder, tests::smallest + "staff: [{name: anna, address: anna@example.org}]\n");
    BOOST_REQUIRE(settings.queues.size() == 1u);
    BOOST_TEST(settings.queues[0].name == "helpdesk");
    BOOST_TEST(settings.queues[0].staff == std::vector<std::string>{"anna"});
    BOOST_TEST(settings.default_queue == "helpdesk");
    BOOST_TEST(settings.desk.host_name == "example.org");
    BOOST_TEST(std::get<MaildirRelay>(settings.outgoing).path == folder.path() / "out");
}

BOOST_AUTO_TEST_CASE(twenty_mistakes_in_one_file_are_twenty_problems_with_line_and_remedy)
{
    const ConfigurationFolder folder;
    folder.secret("open.password", "letmein", 0644);
    const auto lines = folder.problems(R"(desk:
  nmae: IT help desk
  address: help.example.org
  plus_addressing: maybe
mailboxes:
  - name: inbox
    host: imap.example.org
    prot: 993
    user: help
    password: hunter2
    after: delete
  - name: inbox
    type: imapp
    host: mail.example.org
    security: none
    user: help
    password: {file: open.password}
    poll: 5
outgoing:
  preset: sess
  host: smtp.example.org
  port: 70000
  user: desk
  password: {env: DESKHAND_TEST_UNSET}
queues:
  - name: network
    staff: [ana]
default_queue: netwrok
staff:
  - name: anna
    address: anna@example.org
hours:
  default:
    zone: Europe/Brelin
    open: {mon-fry: 08:00-17:00, sat: 8-12}
prediction:
  route_at: 1.5
token_key: absent.key
rules: missing.yaml
)");
    const std::vector<std::string> expected{
        "2:3: error: desk: unknown key `nmae`. did you mean `name`?",
        "3:12: error: desk: `help.example.org` is no address that can be written to. write "
        "help@example.org or "
        "\"Help desk <help@example.org>\"",
        "4:20: error: desk: `plus_addressing` cannot be `maybe`. known here: on, off",
        "8:5: error: mailbox `inbox`: unknown key `prot`. did you mean `port`?",
        "10:15: error: mailbox `inbox`: `password` stands in the configuration itself. move it "
        "into a file with "
        "mode 0600 and write {file: PATH}, or use {env: NAME} or {credential: NAME}",
        "11:12: error: mailbox `inbox`: `after` cannot be `delete`. did you mean `remove`?",
        "12:11: error: there are two mailboxes called `inbox`. give one of them another name",
        "13:11: error: mailbox `inbox`: `type` cannot be `imapp`. did you mean `imap`?",
        "15:15: error: mailbox `inbox`: without TLS everybody on the way to mail.example.org reads "
        "mail and "
        "password. write security: tls (port 993) or starttls (port 143); none is for localhost "
        "only",
        "17:22: error: open.password has mode 0644: others may read or change this secret. chmod "
        "600 open.password",
        "18:11: error: mailbox `inbox`: `poll` is not a duration: `5`. give one from 1s to 1d with "
        "its unit, e.g. "
        "90s, 5m, 2h, 1h30m, 5d",
        "20:11: error: outgoing: there is no preset `sess`. did you mean `ses`?",
        "22:9: error: outgoing: `port` is out of range: `70000`. give a whole number from 1 to "
        "65535",
        "24:19: error: the environment variable DESKHAND_TEST_UNSET is not set. set it in the "
        "service's "
        "environment, or use {file: PATH}",
        "27:12: error: queue `network`: nobody of the staff is called `ana`. did you mean `anna`?",
        "28:16: error: `default_queue`: there is no queue `netwrok`. did you mean `network`?",
        "34:11: error: hours `default`: there is no time zone `Europe/Brelin`. use a name of the "
        "IANA list, e.g. "
        "Europe/Berlin or America/New_York",
        "35:12: error: hours `default`: `open`: `mon-fry` names no days. write mon, mon-fri, "
        "sat-sun or daily",
        "35:39: error: hours `default`: `open`: `8-12` is no span of time. write 08:00-17:00, or "
        "[08:00-12:00, "
        "13:00-17:00]",
        "37:13: error: prediction: `route_at` is out of range: `1.5`. give a number from 0 to 1",
        "38:12: error: absent.key: No such file or directory. write the secret into it and chmod "
        "600 absent.key",
        "39:8: error: `rules`: there is no file missing.yaml. check the path, or remove it"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

struct ComplaintRow {
    const char* name;
    std::string text;     // after the smallest file
    std::string expected; // part of the only problem
};

const std::vector<ComplaintRow> complaints{
    {"staff may not have the desks address", "staff: [{name: anna, address: help@example.org}]\n",
     "5:31: error: staff `anna`: notices to"},
    {"staff share no address",
     "staff: [{name: a, address: a@example.org}, {name: b, address: A@example.org}]\n",
     "has the address of `a`"},
    {"names hold no blanks", "staff: [{name: Anna Berg, address: a@example.org}]\n",
     "cannot be a name"},
    {"now is no date", "answer_from: now\n", "would move with every start"},
    {"a retry grows", "retry: {first: 2h, longest: 1h}\n", "is shorter than `first`"},
    {"a retry has time", "retry: {first: 2h, longest: 2h, lifetime: 1h}\n",
     "ends before the second attempt"},
    {"no word for auto reply", "prediction: {auto_reply: on}\n", "known here: off, suggest, auto"},
    {"a queue sends as a known address", "queues: [{name: a, address: x@example.org}]\n",
     "warning: queue `a`: the desk does not know"},
    {"a pattern without files", "rules: rules/*.yaml\n", "warning: `rules`: no file fits"},
    {"a section that is a text", "limits: many\n",
     "limits must be a map of keys, not a single value"},
    {"a section that is a list", "staff: [[a, b]]\n", "staff 1 must be a map of keys, not a list"},
    {"a size too small", "largest_mail: 10\n", "give one from 64k to 2G"},
    {"a folder that is not there", "database: not/there.db\n", "there is no folder"},
    {"doubled sections", "desk: {address: other@example.org}\n", "`desk` stands here twice"},
};

const auto complaint_table = tests::table(
    complaints,
    [](const ComplaintRow& row) {
        const ConfigurationFolder folder;
        const auto lines = folder.problems(tests::smallest + row.text);
        BOOST_REQUIRE(!lines.empty());
        BOOST_TEST(lines.front().find(row.expected) != std::string::npos, lines.front());
    },
    __FILE__, __LINE__);

struct MailComplaintRow {
    const char* name;
    std::string mailboxes, outgoing, expected;
};

const std::string account = "host: imap.example.org, user: u, password: {file: inbox.password}";
const std::string maildir_out = "{maildir: out}";

const std::vector<MailComplaintRow> mail_complaints{
    {"pop3 has no folders", "{name: a, type: pop3, folder: X, " + account + "}", maildir_out,
     "`folder` means nothing for pop3"},
    {"pop3 cannot move", "{name: a, type: pop3, after: move, " + account + "}", maildir_out,
     "known here: keep, remove"},
    {"a maildir must be there", "{name: a, type: maildir, path: nowhere}", maildir_out,
     "mkdir -p nowhere/new"},
    {"the same account twice", "{name: a, " + account + "}, {name: b, " + account + "}",
     maildir_out, "reads what `a` reads already"},
    {"an account the desk does not know",
     "{name: a, host: h, user: it@example.org, password: {file: inbox.password}}", maildir_out,
     "warning: mailbox `a`: mail to it@example.org arrives here"},
    {"outgoing mail must not come back", "{name: a, type: maildir, path: in}", "{maildir: in}",
     "would be read again by mailbox `a`"},
    {"a url is no host", "{name: a, host: 'imap://x', user: u, password: {file: inbox.password}}",
     maildir_out, "`imap://x` is no host name"},
    {"moving to where it lies", "{name: a, folder: Processed, " + account + "}", maildir_out,
     "into the folder it comes from"},
    {"starttls port with tls", "{name: a, port: 143, " + account + "}", maildir_out,
     "warning: mailbox `a`: port 143 does not usually"},
    {"tls port with starttls", "{name: a, port: 993, security: starttls, " + account + "}",
     maildir_out, "usually speaks TLS"},
    {"no password", "{name: a, host: h, user: u}", maildir_out, "`password` is missing"},
    {"two secret sources", "{name: a, host: h, user: u, password: {file: a, env: B}}", maildir_out,
     "names several sources"},
    {"no secret source", "{name: a, host: h, user: u, password: {}}", maildir_out,
     "names no sources"},
    {"a relay without TLS", "{name: a, type: maildir, path: in}",
     "{host: smtp.example.org, security: none, user: u, password: {file: inbox.password}}",
     "everybody on the way"},
    {"a relay without login", "{name: a, type: maildir, path: in}", "{host: smtp.example.org}",
     "`user` is missing"},
    {"maildir and relay", "{name: a, type: maildir, path: in}",
     "{maildir: out, host: smtp.example.org}", "`host` means nothing for maildir"},
    {"a region where there is none", "{name: a, type: maildir, path: in}",
     "{preset: local, region: eu}", "`region` means something for"},
    {"a certificate authority that is not there", "{name: a, ca_file: ca.pem, " + account + "}",
     maildir_out, "there is no file ca.pem"},
};

const auto mail_complaint_table = tests::table(
    mail_complaints,
    [](const MailComplaintRow& row) {
        const ConfigurationFolder folder;
        const auto lines = folder.problems(
            "desk: {address: help@example.org}\ntoken_key: token.key\nmailboxes: [" +
            row.mailboxes + "]\noutgoing: " + row.outgoing + "\n");
        BOOST_REQUIRE(!lines.empty());
        BOOST_TEST(lines.front().find(row.expected) != std::string::npos, lines.front());
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(who_is_believed_is_read_with_its_domains)
{
    const ConfigurationFolder folder;
    const auto plain = loaded(folder, tests::smallest).authentication;
    BOOST_TEST(plain.trusted_hosts.empty());
    BOOST_TEST(!plain.staff.has_value());
    const auto set = loaded(folder, tests::smallest + "authentication: {trusted_hosts: MX.example.org, staff: no_failure, "
                                                      "domains: {Partner.example: token}, staff_token_lifetime: 30d}\n").authentication;
    BOOST_TEST(set.trusted_hosts.front() == "mx.example.org");
    BOOST_TEST((set.staff == StaffProof::no_failure));
    BOOST_TEST((set.domains.at("partner.example") == StaffProof::token));
    BOOST_TEST((set.staff_token_lifetime == 30 * 24h));
}

BOOST_AUTO_TEST_CASE(a_pass_that_nobody_is_trusted_to_state_is_a_mistake)
{
    const ConfigurationFolder folder;
    BOOST_TEST(folder.problems(tests::smallest + "authentication: {staff: pass}\n").size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_empty_file_says_what_is_missing)
{
    const ConfigurationFolder folder;
    BOOST_TEST(folder.problems("").size() == 4u); // desk, mailboxes, outgoing, token_key
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_a_problem_not_an_exception)
{
    const auto result = load_settings("/nowhere/deskhand.yaml");
    BOOST_TEST(!result.settings);
    BOOST_REQUIRE(result.problems.size() == 1u);
    BOOST_TEST(shown(result.problems[0]) == "/nowhere/deskhand.yaml: error: there is no such file. "
                                            "check the path; `deskhand init` writes a new one");
}

BOOST_AUTO_TEST_CASE(rule_files_come_from_files_folders_and_patterns_in_order)
{
    const ConfigurationFolder folder;
    for (const auto* name :
         {"rules/b.yaml", "rules/a.yaml", "rules/c.txt", "rules/.hidden.yaml", "first.yaml"})
        folder.write(name, "");
    const auto named = loaded(folder, tests::smallest + "rules: [first.yaml, rules]\n").rule_files;
    const auto at = [&](const char* name) { return folder.path() / name; };
    BOOST_TEST((named == std::vector{at("first.yaml"), at("rules/a.yaml"), at("rules/b.yaml")}));
    const auto fitting = loaded(folder, tests::smallest + "rules: 'rules/?.*'\n").rule_files;
    BOOST_TEST((fitting == std::vector{at("rules/a.yaml"), at("rules/b.yaml"), at("rules/c.txt")}));
}

BOOST_AUTO_TEST_SUITE_END()
