// judge_headers: single header fields, each read in a small mail of its own.
#include "tests/judge/mail_fields.h"
#include "tests/judge/scores.h"

#include <Poco/JSON/Array.h>
#include <fmt/core.h>

using namespace deskhand::judge;

namespace {

using Object = Poco::JSON::Object::Ptr;

std::string folded_input(const Record& record)
{
    auto input = record.bytes;
    while (!input.empty() && (input.back() == '\n' || input.back() == '\r')) input.pop_back();
    return input;
}

Object mail_with(const std::string& field, const Record& record, const std::string& before = {})
{
    return read_as_json(before + field + ": " + folded_input(record) + "\r\nX-After: this\r\n\r\nbody\r\n");
}

Check compared(std::string field, const std::string& stated, const std::string& found)
{
    return {.field = std::move(field), .right = stated == found, .failure = found.empty() ? "nothing" : "other",
            .detail = fmt::format("[{}] wanted [{}]", found, stated)};
}

std::string listed(const std::vector<std::string>& texts)
{
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "" : " | ") + collapsed(text);
    return out;
}

// Names of groups have no place in what is read; their members have.
std::vector<Object> stated_addresses(const Record& record)
{
    auto stated = objects_at(record.expected, "List");
    for (const auto& group : objects_at(record.expected, "Group"))
        for (const auto& each : objects_at(group, "addresses")) stated.push_back(each);
    return stated;
}

std::vector<Check> address(const Record& record)
{
    const auto found = objects_at(mail_with("To", record), "to");
    std::vector<std::string> stated, read;
    for (const auto& each : stated_addresses(record)) stated.push_back(text_at(each, "name") + " <" + text_at(each, "address") + ">");
    for (const auto& each : found) read.push_back(text_at(each, "name") + " <" + text_at(each, "addr") + ">");
    return {compared("address", listed(stated), listed(read))};
}

// The type, and those parameters that show: a charset and a name.
std::vector<Check> content_type(const Record& record)
{
    if (!record.expected || !states(record.expected, "c_subtype")) return {};
    const auto found = mail_with("Content-Type", record);
    const auto leaves = objects_at(found, "leaves");
    const auto shape = shape_of(found->get("structure"));
    std::vector<Check> checks{compared("content type", text_at(record.expected, "c_type") + "/" + text_at(record.expected, "c_subtype"), shape.substr(0, shape.find('[')))};
    if (!record.expected->isArray("attributes") || leaves.empty()) return checks;
    for (const auto& each : *record.expected->getArray("attributes")) {
        const auto pair = each.extract<Poco::JSON::Array::Ptr>();
        if (pair->getElement<std::string>(0) == "name")
            checks.push_back(compared("file name", collapsed(pair->getElement<std::string>(1)), collapsed(text_at(leaves.front(), "name"))));
    }
    return checks;
}

std::string written(const Object& date)
{
    const auto number = [&](const char* key) { return states(date, key) ? date->getValue<int>(key) : 0; };
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", number("year"), number("month"), number("day"), number("hour"),
                       number("minute"), number("second"), true_at(date, "tz_before_gmt") && number("tz_hour") + number("tz_minute") > 0 ? '-' : '+', number("tz_hour"), number("tz_minute"));
}

std::vector<Check> date(const Record& record)
{
    return {compared("date", record.expected ? written(record.expected) : std::string{}, text_at(mail_with("Date", record), "date"))};
}

std::vector<Check> received(const Record& record)
{
    const auto stated = object_at(record.expected, "date");
    if (!stated) return {};
    return {compared("received date", written(stated), text_at(mail_with("Received", record), "date"))};
}

std::vector<Check> id(const Record& record)
{
    return {compared("id", joined_at(record.line, "expected"), text_at(mail_with("Message-ID", record), "message_id"))};
}

std::vector<Check> unstructured(const Record& record)
{
    return {compared("text", collapsed(text_at(record.line, "expected")), collapsed(text_at(mail_with("Subject", record), "subject")))};
}

std::vector<Check> check(const Record& record)
{
    const std::vector<std::pair<std::string, std::vector<Check> (*)(const Record&)>> checks{
        {"header:address", address}, {"header:content_type", content_type}, {"header:date", date},
        {"header:received", received}, {"header:id", id}, {"header:unstructured", unstructured}};
    for (const auto& [kind, check_one] : checks)
        if (record.kind == kind) return check_one(record);
    return {};
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "headers", .load = [](const auto& folder) { return load_records(folder, {"header:"}); }, .check = check});
}
