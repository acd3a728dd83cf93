// The text of a template taken apart: subject and body, checked and ready for the template library.
#pragma once
#include "rules/rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::rules {

// Longest template in octets.
constexpr std::size_t longest_template = 1u << 20;
// Sections within sections.
constexpr std::size_t deepest_section = 16;

struct TemplateSource {
    std::string subject; // of a first line "Subject: ..."; markers still in it
    std::string body;    // lines that hold only a section marker or comment are gone
    std::vector<Mistake> mistakes; // when there are any, neither may be used
};

// Allowed are {{NAME}}, {{#SECTION}}, {{/SECTION}} and {{! comment}}. Everything else in double
// braces (includes, modifiers, pragmas) is refused: nothing may reach a file. Total.
TemplateSource read_template(std::string_view name, std::string_view text);

}
