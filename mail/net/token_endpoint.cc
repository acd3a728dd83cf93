#include "mail/net/token_endpoint.h"

#include "mail/net/deadline.h"
#include "mail/net/poco_stream.h"

#include <fmt/format.h>

namespace deskhand::mail {
namespace {

constexpr std::chrono::seconds most_time{30};

std::string request_text(const WebUrl& url, const std::string& form)
{
    const auto host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
    return fmt::format("POST {} HTTP/1.1\r\nHost: {}:{}\r\nUser-Agent: deskhand\r\nAccept: application/json\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                       url.path, host, url.port, form.size(), form);
}

HttpAnswer read_answer(ByteStream& stream, const Deadline& deadline, const std::string& place)
{
    std::string octets;
    const WipedAtEnd wiped{octets};
    octets.reserve(16u << 10); // grown, it would leave copies behind
    for (auto end = HttpEnd::open;;) {
        try {
            if (deadline.left() == std::chrono::milliseconds::zero())
                throw StreamError{StreamError::Cause::deadline, place + ": no whole answer in time"};
            stream.set_patience(deadline.left());
            octets += stream.read();
        } catch (const StreamError& error) {
            if (error.cause != StreamError::Cause::closed) throw;
            end = HttpEnd::closed;
        }
        auto parsed = parse_http_answer(octets, end);
        if (auto* answer = std::get_if<HttpAnswer>(&parsed)) return std::move(*answer);
        if (const auto* malformed = std::get_if<HttpMalformed>(&parsed))
            throw StreamError{StreamError::Cause::malformed, fmt::format("{}: {}", place, malformed->reason)};
    }
}

}

HttpAnswer post_form(const OAuthRequest& request, const std::string& ca_file)
{
    const auto url = parse_web_url(request.url);
    if (!url) throw StreamError{StreamError::Cause::unreachable, fmt::format("{} is no https address", request.url)};
    const Deadline deadline{most_time};
    Endpoint endpoint;
    endpoint.host = url->host;
    endpoint.port = url->port;
    endpoint.security = url->scheme == WebUrl::Scheme::https ? Security::tls : Security::none;
    endpoint.ca_file = ca_file;
    endpoint.connect_timeout = deadline.left();
    const auto stream = connect(endpoint);
    stream->set_patience(deadline.left());
    auto form = form_encoded(request.fields);
    const WipedAtEnd wiped_form{form};
    auto text = request_text(*url, form);
    const WipedAtEnd wiped_text{text};
    stream->write(text);
    return read_answer(*stream, deadline, fmt::format("{}:{}", url->host, url->port));
}

}
