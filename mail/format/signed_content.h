// What an opaque S/MIME part holds (RFC 8551 section 3.5, RFC 5652). Nothing is verified or decrypted.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

enum class CmsKind { none, signed_data, enveloped_data };

struct CmsContent {
    CmsKind kind = CmsKind::none; // none: no CMS at all, or of a kind that holds no mail
    std::string content;          // of signed data, a MIME entity
};

// Reads DER or BER octets; at most 32 MB of them.
CmsContent read_cms(std::string_view octets);

}
