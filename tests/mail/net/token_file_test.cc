// Refresh tokens on the disk: whose they are, sealed, whole or refused.
#include "mail/net/token_file.h"

#include "tests/mail/net/stored_tokens.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace deskhand::mail;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(token_file)

BOOST_AUTO_TEST_CASE(a_stored_token_is_for_its_owner_only_and_unreadable_with_a_key)
{
    const TempDir folder;
    auto settings = signed_in(folder.path() / "store");
    settings.store_key = std::string(32, 'k');
    store(settings, "refresh-token-of-ours");
    const auto file = TokenFile{settings}.path();
    struct stat found {};
    BOOST_REQUIRE(::stat(file.c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777u) == 0600u);
    BOOST_REQUIRE(::stat(file.parent_path().c_str(), &found) == 0);
    BOOST_TEST((found.st_mode & 07777u) == 0700u);
    BOOST_TEST(!holds(octets(file), "refresh-token-of-ours"));
    BOOST_TEST(stored(settings) == "refresh-token-of-ours");

    auto other = settings;
    other.store_key = std::string(32, 'x');
    BOOST_CHECK_THROW(stored(other), TokenFileError);
    other.store_key.clear();
    BOOST_CHECK_THROW(stored(other), TokenFileError);
    // Another account's file in this one's place does not open.
    other = settings;
    other.account = "it@example.org";
    std::filesystem::copy_file(file, TokenFile{other}.path());
    BOOST_CHECK_THROW(stored(other), TokenFileError);
}

BOOST_AUTO_TEST_CASE(a_stored_token_that_others_may_read_or_that_was_cut_off_is_refused_with_what_to_do)
{
    const TempDir folder;
    const auto settings = signed_in(folder.path() / "store");
    store(settings, "r1");
    const auto file = TokenFile{settings}.path();
    ::chmod(file.c_str(), 0644);
    BOOST_CHECK_EXCEPTION(stored(settings), TokenFileError, [](const auto& error) { return holds(error.what(), "chmod 600"); });
    ::chmod(file.c_str(), 0600);
    for (auto size = std::filesystem::file_size(file); size-- > 0;) { // no part of it is taken for the whole
        std::filesystem::resize_file(file, size);
        BOOST_CHECK_THROW(stored(settings), TokenFileError);
    }
}

BOOST_AUTO_TEST_SUITE_END()
