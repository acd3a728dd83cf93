#include "tests/judge/scores.h"

#include "engine/run/json_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace fs = std::filesystem;

namespace deskhand::judge {
namespace {

using Clock = std::chrono::steady_clock;

struct Count {
    int right = 0, total = 0;
    void add(bool is_right)
    {
        ++total;
        if (is_right) ++right;
    }
    double share() const { return total == 0 ? 1 : static_cast<double>(right) / total; }
};

struct Scores {
    std::map<std::string, Count> sets;
    std::map<std::string, std::map<std::string, Count>> fields;  // by set, then field
    std::map<std::string, Count> all_fields;
    std::map<std::string, int> failures;
    std::vector<Figure> figures;
    std::string slowest;
    double slowest_ms = 0;
};

struct Request {
    std::vector<fs::path> folders;
    fs::path floors, json;
    bool failures = false;
};

Request request_of(int count, char** words)
{
    Request request;
    for (int at = 1; at < count; ++at) {
        const std::string word{words[at]};
        if (word == "--failures") request.failures = true;
        else if (word == "--floors" && at + 1 < count) request.floors = words[++at];
        else if (word == "--json" && at + 1 < count) request.json = words[++at];
        else request.folders.emplace_back(word);
    }
    return request;
}

void add(Scores& scores, const Record& record, const std::vector<Check>& checks, double milliseconds)
{
    scores.sets[record.set].add(std::ranges::all_of(checks, &Check::right));
    auto& fields = scores.fields[record.set];
    for (const auto& check : checks) {
        fields[check.field].add(check.right);
        scores.all_fields[check.field].add(check.right);
        if (!check.right) ++scores.failures[check.failure.empty() ? check.field : check.field + ": " + check.failure];
    }
    if (milliseconds <= scores.slowest_ms) return;
    scores.slowest_ms = milliseconds;
    scores.slowest = record.id;
}

void show_failures(const Record& record, const std::vector<Check>& checks)
{
    for (const auto& check : checks)
        if (!check.right) fmt::print("{}\t{}\t{}\t{}\n", record.id, check.field, check.failure, check.detail);
}

std::vector<Check> checked(const Capability& capability, const Record& record)
{
    try {
        return capability.check(record);
    } catch (const std::exception& error) {
        return {{.field = "no exception", .failure = "exception", .detail = error.what()}};
    }
}

Scores judged(const Capability& capability, const Request& request)
{
    Scores scores;
    for (const auto& folder : request.folders) {
        if (!fs::is_directory(folder)) {
            fmt::print("{} is not there: passed over\n", folder.string());
            continue;
        }
        const auto records = capability.load(folder);
        for (const auto& record : records) {
            const auto from = Clock::now();
            const auto checks = checked(capability, record);
            add(scores, record, checks, std::chrono::duration<double, std::milli>{Clock::now() - from}.count());
            if (request.failures) show_failures(record, checks);
        }
        if (capability.figures)
            for (auto& figure : capability.figures(records)) scores.figures.push_back(std::move(figure));
    }
    return scores;
}

void print_line(const std::string& name, const Count& count)
{
    fmt::print("{:<40} {:>5} of {:>5}  {:>6.2f} %\n", name, count.right, count.total, 100 * count.share());
}

void print_table(const Capability& capability, const Scores& scores)
{
    fmt::print("{}: whole records right\n", capability.name);
    Count all;
    for (const auto& [set, count] : scores.sets) {
        print_line("  " + set, count);
        all.right += count.right;
        all.total += count.total;
    }
    print_line("  all", all);
    fmt::print("by field\n");
    for (const auto& [field, count] : scores.all_fields) print_line("  " + field, count);
    if (!scores.figures.empty()) fmt::print("over whole sets\n");
    for (const auto& figure : scores.figures) fmt::print("  {:<38} {:<20} {:>6.3f}\n", figure.set, figure.name, figure.value);
    if (!scores.failures.empty()) fmt::print("failures by class\n");
    for (const auto& [failure, times] : scores.failures) fmt::print("  {:<60} {:>5}\n", failure, times);
    if (!scores.slowest.empty()) fmt::print("slowest: {} with {:.1f} ms\n", scores.slowest, scores.slowest_ms);
}

// By name: "set" for whole records, "set/figure" for figures.
std::map<std::string, double> shares_of(const Scores& scores)
{
    std::map<std::string, double> shares;
    for (const auto& [set, count] : scores.sets) shares[set] = count.share();
    for (const auto& figure : scores.figures) shares[figure.set + "/" + figure.name] = figure.value;
    return shares;
}

std::string json_of(const Capability& capability, const Scores& scores)
{
    engine::JsonWriter json;
    json.begin_object().member("capability", capability.name).key("sets").begin_array();
    for (const auto& [set, count] : scores.sets) {
        json.begin_object().member("set", set).member("right", count.right).member("total", count.total).key("fields").begin_array();
        for (const auto& [field, each] : scores.fields.at(set))
            json.begin_object().member("field", field).member("right", each.right).member("total", each.total).end_object();
        json.end_array().end_object();
    }
    json.end_array().key("figures").begin_array();
    for (const auto& figure : scores.figures)
        json.begin_object().member("set", figure.set).member("name", figure.name).member("value", figure.value).end_object();
    json.end_array().key("failures").begin_array();
    for (const auto& [failure, times] : scores.failures)
        json.begin_object().member("class", failure).member("times", times).end_object();
    json.end_array().member("slowest", scores.slowest).member("slowest_ms", scores.slowest_ms).end_object();
    return json.text() + "\n";
}

// Lines "capability set share"; '#' begins a comment. A set that was not judged has no say.
int under_floor(const std::string& capability, const Scores& scores, const fs::path& file)
{
    std::ifstream in{file};
    if (!in) throw std::runtime_error{fmt::format("cannot read {}", file.string())};
    const auto shares = shares_of(scores);
    int under = 0;
    for (std::string line; std::getline(in, line);) {
        std::istringstream words{line};
        std::string of, set;
        double floor = 0;
        if (line.starts_with('#') || !(words >> of >> set >> floor) || of != capability) continue;
        const auto found = shares.find(set);
        if (found == shares.end() || found->second >= floor) continue;
        fmt::print("UNDER ITS FLOOR: {} {:.4f}, recorded {:.4f}\n", set, found->second, floor);
        ++under;
    }
    return under;
}

}

int run_judge(int count, char** words, const Capability& capability)
{
    try {
        const auto request = request_of(count, words);
        const auto scores = judged(capability, request);
        print_table(capability, scores);
        if (scores.sets.empty()) throw std::runtime_error{"no record was judged"};
        if (!request.json.empty()) std::ofstream{request.json} << json_of(capability, scores);
        return request.floors.empty() || under_floor(capability.name, scores, request.floors) == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}

}
