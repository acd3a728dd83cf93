#include "engine/run/interview.h"

#include "tests/engine/run/run_program.h"
#include "tests/support/table.h"

#include <deque>

using namespace deskhand;
using namespace deskhand::engine;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(interview_of_init)

namespace {

const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

// A person who answers each question by a word of it; "" otherwise.
struct Person {
    std::deque<std::pair<std::string, std::string>> answers; // part of the question -> answer
    std::string heard; // everything said to them
    std::size_t patience = 100; // questions until they leave
    std::string last = {};      // what was said to them last

    Conversation conversation()
    {
        return {.say = [this](const std::string& text) {
                    heard += text;
                    last = text;
                },
                .hear = [this](Conversation::Echo) -> std::optional<std::string> {
                    if (patience-- == 0) return {};
                    for (auto at = answers.begin(); at != answers.end(); ++at) {
                        if (last.find(at->first) == std::string::npos) continue;
                        auto answer = at->second;
                        answers.erase(at);
                        return answer;
                    }
                    return "";
                }};
    }
};

}

BOOST_AUTO_TEST_CASE(usual_answers_are_taken_with_an_empty_line)
{
    Person person{.answers = {{"Which server", "imap.example.org"}}, .heard = {}};
    const auto answers = interview({}, {}, person.conversation(), now);
    BOOST_REQUIRE(answers.has_value());
    BOOST_TEST(answers->desk_address == config::InitAnswers{}.desk_address);
    BOOST_TEST(answers->mailbox_host == "imap.example.org");
    BOOST_TEST((answers->answer_from == std::chrono::floor<std::chrono::seconds>(now)));
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_is_explained_and_asked_again)
{
    Person person{.answers = {{"Which address", "nonsense"}, {"Which address", "it@desk.example"}, {"Where does mail arrive", "gmail"}}, .heard = {}};
    const auto answers = interview({}, {}, person.conversation(), now);
    BOOST_REQUIRE(answers.has_value());
    BOOST_TEST(answers->desk_address == "it@desk.example");
    BOOST_TEST(person.heard.find("`nonsense` is no address") != std::string::npos, person.heard);
    BOOST_TEST(person.heard.find("app password") != std::string::npos, person.heard);
}

BOOST_AUTO_TEST_CASE(for_microsoft_the_steps_are_shown_and_no_secret_is_asked_where_a_person_signs_in)
{
    Person person{.answers = {{"Where does mail arrive", "microsoft365"}, {"How does the desk log in", "device"}, {"tenant", "contoso.example"},
                              {"client", "app"}, {"How does mail leave", "microsoft365"}},
                  .heard = {}};
    const auto answers = interview({}, {}, person.conversation(), now);
    BOOST_REQUIRE(answers.has_value());
    BOOST_TEST(answers->mailbox_sign_in == "device");
    BOOST_TEST(answers->mailbox_tenant == "contoso.example");
    BOOST_TEST(answers->mailbox_client_id == "app");
    BOOST_TEST(person.heard.find("Allow public client flows") != std::string::npos, person.heard);
    BOOST_TEST(person.heard.find("And the password") == std::string::npos, person.heard);
    BOOST_TEST(next_steps("/etc/deskhand", *answers).find("mailbox login inbox") != std::string::npos);
    BOOST_TEST(next_steps("/etc/deskhand", *answers).find("inbox.password") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_flags_have_answered_is_not_asked)
{
    Person person;
    config::InitAnswers given;
    given.mailbox = "gmail";
    const auto answers = interview(given, {"mailbox", "desk_address", "mailbox_password_file", "answer_from"}, person.conversation(), now);
    BOOST_REQUIRE(answers.has_value());
    BOOST_TEST(person.heard.find("Where does mail arrive") == std::string::npos);
    BOOST_TEST(person.heard.find("From which moment") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(when_the_input_ends_early_there_are_no_answers)
{
    Person person{.answers = {}, .heard = {}, .patience = 2};
    BOOST_TEST(!interview({}, {}, person.conversation(), now).has_value());
}

namespace {

struct FlagRow {
    const char *name, *key, *value;
    const char* refusal; // beginning of it; empty = taken
};
const FlagRow flags[] = {
    {"an address", "desk_address", "it@desk.example", ""},
    {"no address", "desk_address", "it", "`it` is no address"},
    {"an unknown preset", "mailbox", "gmial", "`gmial` is not known"},
    {"a date", "answer_from", "2026-01-31", ""},
    {"always", "answer_from", "always", ""},
    {"no date", "answer_from", "soon", "\"soon\" is no date"},
    {"a password file that is not there", "mailbox_password_file", "/nowhere/p", "the password file /nowhere/p cannot be read"},
};
const bool flags_listed = table(
    flags,
    [](const FlagRow& row) {
        const auto answers = with_flags({}, {{row.key, row.value}}, now);
        const auto* why = std::get_if<std::string>(&answers);
        BOOST_TEST((why ? why->substr(0, std::string_view{row.refusal}.size()) : std::string{}) == row.refusal);
        BOOST_TEST((why == nullptr) == std::string_view{row.refusal}.empty());
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(a_password_file_loses_its_line_end)
{
    const TempDir folder;
    write_file(folder.path() / "p", "s3cret\r\n");
    const auto answers = with_flags({}, {{"mailbox_password_file", (folder.path() / "p").string()}}, now);
    BOOST_REQUIRE(std::holds_alternative<config::InitAnswers>(answers));
    BOOST_TEST(std::get<config::InitAnswers>(answers).mailbox_password == "s3cret");
}

BOOST_AUTO_TEST_CASE(the_next_steps_name_what_is_still_missing)
{
    config::InitAnswers answers;
    answers.mailbox = "gmail";
    answers.outgoing = "local";
    const auto steps = next_steps("/etc/deskhand", answers);
    BOOST_TEST(steps.find("/etc/deskhand/secrets/inbox.password") != std::string::npos, steps);
    BOOST_TEST(steps.find("outgoing.password") == std::string::npos, steps);
    BOOST_TEST(steps.find("nobody is told") != std::string::npos, steps);
    BOOST_TEST(steps.find("deskhand --config /etc/deskhand/deskhand.yaml doctor") != std::string::npos, steps);
}

BOOST_AUTO_TEST_SUITE_END()
