#include "config/document.h"
#include "config/shipped.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskhand::config {

namespace {

namespace fs = std::filesystem;

// Paths of the templates in a folder, sorted; `failed` says why there are none.
struct Listing {
    std::vector<fs::path> files;
    std::error_code failed;
};

Listing templates_in(const fs::path& folder)
{
    Listing listing;
    fs::directory_iterator entry{folder, listing.failed};
    for (; !listing.failed && entry != fs::directory_iterator{}; entry.increment(listing.failed))
        if (entry->path().extension() == ".tpl") listing.files.push_back(entry->path());
    std::ranges::sort(listing.files);
    return listing;
}

}

TemplateSources read_templates(const fs::path& folder)
{
    TemplateSources read{.sources = shipped_templates(), .files = {}, .problems = {}};
    if (folder.empty()) return read;
    const auto listing = templates_in(folder);
    if (listing.failed)
        read.problems.push_back({.file = folder.string(),
                                 .what = fmt::format("the folder of templates cannot be read: {}",
                                                     listing.failed.message()),
                                 .remedy = "create it, or remove `templates` to use the shipped ones"});
    for (const auto& file : listing.files) {
        const auto text = read_text_file(file.string());
        if (const auto* problem = std::get_if<Problem>(&text)) {
            read.problems.push_back(*problem);
            continue;
        }
        const auto name = file.stem().string();
        read.sources[name] = std::get<std::string>(text);
        read.files[name] = file.string();
    }
    return read;
}

}
