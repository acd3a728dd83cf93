// Runs the benchmarks whose names contain the words given (all without words), prints the table and,
// with --json FILE, writes the figures there. Asserts nothing: figures are for reading.
#include "tests/bench/harness.h"

#include <fmt/core.h>

#include <fstream>
#include <string>
#include <vector>

using namespace deskhand::bench;

int main(int count, char** words)
{
    std::vector<std::string> wanted;
    std::string json;
    for (int at = 1; at < count; ++at) {
        if (std::string{words[at]} == "--json" && at + 1 < count) json = words[++at];
        else wanted.emplace_back(words[at]);
    }
    std::vector<Figure> figures;
    for (const auto& benchmark : all_benchmarks()) {
        bool chosen = wanted.empty();
        for (const auto& word : wanted) chosen = chosen || benchmark.name.find(word) != std::string::npos;
        if (!chosen) continue;
        fmt::print(stderr, "{} ...\n", benchmark.name);
        for (auto& figure : benchmark.run()) figures.push_back(std::move(figure));
    }
    fmt::print("{}", table_of(figures));
    if (!json.empty()) std::ofstream{json} << json_of(figures);
    return figures.empty() ? 1 : 0;
}
