#include "engine/run/replay.h"

#include "tests/support/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace deskhand::engine;
using namespace deskhand::tests;

BOOST_AUTO_TEST_SUITE(replay)

namespace {

Reason rule(const std::string& ordered) { return {"rule", "rule \"r\" (rules.yaml:1): subject contains x -> " + ordered}; }
const Reason limit{"limit", "no acknowledgement: 1 acknowledgements went to ann in the last hour; the limit is 1"};
const Reason fallback{"fallback", "default queue helpdesk"};
const std::vector<std::string> helpdesk{"acknowledgement to ann", "new ticket in helpdesk"}, network{"acknowledgement to ann", "new ticket in network"};

struct DifferenceRow {
    const char* name;
    std::vector<Reason> because_then;
    std::vector<std::string> then;
    std::vector<Reason> because_now;
    std::vector<std::string> now;
    const char* difference; // "-gone +come"
};
const DifferenceRow differences[] = {
    {"the same twice is none", {rule("queue network")}, network, {rule("queue network")}, network, ""},
    {"no rule then or now is none, whatever else changed", {fallback}, helpdesk, {fallback}, network, ""},
    {"the same orders are none, wherever staff moved the ticket", {rule("tag x")}, helpdesk, {rule("tag x")}, network, ""},
    {"a rule renamed and moved is none", {{"rule", "rule \"a\" (a.yaml:1): x -> tag x"}}, helpdesk, {{"rule", "rule \"b\" (b.yaml:9): y -> tag x"}}, network, ""},
    {"a new rule is one", {fallback}, helpdesk, {rule("queue network")}, network, "-new ticket in helpdesk +new ticket in network"},
    {"a rule that is gone is one", {rule("queue network")}, network, {fallback}, helpdesk, "-new ticket in network +new ticket in helpdesk"},
    {"an acknowledgement held back by a limit then is none", {limit}, {"new ticket in helpdesk"}, {rule("tag x")}, helpdesk, ""},
    {"what else changed is told without it", {limit}, {"new ticket in helpdesk"}, {rule("queue network")}, network,
     "-new ticket in helpdesk +new ticket in network"},
    {"an acknowledgement that a rule forbids is one", {fallback}, helpdesk, {rule("no automatic reply")}, {"new ticket in helpdesk"},
     "-acknowledgement to ann"},
};
const bool differences_listed = table(
    differences,
    [](const DifferenceRow& row) {
        const auto difference = difference_between(ruled(row.because_then, row.then), ruled(row.because_now, row.now));
        std::vector<std::string> told;
        for (const auto& one : difference.before) told.push_back("-" + one);
        for (const auto& one : difference.after) told.push_back("+" + one);
        BOOST_TEST(fmt::format("{}", fmt::join(told, " ")) == row.difference);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_SUITE_END()
