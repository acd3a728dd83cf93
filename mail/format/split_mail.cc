#include "mail/format/split_mail.h"

#include "mail/format/ascii.h"

#include <algorithm>
#include <utility>

namespace deskhand::mail {
namespace {

// The octets from the first header line on: empty lines, the mbox "From " line and lines that are
// no field before the first field are passed over. A mail without any field begins with its body.
std::string_view from_first_field(std::string_view octets, std::vector<Defect>& defects)
{
    constexpr int lines_looked_at = 10;
    auto rest = octets;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (!rest.empty() && (rest.front() == '\n' || rest.front() == '\r')) rest.remove_prefix(1);
    auto start = rest;
    for (int i = 0; i < lines_looked_at && !rest.empty(); ++i) {
        const auto here = rest;
        const auto line = take_line(rest);
        if (is_field_line(line)) {
            if (i > 0 && !start.starts_with("From "))
                defects.push_back({"lines before the first header passed over", "header"});
            return here;
        }
        if (is_field_line(trimmed(line)) && i == 0) { // indented by mistake
            defects.push_back({"first header line indented", "header"});
            return here.substr(here.find_first_not_of(" \t"));
        }
        if (trimmed(line).empty() && i > 0) break;
    }
    return start;
}

// Old Macintosh line ends; a copy, because everything else counts on LF.
std::string with_lf_for_cr(std::string_view octets)
{
    std::string out{octets};
    std::replace(out.begin(), out.end(), '\r', '\n');
    return out;
}

std::vector<Defect> split_defects(const MimeParts& mime, const SplitLimits& limits)
{
    std::vector<Defect> defects;
    const auto add = [&](std::string what) { defects.push_back({std::move(what), "structure"}); };
    if (mime.too_deep)
        add("nested deeper than " + std::to_string(limits.depth) + ": the rest not opened");
    if (mime.too_many)
        add("more than " + std::to_string(limits.parts) + " parts: the rest not read");
    if (mime.lost_boundary) add("a multipart is not closed by its boundary");
    if (mime.guessed_boundary) add("boundary missing or wrong: taken from the lines");
    return defects;
}

}

SplitMail split_mail(std::string_view bytes, const SplitLimits& limits)
{
    SplitMail mail;
    if (bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos) {
        mail.defects.push_back({"lines end in CR", "structure"});
        mail.changed = std::make_unique<const std::string>(with_lf_for_cr(bytes));
        bytes = *mail.changed;
    }
    mail.mime = split_mime(from_first_field(bytes, mail.defects), limits);
    auto found = split_defects(mail.mime, limits);
    std::move(found.begin(), found.end(), std::back_inserter(mail.defects));
    return mail;
}

}
