// Lines with which people close a mail: greetings, names, marks.
#pragma once
#include <cstddef>
#include <string_view>

namespace deskhand::mail {

// "Best regards,", "Mit freundlichen Grüßen" and their like, alone on the line; or a sentence that begins as
// letters close, "Je vous prie d'agréer, ...".
bool is_sign_off(std::string_view content);

// A name under the text: words of the sender's name, or one capitalised word where `sender` is
// empty or unknown. "Jane", "-Jane", "Jane A. Doe", "JD".
bool is_closing_name(std::string_view content, std::string_view sender);

// A word of the name is a word of the sender's, or the letters are the sender's initials.
bool names_sender(std::string_view name, std::string_view sender);

// Octets at the front of a signature that its writer typed as words of the mail: greetings and a name
// below them, or a name alone; 0 where a mark or a card of the writer begins it.
std::size_t typed_sign_off_size(std::string_view signature, std::string_view sender);

// "PS: ", "Nachtrag: ", "追伸": what follows is of the mail again.
bool begins_postscript(std::string_view content);

// "-- " and what is typed for it.
bool is_signature_mark(std::string_view whole);

}
