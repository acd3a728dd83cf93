// What must never happen: answers to absence notes and to old mail, strangers in other people's tickets, a desk
// without a configuration.
#include "tests/stories/small_desk.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace deskhand;
using namespace deskhand::tests;
namespace fs = std::filesystem;

namespace {

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
