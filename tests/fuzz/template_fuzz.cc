// Any bytes as a template and as a value: loaded or refused with a mistake, and nothing the value
// holds becomes a subject line's end.
#include "rules/template.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace deskhand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes{reinterpret_cast<const char*>(data), size};
    const auto half = size / 2;
    const auto made = rules::Templates::load(
        {{"t", bytes.substr(0, half)}, {"v", "Subject: {{V}}\n\n{{V}}"}});
    if (made.templates.has("t") != made.mistakes.empty()) std::abort();
    rules::TemplateValues values{.values = {{"V", bytes.substr(half)}}, .sections = {}};
    values.sections["S"].push_back(values);
    (void)made.templates.fill("t", values);
    const auto filled = made.templates.fill("v", values);
    if (filled.subject.find_first_of(std::string{"\r\n\0\x1b", 4}) != std::string::npos) std::abort();
    if (filled.text.find('\0') != std::string::npos) std::abort();
    return 0;
}
