// A server that asks to be left alone for a while.
#pragma once
#include "mail/protocol/byte_stream.h"

#include <chrono>
#include <string>

namespace deskhand::mail {

// The session is over, and none may begin before `pause` has passed.
struct Throttled : StreamError {
    Throttled(std::chrono::milliseconds how_long, const std::string& what) : StreamError{Cause::closed, what}, pause{how_long} {}
    std::chrono::milliseconds pause;
};

}
