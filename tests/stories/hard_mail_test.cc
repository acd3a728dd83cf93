// Mail as nobody should send it: huge, full of parts, nested without end, cut short.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <fmt/core.h>

#include <fstream>

using namespace deskhand;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr std::int64_t sanitizers_share = 4; // it shadows every octet used with several of its own
#elif defined(__SANITIZE_ADDRESS__)
constexpr std::int64_t sanitizers_share = 2; // it keeps freed memory back
#else
constexpr std::int64_t sanitizers_share = 1;
#endif
constexpr std::int64_t memory_limit = 1'000'000'000 * sanitizers_share; // octets
const std::string header = "From: Rita Roe <rita@client.example>\r\nTo: help@desk.example\r\nSubject: hard mail\r\nMessage-ID: <hard@client.example>\r\n"
                           "MIME-Version: 1.0\r\n";

struct QuietDesk {
    TempDir mail;
    DeskFolder folder{{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out")}};

    QuietDesk() { make_maildir(mail.path() / "in"); }

    std::int64_t waits_for_nobody() const { return mails_in(folder, engine::InboxState::waiting); }
    // A mail is dealt with when it has a ticket or waits for a person.
    std::size_t dealt_with() const
    {
        return tickets_of(folder).size() + static_cast<std::size_t>(mails_in(folder, engine::InboxState::quarantined));
    }
    std::size_t sent() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator{mail.path() / "out" / "new"}, {})); }
};

// Words and an attachment, 200 MB together.
void write_huge_mail(const fs::path& file)
{
    constexpr int lines = 200'000'000 / 78;
    std::ofstream out{file, std::ios::binary};
    out << header << "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n"
        << "--b\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Disposition: attachment; filename=film.mp4\r\n"
        << "Content-Transfer-Encoding: base64\r\n\r\n";
    const auto line = std::string(76, 'Q') + "\r\n";
    for (int i = 0; i < lines; ++i) out << line;
    out << "--b--\r\n";
}

std::string many_parts(int count)
{
    auto mail = header + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe first words.\r\n";
    for (int i = 0; i < count; ++i) mail += fmt::format("--b\r\nContent-Type: text/plain; name=n{0}.txt\r\nContent-Disposition: attachment\r\n\r\npart {0}\r\n", i);
    return mail + "--b--\r\n";
}

std::string nested(int depth)
{
    auto mail = header;
    for (int i = 0; i < depth; ++i) mail += fmt::format("Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n", i);
    mail += "Content-Type: text/plain\r\n\r\nDeep words.\r\n";
    for (int i = depth; i-- > 0;) mail += fmt::format("--b{}--\r\n", i);
    return mail;
}

std::string mails_in_mails(int depth)
{
    std::string mail;
    for (int i = 0; i < depth; ++i) mail += header + "Content-Type: message/rfc822\r\n\r\n";
    return mail + header + "\r\nInnermost words.\r\n";
}

}

BOOST_AUTO_TEST_SUITE(hard_mail)

BOOST_FIXTURE_TEST_CASE(of_200_megabytes_comes_through_the_pipe, QuietDesk)
{
    const auto file = mail.path() / "huge.eml";
    write_huge_mail(file);
    const auto taken = run_command_on(folder, {"ingest", "--size", std::to_string(fs::file_size(file))}, file);
    BOOST_TEST(taken.code == 0, taken.err);
    const auto pass = run_command(folder, {"run", "--once"});
    BOOST_TEST(pass.code == 0, pass.err);
    BOOST_TEST_MESSAGE(fmt::format("peak memory: ingest {} MB, run {} MB", taken.peak_octets >> 20, pass.peak_octets >> 20));
    BOOST_TEST(taken.peak_octets < memory_limit);
    BOOST_TEST(pass.peak_octets < memory_limit);
    BOOST_TEST(dealt_with() == 1u);
    BOOST_TEST(waits_for_nobody() == 0);
}

