// How stated fields of a mail are compared with what was read.
#pragma once
#include "tests/judge/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::judge {

// Any name where none is stated; addresses without case.
bool same_address(const Poco::JSON::Object::Ptr& stated, const Poco::JSON::Object::Ptr& found);
bool same_addresses(const std::vector<Poco::JSON::Object::Ptr>& stated, const std::vector<Poco::JSON::Object::Ptr>& found);

// "name <addr>, ..." for showing.
std::string shown(const std::vector<Poco::JSON::Object::Ptr>& addresses);

// Seconds since 1970 of "2026-01-31T08:30:00+01:00", and the same with the offset left out of account.
struct Moment {
    long long instant = 0, wall_clock = 0;
};
Moment moment_of(const std::string& rfc3339);

// `type` or `type[children]` of a content type or [type, [children]].
std::string shape_of(const Poco::Dynamic::Var& structure);

// Digests under which records name contents.
struct Digests {
    std::string exact;      // of the octets
    std::string normalised; // line ends LF, no blanks at the end
    std::string as_utf8;    // the same of the text, decoded by its charset
};
Digests digests_of(std::string_view octets, const std::string& charset);
bool is_one_of(const Digests& digests, const Poco::JSON::Object::Ptr& stated); // its sha256 or nsha

// Digests of every leaf of the mail, in the order of the key `leaves`.
std::vector<Digests> leaf_digests(std::string_view bytes);

// As a list in JSON, or as a text that is the only one.
std::string joined_at(const Poco::JSON::Object::Ptr& object, const std::string& key);

// Without the values of charset=.
std::string charset_blind(std::string_view html);

}
