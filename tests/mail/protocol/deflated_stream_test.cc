// COMPRESS=DEFLATE: octets in pieces, bombs, and a real Dovecot.
#include "mail/protocol/deflated_stream.h"

#include "mail/net/poco_stream.h"
#include "tests/mail/protocol/imap_dialogue.h"
#include "tests/support/dovecot.h"
#include "tests/support/looped_stream.h"
#include "tests/support/stream_errors.h"

#include <boost/test/unit_test.hpp>
#include <fmt/core.h>

#include <numeric>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

struct Counted : ByteStream {
    explicit Counted(std::unique_ptr<ByteStream> stream) : inner{std::move(stream)} {}
    std::string read() override
    {
        auto octets = inner->read();
        received += octets.size();
        return octets;
    }
    void write(std::string_view bytes) override { inner->write(bytes); }
    bool readable_within(std::chrono::milliseconds most) override { return inner->readable_within(most); }
    void set_patience(std::chrono::milliseconds patience) override { inner->set_patience(patience); }
    void start_tls(const std::string& host) override { inner->start_tls(host); }
    std::unique_ptr<ByteStream> inner;
    std::size_t received = 0;
};

std::string read_all(ByteStream& stream, std::size_t octets)
{
    std::string all;
    while (all.size() < octets) all += stream.read();
    return all;
}

std::string deflated(const std::string& octets)
{
    LoopedStream wire;
    DeflatedStream{wire, {}}.write(octets);
    return wire.octets;
}

// Reads until something is thrown; the octets read by then.
std::pair<std::string, std::uint64_t> ending_of_bomb(const std::string& bomb, InflationLimits limits)
{
    LoopedStream wire;
    wire.octets = bomb;
    DeflatedStream stream{wire, {}, limits};
    std::uint64_t octets = 0;
    const auto ending = ending_of([&] {
        for (;;) octets += stream.read().size();
    });
    return {ending, octets};
}

}

BOOST_AUTO_TEST_SUITE(deflated_stream)

