// The courier against a real SMTP server: Postfix's smtp-sink.
#include "mail/net/smtp_courier.h"
#include "tests/support/delivery_words.h"
#include "tests/support/smtp_sink.h"
#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

RelaySettings relay_at(std::uint16_t port)
{
    RelaySettings settings;
    settings.server.host = "127.0.0.1";
    settings.server.port = port;
    settings.server.security = Security::none;
    settings.our_host_name = "desk.example";
    return settings;
}

std::vector<Parcel> parcels_of(const std::vector<std::string>& mails)
{
    std::vector<Parcel> parcels;
    for (std::size_t i = 0; i < mails.size(); ++i)
        parcels.push_back({static_cast<std::int64_t>(i + 1), "desk@help.example", "ann@example", mails[i]});
    return parcels;
}

// How many of each kind came back, e.g. "250 x 3".
std::string tally(const std::vector<Outcome>& outcomes)
{
    std::map<std::string, int> counts;
    for (const auto& outcome : outcomes) ++counts[kind_for(outcome.result)];
    std::string text;
    for (const auto& [kind, count] : counts)
        text += (text.empty() ? "" : ", ") + kind + " x " + std::to_string(count);
    return text;
}

struct Fault {
    const char* name;
    std::vector<std::string> options;
    const char* tally;
};

const Fault faults[] = {
    {"a relay that takes everything", {}, "250 x 30"},
    {"a relay without pipelining", {"-p"}, "250 x 30"},
    {"a relay that knows only HELO", {"-e"}, "250 x 30"},
    {"a relay that refuses every recipient", {"-f", "RCPT"}, "500 x 30"},
    {"a relay that defers every recipient", {"-r", "RCPT"}, "450 x 30"},
    {"a relay that refuses every sender", {"-f", "MAIL"}, "500 x 30"},
    {"a relay that refuses DATA", {"-f", "DATA"}, "500 x 30"},
    {"a relay that refuses every mail at its dot", {"-f", "."}, "500 x 30"},
    {"a relay that refuses us", {"-f", "CONNECT"}, "not x 30"},
    {"a relay that hangs up at once", {"-q", "CONNECT"}, "not x 30"},
    {"a relay that hangs up at MAIL", {"-q", "MAIL"}, "not x 30"},
    {"a relay that hangs up at DATA", {"-q", "DATA"}, "not x 30"},
    {"a relay that hangs up instead of answering the dot", {"-q", "."}, "not x 29, unknown: x 1"},
};

}

BOOST_AUTO_TEST_SUITE(smtp_sink)

const bool listed = table(faults, [](const Fault& row) {
    const SmtpSink sink{row.options};
    SmtpCourier courier{relay_at(sink.port())};
    const std::vector<std::string> mails(30, "Subject: hi\n\nhi\n");
    BOOST_TEST(tally(courier.deliver(parcels_of(mails), [](auto) {})) == row.tally);

    auto eager = relay_at(sink.port());
    eager.pipelining = Pipelining::across_mails;
    SmtpCourier ahead{eager};
    BOOST_TEST(tally(ahead.deliver(parcels_of(mails), [](auto) {})) == row.tally);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(what_arrives_is_what_was_sent)
{
    const std::vector<std::string> mails = {
        "Subject: dots\n\n.\n..\n.a\nend",
        "Subject: smuggler\r\n\r\na\n.\nMAIL FROM:<eve@evil>\r.\rend\r\n",
        "Subject: large\n\n" + std::string(60, 'x') + "\n" + [] {
            std::string lines;
            for (int i = 0; i < 20'000; ++i) lines += "." + std::to_string(i) + "\n";
            return lines;
        }(),
    };
    const std::string expected[] = {
        "Subject: dots\n\n.\n..\n.a\nend\n",
        "Subject: smuggler\n\na\n.\nMAIL FROM:<eve@evil>\n.\nend\n",
        mails[2],
    };
    const SmtpSink sink{{"-d", "mail."}};
    SmtpCourier courier{relay_at(sink.port())};
    BOOST_TEST(tally(courier.deliver(parcels_of(mails), [](auto) {})) == "250 x 3");
    courier.close();

    const auto arrived = sink.mails();
    BOOST_TEST(arrived.size() == mails.size());
    for (const auto& mail : expected)
        BOOST_TEST(std::count_if(arrived.begin(), arrived.end(), [&](const std::string& dump) {
            return dump.find("\n" + mail) != std::string::npos;
        }) == 1, mail.substr(0, 30));
}

BOOST_AUTO_TEST_SUITE_END()
