#include "tests/engine/run/run_program.h"
#include "tests/support/table.h"

using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(program)

namespace {

const std::string request = "From: Rita <rita@client.example>\r\nTo: help@desk.example\r\nSubject: printer broken\r\n"
                            "Message-ID: <m1@client.example>\r\nDate: Mon, 2 Mar 2026 12:00:00 +0100\r\n\r\nIt smokes.\r\n";

// A folder with a working desk: mail comes from one Maildir and goes to another.
struct DeskFolder {
    TempDir folder;
    Ended init = run({"init", "desk", "--yes", "--desk-address", "help@desk.example", "--mailbox", "maildir", "--mailbox-host", "mail/inbox",
                      "--outgoing", "maildir", "--outgoing-host", "mail/out", "--staff", "ann <ann@desk.example>", "--answer-from", "always"});

    Ended run(const std::vector<std::string>& words, const std::string& input = {}) const { return run_program(words, folder.path(), input); }
    Ended desk(std::vector<std::string> words, const std::string& input = {}) const
    {
        words.insert(words.begin(), {"--config", "desk/deskhand.yaml"});
        return run(words, input);
    }
};

struct CodeRow {
    const char* name;
    std::vector<std::string> words;
    std::string input;
    int code;
    const char* said; // in either stream
};
const CodeRow codes[] = {
    {"the version", {"--version"}, "", 0, "deskhand 0."},
    {"help", {"--help"}, "", 0, "Exit codes"},
    {"no command", {}, "", 2, "See `deskhand --help`"},
    {"a mistyped command", {"chekc"}, "", 2, "did you mean `check`?"},
    {"a mail from standard input", {"read", "--json", "-"}, request, 0, "\"subject\":\"printer broken\""},
    {"a mail that is not there", {"read", "nowhere.eml"}, "", 1, "cannot read nowhere.eml: No such file"},
    {"no configuration", {"check"}, "", 3, "deskhand.yaml"},
    {"a list without a configuration", {"ticket", "list"}, "", 3, "deskhand.yaml"},
    {"a pipe without a configuration is told to wait", {"ingest"}, request, 75, "deliver the mail again"},
    {"init without a terminal", {"init"}, "", 2, "no terminal"},
    {"init with a wrong answer", {"init", "--yes", "--mailbox", "gmial"}, "", 2, "`gmial` is not known"},
    {"a completion script", {"completion", "bash"}, "", 0, "complete -o filenames -F _deskhand deskhand"},
};
const bool codes_listed = table(
    codes,
    [](const CodeRow& row) {
        const TempDir folder;
        const auto ended = run_program(row.words, folder.path(), row.input);
        BOOST_TEST(ended.code == row.code, ended.out << ended.err);
        BOOST_TEST((ended.out + ended.err).find(row.said) != std::string::npos, ended.out << ended.err);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(read_goes_on_after_a_file_it_cannot_read)
{
    const TempDir folder;
    write_file(folder.path() / "a.eml", request);
    const auto ended = run_program({"read", "--json", "nowhere.eml", "a.eml"}, folder.path());
    BOOST_TEST(ended.code == 1);
    BOOST_TEST(ended.out.find("\"file\":\"a.eml\"") != std::string::npos, ended.out);
}

BOOST_AUTO_TEST_CASE(read_says_whose_words_are_whose)
{
    const TempDir folder;
    const auto ended = run_program({"read", "-"}, folder.path(), request);
    BOOST_TEST(ended.out.find("from         Rita <rita@client.example>\n") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("own      | It smokes.\n") != std::string::npos, ended.out);
}

BOOST_FIXTURE_TEST_CASE(a_fresh_desk_has_no_errors, DeskFolder)
{
    BOOST_TEST(init.code == 0, init.out << init.err);
    BOOST_TEST(init.out.find("deskhand --config desk/deskhand.yaml check") != std::string::npos, init.out);
    const auto check = desk({"check"});
    BOOST_TEST(check.code == 0, check.out << check.err);
    BOOST_TEST(check.out.find("0 error(s)") != std::string::npos, check.out);
    const auto doctor = desk({"doctor"});
    BOOST_TEST(doctor.code == 0, doctor.out << doctor.err);
}

BOOST_FIXTURE_TEST_CASE(init_overwrites_only_when_told_to, DeskFolder)
{
    BOOST_TEST(run({"init", "desk", "--yes"}).code == 1);
    BOOST_TEST(run({"init", "desk", "--yes", "--force"}).code == 0);
}

BOOST_FIXTURE_TEST_CASE(a_mistake_in_the_configuration_is_shown_with_its_line, DeskFolder)
{
    write_file(folder.path() / "desk" / "deskhand.yaml", text_in(folder.path() / "desk" / "deskhand.yaml") + "\nmailboxen: []\n");
    const auto check = desk({"check"});
    BOOST_TEST(check.code == 3);
    BOOST_TEST(check.out.find("mailboxen") != std::string::npos, check.out);
    const auto json = desk({"check", "--json"});
    BOOST_TEST(json.code == 3);
    BOOST_TEST(json.out.starts_with("{\"errors\":1,"), json.out);
}

BOOST_FIXTURE_TEST_CASE(a_request_becomes_a_ticket_that_is_answered_and_closed, DeskFolder)
{
    const auto ingest = desk({"ingest"}, request);
    BOOST_REQUIRE_MESSAGE(ingest.code == 0, ingest.err);
    const auto pass = desk({"run", "--once"});
    BOOST_REQUIRE_MESSAGE(pass.code == 0, pass.err);
    BOOST_TEST(pass.out.find("printer broken") != std::string::npos, pass.out);
    BOOST_TEST(pass.out.find("Came in: 1 mail(s): 1 person") != std::string::npos, pass.out);

    const auto list = desk({"ticket", "list"});
    BOOST_TEST(list.out.find("rita@client.example  printer broken") != std::string::npos, list.out);
    const auto reply = desk({"ticket", "reply", "1", "-"}, "Please pull the plug.\n");
    BOOST_TEST(reply.code == 0, reply.out << reply.err);
    const auto show = desk({"ticket", "show", "#1"});
    BOOST_TEST(show.out.find("Please pull the plug.") != std::string::npos, show.out);
    const auto queue = desk({"queue", "list", "--json"});
    BOOST_TEST(queue.out.find("\"purpose\":\"answer\",\"ticket\":1,\"recipient\":\"rita@client.example\"") != std::string::npos, queue.out);
    BOOST_TEST(desk({"ticket", "close", "1"}).code == 0);
    BOOST_TEST(desk({"ticket", "list"}).out == "No tickets match.\n");
    BOOST_TEST(desk({"ticket", "list", "--all"}).out.find("closed") != std::string::npos);
    BOOST_TEST(desk({"ticket", "list", "--all", "--search", "smokes"}).out.find("printer broken") != std::string::npos);
    BOOST_TEST(desk({"summary", "--json"}).out.find("\"came_in\":{\"person\":1}") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_mail_is_explained_before_there_is_a_database_and_makes_none, DeskFolder)
{
    const auto ended = desk({"explain", "-"}, request);
    BOOST_TEST(ended.code == 0, ended.err);
    BOOST_TEST(ended.err.find("explained as the first mail that ever came") != std::string::npos, ended.err);
    BOOST_TEST(ended.out.find("outcome  new ticket #1 in ") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("()") == std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("none: none") == std::string::npos, ended.out);
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder.path()}) BOOST_TEST(entry.path().extension() != ".db", entry.path());
}

BOOST_FIXTURE_TEST_CASE(a_mail_is_explained_as_if_it_came_to_a_mailbox_and_a_recipient, DeskFolder)
{
    write_file(folder.path() / "desk" / "rules.yaml", "rules:\n  - {name: one, when: {mailbox: other}, then: [{tag: first}]}\n"
                                                      "  - {name: two, when: {recipients: {contains: vpn}}, then: [{tag: second}]}\n");
    const auto plain = desk({"explain", "-"}, request);
    BOOST_TEST(plain.code == 0, plain.err);
    BOOST_TEST(plain.out.find("rule \"") == std::string::npos, plain.out);
    const auto ended = desk({"explain", "--mailbox", "other", "--recipient", "help+vpn@desk.example", "-"}, request);
    BOOST_TEST(ended.code == 0, ended.err);
    BOOST_TEST(ended.out.find("rule \"one\"") != std::string::npos, ended.out);
    BOOST_TEST(ended.out.find("rule \"two\"") != std::string::npos, ended.out);
}

BOOST_FIXTURE_TEST_CASE(a_ticket_names_its_requester_once, DeskFolder)
{
    const std::string nameless = "From: rita@client.example\r\nTo: help@desk.example\r\nCc: otto@client.example\r\nSubject: x\r\nMessage-ID: <n@x>\r\n\r\nHelp.\r\n";
    BOOST_TEST(desk({"ingest"}, nameless).code == 0);
    BOOST_TEST(desk({"run", "--once"}).code == 0);
    const auto show = desk({"ticket", "show", "1"}).out;
    BOOST_TEST(show.find("<rita@client.example>") == std::string::npos, show);
    const auto with = show.find("\nwith ");
    BOOST_REQUIRE(with != std::string::npos);
    const auto line = show.substr(with + 1, show.find('\n', with + 1) - with);
    BOOST_TEST(line.find("rita") == std::string::npos, line);
    BOOST_TEST(line.find("otto@client.example") != std::string::npos, line);
}

BOOST_FIXTURE_TEST_CASE(what_is_not_there_is_not_found, DeskFolder)
{
    for (const auto& words : {std::vector<std::string>{"ticket", "show", "99"}, {"ticket", "close", "99"}, {"queue", "drop", "99"},
                              {"quarantine", "retry", "99"}}) {
        const auto ended = desk(words);
        BOOST_TEST(ended.code == 4, ended.err);
        BOOST_TEST(ended.err.find("there is no") != std::string::npos, ended.err);
    }
}

BOOST_FIXTURE_TEST_CASE(outgoing_mail_can_be_held_released_and_dropped, DeskFolder)
{
    BOOST_REQUIRE(desk({"ingest"}, request).code == 0);
    BOOST_REQUIRE(desk({"run", "--once"}).code == 0);
    BOOST_REQUIRE(desk({"ticket", "reply", "1", "Coming."}).code == 0);
    const auto listed = desk({"queue", "list", "--json"}).out;
    const auto from = listed.find("\"id\":") + 5;
    const auto id = listed.substr(from, listed.find(',', from) - from);
    BOOST_TEST(desk({"queue", "hold", id}).code == 0);
    BOOST_TEST(desk({"queue", "hold", id}).code == 1);
    BOOST_TEST(desk({"queue", "list", "--state", "held"}).out.find("rita@client.example") != std::string::npos);
    BOOST_TEST(desk({"queue", "release", id}).code == 0);
    BOOST_TEST(desk({"queue", "show", id}).out.find("Coming.") != std::string::npos);
    BOOST_TEST(desk({"queue", "drop", id}).code == 0);
    BOOST_TEST(desk({"queue", "list"}).out == "No outgoing mail matches.\n");
}

BOOST_AUTO_TEST_SUITE_END()
