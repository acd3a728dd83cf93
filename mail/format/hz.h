// HZ (RFC 1843): Chinese in seven bits, as mail to and from China's old newsgroups was written.
#pragma once
#include <string>
#include <string_view>

namespace deskhand::mail {

// The same text in GB 2312 with eight bits. What is no pair of two printable octets stays as it is.
std::string gb_from_hz(std::string_view octets);

}
