// Cuts a POP3 server's octets into status lines and multi-line answers (RFC 1939 section 3).
#pragma once
#include "mail/protocol/grammar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::mail {

struct Pop3Status {
    enum class Kind { ok, error, go_ahead } kind = Kind::ok; // "+OK", "-ERR", "+"
    std::string code; // RFC 2449 response code, upper case, "IN-USE"; empty = none
    std::string text;
    bool ok() const { return kind == Kind::ok; }
};

// What came between the status line and the line with a single dot, dots taken off.
struct Pop3Body {
    std::string octets;         // line ends as sent; empty when withheld
    std::uint64_t withheld = 0; // octets skipped because they went beyond the limit
};

struct Pop3Limits {
    std::uint64_t body = 256u << 20; // octets of a multi-line answer that are kept; > 0
};

// The caller knows from its command whether a body follows a status. The end of the stream is never
// the end of a body.
class Pop3Reader {
public:
    explicit Pop3Reader(Pop3Limits limits = {}) : limits_{limits} {}

    void feed(std::string octets);
    std::variant<Pop3Status, NeedMore, Malformed> status();
    std::variant<Pop3Body, NeedMore> body();

    // Whether nothing fed is left over.
    bool empty() const { return at_ == fed_.size() && line_.empty() && body_.octets.empty(); }

private:
    void keep(std::string_view octets);

    Pop3Limits limits_;
    std::string fed_;
    std::size_t at_ = 0;
    std::string line_;       // start of an unfinished status line
    Pop3Body body_;          // of an unfinished answer
    std::uint64_t size_ = 0; // of body_, skipped octets included
    std::string held_;       // start of a line that may still be the final dot
    bool line_start_ = true;
};

struct Pop3Line {
    std::uint32_t number = 0; // of the message, > 0
    std::string rest;
};

// "1 whqtswO00WBw418f9t5JxYwZ": the lines of UIDL and LIST. Nothing when one has no number.
std::optional<std::vector<Pop3Line>> parse_pop3_lines(std::string_view body);

// The same with sizes behind the numbers, as LIST answers; nothing when one is none.
std::optional<std::vector<std::pair<std::uint32_t, std::uint64_t>>> parse_pop3_sizes(std::string_view body);

}
