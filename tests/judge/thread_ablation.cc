#include "tests/judge/thread_ablation.h"

#include "engine/run/read_mail.h"
#include "mail/format/ascii.h"
#include "mail/format/conversations.h"
#include "mail/format/subject.h"

#include <algorithm>
#include <map>
#include <set>

namespace deskhand::judge {
namespace {

enum class Removed { from_every_second, from_all };

struct Mail {
    std::string thread; // as the records say
    bool is_in_crowd = false;
    bool begins = false; // no References and no reply mark
    std::string subject;
    mail::ThreadMarks whole, bare; // with and without its References
};

bool names_a_mail(std::string_view line)
{
    return mail::starts_nocase(line, "references:") || mail::starts_nocase(line, "in-reply-to:");
}

// The mail without its fields References and In-Reply-To.
std::string without_references(std::string_view bytes)
{
    std::string out;
    bool leaving_out = false;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto line = bytes.substr(0, end == bytes.npos ? end : end + 1);
        if (mail::trimmed(line).empty()) break;
        if (!mail::is_blank(line.front())) leaving_out = names_a_mail(line);
        if (!leaving_out) out += line;
        bytes.remove_prefix(line.size());
    }
    return out.append(bytes);
}

Mail mail_of(const Record& record)
{
    Mail one;
    one.is_in_crowd = record.kind != "thread-ablation";
    one.thread = one.is_in_crowd ? record.id : text_at(record.expected, "thread");
    one.whole = mail::thread_marks_of(engine::read_mail(record.bytes).message);
    one.bare = mail::thread_marks_of(engine::read_mail(without_references(record.bytes)).message);
    one.begins = !one.whole.is_reply;
    one.subject = one.whole.subject;
    return one;
}

// The number of each mail's conversation, in the order of `mails`.
std::vector<std::int64_t> put_together(const std::vector<Mail>& mails, const std::vector<std::size_t>& by_date, Removed removed)
{
    mail::Conversations conversations;
    std::vector<std::int64_t> numbers(mails.size());
    for (const auto at : by_date) {
        const auto& one = mails[at];
        const bool bare = !one.is_in_crowd && (removed == Removed::from_all || at % 2 == 1);
        const bool crowd_bare = one.is_in_crowd && removed == Removed::from_all;
        const auto& marks = bare || crowd_bare ? one.bare : one.whole;
        const auto match = conversations.find(marks);
        numbers[at] = match.conversation != 0 ? match.conversation : static_cast<std::int64_t>(at) + 1;
        conversations.add(numbers[at], marks);
    }
    return numbers;
}

// What is known of each thread of the records.
struct Thread {
    bool begins = false;
    std::set<std::string> subjects;
};

bool can_tell_apart(const Thread& a, const Thread& b)
{
    if (a.begins && b.begins) return true;
    return std::ranges::none_of(a.subjects, [&](const auto& subject) { return b.subjects.contains(subject); });
}

struct Bcubed {
    double precision = 0, recall = 0, known_precision = 0;
};

// Labels of threads that are shown to be one: under a subject they share a mail of one quotes words that stand in
// a mail of the other. Mail programs that write no References, and mails missing in the corpus, part them.
class ShownAsOne {
public:
    explicit ShownAsOne(const std::vector<Mail>& mails)
    {
        std::map<std::uint64_t, std::set<std::string>> said_by, subjects_of;
        std::map<std::string, Thread> threads;
        for (const auto& mail : mails) {
            auto& thread = threads[mail.thread];
            thread.begins = thread.begins || mail.begins;
            thread.subjects.insert(mail.subject);
            for (const auto* runs : {&mail.bare.own, &mail.bare.quoted})
                for (const auto run : *runs) {
                    said_by[run].insert(mail.thread);
                    subjects_of[run].insert(mail.subject);
                }
        }
        for (const auto& mail : mails) {
            std::map<std::string, int> repeats;
            for (const auto run : mail.bare.quoted)
                if (const auto said = said_by.find(run); said != said_by.end() && subjects_of[run].size() <= said_in_subjects)
                    for (const auto& thread : said->second) ++repeats[thread];
            for (const auto& [thread, runs] : repeats)
                if (thread != mail.thread && runs >= shown_from && !can_tell_apart(threads[thread], threads[mail.thread]))
                    first_of_[of(thread)] = of(mail.thread);
        }
    }

