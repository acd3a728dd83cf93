// Breaks mail sessions at every octet and counts what is lost, doubled, cut short or hung: README.md.
#include "tests/faults/trials.h"

#include <fmt/core.h>

#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

using namespace deskhand::tests;

namespace {

struct Wanted {
    std::uint64_t every = 1;
    std::optional<Protocol> protocol;
    std::optional<Break> kind;
    std::optional<Fault::Toward> toward;
    int pollers = 0, reset = 0;
    bool valid = true;
};

template <class Value> std::optional<Value> one_of(const std::string& word, std::initializer_list<std::pair<const char*, Value>> words)
{
    for (const auto& [name, value] : words)
        if (word == name) return value;
    return {};
}

Wanted read(int argc, char** argv)
{
    Wanted wanted;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string key = argv[i], word = argv[i + 1];
        if (key == "--every") wanted.every = std::strtoull(word.c_str(), nullptr, 10);
        else if (key == "--protocol") wanted.protocol = one_of<Protocol>(word, {{"imap", Protocol::imap}, {"pop3", Protocol::pop3}});
        else if (key == "--kind") wanted.kind = one_of<Break>(word, {{"fin", Break::fin}, {"rst", Break::rst}, {"hole", Break::black_hole}, {"kill", Break::kill}});
        else if (key == "--toward") wanted.toward = one_of<Fault::Toward>(word, {{"client", Fault::Toward::client}, {"server", Fault::Toward::server}});
        else if (key == "--pollers") wanted.pollers = std::atoi(word.c_str());
        else if (key == "--reset") wanted.reset = std::atoi(word.c_str());
        else wanted.valid = false;
    }
    wanted.valid = wanted.valid && argc % 2 == 1 && wanted.every > 0;
    return wanted;
}

bool show(const std::string& what, const Tally& tally)
{
    fmt::print("{:<28} {:>7} {:>7} {:>7} {:>5} {:>7} {:>9} {:>5} {:>5}\n", what, tally.octets, tally.trials, tally.faults, tally.lost, tally.doubled,
               tally.truncated, tally.hung, tally.left);
    for (const auto& defect : tally.defects) fmt::print("    {}\n", defect);
    std::fflush(stdout);
    return tally.clean();
}

bool break_sessions(Trials& trials, const Wanted& wanted)
{
    bool clean = true;
    for (const auto protocol : {Protocol::imap, Protocol::pop3})
        for (const auto kind : {Break::fin, Break::rst, Break::black_hole, Break::kill})
            for (const auto toward : {Fault::Toward::client, Fault::Toward::server}) {
                if (protocol != wanted.protocol.value_or(protocol) || kind != wanted.kind.value_or(kind) || toward != wanted.toward.value_or(toward)) continue;
                const auto name = fmt::format("{} {} towards {}", protocol == Protocol::imap ? "IMAP" : "POP3", break_names[static_cast<int>(kind)],
                                              toward == Fault::Toward::client ? "us" : "it");
                const auto tally = trials.run({protocol, kind, toward}, wanted.every, [&](std::uint64_t at, std::uint64_t of) {
                    if (::isatty(2) != 0) fmt::print(stderr, "\r{}: octet {} of {}  ", name, at, of);
                });
                if (::isatty(2) != 0) fmt::print(stderr, "\r");
                clean = show(name, tally) && clean;
            }
    return clean;
}

}

int main(int argc, char** argv)
try {
    if (argc > 1 && std::string{argv[1]} == poller_word) return run_as_poller(argc, argv);
    const auto wanted = read(argc, argv);
    if (!wanted.valid) {
        fmt::print(stderr, "usage: intake_faults [--every N] [--protocol imap|pop3] [--kind fin|rst|hole|kill] [--toward client|server]\n"
                           "       intake_faults --pollers MAILS | --reset MAILS\n");
        return 2;
    }
    Trials trials;
    fmt::print("{:<28} {:>7} {:>7} {:>7} {:>5} {:>7} {:>9} {:>5} {:>5}\n", "", "octets", "trials", "faults", "lost", "doubled", "truncated", "hung", "left");
    if (wanted.pollers > 0) return show("two pollers, killed", trials.two_pollers(wanted.pollers)) ? 0 : 1;
    if (wanted.reset > 0) return show("UIDVALIDITY reset", trials.renumbered(wanted.reset)) ? 0 : 1;
    return break_sessions(trials, wanted) ? 0 : 1;
} catch (const std::exception& broken) {
    fmt::print(stderr, "intake_faults: {}\n", broken.what());
    return 1;
}
