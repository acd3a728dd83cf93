// Words of many languages around quotations: verbs of writing, labels of copied headers, forwards.
#pragma once
#include <string_view>

namespace deskhand::mail {

enum class HeaderLabel { none, sender, date, recipient, subject, answers_to };

// What "From", "Gesendet" or "收件人" labels in a header block copied into a mail.
HeaderLabel header_label(std::string_view label);

// "wrote", "schrieb", "a écrit" and their like stand as words in the text.
bool has_writing_verb(std::string_view text);

// First words of a line that says who wrote, e.g. "On Friday".
bool opens_attribution(std::string_view content);

// A whole line that announces a forwarded mail without a ruler.
bool opens_forward(std::string_view content);

// "Forwarded message:", "Weitergeleitete Nachricht:": short, a word of forwarding, a colon.
bool announces_forward(std::string_view content);

// "Reply above this line" of this and other desks: what follows is older.
bool announces_older(std::string_view content);

// Words inside a ruler that announce a forwarded or an earlier mail.
bool says_forward(std::string_view ruler);
bool says_original(std::string_view ruler);

}
