// Mails a second from couriers to smtp-sink. Usage: smtp_bench [mails] [connections] [octets] [across]
#include "mail/net/smtp_courier.h"
#include "tests/support/smtp_sink.h"

#include <fmt/format.h>

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace deskhand::mail;

namespace {

constexpr std::size_t mails_a_call = 200; // as a postman leases them

std::string mail_of(std::size_t octets)
{
    std::string mail = "From: desk@help.example\r\nTo: ann@example.org\r\nSubject: bench\r\n\r\n";
    while (mail.size() < octets) mail += std::string(70, 'x') + "\r\n";
    return mail;
}

double cpu_seconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// How many of `mails` the sink took over one connection.
std::size_t send_some(const RelaySettings& relay, const std::string& mail, std::size_t mails)
{
    SmtpCourier courier{relay};
    std::size_t taken = 0;
    while (mails > 0) {
        const auto count = std::min(mails, mails_a_call);
        const std::vector<Parcel> parcels(count, {1, "desk@help.example", "ann@example.org", mail});
        for (const auto& outcome : courier.deliver(parcels, [](auto) {}))
            if (const auto* answered = std::get_if<Answered>(&outcome.result); answered && answered->reply.positive())
                ++taken;
        mails -= count;
    }
    return taken;
}

}

int main(int count, char** words)
{
    const auto number = [&](int at, std::size_t otherwise) {
        return count > at ? static_cast<std::size_t>(std::atol(words[at])) : otherwise;
    };
    const auto mails = number(1, 40'000), connections = number(2, 8), octets = number(3, 4'000);
    const deskhand::tests::SmtpSink sink;
    RelaySettings relay;
    relay.server.host = "127.0.0.1";
    relay.server.port = sink.port();
    relay.server.security = Security::none;
    if (count > 4) relay.pipelining = Pipelining::across_mails;

    const auto mail = mail_of(octets);
    const auto start = std::chrono::steady_clock::now();
    const auto cpu_start = cpu_seconds();
    std::vector<std::size_t> taken(connections);
    {
        std::vector<std::jthread> senders;
        for (auto& mine : taken) senders.emplace_back([&] { mine = send_some(relay, mail, mails / connections); });
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::size_t total = 0;
    for (const auto mine : taken) total += mine;
    fmt::print("{} of {} mails, {} connections, {} octets each: {:.0f} mails/s, {:.1f} us of our CPU a mail\n", total,
               mails, connections, octets, static_cast<double>(total) / took.count(),
               (cpu_seconds() - cpu_start) * 1e6 / static_cast<double>(total));
    return total == mails / connections * connections ? 0 : 1;
}
