// A Maildir as a mailbox: what is listed, handed out and put away.
#include "mail/net/mailbox_settings.h"

#include "tests/mail/net/mailbox_contents.h"
#include "tests/support/resting.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <future>
#include <thread>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

using Strings = std::vector<std::string>;

struct MaildirFixture {
    MaildirFixture()
    {
        for (const auto* part : {"new", "cur", "tmp"}) fs::create_directories(path / part);
    }
    void put(const std::string& file, const std::string& bytes) const
    {
        std::ofstream{path / "tmp" / "x", std::ios::binary} << bytes;
        fs::rename(path / "tmp" / "x", path / file);
    }
    std::unique_ptr<Mailbox> mailbox(Disposal disposal, std::uint64_t largest_mail = 1'000) const
    {
        auto made = make_mailbox({.name = "files", .where = MaildirSettings{.path = path, .disposal = disposal},
                                  .largest_mail = largest_mail});
        made->open();
        return made;
    }

    TempDir folder;
    fs::path path = folder.path() / "Maildir";
};

}

BOOST_FIXTURE_TEST_SUITE(maildir_mailbox, MaildirFixture)

BOOST_AUTO_TEST_CASE(new_and_read_mail_is_listed_by_its_base_name)
{
    put("new/1.a", "one");
    put("cur/2.b:2,RS", "two");
    put("new/.hidden", "x");
    const auto box = mailbox(Disposal::keep);
    BOOST_TEST(listed(*box) == (Strings{"1.a", "2.b"}));
    BOOST_TEST(fetched(*box, {"2.b", "1.a"}) == (Strings{"two", "one"}));
}

BOOST_AUTO_TEST_CASE(octets_come_as_they_lie_on_disk)
{
    const std::string octets{"a\r\nb\n\0\xff", 7};
    put("new/1.a", octets);
    BOOST_TEST(fetched(*mailbox(Disposal::keep), {"1.a"}) == Strings{octets});
}

BOOST_AUTO_TEST_CASE(a_mail_flagged_or_removed_meanwhile_is_found_or_skipped)
{
    put("new/1.a", "one");
    put("new/2.b", "two");
    const auto box = mailbox(Disposal::keep);
    box->list();
    fs::rename(path / "new/1.a", path / "cur/1.a:2,S");
    fs::remove(path / "new/2.b");
    BOOST_TEST(fetched(*box, {"1.a", "2.b"}) == Strings{"one"});
}

BOOST_AUTO_TEST_CASE(kept_mail_stays_untouched)
{
    put("new/1.a", "one");
    mailbox(Disposal::keep)->dispose(Strings{"1.a"});
    BOOST_TEST(fs::exists(path / "new/1.a"));
}

BOOST_AUTO_TEST_CASE(seen_mail_goes_to_cur_with_its_flags)
{
    put("new/1.a", "one");
    put("cur/2.b:2,FT", "two");
    const auto box = mailbox(Disposal::seen);
    for (int twice = 0; twice < 2; ++twice) box->dispose(Strings{"1.a", "2.b"});
    BOOST_TEST(fs::exists(path / "cur/1.a:2,S"));
    BOOST_TEST(fs::exists(path / "cur/2.b:2,FST"));
    BOOST_TEST(listed(*box) == (Strings{"1.a", "2.b"}));
}

BOOST_AUTO_TEST_CASE(moved_mail_lies_in_a_maildir_folder)
{
    put("new/1.a", "one");
    const auto box = mailbox(Disposal::move);
    for (int twice = 0; twice < 2; ++twice) box->dispose(Strings{"1.a"});
    BOOST_TEST(fs::exists(path / ".Processed/cur/1.a:2,S"));
    BOOST_TEST(fs::exists(path / ".Processed/maildirfolder"));
    BOOST_TEST(listed(*box).empty());
}

BOOST_AUTO_TEST_CASE(removed_mail_is_gone)
{
    put("new/1.a", "one");
    put("new/2.b", "two");
    const auto box = mailbox(Disposal::remove);
    for (int twice = 0; twice < 2; ++twice) box->dispose(Strings{"1.a"});
    BOOST_TEST(listed(*box) == Strings{"2.b"});
}

BOOST_AUTO_TEST_CASE(of_a_mail_that_is_too_large_the_header_comes)
{
    put("new/1.a", "Subject: big\n\n" + std::string(1'000, 'x'));
    put("new/2.b", "Subject: big\r\n\r\n" + std::string(1'000, 'x'));
    const auto box = mailbox(Disposal::keep);
    std::vector<std::uint64_t> withheld;
    Strings headers;
    box->fetch(Strings{"1.a", "2.b"}, [&](FetchedMail mail) {
        withheld.push_back(mail.withheld);
        headers.push_back(mail.bytes);
    });
    BOOST_TEST(headers == (Strings{"Subject: big\n\n", "Subject: big\r\n\r\n"}));
    BOOST_TEST(withheld == (std::vector<std::uint64_t>{1'014, 1'016}));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_no_maildir_is_refused)
{
    fs::remove(path / "cur");
    BOOST_CHECK_THROW(mailbox(Disposal::keep), LoginRefused);
}

BOOST_AUTO_TEST_CASE(an_arrival_ends_the_waiting)
{
    const auto box = mailbox(Disposal::keep);
    box->list();
    auto waiting = std::async(std::launch::async, [&] { return rested(*box, 30s); });
    put("new/1.a", "one");
    BOOST_TEST((waiting.get() == Arrival::something));
}

BOOST_AUTO_TEST_CASE(mail_that_came_between_listing_and_waiting_is_noticed)
{
    const auto box = mailbox(Disposal::keep);
    box->list();
    put("new/1.a", "one");
    BOOST_TEST((rested(*box, 30s) == Arrival::something));
}

BOOST_AUTO_TEST_CASE(waiting_ends_after_its_time)
{
    const auto box = mailbox(Disposal::keep);
    BOOST_TEST((rested(*box, 20ms) == Arrival::nothing));
}

BOOST_AUTO_TEST_CASE(pop3_with_folders_is_refused_with_a_remedy)
{
    BOOST_CHECK_EXCEPTION(make_mailbox({.name = "desk", .where = Pop3Settings{.disposal = Disposal::move}}),
                          std::invalid_argument, [](const std::invalid_argument& problem) {
                              return std::string{problem.what()}.find("desk") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_SUITE_END()
