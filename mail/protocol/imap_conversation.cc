#include "mail/protocol/imap_conversation.h"

#include "mail/protocol/imap_cursor.h"

#include <algorithm>
#include <charconv>
#include <random>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;
using std::chrono::milliseconds;

constexpr std::size_t longest_shown = 200;
constexpr std::size_t longest_unsynchronised = 4096; // RFC 7888, LITERAL-
// Responses heard without a tagged answer; "* OK Still here" must not go on for ever.
constexpr std::size_t most_responses = 1u << 20;
constexpr milliseconds usual_pause{5 * 60'000}, longest_pause{10 * 60'000};

std::function<std::string()> random_tags()
{
    return [engine = std::mt19937_64{std::random_device{}()}]() mutable {
        static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuv";
        std::string tag = "d";
        for (auto bits = engine(); tag.size() < 11; bits >>= 5) tag += alphabet[bits & 31];
        return tag;
    };
}

// "Request is throttled. Suggested Backoff Time: 92415 milliseconds"
void stop_when_throttled(const ImapStatus& status)
{
    const auto text = upper(status.text);
    constexpr std::string_view hint = "SUGGESTED BACKOFF TIME:";
    const auto at = text.find(hint);
    if (at == std::string::npos && text.find("REQUEST IS THROTTLED") == std::string::npos) return;
    milliseconds pause = usual_pause;
    if (at != std::string::npos) {
        const auto digits = text.find_first_not_of(' ', at + hint.size());
        std::int64_t value = 0;
        if (digits != std::string::npos &&
            std::from_chars(text.data() + digits, text.data() + text.size(), value).ec == std::errc{})
            pause = std::clamp(milliseconds{value}, milliseconds{0}, longest_pause);
    }
    throw Throttled{pause, "the server asks for a pause: " + shown(status)};
}

}

std::string shown(const ImapStatus& status)
{
    std::string text = status.code.name.empty() ? status.text : "[" + status.code.name + "] " + status.text;
    text.resize(std::min(text.size(), longest_shown));
    std::replace_if(text.begin(), text.end(),
                    [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

ImapConversation::ImapConversation(ByteStream& stream, ImapConversationOptions options)
    : stream_{&stream}, reader_{options.limits}, inflation_{options.inflation},
      next_tag_{options.next_tag ? std::move(options.next_tag) : random_tags()}
{
    expect(ImapReader::Literals::small);
}

std::vector<std::string> ImapConversation::send(const std::vector<ImapCommand>& commands)
{
    std::vector<std::string> tags;
    std::string lines;
    for (const auto& command : commands) {
        tags.push_back(next_tag_());
        lines += tags.back() + ' ' + command.pieces().front().octets + "\r\n";
    }
    stream_->write(lines);
    waiting_.insert(tags.begin(), tags.end());
    return tags;
}

std::string ImapConversation::send(const ImapCommand& command)
{
    return send(std::vector{command}).front();
}

ImapStatus ImapConversation::run(const ImapCommand& command, const Listener& listener)
{
    if (command.pieces().size() > 1) return run_with_literals(command, listener);
    return finish(send(command), listener);
}

ImapStatus ImapConversation::run_with_literals(const ImapCommand& command, const Listener& listener)
{
    const auto tag = next_tag_();
    std::string line = tag + ' ';
    for (const auto& piece : command.pieces()) {
        if (piece.kind == ImapPiece::Kind::text) {
            line += piece.octets;
            continue;
        }
        const bool at_once = literal_mark_ == "+}" && piece.octets.size() <= longest_unsynchronised;
        line += '{' + std::to_string(piece.octets.size()) + (at_once ? "+}" : "}") + "\r\n";
        if (!at_once) {
            stream_->write(std::exchange(line, {}));
            waiting_.insert(tag);
            const auto answer = hear_go_ahead(listener);
            if (const auto* tagged = std::get_if<ImapTagged>(&answer)) {
                if (tagged->status.ok())
                    throw StreamError{Cause::malformed, "the server answers half a command with OK"};
                return tagged->status;
            }
        }
        line += piece.octets;
    }
    stream_->write(line + "\r\n");
    waiting_.insert(tag);
    return finish(tag, listener);
}

ImapStatus ImapConversation::finish(const std::string& tag, const Listener& listener)
{
    for (std::size_t heard = 0; heard < most_responses; ++heard) {
        auto response = hear();
        if (const auto* tagged = std::get_if<ImapTagged>(&response)) {
            if (tagged->tag == tag) return tagged->status;
        } else if (listener) {
            listener(response);
        }
    }
    throw StreamError{Cause::malformed, "the server talks without answering"};
}

ImapResponse ImapConversation::hear_go_ahead(const Listener& listener)
{
    for (std::size_t heard = 0; heard < most_responses; ++heard) {
        auto response = hear();
        if (std::holds_alternative<ImapContinuation>(response) ||
            std::holds_alternative<ImapTagged>(response))
            return response;
        if (listener) listener(response);
    }
    throw StreamError{Cause::malformed, "the server talks without answering"};
}

std::optional<ImapResponse> ImapConversation::parsed()
{
    auto next = reader_.next();
    if (std::holds_alternative<NeedMore>(next)) return {};
    if (const auto* bad = std::get_if<Malformed>(&next))
        throw StreamError{Cause::malformed, "IMAP: " + bad->reason};
    auto response = std::get<ImapResponse>(std::move(next));
    admit(response);
    return response;
}

// Stops at what no dialogue survives, and notes alerts.
void ImapConversation::admit(const ImapResponse& response)
{
    if (const auto* tagged = std::get_if<ImapTagged>(&response)) {
        if (waiting_.erase(tagged->tag) == 0)
            throw StreamError{Cause::malformed, "an answer to a command that was not sent"};
        if (!tagged->status.ok()) stop_when_throttled(tagged->status);
        if (tagged->status.code.name == "ALERT") alert_ = shown(tagged->status);
    } else if (const auto* status = std::get_if<ImapStatus>(&response)) {
        if (status->code.name == "ALERT") alert_ = shown(*status);
        if (status->kind != ImapStatus::Kind::bye || leaving_) return;
        stop_when_throttled(*status);
        throw StreamError{Cause::closed, "the server says goodbye: " + shown(*status)};
    }
}

ImapResponse ImapConversation::hear()
{
    for (;;) {
        if (auto response = parsed()) return *std::move(response);
        reader_.feed(stream_->read());
    }
}

std::optional<ImapResponse> ImapConversation::hear_within(milliseconds most)
{
    if (auto response = parsed()) return response;
    if (!stream_->readable_within(most)) return {};
    reader_.feed(stream_->read());
    return parsed();
}

void ImapConversation::start_tls(const std::string& host)
{
    if (!reader_.empty())
        throw StreamError{Cause::untrusted, "octets were slipped in before TLS"};
    stream_->start_tls(host);
}

void ImapConversation::start_compression()
{
    deflated_ = std::make_unique<DeflatedStream>(*stream_, reader_.take_unused(), inflation_);
    stream_ = deflated_.get();
}

}
