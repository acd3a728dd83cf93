#include "config/document.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace deskhand::config {

namespace {

struct Refused {
    Place place;
    std::string what;
};

Place place_of(const YAML::Mark& mark)
{
    return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

// Copies yaml-cpp's graph into our tree; aliases are written out, cycles run into the depth limit.
class Copy {
public:
    Node node(const YAML::Node& from, int depth)
    {
        const Place place = place_of(from.Mark());
        if (depth > deepest_document)
            throw Refused{place, fmt::format("nested deeper than {} levels", deepest_document)};
        if (++nodes_ > most_nodes)
            throw Refused{place, fmt::format("more than {} values", most_nodes)};
        Node to;
        to.place = place;
        if (from.IsScalar()) {
            to.kind = Node::Kind::scalar;
            to.text = from.Scalar();
        } else if (from.IsSequence()) {
            to.kind = Node::Kind::list;
            for (const auto& item : from) to.items.push_back(node(item, depth + 1));
        } else if (from.IsMap()) {
            to.kind = Node::Kind::map;
            for (const auto& entry : from) to.items.push_back(entry_of(entry, depth));
        }
        return to;
    }

private:
    Node entry_of(const YAML::detail::iterator_value& entry, int depth)
    {
        const Place place = place_of(entry.first.Mark());
        if (!entry.first.IsScalar()) throw Refused{place, "a key must be a plain word"};
        Node to = node(entry.second, depth + 1);
        to.key = entry.first.Scalar();
        to.key_place = place;
        if (to.place.line == 0) to.place = place;
        return to;
    }

    std::size_t nodes_ = 0;
};

// A place behind the last line, moved onto it.
Place within(Place place, std::string_view text)
{
    const auto ends = std::count(text.begin(), text.end(), '\n');
    const auto last = static_cast<int>(ends) + (text.empty() || text.back() != '\n' ? 1 : 0);
    return place.line > last ? Place{last, 1} : place;
}

Problem unreadable(const std::string& file, Place place, const std::string& what)
{
    return Problem{.file = file,
                   .line = place.line,
                   .column = place.column,
                   .what = "not readable as YAML: " + what,
                   .remedy = "check indentation (spaces, no tabs), quotes and colons here and on "
                             "the line above"};
}

}

const Node* find(const Node& map, std::string_view key)
{
    for (const auto& item : map.items)
        if (item.key == key && item.kind != Node::Kind::nothing) return &item;
    return nullptr;
}

std::variant<Node, Problem> parse_document(std::string_view text, const std::string& file)
{
    if (text.size() > largest_document)
        return Problem{.file = file,
                       .what = fmt::format("larger than {} octets", largest_document),
                       .remedy = "split it, or check that it is the right file"};
    try {
        // yaml-cpp takes a quote left open for a text up to the end of the file; a document end in
        // a quoted text it does refuse.
        const auto documents = YAML::LoadAll(std::string{text} + "\n...\n");
        if (documents.size() > 1)
            return unreadable(file, place_of(documents[1].Mark()), "a second document begins");
        Node root;
        if (!documents.empty()) root = Copy{}.node(documents.front(), 0);
        if (root.kind == Node::Kind::nothing) root.kind = Node::Kind::map;
        if (root.place.line == 0) root.place = {1, 1};
        return root;
    } catch (const Refused& refused) {
        return unreadable(file, refused.place, refused.what);
    } catch (const YAML::Exception& failed) {
        const bool open_quote = failed.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
        return unreadable(file, within(place_of(failed.mark), text),
                          open_quote ? "a quote is never closed" : failed.msg);
    } catch (const std::exception& failed) {
        return unreadable(file, {}, failed.what());
    }
}

std::variant<std::string, Problem> read_text_file(const std::string& file)
{
    const auto problem = [&](const std::string& why, const std::string& remedy) {
        return Problem{.file = file, .what = why, .remedy = remedy};
    };
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (!std::filesystem::exists(status))
        return problem("there is no such file", "check the path; `deskhand init` writes a new one");
    if (std::filesystem::is_directory(status))
        return problem("this is a folder, not a file", "name the file in it");
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad())
        return problem(fmt::format("cannot be read: {}", std::strerror(errno)),
                       "make it readable for the user deskhand runs as");
    return text;
}

void Report::error(Place at, std::string what, std::string remedy)
{
    problems_.push_back({.file = file_,
                         .line = at.line,
                         .column = at.column,
                         .what = std::move(what),
                         .remedy = std::move(remedy)});
}

void Report::warning(Place at, std::string what, std::string remedy)
{
    problems_.push_back({.file = file_,
                         .line = at.line,
                         .column = at.column,
                         .what = std::move(what),
                         .remedy = std::move(remedy),
                         .severity = Severity::warning});
}

}
