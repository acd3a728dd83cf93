// The architecture, as data: who may include whom, where each library lives, how long a file may be.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr int longest_file = 400;

// A room may include itself and the rooms named beside it.
const std::map<std::string, std::set<std::string>> may_include = {
    {"mail/format", {}},
    {"mail/protocol", {}},
    {"mail/net", {"mail/protocol"}},
    {"rules", {}},
    {"predict", {}},
    // configuration turns files into the Settings, Options and rule values of the leaves
    {"config", {"mail/format", "mail/net", "mail/protocol", "rules", "predict"}},
    {"engine/core", {"config", "mail/format", "rules", "predict"}},
    {"engine/store", {"engine/core", "config", "mail/format", "rules", "predict"}},
    {"engine/run", {"engine/store", "engine/core", "engine/web", "config", "mail/format", "mail/net",
                    "mail/protocol", "rules", "predict"}},
    {"engine/web", {"engine/store", "engine/core", "config", "mail/format"}},
    {"engine", {"engine/run"}},
};

// A library's headers appear only in its rooms.
struct LibraryRoom {
    const char* header;
    std::vector<std::string> rooms;
};
const LibraryRoom library_rooms[] = {
    {"<Poco/Net/", {"mail/net", "engine/web"}},
    {"<sys/socket.h>", {"mail/net", "engine/web"}},
    {"<gmime/", {"mail/format"}},
    {"<Eigen/", {"predict"}},
    {"<Poco/Data/", {"engine/store"}},
    {"<sqlite3.h>", {"engine/store"}},
    {"<yaml-cpp/", {"config"}},
    {"<re2/", {"rules"}},
    {"<ctemplate/", {"rules"}},
    {"<boost/", {}},
};

const std::string forbidden_words[] = {"util", "common", "helper", "manager", "misc"};

struct Source {
    std::string path; // relative to the root
    std::string room;
    std::vector<std::string> lines;
};

bool is_source(const fs::path& path) { return path.extension() == ".cc" || path.extension() == ".h"; }

std::vector<Source> sources_under(const std::vector<std::string>& folders)
{
    std::vector<Source> found;
    for (const auto& folder : folders)
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{SOURCE_ROOT} / folder}) {
            if (!entry.is_regular_file() || !is_source(entry.path())) continue;
            const auto relative = fs::relative(entry.path(), SOURCE_ROOT);
            Source source{relative.string(), relative.parent_path().string(), {}};
            std::ifstream in{entry.path()};
            for (std::string line; std::getline(in, line);) source.lines.push_back(line);
            found.push_back(std::move(source));
        }
    return found;
}

const std::vector<std::string> product = {"mail", "rules", "predict", "config", "engine"};

std::string included(const std::string& line)
{
    return line.rfind("#include ", 0) == 0 ? line.substr(9) : std::string{};
}

}

BOOST_AUTO_TEST_SUITE(architecture)

BOOST_AUTO_TEST_CASE(rooms_include_only_the_rooms_below_them)
{
    const auto sources = sources_under(product);
    BOOST_TEST(!sources.empty());
    for (const auto& source : sources) {
        const auto room = may_include.find(source.room);
        BOOST_TEST((room != may_include.end()), source.path << " lies in no known room");
        if (room == may_include.end()) continue;
        for (const auto& line : source.lines) {
            const auto target = included(line);
            if (target.empty() || target.front() != '"') continue;
            const auto to = fs::path{target.substr(1, target.find('"', 1) - 1)}.parent_path().string();
            BOOST_TEST((to == source.room || room->second.count(to) == 1),
                       source.path << " may not include " << target);
        }
    }
}

BOOST_AUTO_TEST_CASE(libraries_stay_in_their_rooms)
{
    for (const auto& source : sources_under(product))
        for (const auto& line : source.lines)
            for (const auto& [header, rooms] : library_rooms) {
                if (included(line).rfind(header, 0) != 0) continue;
                BOOST_TEST((std::find(rooms.begin(), rooms.end(), source.room) != rooms.end()),
                           source.path << " may not use " << header);
            }
}

BOOST_AUTO_TEST_CASE(no_file_is_too_long)
{
    auto all = product;
    all.emplace_back("tests");
    for (const auto& source : sources_under(all))
        BOOST_TEST(source.lines.size() <= longest_file,
                   source.path << " has " << source.lines.size() << " lines; give its second noun a file");
}

BOOST_AUTO_TEST_CASE(every_file_says_in_its_name_what_it_holds)
{
    for (const auto& source : sources_under(product))
        for (const auto& word : forbidden_words)
            BOOST_TEST((fs::path{source.path}.stem().string() != word), source.path);
}

BOOST_AUTO_TEST_CASE(every_header_says_in_its_first_line_what_it_holds)
{
    for (const auto& source : sources_under(product)) {
        if (fs::path{source.path}.extension() != ".h") continue;
        BOOST_REQUIRE_MESSAGE(!source.lines.empty(), source.path << " is empty");
        BOOST_TEST(source.lines.front().rfind("// ", 0) == 0u, source.path);
    }
}

BOOST_AUTO_TEST_CASE(every_room_has_a_door_sign)
{
    for (const auto& room : {"mail", "rules", "predict", "config", "engine", "tests"})
        BOOST_TEST(fs::exists(fs::path{SOURCE_ROOT} / room / "README.md"), room);
}

BOOST_AUTO_TEST_CASE(tests_never_sleep)
{
    const std::string sleep = "sleep" "_for";
    for (const auto& source : sources_under({"tests"}))
        for (const auto& line : source.lines)
            BOOST_TEST(line.find(sleep) == std::string::npos, source.path << ": " << line);
}

BOOST_AUTO_TEST_SUITE_END()
