#include "rules/template.h"

#include "rules/template_source.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_modifiers.h>

#include <algorithm>
#include <set>

namespace deskhand::rules {

// One private cache per set; the library's global one is not used. Frozen after loading, so that
// expanding only reads.
struct Templates::Parts {
    ctemplate::TemplateCache cache;
    std::set<std::string, std::less<>> names;
};

namespace {

// Keys of one template's pieces within the cache; names hold no line end, so they cannot clash.
std::string subject_key(std::string_view name) { return std::string{name} + "\nsubject"; }
std::string text_key(std::string_view name) { return std::string{name} + "\ntext"; }

// Controls but line feed and tab, and the first octet of U+0080 to U+00BF.
bool needs_a_look(char letter)
{
    const auto c = static_cast<unsigned char>(letter);
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c == 0xc2;
}

// Without control characters but line end and tab; CRLF and lone CR become LF.
std::string plain(std::string_view value)
{
    std::string cleaned;
    cleaned.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        // most of a text goes over in runs
        const auto odd = std::find_if(value.begin() + static_cast<std::ptrdiff_t>(i), value.end(), needs_a_look) - value.begin();
        cleaned += value.substr(i, static_cast<std::size_t>(odd) - i);
        i = static_cast<std::size_t>(odd);
        if (i == value.size()) break;
        const auto c = static_cast<unsigned char>(value[i]);
        const bool is_c1 = c == 0xc2 && i + 1 < value.size() &&
                           (static_cast<unsigned char>(value[i + 1]) & 0xe0) == 0x80;
        if (is_c1) ++i; // U+0080 to U+009F
        else if (c == 0xc2) cleaned += value[i];
        else if (c == '\r') cleaned += i + 1 < value.size() && value[i + 1] == '\n' ? "" : "\n";
    }
    return cleaned;
}

// Sections nest as the values do, which are built by us; the depth is the templates' at most.
void put(const TemplateValues& values, ctemplate::TemplateDictionary& into)
{
    for (const auto& [name, value] : values.values) {
        into.SetValue(name, plain(value));
        if (!value.empty() && !values.sections.contains(name)) into.ShowSection(name);
    }
    for (const auto& [name, items] : values.sections)
        for (const auto& item : items) put(item, *into.AddSectionDictionary(name));
}

std::string one_line(std::string text)
{
    std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    const auto last = text.find_last_not_of(' ');
    text.resize(last == text.npos ? 0 : last + 1);
    return text;
}

std::string expand(const ctemplate::TemplateCache& cache, const std::string& key,
                   const ctemplate::TemplateDictionary& values)
{
    std::string output;
    const bool complete =
        cache.ExpandNoLoad(key, ctemplate::DO_NOT_STRIP, &values, nullptr, &output);
    return complete ? output : std::string{};
}

bool keep(ctemplate::TemplateCache& cache, const std::string& key, const std::string& text)
{
    return cache.StringToTemplateCache(key, text, ctemplate::DO_NOT_STRIP);
}

bool is_template_name(std::string_view name)
{
    return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '/';
    });
}

}

Templates::Loaded Templates::load(const std::map<std::string, std::string>& sources)
{
    Loaded loaded;
    const auto parts = std::make_shared<Parts>();
    for (const auto& [name, text] : sources) {
        auto source = read_template(name, text);
        if (!is_template_name(name))
            source.mistakes.push_back({{name, 0, 0}, "this is no template name",
                                       "use letters, digits, - and _, at most 100"});
        if (source.mistakes.empty() && !(keep(parts->cache, subject_key(name), source.subject) &&
                                         keep(parts->cache, text_key(name), source.body)))
            source.mistakes.push_back({{name, 0, 0}, "the template cannot be read", "look for unusual markers"});
        if (source.mistakes.empty()) parts->names.insert(name);
        std::ranges::move(source.mistakes, std::back_inserter(loaded.mistakes));
    }
    parts->cache.Freeze();
    loaded.templates.parts_ = parts;
    return loaded;
}

bool Templates::has(std::string_view name) const { return parts_ && parts_->names.contains(name); }

FilledTemplate Templates::fill(std::string_view name, const TemplateValues& values) const
{
    if (!has(name)) return {};
    ctemplate::TemplateDictionary dictionary{"values"};
    put(values, dictionary);
    return {one_line(expand(parts_->cache, subject_key(name), dictionary)),
            expand(parts_->cache, text_key(name), dictionary)};
}

}
