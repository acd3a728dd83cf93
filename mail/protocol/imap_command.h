// One IMAP command, built from typed parts so that no text can smuggle in another one.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::mail {

// A piece of a command; `literal` pieces are announced as {n} and follow the server's go-ahead.
struct ImapPiece {
    enum class Kind { text, literal } kind = Kind::text;
    std::string octets;
};

class ImapCommand {
public:
    // `words` are ours, never a user's.
    explicit ImapCommand(std::string_view words) { plain(words); }

    ImapCommand& plain(std::string_view words);
    // " " and an astring: quoted, or a literal when it holds octets above 126. Throws
    // std::invalid_argument for CR, LF and NUL, which no name or password can carry.
    ImapCommand& astring(std::string_view text);
    // " " and a folder name in modified UTF-7 (RFC 3501 section 5.1.3). Throws
    // std::invalid_argument when it is not UTF-8 or holds CR, LF or NUL.
    ImapCommand& folder(std::string_view utf8);
    // The same after ENABLE UTF8=ACCEPT (RFC 6855): UTF-8 in quotes.
    ImapCommand& utf8_folder(std::string_view utf8);

    const std::vector<ImapPiece>& pieces() const { return pieces_; }

private:
    std::vector<ImapPiece> pieces_;
};

}
