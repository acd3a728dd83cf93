// 127.0.0.1 and a port, as the socket calls want it.
#pragma once
#include <netinet/in.h>

#include <cstdint>

namespace deskhand::tests {

inline sockaddr_in loopback_address(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}
