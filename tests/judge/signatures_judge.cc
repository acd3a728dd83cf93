// judge_signatures: the lines of a signature, in mail of people.
#include "tests/judge/scores.h"
#include "tests/judge/wrapping.h"

#include <Poco/JSON/Array.h>
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <sstream>

using namespace deskhand::judge;

namespace {

using Lines = std::set<int>;

Lines numbers_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    Lines lines;
    for (const auto& each : texts_at(object, key)) lines.insert(std::stoi(each));
    return lines;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Empty lines have no say.
Lines without_empty(const Lines& numbers, const std::string& text)
{
    const auto lines = lines_of(text);
    Lines out;
    for (const auto number : numbers)
        if (static_cast<std::size_t>(number) < lines.size() && !collapsed(lines[static_cast<std::size_t>(number)]).empty()) out.insert(number);
    return out;
}

struct Marks {
    Lines wanted, found;
};

Marks marks_of(const Record& record)
{
    const auto read = read_as_json(wrapped(record, "text/plain"));
    return {without_empty(numbers_at(record.expected, "signature_lines"), record.bytes),
            without_empty(numbers_at(read, "signature_lines"), record.bytes)};
}

std::string listed(const Record& record, const Marks& marks)
{
    std::string out;
    int number = 0;
    for (const auto& line : lines_of(record.bytes)) {
        const bool wanted = marks.wanted.contains(number), found = marks.found.contains(number);
        if (wanted != found) out += fmt::format("\n  {} {}", wanted ? "missed" : "wrongly", line);
        ++number;
    }
    return out;
}

std::vector<Check> signature(const Record& record)
{
    const auto marks = marks_of(record);
    const auto* failure = marks.wanted.empty()  ? "found where none is"
                          : marks.found.empty() ? "not found"
                                                : "begins elsewhere";
    return {{.field = "signature", .right = marks.wanted == marks.found, .failure = failure, .detail = record.sender + listed(record, marks)}};
}

// "#sig#" begins each line of a signature that a mark of its own records.
std::vector<Check> signature_text(const Record& record)
{
    auto mail = record;
    auto wanted = text_at(record.expected, "signature_text");
    for (auto* text : {&mail.bytes, &wanted})
        for (auto at = text->find("#sig#"); at != std::string::npos; at = text->find("#sig#")) text->erase(at, 5);
    const auto read = read_as_json(wrapped(mail, "text/plain"));
    std::string found;
    for (const auto& span : objects_at(read, "spans"))
        if (text_at(span, "kind") == "signoff" || text_at(span, "kind") == "device") found += text_at(span, "text") + "\n";
    return {{.field = "signature_text", .right = collapsed(found) == collapsed(wanted), .failure = {},
             .detail = fmt::format("\n  found {}\n  wanted {}", collapsed(found), collapsed(wanted))}};
}

struct LineCounts {
    int right = 0, found = 0, wanted = 0, unsigned_mails = 0, false_alarms = 0;
};

double share(int part, int whole) { return whole == 0 ? 1 : static_cast<double>(part) / whole; }

std::vector<Figure> by_line(const std::vector<Record>& records)
{
    std::map<std::string, LineCounts> sets;
    for (const auto& record : records) {
        if (record.kind != "signature") continue;
        const auto [wanted, found] = marks_of(record);
        auto& counts = sets[record.set];
        counts.right += static_cast<int>(std::ranges::count_if(found, [&](int line) { return wanted.contains(line); }));
        counts.found += static_cast<int>(found.size());
        counts.wanted += static_cast<int>(wanted.size());
        counts.unsigned_mails += wanted.empty();
        counts.false_alarms += wanted.empty() && !found.empty();
    }
    std::vector<Figure> figures;
    for (const auto& [set, counts] : sets) {
        const auto precision = share(counts.right, counts.found), recall = share(counts.right, counts.wanted);
        figures.push_back({set, "precision", precision});
        figures.push_back({set, "recall", recall});
        figures.push_back({set, "f1", precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0});
        figures.push_back({set, "unsigned-left-alone", 1 - share(counts.false_alarms, counts.unsigned_mails)});
    }
    return figures;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "signatures", .load = [](const auto& folder) { return load_records(folder, {"signature", "signature-text"}); },
                                    .check = [](const Record& record) { return record.kind == "signature" ? signature(record) : signature_text(record); },
                                    .figures = by_line});
}
