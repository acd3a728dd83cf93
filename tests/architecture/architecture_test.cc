// The architecture, as data: who may include whom, where each library lives, how long a file may be.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr int longest_file = 400;

// A room may include itself and the rooms named beside it.
const std::map<std::string, std::set<std::string>> may_include = {
    {"mail/format", {}},
    {"mail/protocol", {}},
    {"mail/oauth", {}},
    {"mail/net", {"mail/protocol", "mail/oauth"}},
    {"rules", {}},
    {"predict", {}},
    // configuration turns files into the Settings, Options and rule values of the leaves
    {"config", {"mail/format", "mail/net", "mail/oauth", "mail/protocol", "rules", "predict"}},
    {"engine/core", {"config", "mail/format", "rules", "predict"}},
    {"engine/store", {"engine/core", "config", "mail/format", "rules", "predict"}},
    {"engine/run", {"engine/store", "engine/core", "config", "mail/format", "mail/net", "mail/oauth",
                    "mail/protocol", "rules", "predict"}},
    {"engine", {"engine/run"}},
};

// A library's headers appear only in its rooms.
struct LibraryRoom {
    const char* header; // or how it begins
    std::set<std::string> rooms;
};
const LibraryRoom library_rooms[] = {
    {"<Poco/Net/", {"mail/net"}},
    {"<Poco/Data/", {"engine/store"}},
    {"<Poco/JSON/", {"engine/store", "mail/oauth"}},
    {"<sqlite3.h>", {"engine/store"}},
    {"<gmime/", {"mail/format"}},
    {"<Eigen/", {"predict"}},
    {"<yaml-cpp/", {"config"}},
    {"<re2/", {"rules"}},
    {"<ctemplate/", {"rules"}},
    {"<date/", {"rules", "predict"}},
    {"<CLI/", {"engine/run"}},
    {"<openssl/", {"mail/format", "mail/protocol", "mail/net", "mail/oauth", "engine/core", "engine/run"}}, // digests, TLS, tokens
    {"<zlib.h>", {"mail/protocol"}},
    {"<boost/", {}},
    // what a pure room may not touch: the network, files, threads
    {"<sys/socket.h>", {"mail/net"}},
    {"<netinet/", {"mail/net"}},
    {"<arpa/", {"mail/net"}},
    {"<netdb.h>", {"mail/net"}},
    {"<poll.h>", {"mail/net"}},
    {"<unistd.h>", {"mail/net", "predict", "config", "engine/store", "engine/run"}},
    {"<fstream>", {"mail/net", "config", "engine/run"}},
    {"<thread>", {"mail/net", "engine/run"}},
};

// Libraries that cost a second or more to compile: a header that shows them stays in its room.
const std::string heavy_libraries[] = {"<Poco/", "<Eigen/", "<sqlite3.h>", "<gmime/", "<yaml-cpp/", "<re2/", "<ctemplate/", "<CLI/"};

const std::string forbidden_words[] = {"util", "utility", "common", "helper", "manager", "misc"};

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

// The file of ours that a line includes, from the root; empty when it includes none.
std::string included_file(const std::string& line)
{
    const auto target = included(line);
    return target.empty() || target.front() != '"' ? std::string{} : target.substr(1, target.find('"', 1) - 1);
}

// "smtp_helpers" holds the words smtp and helper.
std::set<std::string> words_of(const std::string& stem)
{
    std::set<std::string> words;
    std::istringstream in{stem};
    for (std::string word; std::getline(in, word, '_');) {
        words.insert(word);
        if (word.ends_with('s')) words.insert(word.substr(0, word.size() - 1));
    }
    return words;
}

std::string room_of(const std::string& file) { return fs::path{file}.parent_path().string(); }

bool shows_a_heavy_library(const std::string& line)
{
    return std::ranges::any_of(heavy_libraries, [&](const auto& header) { return included(line).starts_with(header); });
}

// The headers that show a heavy library, by themselves or through another header.
std::set<std::string> heavy_headers(const std::vector<Source>& sources)
{
    std::set<std::string> heavy;
    for (std::size_t before = 1; before != heavy.size();) {
        before = heavy.size();
        for (const auto& source : sources)
            if (source.path.ends_with(".h") && std::ranges::any_of(source.lines, [&](const auto& line) {
                    return shows_a_heavy_library(line) || heavy.contains(included_file(line));
                }))
                heavy.insert(source.path);
    }
    return heavy;
}

