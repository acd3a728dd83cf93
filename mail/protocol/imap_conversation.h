// Commands out, responses in: the tagged dialogue under an IMAP session.
#pragma once
#include "mail/protocol/byte_stream.h"
#include "mail/protocol/deflated_stream.h"
#include "mail/protocol/imap_command.h"
#include "mail/protocol/imap_reader.h"
#include "mail/protocol/throttled.h"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace deskhand::mail {

struct ImapConversationOptions {
    ImapLimits limits;
    InflationLimits inflation; // once COMPRESS is on
    // Makes the next tag: letters and digits, never twice. Absent = random ones, so that an answer
    // placed on the wire in advance cannot match.
    std::function<std::string()> next_tag;
};

// Throws StreamError for whatever ends the connection: its end, silence, malformed responses, an
// untagged BYE, or a tagged answer to a command that was not sent.
class ImapConversation {
public:
    // Sees every untagged response before the tagged one.
    using Listener = std::function<void(ImapResponse&)>;

    ImapConversation(ByteStream& stream, ImapConversationOptions options);

    // Sends a command without waiting and returns its tag. It may hold no literal.
    std::string send(const ImapCommand& command);
    // Sends several at once; their tags in order.
    std::vector<std::string> send(const std::vector<ImapCommand>& commands);
    // Sends a command, literals at the server's go-ahead, and waits for its tagged answer.
    ImapStatus run(const ImapCommand& command, const Listener& listener);
    // Waits for the answer to `tag`.
    ImapStatus finish(const std::string& tag, const Listener& listener);

    // The next response of any kind; a tagged one is an answer to something sent.
    ImapResponse hear();
    // The next response if it can be had within `most`.
    std::optional<ImapResponse> hear_within(std::chrono::milliseconds most);
    // The next continuation or tagged answer; untagged responses go to the listener.
    ImapResponse hear_go_ahead(const Listener& listener);

    // A line outside any command: SASL answers and DONE.
    void say(const std::string& line) { stream_->write(line + "\r\n"); }

    // STARTTLS. Octets that came before the switch are an attack (StreamError{untrusted}).
    void start_tls(const std::string& host);
    // Whether what is heard from now on may hold mails.
    void expect(ImapReader::Literals which) { reader_.expect(which); }
    // The answer to COMPRESS was OK: from here on everything is deflated.
    void start_compression();
    void set_patience(std::chrono::milliseconds patience) { stream_->set_patience(patience); }
    // `{n+}` may be used for short literals.
    void use_unsynchronised_literals() { literal_mark_ = "+}"; }
    // From now on an untagged BYE is expected.
    void expect_goodbye() { leaving_ = true; }
    // The last text the server wants people to read.
    const std::string& alert() const { return alert_; }

private:
    std::optional<ImapResponse> parsed();
    void admit(const ImapResponse& response);
    ImapStatus run_with_literals(const ImapCommand& command, const Listener& listener);

    ByteStream* stream_; // the one given, or deflated_
    std::unique_ptr<DeflatedStream> deflated_;
    ImapReader reader_;
    InflationLimits inflation_;
    std::function<std::string()> next_tag_;
    std::set<std::string> waiting_; // tags sent and not answered
    std::string literal_mark_ = "}";
    std::string alert_;
    bool leaving_ = false;
};

// What a server said, for a message: control characters removed, at most 200 octets.
std::string shown(const ImapStatus& status);

}
