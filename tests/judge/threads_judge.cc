// judge_threads: trees of References (RFC 5256, JWZ) and conversations put together without them.
#include "tests/judge/thread_ablation.h"

#include "engine/run/read_mail.h"
#include "mail/format/dates.h"
#include "mail/format/mbox.h"
#include "mail/format/subject.h"
#include "mail/format/thread_tree.h"

#include <fmt/core.h>

#include <sstream>

using namespace deskhand;
using namespace deskhand::judge;

namespace {

// The mails of an mbox; where a mail has no date, the time of its "From " line counts.
std::vector<mail::TreeMail> mails_of(const std::string& mbox)
{
    std::istringstream stream{mbox};
    std::istringstream lines{mbox};
    std::vector<std::chrono::sys_seconds> arrivals;
    bool blank = true;
    for (std::string line; std::getline(lines, line); blank = line.empty() || line == "\r") {
        if (!blank || !line.starts_with("From ")) continue;
        const auto address_end = line.find(' ', 5);
        const auto date = mail::read_date_value(address_end == line.npos ? std::string{} : line.substr(address_end + 1), mail::DateSource::header);
        arrivals.push_back(date ? date->instant : std::chrono::sys_seconds{});
    }
    std::vector<mail::TreeMail> mails;
    mail::MboxReader reader{stream};
    while (auto bytes = reader.next()) {
        const auto message = engine::read_mail(*bytes).message;
        const auto subject = mail::parts_of_subject(message.subject);
        mails.push_back({.message_id = message.message_id, .references = message.references, .subject = mail::subject_skeleton(message.subject),
                         .is_reply = subject.is_reply || subject.is_forward, .sent = {}});
        auto& one = mails.back();
        if (one.references.empty() && !message.in_reply_to.empty()) one.references = {message.in_reply_to.front()};
        if (message.date && message.date->source == mail::DateSource::header) one.sent = message.date->instant;
        else if (mails.size() <= arrivals.size()) one.sent = arrivals[mails.size() - 1];
    }
    return mails;
}

// The THREAD response of RFC 5256 section 4, numbers from 1: "(1 (2 3)(4))".
void write_answers(const std::vector<mail::TreeLine>& lines, std::size_t& at, int level, std::string& out);

void write_thread(const std::vector<mail::TreeLine>& lines, std::size_t& at, std::string& out)
{
    const auto& line = lines[at++];
    if (line.mail != mail::TreeLine::missing) out += (out.empty() || out.back() == '(' ? "" : " ") + std::to_string(line.mail + 1);
    write_answers(lines, at, line.level + 1, out);
}

void write_answers(const std::vector<mail::TreeLine>& lines, std::size_t& at, int level, std::string& out)
{
    std::size_t answers = 0;
    for (auto next = at; next < lines.size() && lines[next].level >= level; ++next) answers += lines[next].level == level;
    if (answers > 1 && !out.empty() && out.back() != '(' && out.back() != ')') out += ' ';
    for (std::size_t answer = 0; answer < answers; ++answer) {
        if (answers > 1) out += '(';
        write_thread(lines, at, out);
        if (answers > 1) out += ')';
    }
}

std::string response_of(const std::vector<mail::TreeLine>& lines)
{
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        out += '(';
        std::string thread;
        write_thread(lines, at, thread);
        out += thread + ')';
    }
    return out;
}

std::vector<Check> check_steps(const Record& record, const std::vector<mail::TreeMail>& mails)
{
    std::vector<Check> checks;
    for (const auto& step : objects_at(record.expected, "steps")) {
        std::vector<mail::TreeMail> present;
        for (const auto& number : texts_at(step, "present")) present.push_back(mails.at(std::stoul(number) - 1));
        const auto wanted = text_at(step, "thread");
        const auto found = response_of(mail::trees_of(present, mail::Gathering::by_subject_too));
        checks.push_back({.field = "steps", .right = found == wanted, .detail = fmt::format("{} wanted {}", found, wanted)});
    }
    return checks;
}

std::vector<Check> check_tree(const Record& record, const std::vector<mail::TreeMail>& mails)
{
    const auto gathering = true_at(record.expected, "nosubject") ? mail::Gathering::by_references : mail::Gathering::by_subject_too;
    const auto lines = mail::trees_of(mails, gathering);
    std::vector<Check> checks;
    std::string found, wanted;
    int roots = 0;
    for (const auto& line : lines) {
        roots += line.level == 0;
        found += fmt::format("{}:{} ", line.level, line.mail == mail::TreeLine::missing ? "missing" : mails[line.mail].message_id);
    }
    for (const auto& line : objects_at(record.expected, "tree"))
        wanted += fmt::format("{}:{} ", text_at(line, "level"), true_at(line, "missing") ? "missing" : text_at(line, "id"));
    if (states(record.expected, "roots"))
        checks.push_back({.field = "roots", .right = std::to_string(roots) == text_at(record.expected, "roots"), .detail = std::to_string(roots)});
    if (!wanted.empty()) checks.push_back({.field = "tree", .right = found == wanted, .detail = found + "wanted " + wanted});
    return checks;
}

std::vector<Check> check(const Record& record)
{
    if (record.kind != "thread") return {};
    const auto mails = mails_of(record.bytes);
    return states(record.expected, "steps") ? check_steps(record, mails) : check_tree(record, mails);
}

}

int main(int count, char** words)
{
    return run_judge(count, words,
                     {.name = "threads",
                      .load = [](const auto& folder) { return load_records(folder, {"thread", "thread-ablation", "auto-negative"}); },
                      .check = check,
                      .figures = ablation_figures});
}
