// A YAML file as a tree in which every node knows its place.
#pragma once
#include "config/problem.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::config {

struct Place {
    int line = 0, column = 0; // from 1; 0 = unknown
};

struct Node {
    enum class Kind { nothing, scalar, list, map };
    Kind kind = Kind::nothing;
    std::string key; // when the parent is a map; keys stay in file order, doubles included
    Place key_place;
    std::string text;        // of a scalar, unquoted; "off" stays "off", "08:30" stays "08:30"
    std::vector<Node> items; // of a list or a map
    Place place;
};

// Octets of a file, nesting, and nodes once aliases are written out; beyond them a file is refused.
inline constexpr std::size_t largest_document = 4u << 20;
inline constexpr int deepest_document = 40;
inline constexpr std::size_t most_nodes = 200'000;

// The value of `key` in a map, nullptr when it is absent or nothing stands there.
const Node* find(const Node& map, std::string_view key);

// Total: any bytes give a tree or the one problem that stopped the reading. An empty file is an
// empty map. Only the first YAML document counts; a second is a problem.
std::variant<Node, Problem> parse_document(std::string_view text, const std::string& file);

// A text file read whole, or why not.
std::variant<std::string, Problem> read_text_file(const std::string& file);

// Collects the problems of one file.
class Report {
public:
    explicit Report(std::string file) : file_{std::move(file)} {}

    void error(Place at, std::string what, std::string remedy);
    void warning(Place at, std::string what, std::string remedy);

    const std::string& file() const { return file_; }
    const std::vector<Problem>& problems() const { return problems_; }

private:
    std::string file_;
    std::vector<Problem> problems_;
};

}
