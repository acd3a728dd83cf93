// Plays the server's half of a dialogue and checks the client's half against a transcript.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <deque>
#include <string>
#include <vector>

namespace deskhand::tests {

// How the server's octets reach the client.
enum class Pieces { whole, single_octets };

// Script lines, leading blanks removed:
//   S: text   the server says the line (CRLF is added)
//   C: text   the client must say exactly this line
//   S| text   the server says these octets, no line end; \r \n \t \0 \\ and \xHH are read
//   C| text   the client must say exactly these octets, same escapes
//   TLS       the client must call start_tls here
//   TLS!      the same, and the certificate is not trusted
//   ...       nothing comes: a read fails with `deadline`, readable_within says no
//   X         the server hangs up
// Consecutive S lines arrive together. Client lines must come when the script says so: speaking
// before the server has been heard fails the test, and so does an unfinished script.
class ScriptedStream : public mail::ByteStream {
public:
    explicit ScriptedStream(const std::string& script, Pieces pieces = Pieces::whole);
    ~ScriptedStream() override;

    std::string read() override;
    void write(std::string_view bytes) override;
    bool readable_within(std::chrono::milliseconds most) override;
    void set_patience(std::chrono::milliseconds patience) override { patience_ = patience; }
    void start_tls(const std::string& host) override;

    std::chrono::milliseconds patience() const { return patience_; }
    const std::string& tls_host() const { return tls_host_; } // empty before start_tls
    // What each write() call carried, to see which commands travelled together.
    const std::vector<std::string>& writes() const { return writes_; }

private:
    struct Line {
        enum class Kind { server, client, tls, tls_refused, silence, hang_up } kind;
        std::string text; // octets, line end included
    };
    static Line line_of(const std::string& text);
    void match();

    std::deque<Line> script_;
    std::vector<std::string> writes_;
    std::string heard_; // from the client, not yet matched
    std::string tls_host_;
    std::chrono::milliseconds patience_{0};
    Pieces pieces_;
};

}
