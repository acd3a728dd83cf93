#include "mail/format/thread_marks.h"

#include "mail/format/ascii.h"
#include "mail/format/subject.h"
#include "mail/format/words.h"

#include <algorithm>
#include <array>

namespace deskhand::mail {

namespace {

constexpr std::size_t most_ids = 64, most_people = 64, most_runs = 4096;
constexpr std::size_t words_of_a_run = 3;
constexpr int attribution_lines = 4;            // of each quotation
constexpr std::size_t longest_attribution = 4096; // octets of all together
constexpr std::size_t conversation_octets = 22;

// FNV-1a, 64 bits, of a word in lower case.
std::uint64_t hash_of(std::string_view word)
{
    std::uint64_t hash = 14695981039346656037ull;
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 1099511628211ull;
    return hash;
}

// Runs over all texts added, in their order, as if they were one.
class Runs {
public:
    void add(std::string_view text)
    {
        for_each_word(text, [this](std::string_view word) {
            if (runs_.size() >= most_runs) return;
            last_[count_++ % words_of_a_run] = hash_of(word);
            if (count_ >= words_of_a_run) runs_.push_back(run());
        });
    }

    WordRuns take()
    {
        std::sort(runs_.begin(), runs_.end());
        runs_.erase(std::unique(runs_.begin(), runs_.end()), runs_.end());
        return std::move(runs_);
    }

private:
    std::uint64_t run() const
    {
        std::uint64_t hash = 0;
        for (std::size_t i = 0; i < words_of_a_run; ++i) hash = (hash * 1099511628211ull) ^ last_[(count_ + i) % words_of_a_run];
        return hash;
    }

    WordRuns runs_;
    std::array<std::uint64_t, words_of_a_run> last_{};
    std::size_t count_ = 0;
};

void add_once(std::vector<std::string>& all, std::string one, std::size_t most)
{
    if (one.empty() || all.size() >= most || std::find(all.begin(), all.end(), one) != all.end()) return;
    all.push_back(std::move(one));
}

bool is_quotation(const Span& span) { return span.kind == SpanKind::quote || span.kind == SpanKind::forward; }

std::string attribution_of(const Message& message)
{
    std::string out;
    for (const auto& span : message.spans) {
        if (!is_quotation(span)) continue;
        std::string_view rest{span.text};
        for (int line = 0; line < attribution_lines && !rest.empty() && out.size() < longest_attribution; ++line)
            out += std::string{take_line(rest).substr(0, longest_attribution)} + '\n';
    }
    return out;
}

// "In message <x@y>, Ann writes:". Addresses in brackets come along and name no mail.
void add_ids_named(std::string_view attribution, ThreadMarks& marks)
{
    for (auto open = attribution.find('<'); open != attribution.npos; open = attribution.find('<', open + 1)) {
        const auto end = attribution.find_first_of("<> \n", open + 1);
        if (end == attribution.npos || attribution[end] != '>') continue;
        const auto id = attribution.substr(open + 1, end - open - 1);
        if (id.find('@') != id.npos) add_once(marks.named, std::string{id}, most_ids);
    }
}

void add_ids(const Message& message, std::string_view attribution, ThreadMarks& marks)
{
    for (const auto& id : message.in_reply_to) add_once(marks.answers, id, most_ids);
    for (auto id = message.references.rbegin(); id != message.references.rend(); ++id) add_once(marks.answers, *id, most_ids);
    marks.is_reply = !marks.answers.empty();
    add_ids_named(attribution, marks);
    for (auto* ids : {&marks.answers, &marks.named}) std::erase(*ids, marks.message_id);
}

void add_people(const Message& message, ThreadMarks& marks)
{
    if (const auto* writer = author_of(message)) {
        marks.writer = lowered(writer->addr);
        const auto name = lowered(trimmed(writer->name));
        if (name.find(' ') != std::string::npos && name.size() > 6) marks.writer_name = name;
    }
    for (const auto* list : {&message.from, &message.to, &message.cc})
        for (const auto& one : *list) add_once(marks.people, lowered(one.addr), most_people);
}

void add_words(const Message& message, ThreadMarks& marks)
{
    Runs own, quoted;
    for (const auto& span : message.spans) {
        if (is_quotation(span)) quoted.add(span.text);
        else if (span.kind != SpanKind::footer) own.add(span.text);
    }
    marks.own = own.take();
    const auto all = quoted.take();
    std::set_difference(all.begin(), all.end(), marks.own.begin(), marks.own.end(), std::back_inserter(marks.quoted));
}

// The value of a base64 digit; -1 for anything else.
int base64_digit(char c)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto at = digits.find(c);
    return at == digits.npos ? -1 : static_cast<int>(at);
}

}

WordRuns word_runs_of(std::string_view text)
{
    Runs runs;
    runs.add(text);
    return runs.take();
}

std::string conversation_of_thread_index(std::string_view value)
{
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : value) {
        if (is_space(c)) continue;
        const int digit = base64_digit(c);
        if (digit < 0) break;
        buffer = (buffer << 6) | static_cast<unsigned>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        const auto octet = (buffer >> bits) & 0xFFu;
        out += hex[octet >> 4];
        out += hex[octet & 0xFu];
        if (out.size() == 2 * conversation_octets) return out.starts_with("01") ? out : std::string{};
    }
    return {};
}

ThreadMarks thread_marks_of(const Message& message)
{
    ThreadMarks marks;
    marks.message_id = message.message_id;
    marks.thread_index = conversation_of_thread_index(header_value(message, "Thread-Index"));
    const auto attribution = attribution_of(message);
    add_ids(message, attribution, marks);
    marks.attribution = lowered(attribution);
    const auto parts = parts_of_subject(message.subject);
    marks.subject = subject_skeleton(message.subject);
    if (marks.subject.empty()) marks.subject = subject_skeleton(header_value(message, "Thread-Topic"));
    marks.former_subject = former_skeleton(message.subject);
    marks.is_reply = marks.is_reply || parts.is_reply || parts.is_forward || !marks.former_subject.empty();
    if (message.date) marks.at = message.date->instant;
    add_people(message, marks);
    add_words(message, marks);
    return marks;
}

}
