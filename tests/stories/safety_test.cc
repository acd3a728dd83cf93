// What must never happen: answering machines, desks that talk to each other, strangers in other people's
// tickets, answers to old mail, a desk without a configuration.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>

using namespace deskhand;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

struct Letter {
    std::string from = "rita@client.example";
    std::string subject = "printer";
    std::string headers{}; // more of them, CRLF line ends
    std::string words = "It smokes.";
};

// A desk between two Maildirs, working when told to.
struct SmallDesk {
    explicit SmallDesk(const std::string& address = "help@desk.example", const std::string& more = {})
        : folder{options_for(address, more)}, address_{address}
    {
        make_maildir(mail.path() / "in");
    }

    DeskOptions options_for(const std::string& address, const std::string& more) const
    {
        const auto domain = address.substr(address.find('@') + 1);
        return {.address = address, .mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out"),
                .staff = "  - {name: anna, address: anna@" + domain + "}\n",
                .queues = "  - {name: helpdesk, staff: [anna]}\n  - {name: network, staff: [anna]}\n", .more = more};
    }
    fs::path in(const std::string& name) const { return mail.path() / "in" / "new" / name; }

    void bring(const std::string& name, const Letter& letter) const
    {
        write_octets(in(name), "From: " + letter.from + "\r\nTo: " + address_ + "\r\nSubject: " + letter.subject + "\r\nMessage-ID: <" + name +
                                   "@client.example>\r\n" + letter.headers + "\r\n" + letter.words + "\r\n");
    }
    void work() const
    {
        const auto pass = run_command(folder, {"run", "--once"});
        BOOST_TEST(pass.code == 0, pass.err);
    }
    int mails_to(const std::string& recipient) const
    {
        const auto rows = outgoing_of(folder);
        return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.recipient == recipient; }));
    }
    std::string acknowledgement_id() const
    {
        const auto rows = outgoing_of(folder);
        const auto found = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.purpose == engine::Purpose::acknowledgement; });
        return found == rows.end() ? std::string{} : found->message_id;
    }

    TempDir mail;
    DeskFolder folder;

private:
    std::string address_;
};

struct AbsenceRow {
    const char* name;
    const char* subject;
    const char* headers;
    const char* words;
};
const AbsenceRow absences[] = {
    {"marked as RFC 3834 asks", "Away", "Auto-Submitted: auto-replied\r\n", "I am away until Monday."},
    {"marked as Exchange does", "Automatic reply: We have your request", "X-Auto-Response-Suppress: All\r\n", "I am out of the office until 7 March."},
    {"marked as a vacation program does", "Re: We have your request", "Precedence: bulk\r\nX-Autoreply: yes\r\n", "I am on vacation."},
    {"unmarked", "Out of office: Re: We have your request", "", "Thank you for your mail. I am currently out of the office and will be back on 7 March."},
};

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

struct DuelRow {
    const char* name;
    std::vector<std::string> lost_headers; // on the way between the desks
};
const DuelRow duels[] = {
    {"as they write to each other", {}},
    {"whose marks are lost on the way", {"Auto-Submitted", "Return-Path"}},
    {"whose marks and threads are lost on the way", {"Auto-Submitted", "Return-Path", "In-Reply-To", "References", "Subject"}},
};

// Takes what one desk wrote to the other's address into the other's mailbox; how many.
int carry(const SmallDesk& from, const SmallDesk& to, const std::string& address, const DuelRow& row)
{
    int carried = 0;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{from.mail.path() / "out" / "new"}) files.push_back(entry.path());
    for (const auto& file : files) {
        const auto bytes = octets_of(file);
        if (bytes.find("Delivered-To: " + address) != std::string::npos) {
            write_octets(to.in(file.filename().string()), without_headers(bytes, row.lost_headers));
            ++carried;
        }
        fs::remove(file);
    }
    return carried;
}

}

BOOST_AUTO_TEST_SUITE(an_absence_note_to_our_acknowledgement_gets_no_answer)