BOOST_AUTO_TEST_CASE(what_is_written_comes_out_again_in_whatever_pieces_it_travels)
{
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += std::to_string(i * 7919 % 10'007) + (i % 9 == 0 ? "\r\n" : " ");
    for (const std::size_t size : {1u, 2u, 1000u, 1u << 20}) {
        LoopedStream wire;
        wire.size = size;
        DeflatedStream stream{wire, {}};
        stream.write(text.substr(0, 3));
        stream.write(text.substr(3));
        BOOST_TEST(wire.octets.size() < text.size());
        BOOST_TEST((read_all(stream, text.size()) == text));
        BOOST_TEST(!stream.readable_within(std::chrono::milliseconds{0}));
    }
}

BOOST_AUTO_TEST_CASE(octets_received_before_the_switch_are_the_first_of_the_deflated_stream)
{
    const auto octets = deflated("* 1 EXISTS\r\n");
    LoopedStream wire;
    wire.octets = octets.substr(4);
    DeflatedStream stream{wire, octets.substr(0, 4)};
    BOOST_TEST(read_all(stream, 12) == "* 1 EXISTS\r\n");
}

BOOST_AUTO_TEST_CASE(inflated_octets_that_wait_inside_are_readable)
{
    LoopedStream wire;
    wire.octets = deflated(std::string(200'000, 'x'));
    DeflatedStream stream{wire, {}};
    std::size_t octets = stream.read().size();
    BOOST_TEST(wire.octets.empty());
    while (stream.readable_within(std::chrono::milliseconds{0})) octets += stream.read().size();
    BOOST_TEST(octets == 200'000u);
}

BOOST_AUTO_TEST_CASE(what_is_not_deflated_is_refused_and_the_end_of_it_is_the_end)
{
    BOOST_TEST(ending_of_bomb("* 1 EXISTS\r\n* 2 EXISTS\r\n", {}).first == "malformed");
    BOOST_TEST(ending_of_bomb(std::string("\x03\x00", 2), {}).first == "closed"); // an empty last block
    BOOST_TEST(ending_of_bomb(deflated("x"), {}).first == "closed");
}

BOOST_AUTO_TEST_CASE(a_bomb_is_noticed_by_its_ratio)
{
    const auto bomb = deflated(std::string(64u << 20, '\0'));
    BOOST_TEST(bomb.size() < 512u << 10);
    constexpr InflationLimits limits{.allowance = 1u << 20, .ratio = 100, .total = 1ull << 40};
    const auto [ending, octets] = ending_of_bomb(bomb, limits);
    BOOST_TEST(ending == "malformed");
    BOOST_TEST(octets <= limits.allowance + limits.ratio * bomb.size());
    fmt::print("bomb of {} octets for {}: {} inflated before it was refused\n", bomb.size(), 64u << 20, octets);
}

BOOST_AUTO_TEST_CASE(a_connection_carries_no_more_than_its_total)
{
    BOOST_TEST(ending_of_bomb(deflated(std::string(4u << 20, 'x')), {.allowance = 1u << 30, .ratio = 100, .total = 1u << 20}).first == "closed");
}

BOOST_AUTO_TEST_CASE(a_real_dovecot_fetches_compressed_when_it_is_worth_it)
{
    const Dovecot server{{.relay_port = 0, .more = "protocol imap {\n  mail_plugins = $mail_plugins imap_zlib\n}\n"}};
    std::string mail = "From: ann@client.example\r\nSubject: a long one\r\n\r\n";
    for (int i = 0; i < 2'000; ++i) mail += "> On the " + std::to_string(i * 7919 % 10'007) + "th day the printer said nothing.\r\n";
    for (int i = 0; i < 3; ++i) server.deliver("ann", mail);

    const auto fetched = [&](std::optional<std::uint64_t> above) {
        Counted stream{connect(server.endpoint(server.imaps_port(), Security::tls))};
        ImapOptions options;
        options.compress_above = above;
        ImapSession session{stream, options};
        session.greet(ImapUpgrade::none, "localhost");
        session.login({"ann", Dovecot::password, AuthMethod::automatic});
        session.select("INBOX", ImapAccess::read_write);
        std::size_t mails = 0;
        session.fetch(session.list().uids(), [&](ImapMail one) { mails += one.bytes.ends_with(mail) ? 1 : 0; });
        BOOST_TEST(mails == 3u);
        session.logout();
        return stream.received;
    };
    const auto plain = fetched({}), too_little = fetched(1u << 20), compressed = fetched(0);
    BOOST_TEST(too_little > 3 * mail.size());
    BOOST_TEST(compressed * 3 < plain);
    fmt::print("three mails of {} octets: {} octets received, {} with COMPRESS\n", mail.size(), plain, compressed);
}

BOOST_AUTO_TEST_CASE(a_refused_compress_is_not_asked_for_again)
{
    auto options = counting_tags();
    options.compress_above = 0;
    ImapDialogue dialogue{ImapDialogue::selected("COMPRESS=DEFLATE", 1) + R"(
        C: a2 UID FETCH 7 (UID RFC822.SIZE)
        S: * 1 FETCH (UID 7 RFC822.SIZE 1)
        S: a2 OK done
        C: a3 COMPRESS DEFLATE
        S: a3 NO [COMPRESSIONACTIVE] TLS does that
        C: a4 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S: * 1 FETCH (UID 7 BODY[] "x")
        S: a4 OK done
        C: a5 UID FETCH 7 (UID RFC822.SIZE)
        S: * 1 FETCH (UID 7 RFC822.SIZE 1)
        S: a5 OK done
        C: a6 UID FETCH 7 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])
        S: * 1 FETCH (UID 7 BODY[] "x")
        S: a6 OK done)", Pieces::whole, options};
    dialogue.select();
    BOOST_TEST(dialogue.fetched({7}).size() == 1u);
    BOOST_TEST(dialogue.fetched({7}).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
