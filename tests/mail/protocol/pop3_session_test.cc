// POP3 answers and dialogues, as transcripts.
#include "mail/protocol/pop3_session.h"

#include "tests/support/scripted_stream.h"
#include "tests/support/stream_errors.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand::mail;
using namespace deskhand::tests;

using Strings = std::vector<std::string>;

namespace {

const Login ann{"ann", "secret", AuthMethod::automatic};
const Login token{"ann", "tok", AuthMethod::xoauth2};

template <class Action> std::string answer_to(Action action)
{
    try {
        return ending_of(action);
    } catch (const LoginRefused&) {
        return "refused";
    }
}

struct Row {
    const char* name;
    Login login;
    Pop3Upgrade upgrade;
    const char* script;
    const char* answer;
};

constexpr auto none = Pop3Upgrade::none, stls = Pop3Upgrade::stls;

const Row rows[] = {
    {"USER and PASS are said where PLAIN is not offered", ann, none,
     "S: +OK hi\nC: CAPA\nS: -ERR what\nC: USER ann\nS: +OK\nC: PASS secret\nS: +OK in\nC: CAPA\nS: -ERR what", "fine"},
    {"PLAIN goes in two lines", ann, none,
     "S: +OK hi\nC: CAPA\nS: +OK\nS: SASL PLAIN LOGIN\nS: .\nC: AUTH PLAIN\nS: +\nC: AGFubgBzZWNyZXQ=\nS: +OK in\nC: CAPA\nS: -ERR", "fine"},
    {"a server that says +OK where + belongs is understood", ann, none,
     "S: +OK hi\nC: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\nC: AUTH PLAIN\nS: +OK\nC: AGFubgBzZWNyZXQ=\nS: +OK in\nC: CAPA\nS: -ERR", "fine"},
    {"a token goes by XOAUTH2 in two lines", token, none,
     "S: +OK hi\nC: CAPA\nS: -ERR\nC: AUTH XOAUTH2\nS: +\nC: dXNlcj1hbm4BYXV0aD1CZWFyZXIgdG9rAQE=\nS: +OK in\nC: CAPA\nS: -ERR", "fine"},
    {"SCRAM goes before PLAIN, and is not followed by it when refused", ann, none,
     "S: +OK hi\nC: CAPA\nS: +OK\nS: SASL PLAIN SCRAM-SHA-256\nS: .\nC: AUTH SCRAM-SHA-256\nS: -ERR unknown", "refused"},
    {"the error challenge of OAUTHBEARER is answered with one octet", {"ann", "tok", AuthMethod::oauthbearer}, none,
     "S: +OK hi\nC: CAPA\nS: -ERR\nC: AUTH OAUTHBEARER\nS: +\nC: bixhPWFubiwBYXV0aD1CZWFyZXIgdG9rAQE=\nS: + eyJzdGF0dXMiOiI0MDAifQ==\nC: AQ==\nS: -ERR no", "refused"},
    {"the error challenge of XOAUTH2 is answered with an empty line", token, none,
     "S: +OK hi\nC: CAPA\nS: -ERR\nC: AUTH XOAUTH2\nS: +\nC: dXNlcj1hbm4BYXV0aD1CZWFyZXIgdG9rAQE=\nS: + eyJzdGF0dXMiOiI0MDAifQ==\nC| \\r\\n\nS: -ERR no", "refused"},
    {"a wrong password is refused", ann, none,
     "S: +OK hi\nC: CAPA\nS: -ERR\nC: USER ann\nS: +OK\nC: PASS secret\nS: -ERR [AUTH] no", "refused"},
    {"a maildrop that is locked may be tried again", ann, none,
     "S: +OK hi\nC: CAPA\nS: -ERR\nC: USER ann\nS: +OK\nC: PASS secret\nS: -ERR [IN-USE] locked", "closed"},
    {"TLS comes before anything of value", ann, stls,
     "S: +OK hi\nC: STLS\nS: +OK go\nTLS\nC: CAPA\nS: -ERR\nC: USER ann\nS: +OK\nC: PASS secret\nS: +OK\nC: CAPA\nS: -ERR", "fine"},
    {"nothing is said when TLS is refused", ann, stls, "S: +OK hi\nC: STLS\nS: -ERR no", "untrusted"},
    {"octets slipped in before TLS are an attack", ann, stls, "S: +OK hi\nC: STLS\nS: +OK go\nS: +OK evil", "untrusted"},
    {"nothing is said over an untrusted certificate", ann, stls, "S: +OK hi\nC: STLS\nS: +OK go\nTLS!", "untrusted"},
    {"a server that hangs up at CAPA is noticed", ann, none, "S: +OK hi\nC: CAPA\nX", "closed"},
    {"a server that refuses us may be tried again", ann, none, "S: -ERR busy", "closed"},
    {"a greeting of another protocol is refused", ann, none, "S: * OK IMAP4rev1", "malformed"},
};

// A session past its login.
struct Open {
    explicit Open(const std::string& script, Pieces pieces = Pieces::whole, const char* capabilities = "S: -ERR", Pop3Options options = {})
        : stream{std::string{"S: +OK hi\nC: CAPA\nS: -ERR\nC: USER ann\nS: +OK\nC: PASS secret\nS: +OK in\nC: CAPA\n"} + capabilities + "\n" + script, pieces},
          session{stream, options}
    {
        session.greet(none, "mail.example");
        session.login(ann);
    }
    Strings retrieved(const std::vector<std::uint32_t>& numbers)
    {
        Strings all;
        session.retrieve(numbers, [&](std::uint32_t number, const Pop3Body& body) {
            all.push_back(std::to_string(number) + ":" + body.octets + (body.withheld > 0 ? "-" + std::to_string(body.withheld) : ""));
        });
        return all;
    }
    std::string listed()
    {
        std::string all;
        for (const auto& message : session.list())
            all += std::to_string(message.number) + "=" + message.id.value_or("?") + "/" + std::to_string(message.size) + " ";
        return all;
    }
    ScriptedStream stream;
    Pop3Session session;
};

struct BodyRow {
    const char* name;
    std::string sent; // behind "+OK\r\n"
    std::string octets;
};

const BodyRow bodies[] = {
    {"an empty mail", ".\r\n", ""},
    {"a mail without a body", "A: b\r\n.\r\n", "A: b\r\n"},
    {"a line of a single dot is doubled on the way", "..\r\n.\r\n", ".\r\n"},
    {"dots at the start of lines are taken off once", "..a\r\n.b\r\na.\r\n...\r\n.\r\n", ".a\r\nb\r\na.\r\n..\r\n"},
    {"bare line feeds stay, and may come before the final dot", "a\nb\n.\r\n", "a\nb\n"},
    {"the final dot may end in a bare line feed", "a\r\n.\n", "a\r\n"},
    {"a carriage return within a line is no line end", "a\r.\r\rb\r\n.\r\n", "a\r.\r\rb\r\n"},
    {"a dot and a carriage return are no end", ".\rx\r\n.\r\n", "\rx\r\n"},
    {"octets of all kinds", std::string("\0\xff\x01\r\n.\r\n", 8), std::string("\0\xff\x01\r\n", 5)},
};

std::string body_in_pieces(const std::string& octets, std::size_t size)
{
    Pop3Reader reader;
    for (std::size_t at = 0; at < octets.size(); at += size) {
        reader.feed(octets.substr(at, size));
        if (auto body = reader.body(); std::holds_alternative<Pop3Body>(body))
            return std::get<Pop3Body>(body).octets + (reader.empty() && at + size >= octets.size() ? "" : "<left>");
    }
    return "<more>";
}

}

