// Lines with which people close a mail: greetings, names, marks.
#pragma once
#include <cstddef>
#include <string_view>

namespace deskhand::mail {

// "Best regards,", "Mit freundlichen Grüßen" and their like, alone on the line.
bool is_sign_off(std::string_view content);

// A name under the text: words of the sender's name, or one capitalised word where `sender` is
// empty or unknown. "Jane", "-Jane", "Jane A. Doe", "JD".
bool is_closing_name(std::string_view content, std::string_view sender);

// Octets at the front of a signature that its writer typed as words of the mail: greetings and a name
// below them, or a name alone; 0 where a mark or a card of the writer begins it.
std::size_t typed_sign_off_size(std::string_view signature, std::string_view sender);

// "-- " and what is typed for it.
bool is_signature_mark(std::string_view whole);

}