std::vector<fs::path> door_signs()
{
    std::vector<fs::path> signs{fs::path{SOURCE_ROOT} / "README.md"};
    auto all = product;
    all.emplace_back("tests");
    for (const auto& folder : all)
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{SOURCE_ROOT} / folder})
            if (entry.path().filename() == "README.md") signs.push_back(entry.path());
    return signs;
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
            const auto target = included_file(line);
            const auto to = room_of(target);
            BOOST_TEST((target.empty() || to == source.room || room->second.contains(to)),
                       source.path << " may not include " << target);
        }
    }
}

BOOST_AUTO_TEST_CASE(libraries_stay_in_their_rooms)
{
    for (const auto& source : sources_under(product))
        for (const auto& line : source.lines)
            for (const auto& [header, rooms] : library_rooms) {
                BOOST_TEST((!included(line).starts_with(header) || rooms.contains(source.room)),
                           source.path << " may not use " << header);
            }
}

BOOST_AUTO_TEST_CASE(headers_that_show_a_heavy_library_stay_in_their_room)
{
    const auto sources = sources_under(product);
    const auto heavy = heavy_headers(sources);
    BOOST_TEST(heavy.contains("engine/store/connection.h"));
    for (const auto& source : sources)
        for (const auto& line : source.lines) {
            const auto target = included_file(line);
            BOOST_TEST((!heavy.contains(target) || room_of(target) == source.room),
                       source.path << " may not include " << target << ", which shows a library of its room");
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
    auto all = product;
    all.emplace_back("tests");
    for (const auto& source : sources_under(all)) {
        const auto words = words_of(fs::path{source.path}.stem().string());
        for (const auto& word : forbidden_words) BOOST_TEST(!words.contains(word), source.path);
    }
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
    auto all = product;
    all.emplace_back("tests");
    std::set<std::string> folders{all.begin(), all.end()};
    for (const auto& source : sources_under(all)) folders.insert(source.room);
    for (const auto& folder : folders) BOOST_TEST(fs::exists(fs::path{SOURCE_ROOT} / folder / "README.md"), folder);
}

// Rooms of one folder share a namespace; two inline functions of one name there would be one for the linker.
BOOST_AUTO_TEST_CASE(an_inline_function_is_defined_in_one_header_of_its_namespace)
{
    const std::regex definition{R"(^(?:inline|constexpr)\b[^=;(]*?\b([a-z_0-9]+)\()"};
    std::map<std::string, std::string> defined; // namespace and name -> path
    for (const auto& source : sources_under(product)) {
        if (fs::path{source.path}.extension() != ".h") continue;
        for (const auto& line : source.lines) {
            std::smatch match;
            if (!std::regex_search(line, match, definition)) continue;
            const auto name = fs::path{source.path}.begin()->string() + "::" + match[1].str();
            const auto [at, fresh] = defined.emplace(name, source.path);
            BOOST_TEST((fresh || at->second == source.path), name << " stands in " << at->second << " and in " << source.path);
        }
    }
    BOOST_TEST(!defined.empty());
}

BOOST_AUTO_TEST_CASE(door_signs_point_to_what_is_there)
{
    const std::regex link{R"(\]\(([^)#:]+)\))"};
    std::size_t links = 0;
    for (const auto& sign : door_signs()) {
        std::ostringstream text;
        text << std::ifstream{sign}.rdbuf();
        const auto words = text.str();
        for (std::sregex_iterator at{words.begin(), words.end(), link}, end; at != end; ++at, ++links)
            BOOST_TEST(fs::exists(sign.parent_path() / (*at)[1].str()), sign.string() << ": " << (*at)[1]);
    }
    BOOST_TEST(links > 20u);
}

BOOST_AUTO_TEST_CASE(tests_never_sleep)
{
    const std::string sleep = "sleep" "_for";
    for (const auto& source : sources_under({"tests"}))
        for (const auto& line : source.lines)
            BOOST_TEST(line.find(sleep) == std::string::npos, source.path << ": " << line);
}

BOOST_AUTO_TEST_SUITE_END()