BOOST_AUTO_TEST_SUITE(pop3_session)

BOOST_AUTO_TEST_SUITE(logins)
const bool login_rows = table(rows, [](const Row& row) {
    ScriptedStream stream{row.script};
    Pop3Session session{stream, {}};
    BOOST_TEST(answer_to([&] {
        session.greet(row.upgrade, "mail.example");
        session.login(row.login);
    }) == row.answer);
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(mail_bodies)
const bool body_rows = table(bodies, [](const BodyRow& row) {
    for (std::size_t size = 1; size <= row.sent.size(); ++size) BOOST_TEST(body_in_pieces(row.sent, size) == row.octets);
    for (std::size_t cut = 0; cut < row.sent.size(); ++cut)
        BOOST_TEST(body_in_pieces(row.sent.substr(0, cut), 1) == "<more>");
}, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(line_breaks_in_names_and_passwords_are_refused_before_they_are_sent)
{
    for (const auto& evil : {std::string{"x\r\nDELE 1"}, std::string("x\0y", 3)}) {
        ScriptedStream stream{"S: +OK hi\nC: CAPA\nS: -ERR"};
        Pop3Session session{stream, {}};
        session.greet(none, "mail.example");
        BOOST_CHECK_THROW(session.login({evil, "x", AuthMethod::login}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(messages_have_number_id_and_size)
{
    Open open{"C: LIST\nS: +OK\nS: 1 100\nS: 3 4 octets\nS: .\nC: UIDL\nS: +OK\nS: 1 a b\nS: 3  c\nS: ."};
    BOOST_TEST(open.listed() == "1=a b/100 3=c/4 ");
    BOOST_TEST(open.session.has_ids());
}

BOOST_AUTO_TEST_CASE(blank_missing_and_monstrous_ids_are_none)
{
    Open open{"C: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: 3 3\nS: .\nC: UIDL\nS: +OK\nS: 1\nS: 3 " + std::string(513, 'x') + "\nS: ."};
    BOOST_TEST(open.listed() == "1=?/1 2=?/2 3=?/3 ");
}

BOOST_AUTO_TEST_CASE(a_server_without_uidl_says_so)
{
    Open open{"C: LIST\nS: +OK\nS: 1 1\nS: .\nC: UIDL\nS: -ERR what"};
    BOOST_TEST(open.listed() == "1=?/1 ");
    BOOST_TEST(!open.session.has_ids());
}

BOOST_AUTO_TEST_CASE(an_empty_maildrop_is_empty)
{
    Open open{"C: LIST\nS: +OK 0 messages\nS: .\nC: UIDL\nS: +OK\nS: ."};
    BOOST_TEST(open.listed().empty());
}

BOOST_AUTO_TEST_CASE(a_listing_with_words_for_numbers_ends_the_session)
{
    Open open{"C: LIST\nS: +OK\nS: 1 1024\nS: 2 ten-twenty-four\nS: ."};
    BOOST_TEST(answer_to([&] { open.session.list(); }) == "malformed");
}

BOOST_AUTO_TEST_CASE(a_listing_cut_off_ends_the_session)
{
    Open open{"C: LIST\nS: +OK\nS: 1 1024\nX"};
    BOOST_TEST(answer_to([&] { open.session.list(); }) == "closed");
}

BOOST_AUTO_TEST_CASE(mails_come_whole_and_refused_ones_are_left_out)
{
    for (const auto pieces : {Pieces::whole, Pieces::single_octets}) {
        Open open{"C: RETR 1\nS: +OK\nS: ..\nS: x\nS: .\nC: RETR 2\nS: -ERR gone\nC: RETR 3\nS: +OK\nS: .", pieces};
        BOOST_TEST(open.retrieved({1, 2, 3}) == (Strings{"1:.\r\nx\r\n", "3:"}));
    }
}

BOOST_AUTO_TEST_CASE(commands_travel_together_where_the_server_allows)
{
    Open open{"C: RETR 1\nC: RETR 2\nS: +OK\nS: x\nS: .\nS: +OK\nS: y\nS: .", Pieces::whole, "S: +OK\nS: PIPELINING\nS: ."};
    BOOST_TEST(open.retrieved({1, 2}) == (Strings{"1:x\r\n", "2:y\r\n"}));
}

BOOST_AUTO_TEST_CASE(a_mail_cut_short_is_never_handed_out)
{
    for (const auto* cut : {"S| +OK\\r\\nhalf\nX", "S| +OK\\r\\nwhole\\r\\n\nX", "S| +OK\\r\\nwhole\\r\\n.\nX", "S| +OK\\r\\nwhole\\r\\n.\\r\nX"}) {
        Open open{std::string{"C: RETR 1\n"} + cut};
        Strings got;
        BOOST_TEST(answer_to([&] { got = open.retrieved({1}); }) == "closed");
        BOOST_TEST(got.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_mail_beyond_the_limit_is_skipped_and_its_octets_counted)
{
    Open open{"C: RETR 1\nS: +OK\nS: 0123456789\nS: .\nC: RETR 2\nS: +OK\nS: x\nS: .", Pieces::single_octets, "S: -ERR", {.limits = {.body = 8}}};
    BOOST_TEST(open.retrieved({1, 2}) == (Strings{"1:-12", "2:x\r\n"}));
}

BOOST_AUTO_TEST_CASE(a_header_comes_by_top_where_there_is_one)
{
    Open open{"C: TOP 1 0\nS: +OK\nS: A: b\nS: \nS: .\nC: TOP 2 0\nS: -ERR what"};
    BOOST_TEST(open.session.header(1).value() == "A: b\r\n\r\n");
    BOOST_TEST(!open.session.header(2).has_value());
}

BOOST_AUTO_TEST_CASE(removals_count_only_when_the_server_confirms_quit)
{
    Open good{"C: DELE 1\nS: +OK\nC: DELE 2\nS: -ERR gone\nC: QUIT\nS: +OK bye"};
    BOOST_TEST(good.session.remove(1));
    BOOST_TEST(!good.session.remove(2));
    good.session.quit();
    Open bad{"C: QUIT\nS: -ERR some deleted messages not removed"};
    BOOST_TEST(answer_to([&] { bad.session.quit(); }) == "closed");
    Open cut{"C: QUIT\nX"};
    BOOST_TEST(answer_to([&] { cut.session.quit(); }) == "closed");
}

BOOST_AUTO_TEST_CASE(a_status_line_without_an_end_is_refused_at_its_limit)
{
    Pop3Reader reader;
    reader.feed(std::string(9'000, '+'));
    BOOST_TEST(std::holds_alternative<Malformed>(reader.status()));
}

BOOST_AUTO_TEST_SUITE_END()
