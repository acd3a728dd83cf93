// What differs between a mailbox on its server and the journal.
#include "engine/run/reconcile.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;
using namespace deskhand::engine;
using mail::Disposal;

BOOST_AUTO_TEST_SUITE(reconcile)

BOOST_AUTO_TEST_CASE(each_mail_that_is_not_where_it_should_be_gets_a_sentence)
{
    const mail::Listing listing{.generation = "7", .mails = {{"1", 0}, {"2", 0}, {"3", 0}, {"4", 0}}};
    const Inbox::Place places[] = {{.uid = "2", .disposed = false}, {.uid = "3", .disposed = true},
                                   {.uid = "4", .disposed = true, .left_there = true}, {.uid = "9", .disposed = true}};
    const std::vector<std::string> missing{"mail 1 is on the server and not in the journal"};
    const std::vector<std::string> all{missing[0], "mail 2 is journaled and not put away yet", "mail 3 was put away and is in the folder again"};
    BOOST_TEST(differences(listing, places, Disposal::move) == all);
    BOOST_TEST(differences(listing, places, Disposal::remove) == all);
    BOOST_TEST(differences(listing, places, Disposal::keep) == missing);
    BOOST_TEST(differences(listing, places, Disposal::seen) == missing);
}

BOOST_AUTO_TEST_SUITE_END()
