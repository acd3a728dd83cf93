// Moving, removing, flagging and waiting of an IMAP session, as transcripts.
#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

using News = ImapSession::News;
using Uids = std::vector<std::uint32_t>;

namespace {

// Says a greeting and OK to everything; keeps the commands.
struct RecordingServer : ByteStream {
    explicit RecordingServer(std::string greeting) : said{std::move(greeting)} {}
    std::string read() override { return std::exchange(said, {}); }
    void write(std::string_view octets) override
    {
        commands.emplace_back(octets);
        said = std::string{octets.substr(0, octets.find(' '))} + " OK [READ-WRITE] done\r\n";
    }
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}
    std::string said;
    std::vector<std::string> commands;
};

}

BOOST_AUTO_TEST_SUITE(imap_disposal)

BOOST_AUTO_TEST_CASE(mails_are_moved_in_one_command)
{
    ImapDialogue dialogue{ImapDialogue::selected("MOVE UIDPLUS", 3) + R"(
        C: a2 UID MOVE 4:5,9 "Processed"
        S: * OK [COPYUID 38505 4:5,9 1:3] moved
        S: * 1 EXPUNGE
        S: a2 OK done)"};
    dialogue.select();
    dialogue.session.move(Uids{9, 4, 5}, "Processed");
}

BOOST_AUTO_TEST_CASE(the_folder_of_processed_mail_is_made_when_missing)
{
    ImapDialogue dialogue{ImapDialogue::selected("MOVE UIDPLUS", 3) + R"(
        C: a2 UID MOVE 4 "Processed"
        S: a2 NO [TRYCREATE] no such folder
        C: a3 CREATE "Processed"
        S: a3 OK done
        C: a4 UID MOVE 4 "Processed"
        S: a4 OK done)"};
    dialogue.select();
    dialogue.session.move(Uids{4}, "Processed");
}

BOOST_AUTO_TEST_CASE(folders_of_courier_lie_below_its_namespace)
{
    ImapDialogue dialogue{ImapDialogue::selected("MOVE NAMESPACE", 3) + R"(
        C: a2 NAMESPACE
        S: * NAMESPACE (("INBOX." ".")) NIL (("shared." "."))
        S: a2 OK done
        C: a3 UID MOVE 4 "INBOX.Processed"
        S: a3 OK done
        C: a4 UID MOVE 5 "INBOX.Other"
        S: a4 OK done)"};
    dialogue.select();
    dialogue.session.move(Uids{4}, "Processed");
    dialogue.session.move(Uids{5}, "INBOX.Other");
}

BOOST_AUTO_TEST_CASE(a_full_processed_folder_is_a_refusal)
{
    ImapDialogue dialogue{ImapDialogue::selected("MOVE", 3) + R"(
        C: a2 UID MOVE 4 "Processed"
        S: a2 NO [OVERQUOTA] full)"};
    dialogue.select();
    BOOST_TEST(answer_to([&] { dialogue.session.move(Uids{4}, "Processed"); }) == "refused");
}

BOOST_AUTO_TEST_CASE(without_move_mails_are_copied_marked_and_only_they_are_expunged)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 3) + R"(
        C: a2 UID FETCH 4:5 (UID FLAGS)
        S: * 1 FETCH (UID 4 FLAGS (\Seen))
        S: * 2 FETCH (UID 5 FLAGS ())
        S: a2 OK done
        C: a3 UID COPY 4:5 "Processed"
        S: a3 OK [COPYUID 38505 4:5 1:2] copied
        C: a4 UID STORE 4:5 +FLAGS.SILENT (\Deleted)
        S: a4 OK done
        C: a5 UID EXPUNGE 4:5
        S: * 1 EXPUNGE
        S: * 1 EXPUNGE
        S: a5 OK done)"};
    dialogue.select();
    dialogue.session.move(Uids{4, 5}, "Processed");
}

BOOST_AUTO_TEST_CASE(a_mail_marked_by_an_attempt_that_broke_off_is_not_copied_again)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 3) + R"(
        C: a2 UID FETCH 4 (UID FLAGS)
        S: * 1 FETCH (UID 4 FLAGS (\deleted))
        S: a2 OK done
        C: a3 UID EXPUNGE 4
        S: a3 OK done)"};
    dialogue.select();
    dialogue.session.move(Uids{4}, "Processed");
}

