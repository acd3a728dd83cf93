// One map of a document read key by key: typed values, and a problem for whatever does not fit.
#pragma once
#include "config/document.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::config {

template <class Value>
struct Choice {
    std::string_view word;
    Value value;
};

template <class Number>
struct Range {
    Number least, most;
};

// Every getter gives nullopt (or an empty list) when the key is absent or wrong; wrong has then
// been reported already. A key counts as known once it was asked for.
class Section {
public:
    // `name` is how messages call the section, e.g. "mailbox `support`". A node that is no map is
    // reported and reads as empty.
    Section(const Node& node, std::string name, Report& report);

    const Node* find(std::string_view key);
    bool has(std::string_view key) { return find(key) != nullptr; }
    // Where the key stands, or the section itself when it is absent.
    Place place_of(std::string_view key);

    std::optional<std::string> text(std::string_view key);
    // Reported as missing, with this remedy, when absent; empty when missing or wrong.
    std::string required_text(std::string_view key, std::string_view remedy);
    // A text or a list of texts.
    std::vector<std::string> texts(std::string_view key);
    std::optional<std::int64_t> whole(std::string_view key, Range<std::int64_t> range);
    std::optional<double> number(std::string_view key, Range<double> range);
    std::optional<bool> yes_or_no(std::string_view key);
    std::optional<std::chrono::seconds> duration(std::string_view key,
                                                 Range<std::chrono::seconds> range);
    std::optional<std::uint64_t> size(std::string_view key, Range<std::uint64_t> range);
    // Items of a list; a single map or text counts as a list of one.
    std::vector<const Node*> items(std::string_view key);

    template <class Value>
    std::optional<Value> choice(std::string_view key, std::span<const Choice<Value>> choices)
    {
        const auto word = text(key);
        if (!word) return {};
        std::vector<std::string_view> words;
        for (const auto& choice : choices) {
            if (choice.word == *word) return choice.value;
            words.push_back(choice.word);
        }
        refuse_word(key, *word, words);
        return {};
    }

    void error(std::string_view key, std::string what, std::string remedy);
    void warning(std::string_view key, std::string what, std::string remedy);

    // Reports keys nobody asked for and keys that stand twice. Call last.
    void refuse_unknown_keys();

    const std::string& name() const { return name_; }
    Report& report() { return *report_; }

private:
    void refuse_word(std::string_view key, std::string_view word,
                     std::span<const std::string_view> words);
    const Node* scalar(std::string_view key, std::string_view wanted);

    const Node* node_;
    Place place_;
    std::string name_;
    Report* report_;
    std::vector<std::string_view> known_;
};

}
