// judge_automatic: which mail a machine may answer, and which of it a machine wrote.
#include "tests/judge/scores.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace deskhand::judge;
namespace fs = std::filesystem;

namespace {

// `loop_matrix.json` of a folder of loops: header lines, and whether an answer must not be sent.
std::vector<Record> loops_of(const fs::path& folder)
{
    std::ifstream in{folder / "loop_matrix.json"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto rows = Poco::JSON::Parser{}.parse(text).extract<Poco::JSON::Array::Ptr>();
    std::vector<Record> records;
    for (const auto& each : *rows) {
        const auto row = each.extract<Poco::JSON::Object::Ptr>();
        Poco::JSON::Object::Ptr expected{new Poco::JSON::Object};
        expected->set("no_autorespond", true_at(row, "suppress"));
        records.push_back({.id = text_at(row, "name"), .set = "loops", .kind = "auto",
                           .bytes = text_at(row, "headers") + "\nThe printer on the third floor is out of paper again.\n",
                           .expected = expected});
    }
    return records;
}

std::vector<Record> load_automatic(const fs::path& folder)
{
    if (fs::exists(folder / "loop_matrix.json")) return loops_of(folder);
    return load_records(folder, {"auto", "auto-negative"});
}

bool says(const Poco::JSON::Object::Ptr& mail, const std::string& type)
{
    return text_at(object_at(mail, "automatic"), "type") == type;
}

std::vector<Check> check_automatic(const Record& record)
{
    const auto mail = read_as_json(record.bytes);
    const auto kind = text_at(mail, "kind");
    const auto may_answer = object_at(mail, "may_answer");
    const bool answer = true_at(may_answer, "answer");
    std::string detail = kind;
    for (const auto& why : texts_at(may_answer, "because")) detail += " " + why;
    std::vector<Check> checks;
    const auto stated = [&](const char* key, const char* field, bool found) {
        if (states(record.expected, key)) checks.push_back({field, found == true_at(record.expected, key), {}, detail});
    };
    const bool silent = true_at(record.expected, "no_autorespond");
    stated("no_autorespond", silent ? "must not answer" : "must answer", !answer);
    stated("is_auto_reply", "automatic reply", says(mail, "auto_reply") || says(mail, "out_of_office"));
    stated("is_out_of_office", "out of office", says(mail, "out_of_office"));
    stated("is_bounce", "no bounce", kind == "bounce" || kind == "complaint");
    if (states(record.expected, "kind")) checks.push_back({"kind", kind == text_at(record.expected, "kind"), {}, detail});
    if (!states(record.expected, "has_list_headers")) return checks;
    if (true_at(record.expected, "has_list_headers")) checks.push_back({"list not answered", !answer, {}, detail});
    else checks.push_back({"ordinary answered", answer, {}, detail});
    return checks;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "automatic", .load = load_automatic, .check = check_automatic});
}
