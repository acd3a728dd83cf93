// judge_mime: what a mail says, field by field.
#include "tests/judge/mail_fields.h"
#include "tests/judge/scores.h"

#include "mail/format/charset.h"
#include "mail/format/plain_text.h"

#include <fmt/core.h>

#include <algorithm>

using namespace deskhand;
using namespace deskhand::judge;

namespace {

using Object = Poco::JSON::Object::Ptr;

std::string cut(std::string_view text) { return collapsed(text).substr(0, 300); }

Check compared(std::string field, const std::string& stated, const std::string& found)
{
    return {.field = std::move(field), .right = stated == found, .failure = found.empty() ? "nothing" : "other",
            .detail = fmt::format("[{}] wanted [{}]", cut(found), cut(stated))};
}

void check_addresses(const Object& expected, const Object& found, std::vector<Check>& checks)
{
    for (const auto* key : {"from", "to", "cc", "reply_to"}) {
        if (!states(expected, key)) continue;
        const auto stated = objects_at(expected, key), read = objects_at(found, key);
        const bool same = same_addresses(stated, read);
        checks.push_back({.field = key, .right = same, .failure = stated.size() == read.size() ? "other" : "other count",
                          .detail = fmt::format("[{}] wanted [{}]", shown(read), shown(stated))});
    }
    if (!states(expected, "to_first")) return;
    const auto read = objects_at(found, "to");
    const auto stated = object_at(expected, "to_first");
    checks.push_back({.field = "to", .right = !read.empty() && same_address(stated, read.front()), .failure = "first",
                      .detail = fmt::format("[{}] wanted [{}]", shown(read), shown({stated}))});
}

// A date that is null is one the mail does not state.
void check_date(const Object& expected, const Object& found, std::vector<Check>& checks)
{
    if (!expected->has("date")) return;
    const auto stated = text_at(expected, "date"), read = text_at(found, "date");
    const bool has_one = !read.empty() && text_at(found, "date_source") == "header";
    const bool with_offset = !states(expected, "date_has_tz") || true_at(expected, "date_has_tz");
    const auto want = moment_of(stated), have = moment_of(read);
    const bool same = with_offset ? want.instant == have.instant : want.wall_clock == have.wall_clock;
    checks.push_back({.field = "date", .right = stated.empty() ? !has_one : !read.empty() && same,
                      .failure = read.empty() ? "nothing" : "other", .detail = fmt::format("[{}] wanted [{}]", read, stated)});
}

void check_ids(const Object& expected, const Object& found, std::vector<Check>& checks)
{
    if (states(expected, "message_id")) checks.push_back(compared("message_id", text_at(expected, "message_id"), text_at(found, "message_id")));
    for (const auto* key : {"references", "in_reply_to"})
        if (states(expected, key)) checks.push_back(compared(key, joined_at(expected, key), joined_at(found, key)));
}

std::string words(const std::string& html, const Object& expected)
{
    return collapsed(true_at(expected, "html_charset_blind") ? charset_blind(html) : html);
}

void check_texts(const Object& expected, const Object& found, std::vector<Check>& checks)
{
    const auto text = collapsed(text_at(found, "text")), html = text_at(found, "html");
    const bool from_html = !html.empty(); // where no text is stated, ours is the HTML's
    const auto stated = collapsed(joined_at(expected, "text_parts"));
    if (states(expected, "text_parts") && !(stated.empty() && from_html)) checks.push_back(compared("text", stated, text));
    if (states(expected, "html_parts"))
        checks.push_back(compared("html", words(joined_at(expected, "html_parts"), expected), words(html, expected)));
    for (const auto* key : {"text_words", "body_words"})
        if (states(expected, key)) checks.push_back(compared("text", collapsed(joined_at(expected, key)), text));
    if (states(expected, "html_words"))
        checks.push_back(compared("html", collapsed(joined_at(expected, "html_words")), collapsed(mail::html_to_text(html))));
    for (const auto& [key, where] : {std::pair{"text_contains", text}, std::pair{"html_contains", collapsed(html)}}) {
        const auto wanted = collapsed(text_at(object_at(expected, key), "s"));
        if (!wanted.empty())
            checks.push_back({.field = std::string{key}.substr(0, 4), .right = where.find(wanted) != std::string::npos, .failure = "lacks", .detail = wanted});
    }
    const auto tokens = texts_at(expected, "text_tokens");
    const auto there = static_cast<std::size_t>(std::ranges::count_if(tokens, [&](const auto& token) { return text.find(token) != std::string::npos; }));
    if (!tokens.empty())
        checks.push_back({.field = "body charset", .right = there * 100 >= tokens.size() * 95, .failure = "other",
                          .detail = fmt::format("{} of {} words in [{}]", there, tokens.size(), text.substr(0, 300))});
}

// Every stated attachment by its name, its contents and its type. Contents count wherever they are found: what
// is a file for one reader is a text for another.
void check_attachments(const Record& record, const Object& found, std::vector<Check>& checks)
{
    if (!states(record.expected, "attachments") && !states(record.expected, "leaves")) return;
    const auto attachments = objects_at(found, "attachments");
    const auto digests = leaf_digests(record.bytes);
    const auto has = [&](const Object& stated) { return std::ranges::any_of(digests, [&](const auto& each) { return is_one_of(each, stated); }); };
    for (const auto& leaf : objects_at(record.expected, "leaves"))
        checks.push_back({.field = "leaf octets", .right = has(leaf), .failure = {}, .detail = cut(text_at(leaf, "text"))});
    const auto stated = objects_at(record.expected, "attachments");
    for (const auto& each : stated) {
        const auto name = text_at(each, "name");
        const auto named = std::ranges::find_if(attachments, [&](const auto& one) { return collapsed(text_at(one, "name")) == collapsed(name); });
        const auto detail = fmt::format("[{}] {} {}", name, text_at(each, "type"), text_at(each, "kind"));
        if (!name.empty()) checks.push_back({.field = "attachment name", .right = named != attachments.end(), .failure = {}, .detail = detail});
        if (states(each, "sha256")) checks.push_back({.field = "attachment octets", .right = has(each), .failure = {}, .detail = detail});
        if (!states(each, "sha256") && states(each, "size") && named != attachments.end())
            checks.push_back(compared("attachment octets", text_at(each, "size"), text_at(*named, "size")));
        if (!name.empty() && states(each, "type") && named != attachments.end())
            checks.push_back(compared("attachment type", text_at(each, "type"), text_at(*named, "type")));
    }
    if (states(record.expected, "attachment_count"))
        checks.push_back(compared("attachment count", text_at(record.expected, "attachment_count"), std::to_string(attachments.size())));
}

// A summary leaves out the marks of answers.
void check_subject(const Object& expected, const Object& found, std::vector<Check>& checks)
{
    const auto subject = collapsed(text_at(found, "subject"));
    if (states(expected, "subject")) checks.push_back(compared("subject", collapsed(text_at(expected, "subject")), subject));
    const auto summary = collapsed(text_at(expected, "subject_summary"));
    const bool stated = states(expected, "subject_summary") && summary != "No Subject";
    if (stated) checks.push_back({.field = "subject", .right = subject.ends_with(summary), .failure = "other", .detail = fmt::format("[{}] wanted [{}]", subject, summary)});
}

std::vector<Check> fields_of(const Record& record)
{
    const auto& expected = record.expected;
    const auto found = read_as_json(record.bytes);
    std::vector<Check> checks;
    check_subject(expected, found, checks);
    check_addresses(expected, found, checks);
    check_date(expected, found, checks);
    check_ids(expected, found, checks);
    check_texts(expected, found, checks);
    if (states(expected, "structure")) checks.push_back(compared("structure", shape_of(expected->get("structure")), shape_of(found->get("structure"))));
    check_attachments(record, found, checks);
    return checks;
}

// Octets that say nothing about their charset, alone in a mail.
std::vector<Check> charset_of(const Record& record)
{
    const auto found = read_as_json("From: a@client.example\r\nSubject: text\r\n\r\n" + record.bytes);
    const auto stated = mail::to_utf8(record.bytes, text_at(record.expected, "charset")).text;
    return {compared("body charset", collapsed(stated), collapsed(text_at(found, "text")))};
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "mime",
        .load = [](const auto& folder) { return load_records(folder, {"mime", "mime-charset", "charset"}); },
        .check = [](const Record& record) { return record.kind == "charset" ? charset_of(record) : fields_of(record); }});
}
