// Machines that answer: other desks, bounces without a mark, full mailboxes. Four mails at most leave each time.
#include "mail/format/parse_message.h"
#include "tests/stories/small_desk.h"
#include "tests/support/table.h"

#include <fmt/format.h>

#include <functional>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

constexpr int rounds = 8;
constexpr int most_mails = 4; // in both directions together

// The octets without the headers that begin with one of the names.
std::string without_headers(const std::string& bytes, const std::vector<std::string>& names)
{
    std::string out;
    bool dropping = false, in_header = true;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        const auto line = bytes.substr(at, end - at);
        at = end;
        in_header = in_header && line != "\r\n" && line != "\n";
        const bool continued = in_header && (line[0] == ' ' || line[0] == '\t');
        if (in_header && !continued)
            dropping = std::any_of(names.begin(), names.end(), [&](const auto& name) { return line.starts_with(name); });
        if (!in_header || !dropping) out += line;
    }
    return out;
}

// Takes away what the desk wrote since the last time.
std::vector<std::string> written_by(const SmallDesk& desk)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{desk.mail.path() / "out" / "new"}) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> mails;
    for (const auto& file : files) {
        mails.push_back(octets_of(file));
        fs::remove(file);
    }
    return mails;
}

bool is_for(const std::string& bytes, const std::string& address) { return bytes.find("Delivered-To: " + address) != std::string::npos; }

struct DuelRow {
    const char* name;
    std::vector<std::string> lost_headers; // on the way between the desks
};
const DuelRow duels[] = {
    {"as they write to each other", {}},
    {"whose marks are lost on the way", {"Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path"}},
    {"whose marks and threads are lost on the way",
     {"Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path", "In-Reply-To", "References", "Subject"}},
    {"whose threads alone are lost", {"Auto-Submitted", "X-Auto-Response-Suppress", "Return-Path", "In-Reply-To", "References"}},
};

// Takes what one desk wrote to the other's address into the other's mailbox; how many.
int carry(const SmallDesk& from, const SmallDesk& to, const std::string& address, const DuelRow& row, int round)
{
    int carried = 0;
    for (const auto& bytes : written_by(from))
        if (is_for(bytes, address)) write_octets(to.in(fmt::format("r{}-{}", round, ++carried)), without_headers(bytes, row.lost_headers));
    return carried;
}

// A machine that answers mails of the desk.
struct MachineRow {
    const char* name;
    std::string answers_for; // the address whose mail it answers; what is sent to itself it always answers
    // What it says to the mail with this subject and these octets, the `n`th it got.
    std::function<Letter(const std::string& subject, const std::string& bytes, int n)> answer;
};

const std::string anna = "anna@desk.example", rita = "rita@client.example", bot = "bot@hub.example";

const MachineRow machines[] = {
    {"a bounce of our notice without marks", anna,
     [](const auto& subject, const auto&, int) {
         return Letter{.from = "Mail System <mail@hub.example>", .subject = "Undeliverable: " + subject,
                       .words = "Your message could not be delivered to the following recipients:\r\n\r\nanna@desk.example\r\n\r\nmailbox "
                                "unavailable"};
     }},
    {"a bounce of our notice that says hardly anything", anna,
     [](const auto& subject, const auto&, int) {
         return Letter{.from = bot, .subject = "Re: " + subject, .words = "This mailbox is no longer in use."};
     }},
    {"a bounce with growing subjects and new numbers", anna,
     [](const auto& subject, const auto&, int n) {
         return Letter{.from = bot, .subject = "Undeliverable: " + subject, .words = fmt::format("Job {} failed after {} tries.", 40 + n, 3 * n)};
     }},
    {"a bounce that gives our notice back", anna,
     [](const auto&, const auto& bytes, int n) {
         return Letter{.from = bot, .subject = fmt::format("Returned {}", n), .words = fmt::format("Number {} was not taken:\r\n\r\n", n) + bytes};
     }},
    {"a full mailbox that tells so", rita,
     [](const auto& subject, const auto&, int) {
         return Letter{.from = "postmaster@client.example", .subject = "Undeliverable: " + subject,
                       .words = "Your message did not reach the following recipients:\r\n\r\nrita@client.example\r\n552 mailbox full"};
     }},
    {"a full mailbox that speaks in her name", rita,
     [](const auto& subject, const auto&, int) {
         return Letter{.subject = "Re: " + subject, .words = "The mailbox is full. Your mail was thrown away."};
     }},
    {"another desk that answers in its own words", rita,
     [](const auto&, const auto&, int n) {
         return Letter{.subject = fmt::format("[HD-{}] Thank you", 700 + n), .words = fmt::format("Case HD-{} is in good hands.", 700 + n)};
     }},
    {"a machine that says something else each time", rita,
     [](const auto&, const auto&, int n) {
         return Letter{.subject = std::string(static_cast<std::size_t>(n), 'x') + " today", .words = std::string(static_cast<std::size_t>(n), 'y') + " then"};
     }},
};

}

