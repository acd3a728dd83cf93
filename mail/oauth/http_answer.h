// An HTTP answer read from octets (RFC 9112), bounded; only as much of HTTP as a token endpoint speaks.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace deskhand::mail {

struct HttpAnswer {
    int status = 0; // 100..599
    std::string body;
    std::optional<std::chrono::seconds> retry_after; // when said in seconds (RFC 9110 section 10.2.3)
    bool operator==(const HttpAnswer&) const = default;
};

struct HttpIncomplete {}; // more octets are to come
struct HttpMalformed {
    std::string reason;
};

// Octets of a whole answer; a longer one is malformed.
inline constexpr std::size_t largest_http_answer = 256u << 10;

enum class HttpEnd { open, closed }; // whether the peer may still say something

// Total: what the octets say so far. A body without a length ends with the connection; one that is cut
// off is malformed once the peer has closed. Answers 1xx are passed over.
std::variant<HttpAnswer, HttpIncomplete, HttpMalformed> parse_http_answer(std::string_view octets, HttpEnd end);

}
