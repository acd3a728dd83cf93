#include "config/rule_parts.h"

#include "config/spelling.h"
#include "rules/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::config {

namespace {

class ActionReader {
public:
    explicit ActionReader(Report& report) : report_{report} {}

    ReadActions read(const Node& then)
    {
        if (then.kind == Node::Kind::list)
            for (const auto& item : then.items) step(item);
        else step(then);
        return std::move(read_);
    }

private:
    // One item: a word such as `stop`, or a map of actions.
    void step(const Node& node)
    {
        if (node.kind == Node::Kind::map) {
            for (const auto& entry : node.items) action(entry);
            return;
        }
        if (node.kind != Node::Kind::scalar)
            return report_.error(node.place, "an action is missing here", "write it like `queue: network`");
        if (node.text == "stop") return add(rules::Stop{}, node.place);
        if (node.text == "no_auto_reply") return add(rules::NoAutoReply{}, node.place);
        if (is_known(node.text))
            return report_.error(node.place, fmt::format("`{}` says nothing more", node.text),
                                 fmt::format("write `{}: ...`", node.text));
        unknown(node.text, node.place);
    }

    void action(const Node& entry)
    {
        const auto& name = entry.key;
        const auto at = entry.key_place;
        if (name == "queue") return add(rules::SetQueue{text(entry)}, at);
        if (name == "assign") return add(rules::AssignTo{text(entry)}, at);
        if (name == "priority") return add(rules::SetPriority{text(entry)}, at);
        if (name == "status") return add(rules::SetStatus{text(entry)}, at);
        if (name == "reply") return add(rules::ReplyWith{text(entry)}, at);
        if (name == "hold") return add(rules::Hold{text(entry)}, at);
        if (name == "notify") return add(rules::Notify{texts(entry)}, at);
        if (name == "forward") return add(rules::ForwardTo{texts(entry)}, at);
        if (name == "tag") {
            for (auto& tag : texts(entry)) add(rules::AddTag{std::move(tag)}, at);
            return;
        }
        if (name == "field") return fields(entry);
        if (name == "stop" || name == "no_auto_reply") return word_with_value(entry);
        unknown(name, at);
    }

    void fields(const Node& entry)
    {
        if (entry.kind != Node::Kind::map)
            return report_.error(entry.key_place, "`field` needs names and values",
                                 "write it like `field: {model: \"${model}\"}`");
        for (const auto& field : entry.items)
            add(rules::SetField{field.key, text(field)}, field.key_place);
    }

    // `stop: yes` is what people write who do not know that the word alone is enough.
    void word_with_value(const Node& entry)
    {
        if (entry.kind == Node::Kind::scalar && entry.text == "yes") {
            if (entry.key == "stop") add(rules::Stop{}, entry.key_place);
            else add(rules::NoAutoReply{}, entry.key_place);
            return;
        }
        report_.error(entry.key_place, fmt::format("`{}` takes no value but yes", entry.key),
                      fmt::format("write `- {}`, or remove it", entry.key));
    }

    void add(rules::Action action, Place place)
    {
        read_.actions.push_back(std::move(action));
        read_.places.push_back(location_of(report_, place));
    }

    std::string text(const Node& entry)
    {
        if (entry.kind == Node::Kind::scalar) return entry.text;
        report_.error(entry.key_place, fmt::format("`{}` needs one text", entry.key),
                      "write it after the colon");
        return {};
    }

    std::vector<std::string> texts(const Node& entry)
    {
        if (entry.kind == Node::Kind::scalar) return {entry.text};
        std::vector<std::string> found;
        for (const auto& item : entry.items)
            if (entry.kind == Node::Kind::list && item.kind == Node::Kind::scalar)
                found.push_back(item.text);
        if (found.empty() || found.size() != entry.items.size())
            report_.error(entry.key_place, fmt::format("`{}` needs a text or a list of texts", entry.key),
                          fmt::format("write it like `{}: [one, two]`", entry.key));
        return found;
    }

    static bool is_known(std::string_view name)
    {
        const auto known = rules::known_actions();
        return std::ranges::find(known, name, &rules::ActionDescription::name) != known.end();
    }

    void unknown(const std::string& name, Place place)
    {
        std::vector<std::string_view> names;
        for (const auto& known : rules::known_actions()) names.push_back(known.name);
        report_.error(place, fmt::format("there is no action `{}`", name), advice(name, names));
    }

    Report& report_;
    ReadActions read_;
};

}

ReadActions read_actions(const Node& then, Report& report) { return ActionReader{report}.read(then); }

}
