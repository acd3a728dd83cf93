// A TCP port on the loopback that nobody listens on.
#pragma once
#include <cstdint>

namespace deskhand::tests {

// Chosen by the kernel; free when asked, so a server should bind it soon.
std::uint16_t free_port();

// Whether something accepts connections on 127.0.0.1 at that port.
bool answers(std::uint16_t port);

}
