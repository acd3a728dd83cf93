// A request from the first mail to the last, with real servers on all sides: Dovecot holds everybody's
// mailbox, Postfix carries what the desk and the people write.
#include "tests/stories/desk_view.h"
#include "tests/support/correspondent.h"
#include "tests/support/desk_program.h"
#include "tests/support/postfix.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

const std::string desk_address = "help@desk.example";

struct World {
    Dovecot dovecot;
    TempDir postfix_folder;
    Postfix postfix{postfix_folder.path(), {.lmtp_port = dovecot.lmtp_port(), .certificate = {}, .key = {}}};
    Correspondent rita{dovecot, postfix.port(), "Rita Roe", "rita@client.example"};
    Correspondent anna{dovecot, postfix.port(), "Anna Berg", "anna@desk.example"};

    DeskOptions desk(const std::string& mailbox) const
    {
        return {.mailboxes = {mailbox}, .outgoing = relay_at(postfix.port())};
    }
};

bool has_header(const mail::Message& message, std::string_view name, std::string_view value)
{
    return mail::header_value(message, name) == value;
}

void request_is_taken_in(World& world)
{
    const auto request = world.rita.composed(desk_address, "Printer on fire", "The printer in room 5 smokes.\n");
    world.dovecot.deliver(desk_address, request, world.rita.address());
    const auto acknowledgement = world.rita.next_mail("We have your request [#1]: Printer on fire");
    BOOST_TEST(acknowledgement.from.at(0).addr == desk_address);
    BOOST_TEST(has_header(acknowledgement, "Auto-Submitted", "auto-replied"));
    BOOST_TEST(acknowledgement.in_reply_to == std::vector<std::string>{"1.rita@client.example"}, boost::test_tools::per_element());
}

void anna_answers(World& world)
{
    const auto notice = world.anna.next_mail("The printer in room 5 smokes.");
    BOOST_TEST(notice.subject.find("[#1] Printer on fire") != std::string::npos, notice.subject);
    BOOST_TEST(has_header(notice, "Auto-Submitted", "auto-generated"));
    world.anna.reply(notice, "Please pull the plug. I am on my way.");
}

void rita_gets_it_and_replies(World& world, const DeskFolder& folder)
{
    const auto answer = world.rita.next_mail("Please pull the plug. I am on my way.");
    BOOST_TEST(answer.from.at(0).addr == desk_address);
    BOOST_TEST(answer.text.find("wrote:") == std::string::npos, answer.text);
    BOOST_TEST(answer.text.find("Commands, each on a line") == std::string::npos, answer.text);
    BOOST_TEST(becomes(folder, 1, engine::Status::pending));
    world.rita.reply(answer, "It is out. Thank you!");
    BOOST_TEST(becomes(folder, 1, engine::Status::open));
}

void anna_closes(World& world, const DeskFolder& folder)
{
    const auto notice = world.anna.next_mail("It is out. Thank you!");
    world.anna.reply(notice, "#close");
    BOOST_TEST(becomes(folder, 1, engine::Status::closed));
}

void rita_writes_again(World& world, const DeskFolder& folder)
{
    const auto last = world.rita.next_mail("[#1]");
    world.rita.reply(last, "Now it burns again.");
    BOOST_TEST(becomes(folder, 1, engine::Status::open));
    const auto notice = world.anna.next_mail("Now it burns again.");
    BOOST_TEST(notice.subject.find("[#1]") != std::string::npos, notice.subject);
}

void nothing_is_left_over(World& world, const DeskFolder& folder)
{
    BOOST_TEST(tickets_of(folder).size() == 1u);
    BOOST_TEST(mails_in(folder, engine::InboxState::done) == 5);
    BOOST_TEST(mails_in(folder, engine::InboxState::waiting) == 0);
    BOOST_TEST(mails_in(folder, engine::InboxState::quarantined) == 0);
    BOOST_TEST(world.dovecot.count(desk_address) == 0u);
    const auto shown = run_command(folder, {"ticket", "show", "1"});
    BOOST_TEST(shown.code == 0);
    for (const auto* words : {"The printer in room 5 smokes.", "Please pull the plug.", "It is out. Thank you!", "Now it burns again."})
        BOOST_TEST(shown.out.find(words) != std::string::npos, shown.out);
    BOOST_TEST(run_command(folder, {"queue", "list"}).out == "No outgoing mail matches.\n");
}

void the_story_is_told(World& world, const std::string& mailbox)
{
    const DeskFolder folder{world.desk(mailbox)};
    RunningDesk desk{folder};
    request_is_taken_in(world);
    anna_answers(world);
    rita_gets_it_and_replies(world, folder);
    anna_closes(world, folder);
    rita_writes_again(world, folder);
    BOOST_TEST(happens([&] { return run_command(folder, {"queue", "list"}).out == "No outgoing mail matches.\n"; }));
    BOOST_TEST(desk.stop() == 0);
    BOOST_TEST(desk.log().find("stopped; nothing is half done") != std::string::npos, desk.log());
    BOOST_TEST(desk.log().find(" error ") == std::string::npos, desk.log());
    nothing_is_left_over(world, folder);
}

}

BOOST_AUTO_TEST_SUITE(conversation)

BOOST_FIXTURE_TEST_CASE(a_request_is_answered_closed_and_reopened_over_imap, World)
{
    // Polled every ten minutes: what comes sooner was announced by the server (IDLE).
    the_story_is_told(*this, imap_mailbox("inbox", dovecot, desk_address, "10m"));
    BOOST_TEST(dovecot.count(desk_address, "Processed") == 5u);
}

BOOST_FIXTURE_TEST_CASE(a_request_is_answered_closed_and_reopened_over_pop3, World)
{
    the_story_is_told(*this, pop3_mailbox("inbox", dovecot, desk_address, "1s"));
}

BOOST_AUTO_TEST_SUITE_END()
