#include "tests/support/scripted_stream.h"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <stdexcept>

namespace deskhand::tests {
namespace {

using mail::StreamError;

std::string unescaped(std::string_view text)
{
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            octets += text[i];
            continue;
        }
        switch (const char c = text[++i]) {
        case 'r': octets += '\r'; break;
        case 'n': octets += '\n'; break;
        case 't': octets += '\t'; break;
        case '0': octets += '\0'; break;
        case 'x':
            octets += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
            i += 2;
            break;
        default: octets += c;
        }
    }
    return octets;
}

std::string shown(std::string_view octets)
{
    std::string text;
    for (const char c : octets.substr(0, 200)) {
        if (c == '\r') text += "\\r";
        else if (c == '\n') text += "\\n";
        else text += c;
    }
    return text;
}

}

ScriptedStream::ScriptedStream(const std::string& script, Pieces pieces) : pieces_{pieces}
{
    std::istringstream in{script};
    for (std::string line; std::getline(in, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (!line.empty()) script_.push_back(line_of(line));
    }
}

ScriptedStream::~ScriptedStream()
{
    const bool hung_up = script_.size() == 1 && script_.front().kind == Line::Kind::hang_up;
    BOOST_TEST((script_.empty() || hung_up),
               "script not finished: " << (script_.empty() ? "" : shown(script_.front().text)));
    BOOST_TEST(heard_.empty(), "the client also said: " << shown(heard_));
}

ScriptedStream::Line ScriptedStream::line_of(const std::string& text)
{
    using Kind = Line::Kind;
    const auto mark = text.substr(0, 2);
    const auto rest = text.size() > 3 ? text.substr(3) : std::string{};
    if (mark == "S:") return {Kind::server, rest + "\r\n"};
    if (mark == "C:") return {Kind::client, rest + "\r\n"};
    if (mark == "S|") return {Kind::server, unescaped(rest)};
    if (mark == "C|") return {Kind::client, unescaped(rest)};
    if (text == "TLS") return {Kind::tls, text};
    if (text == "TLS!") return {Kind::tls_refused, text};
    if (text == "...") return {Kind::silence, text};
    if (text == "X") return {Kind::hang_up, text};
    throw std::invalid_argument{"not a script line: " + text};
}

std::string ScriptedStream::read()
{
    if (script_.empty() || script_.front().kind == Line::Kind::hang_up)
        throw StreamError{StreamError::Cause::closed, "the script hangs up"};
    if (script_.front().kind == Line::Kind::silence) {
        script_.pop_front();
        throw StreamError{StreamError::Cause::deadline, "the script is silent"};
    }
    BOOST_REQUIRE_MESSAGE(script_.front().kind == Line::Kind::server,
                          "the client listens, the script waits for: " << shown(script_.front().text));
    std::string said;
    while (!script_.empty() && script_.front().kind == Line::Kind::server) {
        said += script_.front().text;
        script_.pop_front();
    }
    if (pieces_ == Pieces::single_octets && said.size() > 1) {
        script_.push_front({Line::Kind::server, said.substr(1)});
        said.resize(1);
    }
    return said;
}

void ScriptedStream::write(std::string_view bytes)
{
    writes_.emplace_back(bytes);
    if (!script_.empty() && script_.front().kind == Line::Kind::hang_up)
        throw StreamError{StreamError::Cause::closed, "the script has hung up"};
    heard_ += bytes;
    match();
}

// Strikes out the client lines that have been said completely.
void ScriptedStream::match()
{
    while (!heard_.empty()) {
        if (!script_.empty() && script_.front().kind == Line::Kind::hang_up) {
            heard_.clear(); // went into a closing connection
            return;
        }
        BOOST_REQUIRE_MESSAGE(!script_.empty() && script_.front().kind == Line::Kind::client,
                              "the client says: " << shown(heard_) << "\nthe script has: "
                                                  << (script_.empty() ? "its end" : shown(script_.front().text)));
        const auto& wanted = script_.front().text;
        const auto said = heard_.substr(0, wanted.size());
        BOOST_REQUIRE_MESSAGE(wanted.compare(0, said.size(), said) == 0,
                              "the client says: " << shown(heard_) << "\nthe script has:  " << shown(wanted));
        if (said.size() < wanted.size()) return;
        heard_.erase(0, said.size());
        script_.pop_front();
    }
}

bool ScriptedStream::readable_within(std::chrono::milliseconds)
{
    if (script_.empty()) return true; // the end of the stream is readable
    if (script_.front().kind == Line::Kind::silence) {
        script_.pop_front();
        return false;
    }
    return script_.front().kind == Line::Kind::server || script_.front().kind == Line::Kind::hang_up;
}

void ScriptedStream::start_tls(const std::string& host)
{
    using Kind = Line::Kind;
    BOOST_REQUIRE_MESSAGE(!script_.empty() && (script_.front().kind == Kind::tls ||
                                               script_.front().kind == Kind::tls_refused),
                          "the client starts TLS, the script has: "
                              << (script_.empty() ? "its end" : shown(script_.front().text)));
    const auto kind = script_.front().kind;
    script_.pop_front();
    tls_host_ = host;
    if (kind == Kind::tls_refused)
        throw StreamError{StreamError::Cause::untrusted, "the script's certificate is not trusted"};
}

}
