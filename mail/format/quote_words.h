// Words of many languages around quotations: verbs of writing, labels of copied headers, forwards.
#pragma once
#include <string_view>

namespace deskhand::mail {

enum class HeaderLabel { none, sender, date, recipient, subject };

// What "From", "Gesendet" or "收件人" labels in a header block copied into a mail.
HeaderLabel header_label(std::string_view label);

// "wrote", "schrieb", "a écrit" and their like stand as words in the text.
bool has_writing_verb(std::string_view text);

// Words inside a ruler that announce a forwarded or an earlier mail.
extern const std::string_view forward_words;
extern const std::string_view original_words;
// Whole lines that announce a forwarded mail without a ruler.
extern const std::string_view forward_openings;

// First words of a line that says who wrote.
extern const std::string_view attribution_openings;

}
