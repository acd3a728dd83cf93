#include "mail/net/maildir_courier.h"
#include "tests/support/delivery_words.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>

using namespace deskhand::mail;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder}) files.push_back(entry.path());
    return files;
}

std::string text_of(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

const Parcel hello{7, "desk@help.example", "ann@example", "Message-ID: <a@b>\r\n\r\nhi\r\n"};

std::string delivered(MaildirCourier& courier, const Parcel& parcel)
{
    return kind_for(courier.deliver(std::span{&parcel, 1}, [](auto) {}).at(0).result);
}

}

BOOST_AUTO_TEST_SUITE(maildir_courier)

BOOST_AUTO_TEST_CASE(a_mail_lies_in_new_with_its_envelope_in_front)
{
    const TempDir folder;
    MaildirCourier courier{folder.path() / "out"};
    BOOST_TEST(delivered(courier, hello) == "250");
    const auto files = files_in(folder.path() / "out/new");
    BOOST_REQUIRE(files.size() == 1u);
    BOOST_TEST(text_of(files[0]) ==
               "Return-Path: <desk@help.example>\r\nDelivered-To: ann@example\r\nMessage-ID: <a@b>\r\n\r\nhi\r\n");
    BOOST_TEST(files[0].filename().string().rfind("7.", 0) == 0u);
    BOOST_TEST(files_in(folder.path() / "out/tmp").empty());
}

BOOST_AUTO_TEST_CASE(delivering_a_row_again_leaves_one_copy)
{
    const TempDir folder;
    MaildirCourier courier{folder.path()};
    delivered(courier, hello);
    BOOST_TEST(delivered(courier, hello) == "250");
    BOOST_TEST(files_in(folder.path() / "new").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_copy_that_was_read_meanwhile_counts)
{
    const TempDir folder;
    MaildirCourier courier{folder.path()};
    delivered(courier, hello);
    const auto first = files_in(folder.path() / "new").at(0);
    fs::rename(first, folder.path() / "cur" / (first.filename().string() + ":2,S"));
    BOOST_TEST(delivered(courier, hello) == "250");
    BOOST_TEST(files_in(folder.path() / "new").empty());
}

BOOST_AUTO_TEST_CASE(equal_rows_of_two_installations_do_not_overwrite_one_another)
{
    const TempDir folder;
    MaildirCourier courier{folder.path()};
    auto other = hello;
    other.bytes = "message-id: <c@d>\n\nhi\n";
    delivered(courier, hello);
    delivered(courier, other);
    BOOST_TEST(files_in(folder.path() / "new").size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_address_cannot_bring_headers_of_its_own)
{
    const TempDir folder;
    MaildirCourier courier{folder.path()};
    auto injected = hello;
    injected.recipient = "ann@example\r\nBcc: eve@evil";
    BOOST_TEST(delivered(courier, injected) == "553");
    injected = hello;
    injected.envelope_sender = "desk@help.example\nBcc: eve@evil";
    BOOST_TEST(delivered(courier, injected) == "553");
    BOOST_TEST(files_in(folder.path() / "new").empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_gone_is_not_sent)
{
    const TempDir folder;
    MaildirCourier courier{folder.path() / "out"};
    fs::remove_all(folder.path() / "out/tmp");
    BOOST_TEST(delivered(courier, hello) == "not");
    fs::remove_all(folder.path() / "out");
    BOOST_TEST(delivered(courier, hello) == "not");
}

BOOST_AUTO_TEST_CASE(groups_are_announced_before_they_are_written)
{
    const TempDir folder;
    MaildirCourier courier{folder.path(), 2};
    std::vector<Parcel> parcels(3, hello);
    for (std::size_t i = 0; i < parcels.size(); ++i) parcels[i].id = static_cast<std::int64_t>(i);
    std::vector<std::size_t> there;
    const auto outcomes = courier.deliver(parcels, [&](std::span<const std::int64_t> ids) {
        there.push_back(files_in(folder.path() / "new").size());
        if (ids.front() == 2) throw std::runtime_error{"disk full"};
    });
    BOOST_TEST(there == (std::vector<std::size_t>{0, 2}), boost::test_tools::per_element());
    BOOST_TEST(kind_for(outcomes.at(1).result) == "250");
    BOOST_TEST(words_for(outcomes.at(2).result) == "not sent: disk full");
    BOOST_TEST(files_in(folder.path() / "new").size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