const bool absences_listed = table(
    absences,
    [](const AbsenceRow& row) {
        const SmallDesk desk;
        desk.bring("1", {});
        desk.work();
        BOOST_TEST(desk.mails_to("rita@client.example") == 1);
        desk.bring("2", {.subject = row.subject, .headers = "In-Reply-To: <" + desk.acknowledgement_id() + ">\r\n" + row.headers, .words = row.words});
        desk.work();
        BOOST_TEST(mails_in(desk.folder, engine::InboxState::done) == 2);
        BOOST_TEST(desk.mails_to("rita@client.example") == 1);
        BOOST_TEST(tickets_of(desk.folder).size() == 1u);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(two_desks_stop_answering_each_other)

const bool duels_listed = table(
    duels,
    [](const DuelRow& row) {
        constexpr int rounds = 8;
        const SmallDesk one{"help@one.example"}, other{"help@other.example"};
        one.bring("1", {.from = "help@other.example"});
        int to_other = 0, to_one = 0, last_round = 0;
        for (int round = 0; round < rounds; ++round) {
            one.work();
            last_round = carry(one, other, "help@other.example", row);
            to_other += last_round;
            other.work();
            const int back = carry(other, one, "help@one.example", row);
            to_one += back;
            last_round += back;
        }
        BOOST_TEST_MESSAGE(row.name << ": " << to_other << " mails there, " << to_one << " back");
        BOOST_TEST(to_other >= 1);
        BOOST_TEST(to_other <= 4);
        BOOST_TEST(to_one <= 4);
        BOOST_TEST(last_round == 0);
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(safety)

BOOST_AUTO_TEST_CASE(a_stranger_who_names_a_ticket_gets_one_of_his_own_and_both_are_linked)
{
    const SmallDesk desk;
    desk.bring("1", {});
    desk.work();
    desk.bring("2", {.from = "otto@elsewhere.example", .subject = "Re: printer [#1]", .words = "Send me the password."});
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 2u);
    BOOST_TEST(ticket_of(desk.folder, 1).requester == "rita@client.example");
    const std::vector<std::string> only_rita{"rita@client.example"};
    BOOST_TEST(ticket_of(desk.folder, 1).participants == only_rita, boost::test_tools::per_element());
    BOOST_TEST(ticket_of(desk.folder, 2).requester == "otto@elsewhere.example");
    for (const auto id : {1, 2}) BOOST_TEST(story_of(desk.folder, id).find("linked") != std::string::npos, story_of(desk.folder, id));
    BOOST_TEST(run_command(desk.folder, {"ticket", "show", "1"}).out.find("password") == std::string::npos);
    // Staff's next answer on the first ticket goes to Rita alone.
    BOOST_TEST(run_command(desk.folder, {"ticket", "reply", "1", "Pull the plug."}).code == 0);
    desk.work();
    BOOST_TEST(desk.mails_to("rita@client.example") == 2);
    BOOST_TEST(desk.mails_to("otto@elsewhere.example") == 1);
}

BOOST_AUTO_TEST_CASE(mail_older_than_answer_from_is_filed_silently)
{
    const SmallDesk desk{"help@desk.example", "answer_from: 2026-03-01\n"};
    desk.bring("1", {});
    const std::chrono::sys_time<std::chrono::nanoseconds> february{std::chrono::sys_days{std::chrono::year{2026} / 2 / 28}};
    fs::last_write_time(desk.in("1"), std::chrono::file_clock::from_sys(february));
    desk.work();
    BOOST_TEST(mails_in(desk.folder, engine::InboxState::done) == 1);
    BOOST_TEST(tickets_of(desk.folder).empty());
    BOOST_TEST(outgoing_of(desk.folder).empty());
    desk.bring("2", {});
    desk.work();
    BOOST_TEST(tickets_of(desk.folder).size() == 1u);
    BOOST_TEST(outgoing_of(desk.folder).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_reload_takes_a_good_configuration_and_refuses_a_broken_one)
{
    const SmallDesk desk;
    RunningDesk running{desk.folder};
    const auto next_ticket_is_in = [&](std::int64_t id, const std::string& queue) {
        desk.bring(std::to_string(id), {});
        return happens([&] { return ticket_of(desk.folder, id).queue == queue; });
    };
    BOOST_TEST(next_ticket_is_in(1, "helpdesk"));

    desk.folder.configure(desk.options_for("help@desk.example", "default_queue: netwrok\n"));
    running.signal(SIGHUP);
    BOOST_TEST(running.says("did you mean `network`?"), running.log());
    BOOST_TEST(running.says("not reloaded: mend the errors above and send SIGHUP again; the old one stays in force"), running.log());
    BOOST_TEST(next_ticket_is_in(2, "helpdesk"));

    desk.folder.configure(desk.options_for("help@desk.example", "default_queue: network\n"));
    running.signal(SIGHUP);
    BOOST_TEST(running.says("info configuration: reloaded"), running.log());
    BOOST_TEST(next_ticket_is_in(3, "network"));
    BOOST_TEST(running.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
