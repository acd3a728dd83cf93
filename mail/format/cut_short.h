// Whether a mail is the beginning of another, lost its rest on the way, and came again.
#pragma once
#include <string_view>

namespace deskhand::mail {

// Both have the same Message-ID, and `piece` breaks off somewhere in what `whole` says. What is written on top of a mail at
// each delivery (Return-Path, Received, Delivered-To and their like) may differ. Total and linear.
bool is_beginning_of(std::string_view piece, std::string_view whole);

}
