// judge_bounces: reports of mail that did not arrive, complaints, and what only looks like one.
#include "mail/format/ascii.h"
#include "tests/judge/scores.h"

#include <Poco/JSON/Array.h>
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

using namespace deskhand::judge;
using Poco::JSON::Object;

namespace {

constexpr std::pair<std::string_view, std::string_view> action_of_reason[] = {
    {"userunknown", "suppress"},        {"hostunknown", "suppress"},        {"hasmoved", "suppress"},
    {"notaccept", "suppress"},          {"filtered", "suppress_after_n"},   {"suspend", "suppress_after_n"},
    {"mailboxfull", "suppress_after_n"}, {"onhold", "suppress_after_n"},    {"undefined", "suppress_after_n"},
    {"expired", "retry"},               {"networkerror", "retry"},          {"systemerror", "retry"},
    {"toomanyconn", "retry"},           {"speeding", "retry"},              {"systemfull", "retry"},
    {"mesgtoobig", "this_message_only"}, {"exceedlimit", "this_message_only"}, {"contenterror", "this_message_only"},
    {"virusdetected", "this_message_only"}, {"mailererror", "this_message_only"}, {"feedback", "complaint"},
    {"vacation", "none"},               {"delivered", "none"},
};

// The true action: by the reason, but never a suppression from a 4xx.
std::string action_of(const Object::Ptr& row)
{
    const auto reason = text_at(row, "reason");
    const auto* found = std::ranges::find_if(action_of_reason, [&](const auto& each) { return each.first == reason; });
    const std::string action{found == std::end(action_of_reason) ? "ours_to_fix" : found->second};
    const bool temporary = text_at(row, "status").starts_with('4') || text_at(row, "reply").starts_with('4');
    return temporary && action == "suppress" ? "retry" : action;
}

// The records of `expected.jsonl`, one a file: its lines are the member "rows". The set is the file's folder.
std::vector<Record> load_bounces(const std::filesystem::path& folder)
{
    std::ifstream in{folder / "expected.jsonl"};
    if (!in) throw std::runtime_error{fmt::format("cannot read {}", (folder / "expected.jsonl").string())};
    std::vector<Record> records;
    std::map<std::string, std::size_t> known;
    for (std::string line; std::getline(in, line);) {
        if (line.empty()) continue;
        const auto row = json_object(line);
        const auto file = text_at(row, "file");
        const auto [at, is_new] = known.try_emplace(file, records.size());
        if (is_new) {
            std::ifstream octets{folder / "data" / file, std::ios::binary};
            if (!octets) throw std::runtime_error{fmt::format("cannot read {}", file)};
            Object::Ptr expected{new Object};
            expected->set("rows", Poco::JSON::Array::Ptr{new Poco::JSON::Array});
            records.push_back({.id = file, .set = file.substr(0, file.find('/')), .kind = "bounce",
                               .bytes = {std::istreambuf_iterator<char>{octets}, {}}, .expected = expected});
        }
        records[at->second].expected->getArray("rows")->add(row);
    }
    return records;
}

struct Reading {
    Object::Ptr mail;
    std::vector<Object::Ptr> reports;
    std::vector<bool> taken;

