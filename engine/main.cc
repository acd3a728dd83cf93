// The program's entry point.
#include <fmt/core.h>

int main() { fmt::print("deskhand\n"); }