    std::string of(std::string thread) const
    {
        for (auto up = first_of_.find(thread); up != first_of_.end() && up->second != thread; up = first_of_.find(thread)) thread = up->second;
        return thread;
    }

private:
    static constexpr int shown_from = 10;              // runs of three words quoted
    static constexpr std::size_t said_in_subjects = 2; // words under more subjects are a list's or a footer's
    std::map<std::string, std::string> first_of_;
};

Bcubed bcubed(const std::vector<Mail>& mails, const std::vector<std::int64_t>& numbers)
{
    std::map<std::string, Thread> threads;
    std::map<std::string, int> thread_sizes;
    std::map<std::int64_t, std::map<std::string, int>> conversations;
    for (std::size_t at = 0; at < mails.size(); ++at) {
        auto& thread = threads[mails[at].thread];
        thread.begins = thread.begins || mails[at].begins;
        thread.subjects.insert(mails[at].subject);
        ++thread_sizes[mails[at].thread];
        ++conversations[numbers[at]][mails[at].thread];
    }
    Bcubed sum;
    for (const auto& [number, parts] : conversations)
        for (const auto& [thread, size] : parts) {
            int all = 0, known = 0;
            for (const auto& [other, others] : parts) {
                all += others;
                if (other == thread || can_tell_apart(threads[thread], threads[other])) known += others;
            }
            sum.precision += static_cast<double>(size) * size / all;
            sum.known_precision += static_cast<double>(size) * size / known;
            sum.recall += static_cast<double>(size) * size / thread_sizes[thread];
        }
    const auto count = static_cast<double>(mails.size());
    return {sum.precision / count, sum.recall / count, sum.known_precision / count};
}

// The figures when labels shown as one are taken as one, and the precision of who knows every label and joins just those.
void add_shown(const std::vector<Mail>& mails, const std::vector<Mail>& joined, const std::vector<std::int64_t>& numbers, const std::pair<std::string, std::string>& place,
               std::vector<Figure>& figures)
{
    const auto& [set, name] = place;
    std::map<std::string, std::int64_t> numbered;
    std::vector<std::int64_t> perfect;
    for (const auto& mail : joined) perfect.push_back(numbered.try_emplace(mail.thread, static_cast<std::int64_t>(numbered.size())).first->second);
    const auto score = bcubed(joined, numbers);
    figures.push_back({set, name + "-shown-precision", score.precision});
    figures.push_back({set, name + "-shown-recall", score.recall});
    figures.push_back({set, name + "-perfect-precision", bcubed(mails, perfect).precision});
}

void add_figures(const std::vector<Mail>& mails, const std::string& set, const std::string& company, std::vector<Figure>& figures)
{
    std::vector<std::size_t> by_date(mails.size());
    for (std::size_t at = 0; at < mails.size(); ++at) by_date[at] = at;
    std::ranges::stable_sort(by_date, {}, [&](std::size_t at) { return mails[at].whole.at; });
    auto joined = mails;
    const ShownAsOne shown{mails};
    for (auto& mail : joined) mail.thread = shown.of(mail.thread);
    const std::pair<Removed, std::string> ways[] = {{Removed::from_every_second, "half"}, {Removed::from_all, "none"}};
    for (const auto& [removed, name] : ways) {
        const auto numbers = put_together(mails, by_date, removed);
        const auto score = bcubed(mails, numbers);
        figures.push_back({set, name + company + "-precision", score.precision});
        figures.push_back({set, name + company + "-recall", score.recall});
        figures.push_back({set, name + company + "-known-precision", score.known_precision});
        add_shown(mails, joined, numbers, {set, name + company}, figures);
    }
}

}

std::vector<Figure> ablation_figures(const std::vector<Record>& records)
{
    std::vector<Mail> mails;
    std::string set;
    for (const auto& record : records) {
        if (record.kind != "thread-ablation") continue;
        set = record.set;
        mails.push_back(mail_of(record));
    }
    std::vector<Figure> figures;
    if (mails.empty()) return figures;
    add_figures(mails, set, "", figures);
    for (const auto& record : records)
        if (record.kind == "auto-negative") mails.push_back(mail_of(record));
    add_figures(mails, set, "-crowd", figures);
    return figures;
}

}
