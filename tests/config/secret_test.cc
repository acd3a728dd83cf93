// Where secrets may come from, and which files are refused as too open.
#include "config/load_settings.h"
#include "config/secret.h"
#include "tests/config/configuration_folder.h"
#include "tests/support/table.h"

#include <cstdlib>
#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;

namespace {

std::string with_password(const std::string& source)
{
    return "desk: {address: help@example.org}\ntoken_key: token.key\noutgoing: {maildir: out}\n"
           "mailboxes: [{name: a, host: h, user: u, password: " +
           source + "}]\n";
}

std::string secret_from(const ConfigurationFolder& folder, const std::string& source)
{
    const auto result = folder.load(with_password(source));
    BOOST_REQUIRE(result.settings);
    BOOST_TEST(result.problems.empty());
    return std::get<mail::ImapSettings>(result.settings->mailboxes.at(0).where).login.secret;
}

// Set for one test only.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_{name}
    {
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

}

BOOST_AUTO_TEST_SUITE(secrets)

struct GuardRow {
    const char* name;
    FileGuard guard;
    std::string remedy; // empty = the file may hold a secret
};

const std::vector<GuardRow> guards{
    {"private to the reader", {0600, 100, 100}, ""},
    {"read only", {0400, 100, 100}, ""},
    {"owned by root", {0400, 0, 100}, ""},
    {"read by root", {0600, 100, 0}, ""},
    {"readable by the group", {0640, 100, 100}, "chmod 600 key"},
    {"readable by all", {0604, 100, 100}, "chmod 600 key"},
    {"writable by all", {0602, 100, 100}, "chmod 600 key"},
    {"owned by a stranger", {0600, 200, 100}, "chown 100 key"},
};

const auto guard_table = tests::table(
    guards,
    [](const GuardRow& row) {
        const auto weakness = weakness_of(row.guard, "key");
        BOOST_TEST(weakness.value_or(Weakness{}).remedy == row.remedy);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_secret_in_a_file_ends_before_its_line_end)
{
    const ConfigurationFolder folder;
    folder.secret("p", " pass word \r\n", 0400);
    BOOST_TEST(secret_from(folder, "{file: p}") == " pass word ");
}

BOOST_AUTO_TEST_CASE(a_secret_may_stand_in_the_environment)
{
    const ConfigurationFolder folder;
    const Variable variable{"DESKHAND_TEST_SECRET", "from outside"};
    BOOST_TEST(secret_from(folder, "{env: DESKHAND_TEST_SECRET}") == "from outside");
    BOOST_TEST(secret_from(folder, "\"${DESKHAND_TEST_SECRET}\"") == "from outside");
}

BOOST_AUTO_TEST_CASE(a_secret_may_be_a_systemd_credential)
{
    const ConfigurationFolder folder;
    folder.secret("credentials/imap", "from systemd\n", 0440);
    const Variable variable{"CREDENTIALS_DIRECTORY", (folder.path() / "credentials").string()};
    BOOST_TEST(secret_from(folder, "{credential: imap}") == "from systemd");
    BOOST_TEST(folder.problems(with_password("{credential: absent}")).size() == 1u);
    BOOST_TEST(folder.problems(with_password("{credential: ../token.key}")).size() == 1u);
}

struct RefusedRow {
    const char* name;
    std::string source, expected;
};

const std::vector<RefusedRow> refused{
    {"a readable file", "{file: open}", "chmod 600 open"},
    {"an absent file", "{file: absent}", "No such file"},
    {"a folder", "{file: in}", "no plain file"},
    {"an empty file", "{file: empty}", "`password` is empty"},
    {"a giant file", "{file: giant}", "at most 64 KiB"},
    {"a credential outside systemd", "{credential: imap}", "LoadCredential=imap:PATH"},
    {"an unset variable", "{env: DESKHAND_TEST_NONE}", "is not set"},
    {"an inline password", "hunter2", "stands in the configuration itself"},
};

const auto refused_table = tests::table(
    refused,
    [](const RefusedRow& row) {
        const ConfigurationFolder folder;
        folder.secret("open", "x", 0644);
        folder.secret("empty", "\n");
        folder.secret("giant", std::string(70'000, 'x'));
        const auto lines = folder.problems(with_password(row.source));
        BOOST_REQUIRE(lines.size() == 1u);
        BOOST_TEST(lines[0].find(row.expected) != std::string::npos, lines[0]);
        BOOST_TEST(lines[0].find("hunter2") == std::string::npos);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_token_key_has_exactly_32_octets)
{
    const ConfigurationFolder folder;
    folder.secret("token.key", "short");
    const auto lines = folder.problems(tests::smallest);
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].find("holds 5 octets instead of 32") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
