// What may be said about a place where mail servers hand mail in.
#include "tests/config/configuration_folder.h"
#include "tests/support/table.h"

#include <string>
#include <vector>

using namespace deskhand;
using namespace deskhand::config;
using deskhand::tests::ConfigurationFolder;

namespace {

std::string with_mailboxes(const std::string& mailboxes)
{
    return "desk: {address: help@example.org}\nmailboxes: [" + mailboxes + "]\noutgoing: {maildir: out}\ntoken_key: token.key\n";
}

struct Row {
    const char* name;
    const char* mailboxes;
    const char* expected; // part of the only problem
};

const Row rows[] = {
    {"lmtp needs a place to listen", "{name: a, type: lmtp}", "`listen: 127.0.0.1:2424`"},
    {"lmtp listens on addresses", "{name: a, type: lmtp, listen: 'localhost:24'}", "`localhost:24` is no address to listen on"},
    {"a port that is none", "{name: a, type: lmtp, listen: '127.0.0.1:0'}", "port 0 is none"},
    {"lmtp has no account", "{name: a, type: lmtp, listen: '127.0.0.1:24', user: u}", "unknown key `user`"},
    {"lmtp for other machines", "{name: a, type: lmtp, listen: '0.0.0.0:24'}", "warning: mailbox `a`: everybody who reaches 0.0.0.0:24"},
    {"a mode is of a file", "{name: a, type: lmtp, listen: '127.0.0.1:24', mode: 0660}", "`mode` is of a socket file"},
    {"a mode that is none", "{name: a, type: lmtp, listen: 'unix:/a', mode: rw}", "`rw` is no file mode"},
    {"a mode that keeps everybody out", "{name: a, type: lmtp, listen: 'unix:/a', mode: 0600}", "only the desk's own account can connect"},
    {"lmtp twice at one place", "{name: a, type: lmtp, listen: 'unix:/a'}, {name: b, type: lmtp, listen: 'unix:/a'}", "mailbox `b` listens where `a` does already"},
    {"lmtp under a name that is taken", "{name: a, type: lmtp, listen: 'unix:/a'}, {name: a, type: maildir, path: in}", "2:20: error: there are two mailboxes called `a`"},
    {"a recipient that is none", "{name: a, type: lmtp, listen: 'unix:/a', recipients: support}", "`support` is no address"},
    {"a recipient the desk does not know", "{name: a, type: lmtp, listen: 'unix:/a', recipients: [it@example.org]}", "warning: mailbox `a`: mail to it@example.org arrives here"},
};

}

BOOST_AUTO_TEST_SUITE(lmtp_settings)

const bool complaints = tests::table(rows, [](const Row& row) {
    const ConfigurationFolder folder;
    const auto problems = folder.problems(with_mailboxes(row.mailboxes));
    BOOST_REQUIRE(problems.size() == 1u);
    BOOST_TEST((problems.front().find(row.expected) != std::string::npos), problems.front());
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(lmtp_says_where_it_listens_for_whom)
{
    const ConfigurationFolder folder;
    const auto loaded = folder.load(with_mailboxes("{name: push, type: lmtp, listen: 'unix:/run/desk/lmtp', mode: 0666, recipients: [Help@example.org]}, "
                                                   "{name: in, type: maildir, path: in}, {name: port, type: lmtp, listen: '[::1]:2424'}") + "largest_mail: 25M\n");
    BOOST_TEST(loaded.problems.empty());
    BOOST_REQUIRE(loaded.settings);
    BOOST_TEST(loaded.settings->mailboxes.size() == 1u);
    BOOST_REQUIRE(loaded.settings->lmtp.size() == 2u);
    const auto& file = loaded.settings->lmtp[0];
    BOOST_TEST(file.name == "push");
    BOOST_TEST(mail::shown(file.listen) == "unix:/run/desk/lmtp");
    BOOST_TEST(file.listen.mode == 0666u);
    BOOST_TEST(file.recipients == std::vector<std::string>{"help@example.org"}, boost::test_tools::per_element());
    BOOST_TEST(file.largest_mail == 25u << 20);
    const auto& port = loaded.settings->lmtp[1];
    BOOST_TEST(mail::shown(port.listen) == "[::1]:2424");
    BOOST_TEST(port.recipients.empty());
}

BOOST_AUTO_TEST_SUITE_END()
