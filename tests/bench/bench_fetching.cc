// Mails a second fetched through an IMAP mailbox, against a bare client on the same Dovecot.
#include "mail/net/mailbox_settings.h"
#include "mail/net/poco_stream.h"
#include "tests/bench/harness.h"
#include "tests/support/dovecot.h"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::bench {
namespace {

using namespace mail;
using tests::Dovecot;

constexpr int mails = 10'000;
constexpr std::size_t octets = 5'000;
constexpr int batch = 50, in_flight = 4, rounds = 5;

// The least a client can do: count octets of literals, keep nothing.
class BareClient {
public:
    explicit BareClient(const Endpoint& at) : stream_{connect(at)} {}

    std::string line()
    {
        for (;;) {
            if (const auto end = heard_.find("\r\n", at_); end != std::string::npos) {
                auto one = heard_.substr(at_, end - at_);
                at_ = end + 2;
                return one;
            }
            more();
        }
    }
    void skip(std::size_t count)
    {
        while (heard_.size() - at_ < count) more();
        at_ += count;
    }
    void say(const std::string& text) { stream_->write(text); }
    void command(const std::string& text)
    {
        say("x " + text + "\r\n");
        while (line().front() != 'x') {}
    }

private:
    void more()
    {
        if (at_ > (1u << 20)) heard_.erase(0, std::exchange(at_, 0));
        heard_ += stream_->read();
    }
    std::unique_ptr<ByteStream> stream_;
    std::string heard_;
    std::size_t at_ = 0;
};

void fetch_bare(const Endpoint& at)
{
    BareClient client{at};
    client.line();
    client.command(std::string{"LOGIN ann "} + Dovecot::password);
    client.command("EXAMINE INBOX");
    int sent = 0, done = 0, got = 0;
    const int commands = mails / batch;
    for (; done < commands; ++done) {
        std::string lines;
        for (; sent < commands && sent - done < in_flight; ++sent)
            lines += fmt::format("t{} UID FETCH {}:{} (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n", sent,
                                 sent * batch + 1, sent * batch + batch);
        if (!lines.empty()) client.say(lines);
        for (auto text = client.line(); text.front() != 't'; text = client.line()) {
            const auto brace = text.rfind('{');
            if (text.back() != '}' || brace == std::string::npos) continue;
            client.skip(std::strtoul(text.c_str() + brace + 1, nullptr, 10));
            ++got;
        }
    }
    if (got != mails) throw std::runtime_error{"the bare client did not get every mail"};
}

// Listing and the question for sizes included.
void fetch_through_mailbox(const Endpoint& at)
{
    const auto box = make_mailbox({.name = "bench",
                                   .where = ImapSettings{.server = at, .login = {"ann", Dovecot::password}, .disposal = Disposal::keep}});
    box->open();
    std::vector<std::string> uids;
    for (const auto& mail : box->list().mails) uids.push_back(mail.uid);
    int got = 0;
    box->fetch(uids, [&](const FetchedMail& mail) { got += mail.bytes.size() >= octets ? 1 : 0; });
    box->close();
    if (got != mails) throw std::runtime_error{"the mailbox did not hand out every mail"};
}

// Round about, so that both see the same machine.
Figure compare(const std::string& name, const Endpoint& at)
{
    fetch_bare(at); // fills the server's caches
    std::vector<double> bare, ours;
    for (int i = 0; i < rounds; ++i) {
        bare.push_back(mails / seconds_of([&] { fetch_bare(at); }));
        ours.push_back(mails / seconds_of([&] { fetch_through_mailbox(at); }));
    }
    return {.name = name, .unit = "mails/s", .ours = median(ours), .yardstick_name = "bare client, batches of 50, 4 in flight",
            .yardstick = median(bare), .kind = Figure::Bar::ratio_at_least, .bar = 0.85};
}

void fill(const Dovecot& server)
{
    server.deliver("ann", "Subject: first\r\n\r\n"); // makes the Maildir, as its owner
    const auto folder = server.maildir("ann");
    std::filesystem::remove_all(folder);
    for (const auto* part : {"new", "cur", "tmp"}) std::filesystem::create_directories(folder / part);
    std::string body = "Subject: mail\n\n";
    while (body.size() < octets) body += "a line of an ordinary mail, not too long and not too short\n";
    for (int i = 0; i < mails; ++i)
        std::ofstream{folder / "cur" / fmt::format("{}.M{}P1.bench:2,", 1'700'000'000 + i, i)} << body;
    tests::give_to(tests::unprivileged_user(), folder);
}

std::vector<Figure> fetch_mails()
{
    const Dovecot server;
    fill(server);
    return {compare("IMAP fetch of 5 KB mails", server.endpoint(server.imap_port(), Security::none)),
            compare("IMAP fetch of 5 KB mails, TLS", server.endpoint(server.imaps_port(), Security::tls))};
}

}

std::vector<Benchmark> fetching_benchmarks() { return {{"fetching", fetch_mails}}; }

}
