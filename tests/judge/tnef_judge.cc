// judge_tnef: files inside winmail.dat, by name and content.
#include "tests/judge/mail_fields.h"
#include "tests/judge/scores.h"

#include <Poco/Base64Encoder.h>
#include <fmt/core.h>

#include <algorithm>
#include <sstream>

using namespace deskhand::judge;

namespace {

std::string mail_with(const std::string& winmail)
{
    std::ostringstream out;
    out << "From: a@client.example\r\nTo: help@desk.example\r\nSubject: files\r\nMIME-Version: 1.0\r\n"
           "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    Poco::Base64Encoder encoder{out};
    encoder << winmail;
    encoder.close();
    return out.str();
}

// What has no digest is the text of the mail inside, under the name other readers give it.
std::vector<Check> files_of(const Record& record)
{
    const auto mail = mail_with(record.bytes);
    const auto found = objects_at(read_as_json(mail), "attachments");
    const auto digests = leaf_digests(mail);
    std::vector<Check> checks;
    for (const auto& wanted : objects_at(record.expected, "attachments")) {
        const auto name = text_at(wanted, "name");
        const auto same_name = std::ranges::find_if(found, [&](const auto& each) { return text_at(each, "name") == name; });
        const bool same_octets = std::ranges::any_of(digests, [&](const auto& each) { return is_one_of(each, wanted); });
        checks.push_back({.field = "name", .right = same_name != found.end(), .failure = {}, .detail = name});
        if (states(wanted, "sha256")) checks.push_back({.field = "octets", .right = same_octets, .failure = {}, .detail = name});
    }
    return checks;
}

}

int main(int count, char** words)
{
    return run_judge(count, words, {.name = "tnef", .load = [](const auto& folder) { return load_records(folder, {"tnef"}); }, .check = files_of});
}
