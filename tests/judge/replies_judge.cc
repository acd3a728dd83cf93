// judge_replies: what the writer wrote now, told from quotations, forwards, signatures and footers.
#include "tests/judge/scores.h"
#include "tests/judge/wrapping.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

using namespace deskhand::judge;

namespace {

using Json = Poco::JSON::Object::Ptr;

// Text of the spans of these kinds, in order.
std::string joined(const Json& read, const std::set<std::string>& kinds)
{
    std::string text;
    for (const auto& span : objects_at(read, "spans"))
        if (kinds.contains(text_at(span, "kind"))) text += text_at(span, "text");
    return text;
}

bool is_any_of(const std::string& text, const std::vector<std::string>& wanted)
{
    const auto found = collapsed(text);
    return std::ranges::any_of(wanted, [&](const auto& each) { return collapsed(each) == found; });
}

// Records differ in whether a typed sign-off and a program's line are words of the reply; each states its own answer.
std::vector<std::string> policies(const Json& read)
{
    return {text_at(read, "own_text"), joined(read, {"own", "signoff"}), joined(read, {"own", "signoff", "device"})};
}

std::string failure_class(const std::string& found, const std::vector<std::string>& wanted)
{
    const auto text = collapsed(found);
    if (text.empty()) return "emptied";
    for (const auto& each : wanted) {
        const auto right = collapsed(each);
        if (text.starts_with(right) || text.ends_with(right)) return "something kept";
        if (right.find(text) != std::string::npos) return "over-trimmed";
    }
    return "other";
}

Check reply_check(const std::string& field, const std::string& found, const std::vector<std::string>& wanted)
{
    return {.field = field, .right = is_any_of(found, wanted), .failure = failure_class(found, wanted),
            .detail = fmt::format("\n  found {}\n  wanted {}", collapsed(found), wanted.empty() ? "" : collapsed(wanted.front()))};
}

using Holds = bool (*)(const std::string& own, const std::string& wanted);

struct TextRule {
    const char* field;
    Holds holds;
};

bool has_line(const std::string& text, const std::string& line)
{
    return ("\n" + text + "\n").find("\n" + line + "\n") != std::string::npos;
}

const TextRule rules[] = {
    {"starts", [](const std::string& own, const std::string& wanted) { return collapsed(own).starts_with(collapsed(wanted)); }},
    {"ends", [](const std::string& own, const std::string& wanted) { return collapsed(own).ends_with(collapsed(wanted)); }},
    {"contains", [](const std::string& own, const std::string& wanted) { return collapsed(own).find(collapsed(wanted)) != std::string::npos; }},
    {"not_contains", [](const std::string& own, const std::string& wanted) { return collapsed(own).find(collapsed(wanted)) == std::string::npos; }},
    {"not_contains_line", [](const std::string& own, const std::string& wanted) { return !has_line(own, wanted); }},
};

// All stated facts about the reply's text hold for this reading of it.
std::vector<Check> text_checks(const Record& record, const Json& read, const std::string& own)
{
    std::vector<Check> checks;
    const auto any = texts_at(record.expected, "reply_text_any");
    if (!any.empty()) checks.push_back(reply_check("reply_text", own, any));
    for (const auto& rule : rules)
        for (const auto& wanted : texts_at(record.expected, rule.field))
            checks.push_back({.field = rule.field, .right = rule.holds(own, wanted), .failure = {},
                              .detail = fmt::format("\n  found {}\n  wanted {}", collapsed(own), collapsed(wanted))});
    if (const auto ends = texts_at(record.expected, "ends_any"); !ends.empty())
        checks.push_back({.field = "ends_any", .right = std::ranges::any_of(ends, [&](const auto& each) { return rules[1].holds(own, each); }),
                          .failure = {}, .detail = collapsed(own)});
    if (states(record.expected, "nothing_removed"))
        checks.push_back({.field = "nothing_removed", .right = collapsed(own) == collapsed(text_at(read, "text")), .failure = {},
                          .detail = fmt::format("\n  found {}", collapsed(own))});
    return checks;
}

// The reply by whichever policy about sign-offs the record was made with.
std::vector<Check> text_reply(const Record& record)
{
    const auto read = read_as_json(wrapped(record, "text/plain"));
    const auto readings = policies(read);
    auto checks = text_checks(record, read, readings.front());
    for (const auto& own : readings) {
        auto others = text_checks(record, read, own);
        if (std::ranges::all_of(others, &Check::right)) checks = std::move(others);
    }
    const bool any = !collapsed(text_at(read, "own_text")).empty() || collapsed(text_at(read, "text")).empty();
    checks.push_back({.field = "not emptied", .right = any || states(record.expected, "reply_text_any"), .failure = {}, .detail = {}});
    return checks;
}

std::vector<Check> html_reply(const Record& record)
{
    const auto read = read_as_json(wrapped(record, "text/html"));
    const auto found = visible_text(text_at(read, "own_html"));
    std::vector<Check> checks;
    for (const auto* field : {"reply_html", "reply_html_nows"})
        if (states(record.expected, field)) checks.push_back(reply_check("reply_html", found, {visible_text(text_at(record.expected, field))}));
    if (states(record.expected, "reply_words")) checks.push_back(reply_check("reply_html", found, {text_at(record.expected, "reply_words")}));
    for (auto& check : checks) { // what stands without blanks is compared without them
        const bool blankless = states(record.expected, "reply_html_nows");
        if (blankless) check.right = without_blanks(found) == without_blanks(visible_text(text_at(record.expected, "reply_html_nows")));
    }
    return checks;
}

// "Jane <jane@example.org>" as a peer wrote it and as it was read.
bool same_people(const std::string& wanted, const std::vector<Json>& found)
{
    return std::ranges::all_of(found, [&](const auto& each) {
        return wanted.find(text_at(each, "name")) != std::string::npos && collapsed(wanted).find(text_at(each, "addr")) != std::string::npos;
    }) && !found.empty();
}

std::vector<Check> forward(const Record& record)
{
    const auto type = record.kind == "forward-html" ? "text/html" : "text/plain";
    const auto read = read_as_json(wrapped(record, type));
    const auto forwarded = object_at(read, "forwarded");
    const auto wanted = object_at(record.expected, "unwrap");
    // a peer unwraps quoted replies as well; those are no forwards
    const bool is_forward = wanted && text_at(wanted, "type") == "forward";
    std::vector<Check> checks{{.field = "unwrap", .right = is_forward == !!forwarded, .failure = is_forward ? "missed" : "none there", .detail = {}}};
    if (!is_forward || !forwarded) return checks;
    const auto text = [&](const char* field, const std::string& found, const std::string& right) {
        if (!right.empty()) checks.push_back(reply_check(field, found, {right}));
    };
    for (const auto* field : {"from", "to", "cc"})
        if (states(wanted, field))
            checks.push_back({.field = field, .right = same_people(text_at(wanted, field), objects_at(forwarded, field)), .failure = {},
                              .detail = text_at(wanted, field)});
    text("date", text_at(forwarded, "date_text"), text_at(wanted, "date"));
    text("subject", text_at(forwarded, "subject"), text_at(wanted, "subject"));
    text("text", text_at(forwarded, "text"), text_at(wanted, "text"));
    text("text", text_at(forwarded, "text"), visible_text(text_at(wanted, "html")));
    text("text_top", text_at(forwarded, "above"), text_at(wanted, "text_top"));
    text("text_bottom", text_at(forwarded, "below"), text_at(wanted, "text_bottom"));
    return checks;
}

// A line that introduces a quotation, where one stands.
std::vector<Check> introduction(const Record& record)
{
    auto mail = record;
    mail.bytes = "It works again.\n\n" + record.bytes + "\n\n> Does it?\n";
    const auto read = read_as_json(wrapped(mail, "text/plain"));
    return {reply_check("introduction", text_at(read, "own_text"), {"It works again."})};
}

const std::map<std::string, std::vector<Check> (*)(const Record&)> kinds{
    {"reply-text", text_reply}, {"reply-eml", text_reply},  {"reply-html", html_reply},
    {"forward-text", forward},  {"forward-html", forward},  {"quote-intro-line", introduction},
};

// Shares of the records that a policy gets right by itself, and of those whose removed text is exactly the peer's.
void add_shares(std::vector<Figure>& figures, const std::string& set, const std::vector<Record>& records)
{
    constexpr std::array names{"own", "own+signoff", "own+signoff+device"};
    std::array<int, names.size()> right{};
    int total = 0, elided = 0, with_elided = 0, forwards = 0, with_forward = 0;
    for (const auto& record : records) {
        if (record.set != set || (record.kind != "reply-text" && record.kind != "reply-eml")) continue;
        const auto read = read_as_json(wrapped(record, "text/plain"));
        const auto readings = policies(read);
        ++total;
        for (std::size_t i = 0; i < names.size(); ++i)
            right[i] += std::ranges::all_of(text_checks(record, read, readings[i]), &Check::right);
        if (states(record.expected, "elided")) {
            ++with_elided;
            elided += is_any_of(joined(read, {"signoff", "quote", "forward", "banner", "footer", "device"}), {text_at(record.expected, "elided")});
        }
        if (states(record.expected, "forwarded_text")) {
            ++with_forward;
            const auto removed = collapsed(joined(read, {"quote", "forward"}));
            forwards += removed.ends_with(collapsed(text_at(record.expected, "forwarded_text")));
        }
    }
    const auto add = [&](const char* name, int part, int whole) {
        if (whole > 0) figures.push_back({set, name, static_cast<double>(part) / whole});
    };
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i], right[i], total);
    add("elided", elided, with_elided);
    add("forwarded_text", forwards, with_forward);
}

std::vector<Figure> shares(const std::vector<Record>& records)
{
    std::set<std::string> sets;
    for (const auto& record : records) sets.insert(record.set);
    std::vector<Figure> figures;
    for (const auto& set : sets) add_shares(figures, set, records);
    return figures;
}

std::vector<Record> load(const std::filesystem::path& folder)
{
    std::set<std::string> wanted;
    for (const auto& [kind, check] : kinds) wanted.insert(kind);
    auto records = load_records(folder, wanted);
    for (auto& record : records) // the bars are for text, HTML and forwards each
        if (record.kind == "reply-html" || record.kind.starts_with("forward")) record.set += ":" + record.kind.substr(0, record.kind.find('-')) + (record.kind == "reply-html" ? "-html" : "");
    return records;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "replies", .load = load, .check = [](const Record& record) { return kinds.at(record.kind)(record); }, .figures = shares});
}
