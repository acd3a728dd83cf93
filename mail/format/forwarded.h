// A mail forwarded inside another, taken out of its wrapping.
#pragma once
#include "mail/format/message.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace deskhand::mail {

enum class Wrapping {
    inside,  // copied into the text under a ruler or a copied header block
    attached // as message/rfc822
};

struct Forwarded {
    Wrapping wrapping = Wrapping::inside;
    std::vector<Address> from, to, cc;
    std::string date; // as written
    std::string subject;
    std::string text;  // of the forwarded mail; empty when it is attached
    std::string above; // what stands before it, signature included
    std::string below; // and after it
};

// Nothing when the mail forwards none. Labels of the copied header are known in the languages of
// header_label(). Linear.
std::optional<Forwarded> forwarded_in(const Message& message);

// The text of the first mail that the spans forward, without the copied header unless there is nothing
// else; empty when they forward none.
std::string forwarded_words(std::span<const Span> spans);

}
