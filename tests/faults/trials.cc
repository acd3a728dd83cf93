#include "tests/faults/trials.h"

#include "engine/store/inbox.h"
#include "tests/support/waiting.h"

#include <fmt/core.h>

#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <thread>

namespace deskhand::tests {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr int mails_a_trial = 4;
constexpr std::size_t most_told = 5;
constexpr auto hung_after = 20s; // of a round against a server that answers or is gone
constexpr auto hasty = 250ms;    // how long a black hole is borne
constexpr int rounds_allowed = 4;

// About two kilobytes, every line its own: a cut or a mix of two mails shows.
std::string sample(int number)
{
    std::string text = fmt::format("From: ann@example.org\nSubject: mail {0}\nMessage-ID: <{0}@example.org>\n\n", number);
    for (int line = 0; line < 34; ++line) text += fmt::format("{}line {} of mail {}, which must come whole )\n", line % 9 == 0 ? "." : "", line, number);
    return text;
}

std::string with_crlf(const std::string& text)
{
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return out;
}

std::string options_of(const std::string& more)
{
    // Trials begin faster than a login process may be forked.
    return "service imap-login {\n  service_count = 0\n}\nservice pop3-login {\n  service_count = 0\n}\n" + more;
}

// The server runs as nobody when the tests run as root.
void give_to_server(const std::filesystem::path& path)
{
    if (::geteuid() != 0) return;
    if (const auto* nobody = ::getpwnam("nobody"); !nobody || ::chown(path.c_str(), nobody->pw_uid, nobody->pw_gid) != 0)
        throw std::runtime_error{"cannot give " + path.string() + " to the server"};
}

std::filesystem::path fresh(const TempDir& folder) { return folder.path() / "journal.db"; }

}

Trials::Trials() : server_{{.relay_port = 0, .more = options_of("")}}, database_{fresh(folder_)}, journal_{engine::Database{database_}} {}