BOOST_FIXTURE_TEST_CASE(of_200_megabytes_comes_through_a_mailbox, QuietDesk)
{
    write_huge_mail(mail.path() / "in" / "tmp" / "huge");
    fs::rename(mail.path() / "in" / "tmp" / "huge", mail.path() / "in" / "new" / "huge");
    write_octets(mail.path() / "in" / "new" / "small", header + "\r\nI am small.\r\n");
    const auto pass = run_command(folder, {"run", "--once"});
    BOOST_TEST(pass.code == 0, pass.err);
    BOOST_TEST_MESSAGE(fmt::format("peak memory: run {} MB", pass.peak_octets >> 20));
    BOOST_TEST(pass.peak_octets < memory_limit);
    BOOST_TEST(mails_in(folder, engine::InboxState::done) + mails_in(folder, engine::InboxState::quarantined) == 2);
    BOOST_TEST(dealt_with() >= 1u);
    BOOST_TEST(waits_for_nobody() == 0);
}

BOOST_FIXTURE_TEST_CASE(larger_than_allowed_waits_for_a_person_and_stays_where_it_is, QuietDesk)
{
    folder.configure({.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out"),
                      .more = "largest_mail: 64k\n"});
    write_octets(mail.path() / "in" / "new" / "large", header + "\r\n" + std::string(100'000, 'x') + "\r\n");
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
    const auto held = mails_listed(folder, engine::InboxState::quarantined);
    BOOST_REQUIRE(held.size() == 1u);
    BOOST_TEST(held.at(0).reason.find("raise largest_mail") != std::string::npos, held.at(0).reason);
    BOOST_TEST(fs::exists(mail.path() / "in" / "new" / "large"));
}

namespace {

struct ShapeRow {
    const char* name;
    std::string mail;
    const char* words; // in the ticket
};
const ShapeRow shapes[] = {
    {"ten thousand parts", many_parts(10'000), "The first words."},
    {"parts nested five thousand deep", nested(5'000), "hard mail"},
    {"mails in mails five thousand deep", mails_in_mails(5'000), "hard mail"},
    {"one line of ten megabytes", header + "\r\nLong: " + std::string(10'000'000, 'y'), "Long: yyy"},
    {"a header of ten megabytes", header + "X-Long: " + std::string(10'000'000, 'z') + "\r\n\r\nShort words.\r\n", "hard mail"},
};
const bool shapes_listed = table(
    shapes,
    [](const ShapeRow& row) {
        const QuietDesk desk;
        BOOST_TEST(run_command(desk.folder, {"ingest"}, row.mail).code == 0);
        const auto pass = run_command(desk.folder, {"run", "--once"});
        BOOST_TEST(pass.code == 0, pass.err);
        BOOST_TEST(pass.peak_octets < memory_limit);
        BOOST_TEST(tickets_of(desk.folder).size() == 1u);
        BOOST_TEST(run_command(desk.folder, {"ticket", "show", "1"}).out.find(row.words) != std::string::npos);
    },
    __FILE__, __LINE__);

struct CutRow {
    const char* name;
    std::vector<std::string> words;
    std::string input;
    const char* said;
};
const CutRow cut_mails[] = {
    {"nothing at all", {"ingest"}, "", "standard input is empty"},
    {"shorter than announced", {"ingest", "--size", "5000"}, header + "\r\nHelp", "instead of the 5000 announced"},
    {"longer than announced", {"ingest", "--size", "10"}, header + "\r\nHelp", "instead of the 10 announced"},
};
const bool cut_mails_listed = table(
    cut_mails,
    [](const CutRow& row) {
        const QuietDesk desk;
        const auto refused = run_command(desk.folder, row.words, row.input);
        BOOST_TEST(refused.code == 75, refused.err);
        BOOST_TEST(refused.err.find(row.said) != std::string::npos, refused.err);
        BOOST_TEST(refused.err.find("deliver the mail again") != std::string::npos, refused.err);
        BOOST_TEST(mails_in(desk.folder, engine::InboxState::waiting) == 0);
    },
    __FILE__, __LINE__);

}

BOOST_FIXTURE_TEST_CASE(delivered_twice_is_taken_once, QuietDesk)
{
    BOOST_TEST(run_command(folder, {"ingest"}, header + "\r\nHelp!\r\n").code == 0);
    const auto again = run_command(folder, {"ingest"}, header + "\r\nHelp!\r\n");
    BOOST_TEST(again.code == 0);
    BOOST_TEST(again.err.find("was here already") != std::string::npos, again.err);
    BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
    BOOST_TEST(tickets_of(folder).size() == 1u);
    BOOST_TEST(sent() == 2u); // one acknowledgement, one notice
}

BOOST_AUTO_TEST_SUITE_END()
