// judge_imap: recorded answers of IMAP and POP3 servers: taken or refused as they should be, understood as
// other readers do, and alike however the octets arrive.
#include "tests/judge/imap_fragments.h"
#include "tests/judge/imap_meaning.h"
#include "tests/judge/pop3_dialogue.h"
#include "tests/judge/scores.h"

#include "mail/protocol/base64_line.h"
#include "mail/protocol/imap_reader.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>

using namespace deskhand;
using namespace deskhand::judge;
namespace fs = std::filesystem;

namespace {

constexpr int random_cuts = 8;

// Every `*.jsonl` of the folder is a set; `wire_b64` holds the octets.
std::vector<Record> load_wire(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Record> records;
    for (const auto& file : files) {
        std::ifstream in{file};
        for (std::string line; std::getline(in, line);) {
            if (line.empty()) continue;
            const auto object = json_object(line);
            if (text_at(object, "kind") == "client-done") continue; // what a client says
            const auto bytes = mail::from_base64(text_at(object, "wire_b64"));
            if (!bytes) throw std::runtime_error{fmt::format("{}: wire_b64 is no base64", file.string())};
            records.push_back({.id = text_at(object, "name") + '/' + text_at(object, "id"), .set = file.stem().string(),
                               .kind = text_at(object, "kind"), .bytes = *bytes, .line = object});
        }
    }
    return records;
}

struct Story {
    std::vector<mail::ImapResponse> responses;
    enum class End { nothing_left, more_wanted, malformed } end = End::nothing_left;
};

// `next_size` says how many octets arrive next.
template <class Size> Story told(std::string_view octets, Size next_size)
{
    mail::ImapReader reader;
    Story story;
    while (!octets.empty()) {
        const auto piece = octets.substr(0, std::max<std::size_t>(1, next_size()));
        octets.remove_prefix(piece.size());
        reader.feed(std::string{piece});
        for (;;) {
            auto next = reader.next();
            if (std::holds_alternative<mail::NeedMore>(next)) break;
            if (std::holds_alternative<mail::Malformed>(next)) {
                story.end = Story::End::malformed;
                return story;
            }
            story.responses.push_back(std::get<mail::ImapResponse>(std::move(next)));
        }
    }
    story.end = reader.empty() ? Story::End::nothing_left : Story::End::more_wanted;
    return story;
}

std::vector<std::string> meanings(const Story& story)
{
    std::vector<std::string> lines;
    for (const auto& response : story.responses) lines.push_back(meaning_of(response));
    return lines;
}

bool unreadable(const mail::ImapResponse& response) { return std::holds_alternative<mail::ImapUnreadable>(response); }
bool of_no_effect(const mail::ImapResponse& response)
{
    return unreadable(response) || std::holds_alternative<mail::ImapIgnored>(response);
}

bool frame_is_right(const std::string& must, const Story& story, const ImapWire& wire)
{
    if (must == "incomplete") return story.responses.empty() && story.end == Story::End::more_wanted;
    if (must == "reject") return std::ranges::all_of(story.responses, of_no_effect);
    return story.end == Story::End::nothing_left && std::ranges::none_of(story.responses, unreadable) &&
        (wire.meanings.empty() || wire.meanings.size() == story.responses.size());
}

Check same_lines(const std::vector<std::string>& found, const std::vector<std::string>& stated)
{
    Check check{.field = "meaning", .right = found == stated, .failure = "other"};
    for (std::size_t i = 0; i < std::max(found.size(), stated.size()) && check.detail.empty(); ++i) {
        const auto ours = i < found.size() ? found[i] : "nothing", theirs = i < stated.size() ? stated[i] : "nothing";
        if (ours != theirs) check.detail = fmt::format("[{}] wanted [{}]", ours, theirs);
    }
    return check;
}

// What imapclient states of FETCH fragments: by UID, or by number where there is none.
void check_stated_items(const Record& record, const Story& story, std::vector<Check>& checks)
{
    const auto stated = object_at(record.line, "expect");
    if (record.kind != "fragment:fetch" || !stated) return;
    std::map<std::string, std::string> flags, bodies;
    std::set<std::string> seen;
    for (const auto& response : story.responses)
        if (const auto* fetch = std::get_if<mail::ImapFetch>(&response)) {
            const auto number = std::to_string(fetch->sequence), key = fetch->uid ? std::to_string(*fetch->uid) : number;
            for (const auto& each : std::set{key, number}) {
                seen.insert(each);
                if (fetch->flags) for (const auto& flag : *fetch->flags) flags[each] += flag + ' ';
                if (fetch->body) bodies[each] = *fetch->body;
            }
        }
    for (const auto& key : stated->getNames()) {
        const auto items = stated->getObject(key);
        std::string wanted;
        for (const auto& flag : texts_at(items, "b'FLAGS'")) wanted += flag + ' ';
        checks.push_back({.field = "meaning", .right = seen.contains(key) && flags[key] == wanted && bodies[key] == text_at(items, "b'RFC822'"),
                          .failure = "items", .detail = flags[key] + bodies[key]});
    }
}

std::vector<Check> check_imap(const Record& record)
{
    const auto must = text_at(record.line, "must");
    const auto wire = imap_wire(record);
    const auto whole = told(wire.octets, [&] { return wire.octets.size(); });
    const auto lines = meanings(whole);
    std::vector<Check> checks{{.field = "frame", .right = frame_is_right(must, whole, wire), .failure = must,
                               .detail = lines.empty() ? "nothing" : lines.back()}};
    if (must == "accept" && !wire.meanings.empty()) checks.push_back(same_lines(lines, wire.meanings));
    if (must == "accept") check_stated_items(record, whole, checks);

    const auto alike = [&](const Story& other) { return other.end == whole.end && meanings(other) == lines; };
    bool all_alike = alike(told(wire.octets, [] { return 1; }));
    std::mt19937 random{static_cast<std::uint32_t>(wire.octets.size())};
    for (int i = 0; i < random_cuts; ++i)
        all_alike = all_alike && alike(told(wire.octets, [&] { return 1 + random() % 40; }));
    checks.push_back({.field = "cuts", .right = all_alike, .failure = "differs"});
    return checks;
}

std::vector<Check> check_wire(const Record& record)
{
    const bool pop3 = text_at(record.line, "proto") == "pop3";
    return pop3 ? check_pop3_dialogue(record.bytes, text_at(record.line, "name"), text_at(record.line, "must")) : check_imap(record);
}

// The share of records right in each field, over all sets.
std::vector<Figure> shares(const std::vector<Record>& records)
{
    std::map<std::string, std::pair<double, double>> counts;
    for (const auto& record : records) {
        std::map<std::string, bool> fields;
        for (const auto& check : check_wire(record)) fields.try_emplace(check.field, true).first->second &= check.right;
        for (const auto& [field, right] : fields) counts[field].first += right ? 1 : 0, counts[field].second += 1;
    }
    std::vector<Figure> figures;
    for (const auto& [field, count] : counts) figures.push_back({.set = "wire", .name = field, .value = count.first / count.second});
    return figures;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "imap", .load = load_wire, .check = check_wire, .figures = shares});
}