BOOST_AUTO_TEST_CASE(without_uidplus_the_mark_has_to_do)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + R"(
        C: a2 UID STORE 4 +FLAGS.SILENT (\Deleted)
        S: a2 OK done)"};
    dialogue.select();
    dialogue.session.remove(Uids{4});
}

BOOST_AUTO_TEST_CASE(a_bridge_that_refuses_uid_expunge_is_listed_without_marked_mails)
{
    ImapDialogue dialogue{ImapDialogue::selected("UIDPLUS", 3) + R"(
        C: a2 UID STORE 4 +FLAGS.SILENT (\Deleted)
        S: a2 OK done
        C: a3 UID EXPUNGE 4
        S: a3 NO not supported
        C: a4 UID SEARCH UNDELETED
        S: * SEARCH 5
        S: a4 OK done)"};
    dialogue.select();
    dialogue.session.remove(Uids{4});
    BOOST_TEST(dialogue.session.list().text() == "5");
}

BOOST_AUTO_TEST_CASE(mails_are_marked_as_seen)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + R"(
        C: a2 UID STORE 4:5 +FLAGS.SILENT (\Seen)
        S: a2 OK done)"};
    dialogue.select();
    dialogue.session.mark_seen(Uids{4, 5});
}

struct LengthRow {
    const char* name;
    const char* capabilities;
    const char* greeting;
    std::size_t longest;  // octets a command may have
    std::size_t commands; // for 5,000 mails, none beside another
};

const LengthRow lengths[] = {
    {"a server we know nothing of", "", "hello", 8'000, 8},
    {"Dovecot", "", "Dovecot (Debian) ready.", 64'000, 1},
    {"Gmail", "", "Gimap ready for requests from 192.0.2.1", 16'000, 4},
    {"Courier", "", "Courier-IMAP ready. Copyright 1998-2018", 16'000, 4},
    {"the University of Washington", "", "mail.example IMAP4rev1 2007f.404 at Mon, 1 Jan 2024", 1'000, 66},
    {"Yahoo", "XYMHIGHESTMODSEQ", "IMAP4rev1 Hello", 1'000, 66},
};

BOOST_AUTO_TEST_SUITE(commands_are_as_long_as_the_server_takes)
const bool length_table = table(lengths, [](const LengthRow& row) {
    Uids uids;
    for (std::uint32_t i = 0; i < 5'000; ++i) uids.push_back(4'000'000'000 - 2 * i); // the wrong way round
    RecordingServer server{std::string{"* PREAUTH [CAPABILITY IMAP4rev1 "} + row.capabilities + "] " + row.greeting + "\r\n"};
    ImapSession session{server, {}};
    session.greet(ImapUpgrade::none, "mail.example");
    session.select("INBOX", ImapAccess::read_write);
    session.mark_seen(uids);
    BOOST_TEST(server.commands.size() == row.commands + 1); // SELECT
    std::uint32_t last = 0;
    for (std::size_t i = 1; i < server.commands.size(); ++i) {
        const auto& command = server.commands[i];
        BOOST_TEST(command.size() <= row.longest);
        const auto from = command.find("STORE ") + 6;
        const auto set = parse_uid_set(command.substr(from, command.find(' ', from) - from)).value();
        BOOST_TEST(set.ranges().front().first > last);
        last = set.ranges().back().last;
    }
    BOOST_TEST(last == 4'000'000'000u);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_move_the_server_offered_and_does_not_know_becomes_a_copy)
{
    std::string told;
    auto options = counting_tags();
    options.distrusted = [&](const std::string& capability, const std::string& answer) { told += capability + ": " + answer + '|'; };
    ImapDialogue dialogue{ImapDialogue::selected("MOVE UIDPLUS", 3) + R"(
        C: a2 UID MOVE 4 "Done"
        S: a2 BAD unknown command
        C: a3 UID FETCH 4 (UID FLAGS)
        S: * 1 FETCH (UID 4 FLAGS ())
        S: a3 OK done
        C: a4 UID COPY 4 "Done"
        S: a4 OK done
        C: a5 UID STORE 4 +FLAGS.SILENT (\Deleted)
        S: a5 OK done
        C: a6 UID EXPUNGE 4
        S: a6 BAD unknown command
        C: a7 UID FETCH 5 (UID FLAGS)
        S: * 1 FETCH (UID 5 FLAGS (\Deleted))
        S: a7 OK done)", Pieces::whole, options};
    dialogue.select();
    dialogue.session.move(Uids{4}, "Done");
    dialogue.session.move(Uids{5}, "Done");
    BOOST_TEST(told == "MOVE: unknown command|UIDPLUS: unknown command|");
}

BOOST_AUTO_TEST_CASE(logging_out_awaits_the_goodbye)
{
    ImapDialogue dialogue{ImapDialogue::selected("", 3) + "C: a2 LOGOUT\nS: * BYE see you\nS: a2 OK done"};
    dialogue.select();
    dialogue.session.logout();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(imap_waiting)

BOOST_AUTO_TEST_CASE(idle_ends_when_a_mail_arrives)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        ...
        S: * OK Still here
        ...
        S: * 4 EXISTS
        C: DONE
        S: a2 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(1min) == News::arrived));
}

BOOST_AUTO_TEST_CASE(a_mail_announced_before_the_go_ahead_of_idle_is_noticed)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: * 4 EXISTS
        S: + idling
        C: DONE
        S: a2 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(1min) == News::arrived));
}

BOOST_AUTO_TEST_CASE(idle_ends_after_the_time_asked_for)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        ...
        ...
        ...
        C: DONE
        S: * 2 EXPUNGE
        S: a2 OK done
        C: a3 NOOP
        S: a3 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(600ms) == News::none));
}

BOOST_AUTO_TEST_CASE(idle_is_left_after_nine_minutes_at_most)
{
    std::string script = ImapDialogue::selected("IDLE", 3) + "C: a2 IDLE\nS: + idling\n";
    for (int i = 0; i < 9 * 60 * 5; ++i) script += "...\n"; // 200 ms each
    ImapDialogue dialogue{script + "C: DONE\nS: a2 OK done\nC: a3 NOOP\nS: a3 OK done"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(1h) == News::none));
}

