// The answers of an incremental grammar beside its value: the input is too short, or hopeless.
#pragma once
#include <string>

namespace deskhand::mail {

struct NeedMore {};                       // not complete yet
struct Malformed { std::string reason; }; // can never become valid, whatever follows

}
