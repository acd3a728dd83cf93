#include "tests/judge/mail_fields.h"

#include "mail/format/ascii.h"
#include "mail/format/charset.h"
#include "mail/format/leaves.h"
#include "mail/format/parse_message.h"
#include "mail/format/readable_text.h"
#include "mail/format/split_mail.h"
#include "mail/format/transfer.h"

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace deskhand::judge {
namespace {

std::string normalised(std::string_view octets)
{
    std::string out;
    out.reserve(octets.size());
    for (std::size_t i = 0; i < octets.size(); ++i) {
        if (octets[i] != '\r') out += octets[i];
        else if (i + 1 == octets.size() || octets[i + 1] != '\n') out += '\n';
    }
    const auto end = out.find_last_not_of(" \t\n\v\f");
    out.resize(end == std::string::npos ? 0 : end + 1);
    return out;
}

}

bool same_address(const Poco::JSON::Object::Ptr& stated, const Poco::JSON::Object::Ptr& found)
{
    const bool any_name = !states(stated, "name");
    return mail::equal_nocase(text_at(stated, "addr"), text_at(found, "addr"))
           && (any_name || collapsed(text_at(stated, "name")) == collapsed(text_at(found, "name")));
}

bool same_addresses(const std::vector<Poco::JSON::Object::Ptr>& stated, const std::vector<Poco::JSON::Object::Ptr>& found)
{
    return std::ranges::equal(stated, found, same_address);
}

std::string shown(const std::vector<Poco::JSON::Object::Ptr>& addresses)
{
    std::string out;
    for (const auto& each : addresses) {
        if (!out.empty()) out += ", ";
        out += (states(each, "name") ? text_at(each, "name") : "*") + " <" + text_at(each, "addr") + ">";
    }
    return out;
}

Moment moment_of(const std::string& rfc3339)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, off_hours = 0, off_minutes = 0;
    char sign = '+';
    std::sscanf(rfc3339.c_str(), "%d-%d-%dT%d:%d:%d%c%d:%d", &year, &month, &day, &hour, &minute, &second, &sign, &off_hours, &off_minutes);
    const std::chrono::sys_days date{std::chrono::year{year} / month / day};
    const long long wall_clock = date.time_since_epoch().count() * 86'400LL + hour * 3'600 + minute * 60 + second;
    const long long offset = (sign == '-' ? -1 : 1) * (off_hours * 3'600 + off_minutes * 60);
    return {wall_clock - offset, wall_clock};
}

std::string shape_of(const Poco::Dynamic::Var& structure)
{
    if (structure.type() != typeid(Poco::JSON::Array::Ptr)) return structure.isEmpty() ? std::string{} : structure.convert<std::string>();
    const auto& pair = structure.extract<Poco::JSON::Array::Ptr>();
    auto shape = shape_of(pair->get(0)) + "[";
    if (pair->size() > 1 && pair->isArray(1))
        for (const auto& child : *pair->getArray(1)) shape += (shape.ends_with('[') ? "" : " ") + shape_of(child);
    return shape + "]";
}

Digests digests_of(std::string_view octets, const std::string& charset)
{
    const auto text = mail::to_utf8(octets, charset).text;
    return {mail::sha256_hex(octets), mail::sha256_hex(normalised(octets)), mail::sha256_hex(normalised(text))};
}

bool is_one_of(const Digests& digests, const Poco::JSON::Object::Ptr& stated)
{
    const auto sha256 = text_at(stated, "sha256"), nsha = text_at(stated, "nsha");
    return digests.exact == sha256 || (!nsha.empty() && (digests.normalised == nsha || digests.as_utf8 == nsha));
}

std::vector<Digests> leaf_digests(std::string_view bytes)
{
    const mail::ParseLimits limits;
    const auto mail = mail::split_mail(bytes, {limits.depth, limits.parts, limits.header_octets});
    const auto roles = mail::roles_of(mail.mime.parts);
    std::vector<Digests> digests;
    mail::each_leaf(mail.mime, roles, {}, [&](const mail::Leaf& leaf, const mail::LeafOctets& octets) { digests.push_back(digests_of(octets(), leaf.charset)); });
    return digests;
}

std::string joined_at(const Poco::JSON::Object::Ptr& object, const std::string& key)
{
    if (!object->isArray(key)) return text_at(object, key);
    std::string out;
    for (const auto& each : texts_at(object, key)) out += (out.empty() ? "" : " ") + each;
    return out;
}

std::string charset_blind(std::string_view html)
{
    constexpr std::string_view mark = "charset=";
    std::string out;
    for (std::size_t at = 0; at < html.size();) {
        if (!mail::starts_nocase(html.substr(at), mark)) {
            out += html[at++];
            continue;
        }
        out += mark;
        at += mark.size();
        while (at < html.size() && std::string_view{"\"' "}.find(html[at]) != std::string_view::npos) ++at;
        while (at < html.size() && std::string_view{"\"' />;"}.find(html[at]) == std::string_view::npos) ++at;
    }
    return out;
}

}
