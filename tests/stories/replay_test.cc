// Rules tried on the mail of the past: only what the rules do is told.
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::tests;

namespace {

bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

const std::string hold_invoices = "rules:\n  - {name: invoices, when: {subject: {contains: invoice}}, then: [{hold: a person looks}]}\n";
const std::string printers = hold_invoices + "  - {name: printers, when: {subject: {contains: printer}}, then: [{queue: network}]}\n";
const std::string strangers = hold_invoices + "  - {name: strangers, when: {sender_known: no}, then: [{priority: high}]}\n";

// Two printers from one person, of which only the first is acknowledged, and one invoice that is held.
struct Past {
    TempDir mail;
    DeskOptions options{.mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out"),
                        .queues = "  - {name: helpdesk, staff: [anna]}\n  - {name: network, staff: [anna]}\n",
                        .more = "rules: [rules.yaml]\nlimits: {acknowledgements_per_person_per_hour: 1}\n"};
    DeskFolder folder{options};

    void decide(const std::string& rules) const
    {
        rule(rules);
        make_maildir(mail.path() / "in");
        int number = 0;
        for (const auto* subject : {"printer smokes", "printer burns", "invoice"}) {
            write_octets(mail.path() / "in" / "new" / subject, std::string{"From: rita@client.example\r\nTo: help@desk.example\r\nSubject: "} +
                                                                   subject + "\r\nMessage-ID: <" + std::to_string(++number) + "@x>\r\n\r\nHelp.\r\n");
            BOOST_TEST(run_command(folder, {"run", "--once"}).code == 0);
        }
    }
    void rule(const std::string& rules) const { write_octets(folder.path() / "rules.yaml", rules); }
    CommandEnd replay(std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"rules", "replay"});
        return run_command(folder, more);
    }
};

}

BOOST_FIXTURE_TEST_SUITE(replaying, Past)

BOOST_AUTO_TEST_CASE(the_rules_of_then_differ_in_nothing_from_what_was_decided)
{
    for (const auto& rules : {printers, strangers}) {
        const Past past;
        past.decide(rules);
        BOOST_TEST(outgoing_of(past.folder).size() == 3u); // an acknowledgement, two notices
        BOOST_TEST(run_command(past.folder, {"ticket", "close", "1"}).code == 0);
        const auto ended = past.replay();
        BOOST_TEST(ended.code == 0, ended.err);
        BOOST_TEST(ended.out == "");
        BOOST_TEST(holds(ended.err, "2 mail(s) decided again, 0 would be decided differently"), ended.err);
        BOOST_TEST(holds(ended.err, "1 mail(s) left out: they wait or are quarantined"), ended.err);
    }
}

BOOST_AUTO_TEST_CASE(a_new_rule_is_told_by_what_it_changes_and_by_nothing_else)
{
    decide(hold_invoices);
    rule(printers);
    const auto ended = replay();
    BOOST_TEST(holds(ended.err, "2 would be decided differently"), ended.err);
    BOOST_TEST(holds(ended.out, "- new ticket in helpdesk"), ended.out);
    BOOST_TEST(holds(ended.out, "+ new ticket in network"), ended.out);
    BOOST_TEST(!holds(ended.out, "acknowledgement"), ended.out); // the limit held one back, not the rules
    rule(hold_invoices);
    write_octets(folder.path() / "new.yaml", printers);
    const auto compared = replay({"--rules", "new.yaml"});
    BOOST_TEST(compared.out == ended.out);
}

BOOST_AUTO_TEST_SUITE_END()
