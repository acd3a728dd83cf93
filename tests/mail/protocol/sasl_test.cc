// SASL exchanges, and SCRAM with the numbers of RFC 7677.
#include "mail/protocol/sasl.h"
#include "tests/support/stream_errors.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

const std::string nonce = "rOprNGfwEbeRWgbNEkqO";
const std::string server_first = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const std::string server_final = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

std::string ending(const std::function<void()>& action)
{
    try {
        return ending_of(action);
    } catch (const LoginRefused&) {
        return "refused";
    }
}

struct First {
    const char* name;
    const char* message;
    const char* answer;
};

const First first_messages[] = {
    {"the answer of the RFC is taken", server_first.c_str(), "fine"},
    {"the nonce of another exchange", "r=xOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "malformed"},
    {"our nonce and nothing of the server's", "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "malformed"},
    {"an extension that must be understood", "m=x,r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "malformed"},
    {"a salt that is no base64", "r=rOprNGfwEbeRWgbNEkqO%hv,s=!!,i=4096", "malformed"},
    {"no salt", "r=rOprNGfwEbeRWgbNEkqO%hv,s=,i=4096", "malformed"},
    {"rounds that are no number", "r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4k", "malformed"},
    {"too few rounds", "r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095", "refused"},
    {"the most rounds", "r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=100000", "fine"},
    {"too many rounds", "r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=100001", "refused"},
    {"rounds beyond any number", "r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999999999999", "refused"},
    {"nothing", "", "malformed"},
};

SaslExchange scram(const std::string& user = "user", const std::string& password = "pencil")
{
    return SaslExchange{{user, password, AuthMethod::scram_sha_256}, nonce};
}

}

BOOST_AUTO_TEST_SUITE(sasl)

BOOST_AUTO_TEST_SUITE(scram_first_messages)
const bool first_messages_table = table(first_messages, [](const First& row) {
    ScramClient client{"user", "pencil", nonce};
    BOOST_TEST(ending([&] { client.final_for(row.message); }) == row.answer);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(scram_speaks_as_the_rfc_does)
{
    auto exchange = scram();
    BOOST_TEST(exchange.mechanism() == "SCRAM-SHA-256");
    BOOST_TEST(from_base64(exchange.first()).value() == "n,,n=user,r=" + nonce);
    BOOST_TEST(from_base64(exchange.answer(base64(server_first))).value() ==
               "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    BOOST_TEST(exchange.answer(base64(server_final)).empty());
    BOOST_CHECK_NO_THROW(exchange.trust_success());
}

BOOST_AUTO_TEST_CASE(a_yes_is_not_believed_before_the_server_has_proved_itself)
{
    auto exchange = scram();
    BOOST_TEST(ending([&] { exchange.trust_success(); }) == "untrusted");
    exchange.first();
    BOOST_TEST(ending([&] { exchange.trust_success(); }) == "untrusted");
    exchange.answer(base64(server_first));
    BOOST_TEST(ending([&] { exchange.trust_success(); }) == "untrusted");
    for (const auto* wrong : {"v=", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", "e=invalid-proof", ""}) {
        exchange.answer(base64(wrong));
        BOOST_TEST(ending([&] { exchange.trust_success(); }) == "untrusted");
    }
}

BOOST_AUTO_TEST_CASE(names_for_scram_are_escaped_and_control_characters_refused)
{
    auto exchange = scram("a=b,c");
    BOOST_TEST(from_base64(exchange.first()).value() == "n,,n=a=3Db=2Cc,r=" + nonce);
    BOOST_CHECK_THROW(scram("a\tb"), std::invalid_argument);
    BOOST_CHECK_THROW(scram("user", "pen\x7f" "cil"), std::invalid_argument);
    BOOST_CHECK_THROW(scram("user", std::string("pen\0cil", 7)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(nonces_differ)
{
    BOOST_TEST(scram_nonce().size() == 24u);
    BOOST_TEST(scram_nonce() != scram_nonce());
}

BOOST_AUTO_TEST_CASE(oauthbearer_names_the_user_and_answers_an_error_with_one_octet)
{
    SaslExchange exchange{{"a,b@example", "tok", AuthMethod::oauthbearer}};
    BOOST_TEST(exchange.mechanism() == "OAUTHBEARER");
    BOOST_TEST(from_base64(exchange.first()).value() == "n,a=a=2Cb@example,\001auth=Bearer tok\001\001");
    BOOST_TEST(exchange.answer("eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=") == "AQ==");
}

BOOST_AUTO_TEST_CASE(a_token_cannot_smuggle_in_another_field)
{
    BOOST_CHECK_THROW((SaslExchange{{"ann", "tok\001user=eve", AuthMethod::xoauth2}}), std::invalid_argument);
    BOOST_CHECK_THROW((SaslExchange{{std::string("ann\0eve", 7), "x", AuthMethod::plain}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(base64_goes_both_ways)
{
    for (const auto* text : {"", "a", "ab", "abc", "abcd", "\xff\xfe\x01"}) BOOST_TEST(from_base64(base64(text)).value() == text);
    BOOST_TEST(from_base64("YQ").value() == "a");
    for (const auto* none : {"Y", "Y Q=", "YQ=a", "\x80xxx"}) BOOST_TEST(!from_base64(none).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
