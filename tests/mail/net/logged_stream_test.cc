// What a protocol log shows of a dialogue with a real server, and what it must not show.
#include "mail/net/mailbox_settings.h"
#include "tests/mail/net/mailbox_contents.h"
#include "tests/support/dovecot.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

#include <sys/stat.h>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct LogFixture {
    Dovecot server;
    TempDir folder;
    std::filesystem::path file = folder.path() / "dialogue.log";

    template <class Settings> std::string log_of_a_round(Settings where)
    {
        server.deliver("ann", "Subject: hello\r\n\r\nthe words of the mail\r\n");
        const auto box = make_mailbox({.name = "desk", .where = std::move(where), .protocol_log = file});
        box->open();
        BOOST_TEST(fetched(*box, listed(*box)).size() == 1u);
        box->close();
        std::ostringstream all;
        all << std::ifstream{file}.rdbuf();
        return all.str();
    }
    bool is_private() const
    {
        struct stat found {};
        return ::stat(file.c_str(), &found) == 0 && (found.st_mode & 0777) == 0600;
    }
};

bool shows(const std::string& log, const std::string& words) { return log.find(words) != std::string::npos; }

}

BOOST_FIXTURE_TEST_SUITE(logged_stream, LogFixture)

BOOST_AUTO_TEST_CASE(an_imap_dialogue_is_logged_without_the_login_and_the_mail)
{
    const auto log = log_of_a_round(ImapSettings{.server = server.endpoint(server.imap_port(), Security::none),
                                                 .login = {"ann", Dovecot::password, AuthMethod::login}, .disposal = Disposal::keep});
    BOOST_TEST(shows(log, " C "), log);
    BOOST_TEST(shows(log, "EXAMINE \"INBOX\""), log);
    BOOST_TEST(shows(log, "octets while logging in, not shown"), log);
    BOOST_TEST(shows(log, "BODY[] {"), log);
    BOOST_TEST(!shows(log, Dovecot::password), log);
    BOOST_TEST(!shows(log, "the words of the mail"), log);
    BOOST_TEST(is_private());
}

BOOST_AUTO_TEST_CASE(a_pop3_dialogue_is_logged_without_the_login_and_the_mail)
{
    const auto log = log_of_a_round(Pop3Settings{.server = server.endpoint(server.pop3_port(), Security::none),
                                                 .login = {"ann", Dovecot::password, AuthMethod::login}, .disposal = Disposal::keep});
    BOOST_TEST(shows(log, "C RETR 1"), log);
    BOOST_TEST(shows(log, "S +OK"), log);
    BOOST_TEST(!shows(log, Dovecot::password), log);
    BOOST_TEST(!shows(log, "the words of the mail"), log);
}

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_written_keeps_no_mail_from_coming)
{
    file = folder.path() / "nowhere" / "dialogue.log";
    BOOST_TEST(log_of_a_round(ImapSettings{.server = server.endpoint(server.imap_port(), Security::none),
                                           .login = {"ann", Dovecot::password, AuthMethod::login}, .disposal = Disposal::keep}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
