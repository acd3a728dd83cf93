// The journal takes every mail exactly once, whatever number its server gives it.
#include "tests/engine/store/store_fixture.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;
using namespace deskhand::tests;
using namespace std::string_literals;

namespace {

std::vector<std::string> names(std::initializer_list<const char*> values) { return {values.begin(), values.end()}; }

}

BOOST_AUTO_TEST_SUITE(store_inbox)

BOOST_FIXTURE_TEST_CASE(a_mail_is_journaled_with_its_octets_unchanged, StoreFixture)
{
    const auto octets = "From: a\r\n\r\n\0\xff\x80 end"s;
    auto mail = raw_mail("7", octets);
    mail.internal_date = start - std::chrono::hours{1};
    mail.envelope_recipient = "help+x@desk.example";
    const auto journaled = inbox.journal(std::vector{mail});
    BOOST_TEST(journaled.at(0).fresh);
    const auto rows = inbox.next(10);
    BOOST_TEST(rows.size() == 1u);
    BOOST_TEST((rows.at(0).bytes == octets));
    BOOST_TEST(rows.at(0).uid == "7");
    BOOST_TEST(rows.at(0).envelope_recipient == "help+x@desk.example");
    BOOST_TEST((rows.at(0).received == start));
    BOOST_TEST((rows.at(0).internal_date == mail.internal_date));
    BOOST_TEST((rows.at(0).state == InboxState::waiting));
}

BOOST_FIXTURE_TEST_CASE(the_same_uid_again_is_the_same_mail, StoreFixture)
{
    const auto first = inbox.journal(std::vector{raw_mail("7", "one")});
    const auto again = inbox.journal(std::vector{raw_mail("7", "one")});
    BOOST_TEST(!again.at(0).fresh);
    BOOST_TEST((again.at(0).id == first.at(0).id));
    BOOST_TEST(rows("inbox") == 1);
    BOOST_TEST(rows("inbox_uid") == 1);
}

BOOST_FIXTURE_TEST_CASE(the_same_content_under_another_uid_is_an_alias_without_effect, StoreFixture)
{
    const auto first = inbox.journal(std::vector{raw_mail("7", "one")});
    const auto moved_back = inbox.journal(std::vector{raw_mail("9", "one")});
    BOOST_TEST(!moved_back.at(0).fresh);
    BOOST_TEST((moved_back.at(0).id == first.at(0).id));
    BOOST_TEST(rows("inbox") == 1);
    const std::vector<std::string> both{"7", "9"};
    BOOST_TEST((inbox.unknown("support", "1", both).empty()));
    BOOST_TEST((inbox.undisposed("support", "1") == both));
}

BOOST_FIXTURE_TEST_CASE(a_changed_uidvalidity_finds_the_same_mails_again_and_new_ones_besides, StoreFixture)
{
    inbox.journal(std::vector{raw_mail("1", "one"), raw_mail("2", "two")});
    const auto after = inbox.journal(std::vector{raw_mail("1", "two", "2"), raw_mail("2", "three", "2")});
    BOOST_TEST(!after.at(0).fresh);
    BOOST_TEST(after.at(1).fresh);
    BOOST_TEST(rows("inbox") == 3);
}

BOOST_FIXTURE_TEST_CASE(the_same_content_in_another_mailbox_is_another_mail, StoreFixture)
{
    auto other = raw_mail("7", "one");
    other.mailbox = "sales";
    const auto journaled = inbox.journal(std::vector{raw_mail("7", "one"), other});
    BOOST_TEST(journaled.at(1).fresh);
}

BOOST_FIXTURE_TEST_CASE(mails_without_a_uid_are_told_apart_by_content, StoreFixture)
{
    const auto journaled = inbox.journal(std::vector{raw_mail("", "one"), raw_mail("", "one"), raw_mail("", "two")});
    BOOST_TEST(journaled.at(0).fresh);
    BOOST_TEST(!journaled.at(1).fresh);
    BOOST_TEST(journaled.at(2).fresh);
    BOOST_TEST(rows("inbox_uid") == 0);
}

BOOST_FIXTURE_TEST_CASE(unknown_names_the_uids_the_journal_lacks_in_order, StoreFixture)
{
    std::vector<RawMail> mails;
    std::vector<std::string> asked;
    for (int i = 0; i < 170; ++i) {
        if (i % 3 == 0) mails.push_back(raw_mail(std::to_string(i), "mail " + std::to_string(i)));
        asked.push_back(std::to_string(i));
    }
    inbox.journal(mails);
    const auto unknown = inbox.unknown("support", "1", asked);
    BOOST_TEST(unknown.size() == 113u);
    BOOST_TEST(unknown.at(0) == "1");
    BOOST_TEST(unknown.back() == "169");
    BOOST_TEST(inbox.unknown("support", "2", asked).size() == 170u);
}

