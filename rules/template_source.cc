#include "rules/template_source.h"

#include "rules/ascii.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace deskhand::rules {

namespace {

enum class MarkerSort { value, opening, closing, comment };

bool is_marker_name(std::string_view name)
{
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
           std::ranges::all_of(name, [](char c) {
               return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

struct OpenSection {
    std::string name;
    Location where;
};

class Reader {
public:
    explicit Reader(std::string_view name) : name_{name} {}

    // Takes one line without its end; gives it back rewritten, with its end unless it is gone.
    std::string line(std::string_view text, int number)
    {
        std::string rewritten;
        int structural = 0;
        bool has_values = false;
        std::size_t at = 0;
        while (true) {
            const auto begin = text.find("{{", at);
            rewritten += text.substr(at, begin == text.npos ? text.npos : begin - at);
            if (begin == text.npos) break;
            const Location where{name_, number, static_cast<int>(begin) + 1};
            const auto end = text.find("}}", begin + 2);
            if (end == text.npos) {
                mistake(where, "a marker is not closed", "close it with }} on the same line");
                break;
            }
            const auto written = text.substr(begin + 2, end - begin - 2);
            const auto sort = marker(written, where, rewritten);
            has_values |= sort == MarkerSort::value;
            structural += sort == MarkerSort::value ? 0 : 1;
            at = end + 2;
        }
        const bool stands_alone = structural > 0 && !has_values && only_markers(rewritten);
        if (!stands_alone) return rewritten + "\n";
        return std::string{trimmed(rewritten)};
    }

    void finish()
    {
        for (const auto& section : open_)
            mistake(section.where, fmt::format("section {} is not closed", section.name),
                    fmt::format("add {{{{/{}}}}}", section.name));
        open_.clear();
    }

    void mistake(Location where, std::string what, std::string remedy)
    {
        mistakes.push_back({std::move(where), std::move(what), std::move(remedy)});
    }

    std::vector<Mistake> mistakes;

private:
    // Whether nothing but rewritten markers and space is in the line.
    static bool only_markers(std::string_view line)
    {
        while (!(line = trimmed(line)).empty()) {
            if (!line.starts_with("{{")) return false;
            line.remove_prefix(line.find("}}") + 2);
        }
        return true;
    }

    MarkerSort marker(std::string_view written, const Location& where, std::string& rewritten)
    {
        if (written.starts_with('!')) return MarkerSort::comment;
        const auto sort = written.starts_with('#')   ? MarkerSort::opening
                          : written.starts_with('/') ? MarkerSort::closing
                                                     : MarkerSort::value;
        const auto name = trimmed(sort == MarkerSort::value ? written : written.substr(1));
        if (!is_marker_name(name)) {
            mistake(where, fmt::format("{{{{{}}}}} is no marker", written),
                    "write {{NAME}}, {{#SECTION}}, {{/SECTION}} or {{! comment}}");
            return sort;
        }
        if (sort == MarkerSort::opening) open(name, where);
        if (sort == MarkerSort::closing) close(name, where);
        const std::string_view sign = sort == MarkerSort::opening   ? "#"
                                      : sort == MarkerSort::closing ? "/"
                                                                    : "";
        rewritten += fmt::format("{{{{{}{}}}}}", sign, name);
        return sort;
    }

    void open(std::string_view name, const Location& where)
    {
        if (open_.size() == deepest_section)
            mistake(where, fmt::format("sections are nested deeper than {}", deepest_section),
                    "use fewer sections");
        open_.push_back({std::string{name}, where});
    }

    void close(std::string_view name, const Location& where)
    {
        if (!open_.empty() && open_.back().name == name) return open_.pop_back();
        mistake(where,
                open_.empty()
                    ? fmt::format("section {} is closed and was not opened", name)
                    : fmt::format("section {} is closed where {} is open", name, open_.back().name),
                open_.empty() ? fmt::format("add {{{{#{}}}}} before it", name)
                              : fmt::format("close {{{{/{}}}}} first", open_.back().name));
    }

    std::string name_;
    std::vector<OpenSection> open_;
};

// The value of a line "Subject: ...", in any case; nothing else.
std::optional<std::string_view> subject_of(std::string_view line)
{
    constexpr std::string_view label = "subject:";
    if (lower(line.substr(0, label.size())) != label) return std::nullopt;
    return trimmed(line.substr(label.size()));
}

}

TemplateSource read_template(std::string_view name, std::string_view text)
{
    TemplateSource source;
    if (text.size() > longest_template) {
        source.mistakes.push_back({{std::string{name}, 0, 0},
                                   fmt::format("the template has {} octets", text.size()),
                                   fmt::format("use at most {}", longest_template)});
        return source;
    }
    Reader reader{name};
    bool after_subject = false;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (const auto subject = number == 1 ? subject_of(line) : std::nullopt) {
            source.subject = reader.line(*subject, number);
            reader.finish();
            while (source.subject.ends_with('\n')) source.subject.pop_back();
            after_subject = true;
        } else if (after_subject && trimmed(line).empty()) {
            after_subject = false; // the empty line between subject and text
        } else {
            after_subject = false;
            source.body += reader.line(line, number);
        }
    }
    reader.finish();
    source.mistakes = std::move(reader.mistakes);
    return source;
}

}