void Trials::fill(const std::string& user, int first, int mails)
{
    const auto box = server_.maildir(user);
    for (const auto* part : {"new", "cur", "tmp"}) std::filesystem::create_directories(box / part);
    for (const auto& folder : {box, box / "new", box / "cur", box / "tmp"}) give_to_server(folder);
    for (int i = first; i < first + mails; ++i) {
        const auto name = fmt::format("{:010}.{}", 1'700'000'000 + i, "example");
        std::ofstream{box / "tmp" / name, std::ios::binary} << sample(i);
        give_to_server(box / "tmp" / name);
        std::filesystem::rename(box / "tmp" / name, box / "new" / name);
    }
}

std::uint64_t Trials::length_of(const Cell& cell)
{
    const auto user = next_user();
    fill(user, 0, mails_a_trial);
    FaultProxy proxy{port(cell.protocol)};
    const auto why = round_of({.database = database_, .user = user, .protocol = cell.protocol, .port = proxy.port()}, journal_);
    if (!why.empty()) throw std::runtime_error{"an undisturbed round breaks: " + why};
    return cell.toward == Fault::Toward::client ? proxy.octets_to_client() : proxy.octets_to_server();
}

void Trials::trial(const Cell& cell, std::uint64_t at, Tally& tally)
{
    const auto user = next_user();
    fill(user, 0, mails_a_trial);
    FaultProxy proxy{port(cell.protocol)};
    PollerTask task{.database = database_, .user = user, .protocol = cell.protocol, .port = proxy.port()};
    const auto begin = steady_clock::now();
    if (cell.kind == Break::kill) {
        std::atomic<pid_t> child = 0;
        proxy.arm({cell.toward, Fault::Kind::rst, at}, [&] {
            while (child == 0) std::this_thread::yield();
            ::kill(child, SIGKILL);
        });
        child = spawn_poller(task);
        ::waitpid(child, nullptr, 0);
    } else {
        constexpr Fault::Kind kinds[] = {Fault::Kind::fin, Fault::Kind::rst, Fault::Kind::black_hole};
        proxy.arm({cell.toward, kinds[static_cast<int>(cell.kind)], at});
        if (cell.kind == Break::black_hole) task.patience = hasty;
        round_of(task, journal_);
    }
    tally.faults += proxy.faults();
    task.patience = 60s;
    std::string why = "not tried";
    for (int round = 0; round < rounds_allowed && !why.empty(); ++round) why = round_of(task, journal_);
    if (steady_clock::now() - begin > hung_after || !why.empty()) {
        ++tally.hung;
        if (tally.defects.size() < most_told) tally.defects.push_back(fmt::format("octet {}: no clean round: {}", at, why));
    }
    const auto known = tally.defects.size();
    judge(user, cell.protocol, mails_a_trial, PutAway::once, tally);
    ++tally.trials;
    if (tally.defects.size() > known) tally.defects.back() += fmt::format(" (octet {}, {})", at, user);
    std::error_code still_in_use; // by the server
    std::filesystem::remove_all(server_.maildir(user), still_in_use);
}

std::vector<std::string> Trials::journaled(const std::string& user, int mails)
{
    return journal_.use([&](engine::Database& open) {
        engine::Inbox inbox{open};
        std::vector<std::string> all;
        for (const auto& line : inbox.list(engine::InboxState::waiting, 3 * mails + 20))
            if (line.mailbox == user) all.push_back(inbox.find(line.id).value().bytes);
        return all;
    });
}

void Trials::judge(const std::string& user, Protocol protocol, int mails, PutAway put_away, Tally& tally)
{
    const auto bytes = journaled(user, mails);
    std::map<std::string, int> wanted;
    for (int i = 0; i < mails; ++i) wanted[with_crlf(sample(i))] = 0;
    int strange = 0, doubled = 0, lost = 0;
    for (const auto& one : bytes) {
        const auto found = wanted.find(one);
        if (found == wanted.end()) ++strange;
        else if (++found->second > 1) ++doubled;
    }
    for (const auto& [text, times] : wanted) lost += times == 0 ? 1 : 0;
    const auto in_inbox = server_.count(user);
    const auto wanted_there = static_cast<std::size_t>(mails);
    const auto there = protocol == Protocol::imap ? server_.count(user, "Processed") : wanted_there;
    const bool tidy = in_inbox == 0 && (there == wanted_there || (put_away == PutAway::at_least_once && there > wanted_there));
    tally.truncated += strange;
    tally.doubled += doubled;
    tally.lost += lost;
    tally.left += tidy ? 0 : 1;
    if (strange + doubled + lost == 0 && tidy) return;
    if (tally.defects.size() < most_told)
        tally.defects.push_back(fmt::format("{} lost, {} doubled, {} not as sent; {} in the inbox, {} put away", lost, doubled, strange, in_inbox, there));
}

Tally Trials::two_pollers(int mails)
{
    const auto user = next_user();
    fill(user, 0, mails);
    const PollerTask task{.database = database_, .user = user, .protocol = Protocol::imap, .port = server_.imap_port(), .until = PollerTask::Until::killed};
    std::mt19937 random{4711};
    std::uniform_int_distribution<int> life{100, 2'000};
    Tally tally{.octets = static_cast<std::uint64_t>(mails)};
    pid_t pollers[2] = {spawn_poller(task), spawn_poller(task)};
    for (const auto end = steady_clock::now() + 30min; server_.count(user) > 0 && steady_clock::now() < end; ++tally.trials) {
        happens([&] { return server_.count(user) == 0; }, std::chrono::milliseconds{life(random)});
        auto& victim = pollers[tally.trials % 2];
        ::kill(victim, SIGKILL);
        ::waitpid(victim, nullptr, 0);
        ++tally.faults;
        victim = spawn_poller(task);
    }
    for (const auto poller : pollers) {
        ::kill(poller, SIGKILL);
        ::waitpid(poller, nullptr, 0);
    }
    for (int round = 0; round < rounds_allowed; ++round) round_of(task, journal_);
    judge(user, Protocol::imap, mails, PutAway::at_least_once, tally);
    return tally;
}

Tally Trials::renumbered(int mails)
{
    const auto user = next_user();
    fill(user, 0, mails);
    auto settings = settings_of({.database = database_, .user = user, .protocol = Protocol::imap, .port = server_.imap_port()});
    std::get<mail::ImapSettings>(settings.where).disposal = mail::Disposal::keep;
    engine::SystemClock clock;
    const auto round = [&] {
        engine::Collector collector{settings, journal_, clock};
        const auto done = collector.step({});
        collector.end();
        return done;
    };
    round();
    for (const auto* file : {"dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache", "dovecot-uidvalidity"})
        std::filesystem::remove(server_.maildir(user) / file);
    fill(user, mails, 10);
    const auto again = round();
    Tally tally{.octets = static_cast<std::uint64_t>(again.fetched), .trials = 1, .faults = again.fetched >= mails ? 1 : 0};
    const auto rows = journaled(user, mails).size();
    const auto wanted = static_cast<std::size_t>(mails) + 10;
    tally.lost = static_cast<int>(wanted > rows ? wanted - rows : 0);
    tally.doubled = static_cast<int>(rows > wanted ? rows - wanted : 0);
    return tally;
}

}