    std::string kind() const { return text_at(mail, "kind"); }
    std::string summary() const
    {
        std::string out = kind();
        for (const auto& each : reports)
            out += fmt::format(" [{} {} {} {} {}]", text_at(each, "recipient"), text_at(each, "status"),
                               text_at(each, "reply"), text_at(each, "reason"), text_at(each, "action"));
        return out;
    }
};

bool names(const Object::Ptr& report, const std::string& recipient)
{
    return deskhand::mail::equal_nocase(text_at(report, "recipient"), recipient);
}

// The report that a line is about: the first of its address, otherwise the first that no line of `all` names.
Object::Ptr report_for(Reading& reading, const std::string& recipient, const std::vector<std::string>& all)
{
    const auto take = [&](auto wanted) -> Object::Ptr {
        for (std::size_t i = 0; i < reading.reports.size(); ++i) {
            if (reading.taken[i] || !wanted(reading.reports[i])) continue;
            reading.taken[i] = true;
            return reading.reports[i];
        }
        return nullptr;
    };
    if (const auto found = take([&](const auto& report) { return names(report, recipient); })) return found;
    return take([&](const auto& report) {
        return std::ranges::none_of(all, [&](const auto& each) { return names(report, each); });
    });
}

std::vector<std::string> recipients_of(const std::vector<Object::Ptr>& rows)
{
    std::vector<std::string> all;
    for (const auto& row : rows) all.push_back(text_at(row, "recipient"));
    return all;
}

std::string wanted_text(const Object::Ptr& row)
{
    return fmt::format("wanted {} {} {} {} ({})", text_at(row, "recipient"), text_at(row, "status"), text_at(row, "reply"),
                       action_of(row), text_at(row, "reason"));
}

void check_row(const Object::Ptr& row, const Object::Ptr& found, const Reading& reading, std::vector<Check>& checks)
{
    const auto wanted = action_of(row);
    const auto detail = fmt::format("{}; got {}", wanted_text(row), reading.summary());
    const auto action = found ? text_at(found, "action") : "none";
    if (wanted == "complaint") {
        checks.push_back({"complaint type", found && text_at(found, "feedback_type") == text_at(row, "feedback"), {}, detail});
        return;
    }
    if (wanted == "none") {
        checks.push_back({"no action", action == "none", {}, detail});
        return;
    }
    if (!text_at(row, "recipient").empty())
        checks.push_back({"recipient", found && names(found, text_at(row, "recipient")),
                          found ? "another" : "none", detail});
    checks.push_back({"action", action == wanted, fmt::format("{} taken for {}", text_at(row, "reason"), action), detail});
    const bool hard = true_at(row, "hard") && wanted == "suppress";
    checks.push_back({"hard", (found && true_at(found, "hard")) == hard, {}, detail});
}

std::string wanted_kind(const Object::Ptr& row)
{
    const auto action = action_of(row);
    return action == "complaint" ? "complaint" : action == "none" ? "automatic" : "bounce";
}

void check_labelled(const std::vector<Object::Ptr>& rows, Reading& reading, std::vector<Check>& checks)
{
    const auto wanted = wanted_kind(rows.front());
    const auto field = wanted == "automatic" ? "not a bounce" : wanted == "complaint" ? "complaint" : "detected";
    checks.push_back({field, reading.kind() == wanted, "taken for " + reading.kind(), reading.summary()});
    const auto all = recipients_of(rows);
    for (const auto& row : rows) check_row(row, report_for(reading, text_at(row, "recipient"), all), reading, checks);
}

// Lines of one file that name all its addresses and whether the failure is temporary.
void check_listed(const Object::Ptr& row, Reading& reading, std::vector<Check>& checks)
{
    const auto detail = reading.summary();
    const bool is_bounce = true_at(row, "is_bounce");
    checks.push_back({is_bounce ? "detected" : "not a bounce", (reading.kind() == "bounce") == is_bounce, "taken for " + reading.kind(), detail});
    const auto all = texts_at(row, "recipients");
    for (const auto& recipient : all) {
        const auto found = report_for(reading, recipient, all);
        checks.push_back({"recipient", found && names(found, recipient),
                          found ? "another" : "none", fmt::format("wanted {}; got {}", recipient, detail)});
        if (true_at(row, "temporary"))
            checks.push_back({"temporary", found && text_at(found, "action") != "suppress", {}, detail});
    }
}

std::vector<Check> check_bounce(const Record& record)
{
    const auto rows = objects_at(record.expected, "rows");
    Reading reading{.mail = read_as_json(record.bytes), .reports = {}, .taken = {}};
    reading.reports = objects_at(object_at(reading.mail, "bounce"), "reports");
    reading.taken.resize(reading.reports.size());
    std::vector<Check> checks;
    checks.push_back({"keys", states(reading.mail, "kind") && states(reading.mail, "may_answer"), {}, {}});
    const auto label = text_at(rows.front(), "label");
    if (label.empty() || label == "none") return checks;
    if (rows.front()->has("is_bounce")) check_listed(rows.front(), reading, checks);
    else check_labelled(rows, reading, checks);
    checks.push_back({"not answered", !true_at(object_at(reading.mail, "may_answer"), "answer"), {}, reading.summary()});
    const bool surplus = std::ranges::find(reading.taken, false) != reading.taken.end();
    checks.push_back({"no others", !surplus, {}, fmt::format("{}: {}", wanted_text(rows.front()), reading.summary())});
    return checks;
}

// The share of reports that ask for no suppression and got none, by set.
std::vector<Figure> false_suppressions(const std::vector<Record>& records)
{
    std::map<std::string, std::pair<int, int>> by_set; // rightly spared, all
    for (const auto& record : records) {
        const auto rows = objects_at(record.expected, "rows");
        if (rows.empty() || !states(rows.front(), "reason")) continue;
        Reading reading{.mail = read_as_json(record.bytes), .reports = {}, .taken = {}};
        reading.reports = objects_at(object_at(reading.mail, "bounce"), "reports");
        reading.taken.resize(reading.reports.size());
        const auto addresses = recipients_of(rows);
        for (const auto& row : rows) {
            const auto found = report_for(reading, text_at(row, "recipient"), addresses);
            if (action_of(row) == "suppress") continue;
            auto& [spared, all] = by_set[record.set];
            ++all;
            if (!found || text_at(found, "action") != "suppress") ++spared;
        }
    }
    std::vector<Figure> figures;
    for (const auto& [set, counts] : by_set)
        figures.push_back({set, "no_false_suppression", static_cast<double>(counts.first) / counts.second});
    return figures;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "bounces", .load = load_bounces, .check = check_bounce, .figures = false_suppressions});
}