BOOST_AUTO_TEST_SUITE(two_desks_stop_answering_each_other)

const bool duels_listed = table(
    duels,
    [](const DuelRow& row) {
        const SmallDesk one{"help@one.example"}, other{"help@other.example"};
        one.bring("1", {.from = "help@other.example"});
        int total = 0, last_round = 0;
        for (int round = 0; round < rounds; ++round) {
            one.work();
            last_round = carry(one, other, "help@other.example", row, round);
            other.work();
            last_round += carry(other, one, "help@one.example", row, round);
            total += last_round;
        }
        BOOST_TEST_MESSAGE(row.name << ": " << total << " mails");
        BOOST_TEST(total >= 1);
        BOOST_TEST(total <= most_mails);
        BOOST_TEST(last_round == 0);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(machines_that_answer_are_left_alone)

const bool machines_listed = table(
    machines,
    [](const MachineRow& row) {
        const SmallDesk desk;
        desk.bring("1", {});
        int written = 0, answered = 0, last_round = 0; // to the machine, by the machine
        for (int round = 0; round < rounds; ++round) {
            desk.work();
            last_round = 0;
            for (const auto& bytes : written_by(desk)) {
                if (!is_for(bytes, row.answers_for) && !is_for(bytes, bot)) continue;
                ++last_round;
                ++answered;
                desk.bring(fmt::format("m{}", answered), row.answer(mail::parse_message(bytes).subject, bytes, answered));
            }
            written += last_round;
        }
        BOOST_TEST_MESSAGE(row.name << ": " << written << " mails to it, " << answered << " answers of the machine");
        BOOST_TEST(answered >= 1);
        BOOST_TEST(last_round == 0);
        BOOST_TEST(written + answered <= most_mails);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(people_are_no_machines)

BOOST_AUTO_TEST_CASE(two_different_requests_within_an_hour_are_both_acknowledged)
{
    const SmallDesk desk;
    desk.bring("1", {});
    desk.work();
    desk.bring("2", {.subject = "printer", .words = "And the one on floor 3 is out of paper."});
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 2u);
    BOOST_TEST(desk.mails_to(rita) == 2);
    BOOST_TEST(desk.mails_to(anna) == 2);
}

BOOST_AUTO_TEST_CASE(the_same_request_sent_twice_is_acknowledged_once_and_staff_are_told_once)
{
    const SmallDesk desk;
    desk.bring("1", {});
    desk.work();
    desk.bring("2", {});
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 2u);
    BOOST_TEST(desk.mails_to(rita) == 1);
    BOOST_TEST(desk.mails_to(anna) == 1);
    BOOST_TEST(story_of(desk.folder, 2).find("note") != std::string::npos, story_of(desk.folder, 2));
}

BOOST_AUTO_TEST_SUITE_END()
