// Texts with places to fill in: {{NAME}}, {{#SECTION}}...{{/SECTION}}.
#pragma once
#include "rules/rule.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::rules {

// Values by name. A list repeats the section of that name once for each of its items; a value that
// is not empty shows the section of its name, so {{#NAME}}Dear {{NAME}}{{/NAME}} works.
struct TemplateValues {
    std::map<std::string, std::string> values;
    std::map<std::string, std::vector<TemplateValues>> sections;
};

struct FilledTemplate {
    std::string subject; // first line "Subject: ..." of the template; empty when it has none
    std::string text;
};

// An immutable set of named templates; cheap to copy, safe to share between threads.
class Templates {
public:
    struct Loaded;
    // `sources`: name -> text. Mistakes name unbalanced sections and unreadable markers; such a
    // template is left out.
    static Loaded load(const std::map<std::string, std::string>& sources);

    bool has(std::string_view name) const;
    // Plain text: values go in as they are, control characters and (in the subject) line ends
    // removed. An unknown template gives an empty result.
    FilledTemplate fill(std::string_view name, const TemplateValues& values) const;

private:
    struct Parts;
    std::shared_ptr<const Parts> parts_;
};

struct Templates::Loaded {
    Templates templates;
    std::vector<Mistake> mistakes;
};

}