BOOST_FIXTURE_TEST_CASE(disposal_is_recorded_by_uid, StoreFixture)
{
    inbox.journal(std::vector{raw_mail("1", "one"), raw_mail("2", "two"), raw_mail("3", "three")});
    inbox.record_disposed("support", "1", names({"1", "3"}));
    BOOST_TEST((inbox.undisposed("support", "1") == names({"2"})));
    BOOST_TEST((inbox.undisposed("support", "2").empty()));
}

BOOST_FIXTURE_TEST_CASE(the_third_failure_quarantines_a_mail_and_the_others_go_on, StoreFixture)
{
    const auto journaled = inbox.journal(std::vector{raw_mail("1", "bad"), raw_mail("2", "good")});
    const auto bad = journaled.at(0).id;
    BOOST_TEST((inbox.record_failure(bad, "boom 1") == InboxState::waiting));
    BOOST_TEST((inbox.record_failure(bad, "boom 2") == InboxState::waiting));
    BOOST_TEST((inbox.record_failure(bad, "boom 3") == InboxState::quarantined));
    const auto waiting = inbox.next(10);
    BOOST_TEST(waiting.size() == 1u);
    BOOST_TEST((waiting.at(0).id == journaled.at(1).id));
    const auto list = inbox.list(InboxState::quarantined, 10);
    BOOST_TEST(list.size() == 1u);
    BOOST_TEST(list.at(0).reason == "boom 3");
    BOOST_TEST(inbox.count(InboxState::quarantined) == 1);
    BOOST_TEST(inbox.count(InboxState::waiting) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_person_can_put_a_quarantined_mail_back_once, StoreFixture)
{
    const auto bad = inbox.journal(std::vector{raw_mail("1", "bad")}).at(0).id;
    for (int i = 0; i < 3; ++i) inbox.record_failure(bad, "boom");
    BOOST_TEST(inbox.retry(bad));
    BOOST_TEST(!inbox.retry(bad));
    BOOST_TEST(inbox.next(10).at(0).failures == 0);
    BOOST_TEST(!inbox.retry(InboxId{99}));
}

BOOST_FIXTURE_TEST_CASE(a_mail_may_start_in_quarantine_and_stays_on_its_server, StoreFixture)
{
    auto huge = raw_mail("1", "header only");
    huge.quarantine_reason = "too large";
    inbox.journal(std::vector{huge});
    BOOST_TEST(inbox.next(10).empty());
    BOOST_TEST(inbox.undisposed("support", "1").empty());
    BOOST_TEST(inbox.list(InboxState::quarantined, 10).at(0).reason == "too large");
}

BOOST_FIXTURE_TEST_CASE(huge_mails_are_handed_out_one_at_a_time, StoreFixture)
{
    inbox.journal(std::vector{raw_mail("1", std::string(20'000'000, 'a')), raw_mail("2", std::string(20'000'000, 'b')), raw_mail("3", "small")});
    BOOST_TEST(inbox.next(10).size() == 1u);
    database.connection().run("UPDATE inbox SET state = 'done' WHERE id = 1");
    BOOST_TEST(inbox.next(10).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(lists_page_by_number_and_summaries_by_time, StoreFixture)
{
    std::vector<RawMail> mails;
    for (int i = 0; i < 5; ++i) {
        mails.push_back(raw_mail(std::to_string(i), "mail " + std::to_string(i)));
        mails.back().received = start + std::chrono::hours{i};
    }
    inbox.journal(mails);
    const auto newest = inbox.list(InboxState::waiting, 2);
    BOOST_TEST(newest.size() == 2u);
    BOOST_TEST(number(newest.at(0).id) == 5);
    const auto next = inbox.list(InboxState::waiting, 2, newest.at(1).id);
    BOOST_TEST(number(next.at(0).id) == 3);
    const auto between = inbox.received_between(start + std::chrono::hours{1}, start + std::chrono::hours{3}, 10);
    BOOST_TEST(between.size() == 2u);
    BOOST_TEST(number(between.at(0).id) == 2);
    BOOST_TEST(between.at(0).size == 6u);
}

BOOST_FIXTURE_TEST_CASE(keys_with_nul_and_invalid_utf8_are_repaired_alike_on_both_ways, StoreFixture)
{
    const auto odd = "u\0\xfe"s;
    inbox.journal(std::vector{raw_mail(odd, "one")});
    BOOST_TEST((inbox.unknown("support", "1", std::vector{odd}).empty()));
    BOOST_TEST(!inbox.journal(std::vector{raw_mail(odd, "one")}).at(0).fresh);
}

BOOST_AUTO_TEST_SUITE_END()
