#include "engine/core/token.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::engine;

namespace {
const TokenMint mint{std::string(32, 'k'), "desk.example"};
const TokenClaim request{TicketId{1042}, Audience::requester};
const TokenClaim staff{TicketId{1042}, Audience::staff};
}

BOOST_AUTO_TEST_SUITE(token)

BOOST_AUTO_TEST_CASE(a_message_id_of_ours_proves_its_ticket_to_its_reader)
{
    const auto id = mint.message_id(request, "i77-1", "rita@client.example");
    const auto claim = mint.verify_message_id(id, "rita@client.example");
    BOOST_REQUIRE(claim.has_value());
    BOOST_TEST((*claim == request));
}

BOOST_AUTO_TEST_CASE(a_token_survives_systems_that_change_case)
{
    auto id = mint.message_id(staff, "i77-1", "ann@desk.example");
    for (char& c : id) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    BOOST_TEST(mint.verify_message_id(id, "ANN@desk.example").has_value());
}

BOOST_AUTO_TEST_CASE(a_token_is_worth_nothing_in_other_hands)
{
    const auto id = mint.message_id(staff, "i77-1", "ann@desk.example");
    BOOST_TEST(!mint.verify_message_id(id, "eve@evil.example").has_value());
}

BOOST_AUTO_TEST_CASE(a_changed_ticket_number_breaks_the_token)
{
    auto id = mint.message_id(request, "i77-1", "rita@client.example");
    id.replace(id.find("1042"), 4, "1043");
    BOOST_TEST(!mint.verify_message_id(id, "rita@client.example").has_value());
}

BOOST_AUTO_TEST_CASE(a_requesters_token_cannot_be_turned_into_a_staff_token)
{
    auto id = mint.message_id(request, "i77-1", "ann@desk.example");
    id.front() = 's';
    BOOST_TEST(!mint.verify_message_id(id, "ann@desk.example").has_value());
}

BOOST_AUTO_TEST_CASE(another_key_makes_other_tokens)
{
    const TokenMint other{std::string(32, 'x'), "desk.example"};
    const auto id = other.message_id(request, "i77-1", "rita@client.example");
    BOOST_TEST(!mint.verify_message_id(id, "rita@client.example").has_value());
    BOOST_TEST(mint.looks_ours(id));
}

BOOST_AUTO_TEST_CASE(a_reply_address_fits_a_local_part_and_proves_its_ticket)
{
    const auto address = mint.reply_address("help@desk.example", request, "rita@client.example");
    BOOST_TEST(address.find('@') <= 64u);
    BOOST_TEST(mint.verify_reply_address(address, "rita@client.example").has_value());
    BOOST_TEST(!mint.verify_reply_address(address, "eve@evil.example").has_value());
}

BOOST_AUTO_TEST_CASE(anything_else_is_no_token)
{
    for (const auto* id : {"", "@", "a@b", "r1042@desk.example", "r1042.x.y@desk.example", "r.i.t@desk.example",
                           "r99999999999999999999.i77-1.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example"})
        BOOST_TEST(!mint.verify_message_id(id, "rita@client.example").has_value(), id);
}

BOOST_AUTO_TEST_CASE(a_short_key_is_refused) { BOOST_CHECK_THROW((TokenMint{"short", "desk.example"}), std::invalid_argument); }

BOOST_AUTO_TEST_SUITE_END()
