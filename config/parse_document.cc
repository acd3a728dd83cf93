#include "config/document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

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

struct Extent {
    std::size_t nodes = 1;
    int depth = 1;
};

Extent extent_of(const Node& node)
{
    Extent extent;
    for (const auto& item : node.items) {
        const auto inner = extent_of(item);
        extent.nodes += inner.nodes;
        extent.depth = std::max(extent.depth, inner.depth + 1);
    }
    return extent;
}

// Builds our tree from yaml-cpp's events. Aliases are written out where they stand.
class Builder final : public YAML::EventHandler {
public:
    Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (++documents_ > 1) throw Refused{place_of(mark), "a second document begins"};
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add(fresh(mark, Node::Kind::nothing), anchor);
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        auto node = fresh(mark, Node::Kind::scalar);
        node.text = value;
        add(std::move(node), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto named = anchors_.find(anchor);
        if (named == anchors_.end())
            throw Refused{place_of(mark), "an alias stands inside what it names"};
        const auto extent = extent_of(named->second);
        count(extent, place_of(mark));
        add(named->second, YAML::NullAnchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        begin(fresh(mark, Node::Kind::list), anchor);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        begin(fresh(mark, Node::Kind::map), anchor);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapEnd() override { end(); }

private:
    // A list or map that is being read; in a map, the key whose value comes next.
    struct Open {
        Node node;
        YAML::anchor_t anchor;
        std::optional<Node> key;
    };

    void count(const Extent& extent, Place place)
    {
        if (static_cast<int>(open_.size()) + extent.depth > deepest_document)
            throw Refused{place, fmt::format("nested deeper than {} levels", deepest_document)};
        nodes_ += extent.nodes;
        if (nodes_ > most_nodes)
            throw Refused{place, fmt::format("more than {} values", most_nodes)};
    }

    Node fresh(const YAML::Mark& mark, Node::Kind kind)
    {
        Node node;
        node.kind = kind;
        node.place = place_of(mark);
        count({}, node.place);
        return node;
    }

    bool key_comes_next() const
    {
        return !open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().key;
    }

    void begin(Node node, YAML::anchor_t anchor)
    {
        if (key_comes_next()) throw Refused{node.place, "a key must be a plain word"};
        open_.push_back({std::move(node), anchor, {}});
    }

    void end()
    {
        auto closed = std::move(open_.back());
        open_.pop_back();
        add(std::move(closed.node), closed.anchor);
    }

    void add(Node node, YAML::anchor_t anchor)
    {
        if (anchor != YAML::NullAnchor) anchors_[anchor] = node;
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        auto& parent = open_.back();
        if (key_comes_next()) {
            if (node.kind != Node::Kind::scalar)
                throw Refused{node.place, "a key must be a plain word"};
            parent.key = std::move(node);
            return;
        }
        if (parent.key) {
            node.key = parent.key->text;
            node.key_place = parent.key->place;
            if (node.kind == Node::Kind::nothing) node.place = node.key_place;
            parent.key.reset();
        }
        parent.node.items.push_back(std::move(node));
    }

    int documents_ = 0;
    std::size_t nodes_ = 0;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Node> anchors_;
    Node root_;
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

Node tree_of(std::string_view text)
{
    // yaml-cpp takes a quote left open for a text up to the end of the file; a document end in a
    // quoted text it does refuse.
    std::istringstream in{std::string{text} + "\n...\n"};
    YAML::Parser parser{in};
    Builder builder;
    // Twice only: on some malformed files the parser never says that there is nothing more.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    return builder.take();
}

}

std::variant<Node, Problem> parse_document(std::string_view text, const std::string& file)
{
    if (text.size() > largest_document)
        return Problem{.file = file,
                       .what = fmt::format("larger than {} octets", largest_document),
                       .remedy = "split it, or check that it is the right file"};
    try {
        auto root = tree_of(text);
        if (root.kind == Node::Kind::nothing) root.kind = Node::Kind::map;
        if (root.place.line == 0) root.place = {1, 1};
        return root;
    } catch (const Refused& refused) {
        return unreadable(file, within(refused.place, text), refused.what);
    } catch (const YAML::Exception& failed) {
        const bool open_quote = failed.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
        return unreadable(file, within(place_of(failed.mark), text),
                          open_quote ? "a quote is never closed" : failed.msg);
    } catch (const std::exception& failed) {
        return unreadable(file, {}, failed.what());
    }
}

}