BOOST_AUTO_TEST_CASE(leaving_ends_idle_without_waiting_for_it)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        C: DONE
        C: a3 LOGOUT
        S: a2 OK done
        S: * BYE
        S: a3 OK gone)"};
    dialogue.select();
    BOOST_TEST((dialogue.session.begin_wait(1h) == 9min));
    dialogue.session.logout();
}

BOOST_AUTO_TEST_CASE(an_answer_to_done_must_come_within_fifteen_seconds)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        S: * 4 EXISTS
        C: DONE
        ...)"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.wait(1min); }) == "deadline");
    BOOST_TEST((dialogue.stream.patience() == 15s));
}

BOOST_AUTO_TEST_CASE(mail_that_idle_did_not_announce_is_found_by_asking)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        ...
        C: DONE
        S: a2 OK done
        C: a3 NOOP
        S: * 4 EXISTS
        S: a3 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(200ms) == News::arrived));
}

BOOST_AUTO_TEST_CASE(a_server_that_ends_idle_itself_is_polled_from_then_on)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: + idling
        ...
        S: a2 OK enough
        C: a3 NOOP
        S: a3 OK done
        ...
        C: a4 NOOP
        S: * 4 EXISTS
        S: a4 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(1min) == News::none));
    BOOST_TEST((dialogue.wait(200ms) == News::arrived));
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_idle_is_polled_from_then_on)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 IDLE
        S: a2 BAD not here
        ...
        C: a3 NOOP
        S: a3 OK done
        ...
        C: a4 NOOP
        S: a4 OK done)"};
    dialogue.select();
    BOOST_TEST((dialogue.wait(200ms) == News::none));
    BOOST_TEST((dialogue.wait(100ms) == News::none));
}

BOOST_AUTO_TEST_CASE(mail_that_came_during_another_command_is_not_waited_for)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + R"(
        C: a2 UID STORE 4 +FLAGS.SILENT (\Seen)
        S: * 4 EXISTS
        S: a2 OK done)"};
    dialogue.select();
    dialogue.session.mark_seen(Uids{4});
    BOOST_TEST((dialogue.wait(1h) == News::arrived));
}

BOOST_AUTO_TEST_CASE(a_goodbye_in_idle_ends_the_session)
{
    ImapDialogue dialogue{ImapDialogue::selected("IDLE", 3) + "C: a2 IDLE\nS: + idling\nS: * BYE Mailbox has been moved"};
    dialogue.select();
    BOOST_TEST(ending_of([&] { dialogue.wait(1min); }) == "closed");
}

BOOST_AUTO_TEST_SUITE_END()
