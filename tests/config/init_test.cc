// The first configuration: every preset loads clean, secrets are guarded, nothing is overwritten.
#include "config/document.h"
#include "config/init.h"
#include "config/presets.h"
#include "tests/config/configuration_folder.h"
#include "tests/support/table.h"

#include <set>
#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
namespace fs = std::filesystem;

namespace {

struct PresetRow {
    std::string name, mailbox, outgoing;
};

// Every way in with every way out.
std::vector<PresetRow> all_presets()
{
    std::vector<std::string> in{"maildir"}, out{"maildir"};
    for (const auto& preset : mailbox_presets()) in.emplace_back(preset.name);
    for (const auto& preset : relay_presets()) out.emplace_back(preset.name);
    std::vector<PresetRow> rows;
    for (const auto& from : in)
        for (const auto& to : out) rows.push_back({from + " to " + to, from, to});
    return rows;
}

InitAnswers answers_for(const PresetRow& row)
{
    InitAnswers answers;
    answers.mailbox = row.mailbox;
    answers.outgoing = row.outgoing;
    answers.mailbox_tenant = "contoso.onmicrosoft.com";
    answers.mailbox_client_id = "app";
    answers.mailbox_password = answers.outgoing_password = "s3cret";
    const auto* mailbox = mailbox_preset(row.mailbox);
    const auto* relay = relay_preset(row.outgoing);
    if (mailbox && mailbox->imap.host.empty()) answers.mailbox_host = "imap.example.org";
    if (relay && relay->smtp.host.empty()) answers.outgoing_host = "smtp.example.org";
    answers.staff = {{.name = "anna", .address = {"Anna \"A.\" Berg", "anna@example.org"}}};
    answers.answer_from = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
    return answers;
}

unsigned mode_of(const fs::path& file)
{
    return static_cast<unsigned>(fs::status(file).permissions()) & 07777u;
}

std::string text_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}

BOOST_AUTO_TEST_SUITE(init)

