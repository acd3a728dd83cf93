// What a server that sends gigabytes costs in memory: what is not kept must cost nothing.
#include "tests/mail/protocol/imap_dialogue.h"

#include <boost/test/unit_test.hpp>
#include <fmt/core.h>

#include <deque>
#include <fstream>
#include <functional>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

constexpr std::uint64_t gib = 1u << 30, mib = 1u << 20;

std::uint64_t kib_of(const std::string& field)
{
    std::ifstream in{"/proc/self/status"};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(field)) return std::stoull(line.substr(field.size() + 1));
    throw std::runtime_error{"no " + field + " in /proc/self/status"};
}

// Octets of memory that `action` needs at its peak beyond what is there before.
std::uint64_t peak_of(const std::function<void()>& action)
{
    const auto before = kib_of("VmRSS");
    std::ofstream{"/proc/self/clear_refs"} << "5"; // forgets the peak so far
    action();
    const auto peak = kib_of("VmHWM");
    return peak > before ? (peak - before) << 10 : 0;
}

// Says its parts in order, each when a command has come; a part may hold a run of octets made up as it goes.
struct GiantServer : ByteStream {
    struct Part {
        std::string before;
        std::uint64_t octets = 0;
        std::string behind;
    };
    explicit GiantServer(std::deque<Part> all) : parts{std::move(all)} {}

    std::string read() override
    {
        if (parts.empty()) throw StreamError{StreamError::Cause::closed, "all is said"};
        auto& part = parts.front();
        if (!part.before.empty()) return tagged(std::exchange(part.before, {}));
        if (part.octets > 0) {
            const auto size = std::min<std::uint64_t>(part.octets, 64u << 10);
            part.octets -= size;
            return std::string(size, 'x');
        }
        auto behind = tagged(part.behind);
        parts.pop_front();
        return behind;
    }
    std::string tagged(std::string text) const
    {
        for (auto at = text.find("%T"); at != std::string::npos; at = text.find("%T", at)) text.replace(at, 2, tag);
        return text;
    }
    void write(std::string_view octets) override { tag = std::string{octets.substr(0, octets.find(' '))}; }
    bool readable_within(std::chrono::milliseconds) override { return true; }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}

    std::deque<Part> parts;
    std::string tag;
};

const GiantServer::Part greeting{"* PREAUTH [CAPABILITY IMAP4rev1] hello\r\n", 0, "* OK ready\r\n"};
const GiantServer::Part selected{"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n", 0, "%T OK [READ-WRITE] done\r\n"};
const GiantServer::Part small_size{"* 1 FETCH (UID 7 RFC822.SIZE 100)\r\n", 0, "%T OK done\r\n"};

GiantServer::Part literal(std::uint64_t octets)
{
    return {"* 1 FETCH (UID 7 BODY[] {" + std::to_string(octets) + "}\r\n", octets, ")\r\n%T OK done\r\n"};
}

ImapOptions keeping(std::uint64_t largest)
{
    ImapOptions options;
    options.largest_mail = options.conversation.limits.literal = largest;
    return options;
}

std::string fetched_from(GiantServer& server, std::uint64_t largest)
{
    ImapSession session{server, keeping(largest)};
    session.greet(ImapUpgrade::none, "mail.example");
    session.select("INBOX", ImapAccess::read_write);
    std::string told;
    session.fetch(std::vector<std::uint32_t>{7}, [&](const ImapMail& mail) {
        told += std::to_string(mail.bytes.size()) + " of " + std::to_string(mail.withheld) + ' ';
    });
    return told;
}

}

BOOST_AUTO_TEST_SUITE(giant_literal)

BOOST_AUTO_TEST_CASE(a_gigabyte_behind_a_size_that_lied_costs_less_than_4_mib_and_comes_as_a_header)
{
    for (const auto largest : {mib, 250 * mib}) {
        GiantServer server{{greeting, selected, small_size, literal(gib),
                            {"* 1 FETCH (UID 7 BODY[HEADER] {5}\r\na: b\n", 0, ")\r\n%T OK done\r\n"}}};
        std::string told;
        const auto peak = peak_of([&] { told = fetched_from(server, largest); });
        fmt::print("1 GiB answered, at most {} MiB kept: {} KiB of memory\n", largest / mib, peak >> 10);
        BOOST_TEST(told == "5 of 1073741824 ");
        BOOST_TEST(peak <= 4 * mib);
    }
}

BOOST_AUTO_TEST_CASE(a_gigabyte_nobody_asked_for_costs_less_than_4_mib)
{
    // Just below the largest mail, again and again, and once beyond it.
    std::deque<GiantServer::Part> parts{greeting};
    for (int i = 0; i < 4; ++i) parts.push_back({"* 1 FETCH (UID 9 BODY[] {209715200}\r\n", 200 * mib, ")\r\n"});
    parts.push_back({"* 1 FETCH (UID 9 BODY[] {1073741824}\r\n", gib, ")\r\n"});
    parts.push_back(selected);
    GiantServer server{parts};
    const auto peak = peak_of([&] {
        ImapSession session{server, keeping(250 * mib)};
        session.greet(ImapUpgrade::none, "mail.example");
        session.select("INBOX", ImapAccess::read_write);
    });
    fmt::print("1.8 GiB unasked: {} KiB of memory\n", peak >> 10);
    BOOST_TEST(peak <= 4 * mib);
}

BOOST_AUTO_TEST_CASE(a_mail_that_is_kept_costs_its_size_and_an_eighth)
{
    GiantServer server{{greeting, selected, small_size, literal(64 * mib)}};
    std::string told;
    const auto peak = peak_of([&] { told = fetched_from(server, 250 * mib); });
    fmt::print("64 MiB kept: {} KiB of memory\n", peak >> 10);
    BOOST_TEST(told == "67108864 of 0 ");
    BOOST_TEST(peak <= 64 * mib + 64 * mib / 8 + 4 * mib);
}

BOOST_AUTO_TEST_CASE(an_endless_line_closes_the_connection_and_costs_less_than_4_mib)
{
    GiantServer server{{greeting, {"* ", gib, "\r\n"}}};
    const auto peak = peak_of([&] {
        ImapSession session{server, {}};
        session.greet(ImapUpgrade::none, "mail.example");
        BOOST_TEST(ending_of([&] { session.select("INBOX", ImapAccess::read_write); }) == "malformed");
    });
    BOOST_TEST(peak <= 4 * mib);
}

BOOST_AUTO_TEST_SUITE_END()