const auto rows = all_presets();
const auto preset_table = tests::table(
    rows,
    [](const PresetRow& row) {
        const tests::TempDir folder;
        const auto written = write_configuration(folder.path(), answers_for(row), Existing::keep);
        BOOST_TEST(written.problems.empty());
        const auto loaded = load_settings(folder.path() / "deskhand.yaml");
        std::string all;
        for (const auto& problem : loaded.problems) all += shown(problem) + "\n";
        BOOST_TEST(all == "");
        BOOST_REQUIRE(loaded.settings);
        BOOST_TEST(loaded.settings->staff.at(0).address.addr == "anna@example.org");
        BOOST_TEST(loaded.settings->answer_from.has_value());
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(passwords_go_into_guarded_files_and_never_into_the_text)
{
    const tests::TempDir folder;
    write_configuration(folder.path(), answers_for({"", "gmail", "gmail"}), Existing::keep);
    BOOST_TEST(mode_of(folder.path() / "secrets") == 0700u);
    BOOST_TEST(mode_of(folder.path() / "secrets/inbox.password") == 0600u);
    BOOST_TEST(mode_of(folder.path() / "token.key") == 0600u);
    BOOST_TEST(text_of(folder.path() / "token.key").size() == 32u);
    BOOST_TEST(text_of(folder.path() / "deskhand.yaml").find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_desks_have_different_keys)
{
    const tests::TempDir one, other;
    write_configuration(one.path(), answers_for({"", "maildir", "maildir"}), Existing::keep);
    write_configuration(other.path(), answers_for({"", "maildir", "maildir"}), Existing::keep);
    BOOST_TEST(text_of(one.path() / "token.key") != text_of(other.path() / "token.key"));
}

BOOST_AUTO_TEST_CASE(a_configuration_that_is_there_is_not_touched)
{
    const tests::TempDir folder;
    std::ofstream{folder.path() / "deskhand.yaml"} << "mine\n";
    const auto written =
        write_configuration(folder.path(), answers_for({"", "maildir", "maildir"}), Existing::keep);
    BOOST_TEST(written.problems.size() == 1u);
    BOOST_TEST(written.files.empty());
    BOOST_TEST(text_of(folder.path() / "deskhand.yaml") == "mine\n");
    BOOST_TEST(!fs::exists(folder.path() / "token.key"));
}

BOOST_AUTO_TEST_CASE(replacing_keeps_the_token_key_and_the_rules)
{
    const tests::TempDir folder;
    const auto answers = answers_for({"", "maildir", "maildir"});
    write_configuration(folder.path(), answers, Existing::keep);
    const auto key = text_of(folder.path() / "token.key");
    std::ofstream{folder.path() / "rules.yaml"} << "rules: [] # mine\n";
    BOOST_TEST(write_configuration(folder.path(), answers, Existing::replace).problems.empty());
    BOOST_TEST(text_of(folder.path() / "token.key") == key);
    BOOST_TEST(text_of(folder.path() / "rules.yaml") == "rules: [] # mine\n");
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_is_a_problem)
{
    BOOST_TEST(
        write_configuration("/proc/nowhere", InitAnswers{}, Existing::keep).problems.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_cannot_break_out_of_its_place_in_the_file)
{
    InitAnswers answers = answers_for({"", "maildir", "maildir"});
    answers.desk_name = "Desk\"\nrules: [/etc/passwd] # \\";
    const auto parsed = parse_document(configuration_text(answers), "x");
    BOOST_REQUIRE(std::holds_alternative<Node>(parsed));
    BOOST_TEST(find(*find(std::get<Node>(parsed), "desk"), "name")->text == answers.desk_name);
}

struct AnswerRow {
    const char* name;
    std::string key, value;
    bool taken;
};

const std::vector<AnswerRow> answer_rows{
    {"a desk address", "desk_address", "it@example.org", true},
    {"no desk address", "desk_address", "it", false},
    {"a zone", "zone", "Europe/Berlin", true},
    {"no zone", "zone", "Europe/Brelin", false},
    {"a mailbox preset", "mailbox", "gmail", true},
    {"no mailbox preset", "mailbox", "gmial", false},
    {"a host", "mailbox_host", "imap.example.org", true},
    {"no host", "mailbox_host", "https://x", false},
    {"staff", "staff", "anna <anna@example.org>, ben@example.org", true},
    {"no staff", "staff", "", true},
    {"staff without address", "staff", "anna", false},
    {"staff twice", "staff", "anna@a.example, anna@b.example", false},
    {"no question", "colour", "red", false},
};

const auto answer_table = tests::table(
    answer_rows,
    [](const AnswerRow& row) {
        const auto answer = with_answer(InitAnswers{}, row.key, row.value);
        BOOST_TEST(std::holds_alternative<InitAnswers>(answer) == row.taken);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(only_what_the_presets_leave_open_is_asked)
{
    const auto asked = [](const InitAnswers& answers) {
        std::set<std::string_view> keys;
        for (const auto& question : init_questions())
            if (is_asked(question, answers)) keys.insert(question.key);
        return keys;
    };
    InitAnswers answers;
    answers.mailbox = "gmail";
    answers.outgoing = "local";
    const std::set<std::string_view> expected{"desk_name", "desk_address", "zone",
                                              "mailbox",   "mailbox_user", "mailbox_sign_in",
                                              "mailbox_password", "outgoing",  "staff"};
    BOOST_TEST((asked(answers) == expected));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(presets)

BOOST_AUTO_TEST_CASE(every_preset_is_encrypted_unless_it_stays_on_this_machine)
{
    for (const auto& preset : mailbox_presets()) {
        BOOST_TEST(
            (preset.imap.security != mail::Security::none || preset.imap.host == "localhost"),
            preset.name);
        BOOST_TEST(
            (preset.pop3.security != mail::Security::none || preset.pop3.host == "localhost"),
            preset.name);
    }
    for (const auto& preset : relay_presets())
        BOOST_TEST(
            (preset.smtp.security != mail::Security::none || preset.smtp.host == "localhost"),
            preset.name);
}

BOOST_AUTO_TEST_CASE(every_preset_has_ports_and_a_note)
{
    for (const auto& preset : mailbox_presets()) {
        BOOST_TEST(preset.imap.port > 0);
        BOOST_TEST(preset.pop3.port > 0);
        BOOST_TEST(!preset.note.empty());
    }
    for (const auto& preset : relay_presets()) {
        BOOST_TEST(preset.smtp.port > 0);
        BOOST_TEST(!preset.note.empty());
    }
    BOOST_TEST(!mailbox_preset("hotmail"));
    BOOST_TEST(!relay_preset("hotmail"));
}

BOOST_AUTO_TEST_SUITE_END()
