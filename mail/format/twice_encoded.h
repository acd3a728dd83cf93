// Text that some program took for another charset, and wrote as UTF-8 a second time.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace deskhand::mail {

// The text as it was before, when all of it reads as octets of windows-1252 or windows-1251 that are
// UTF-8 again, with several letters beyond ASCII ("GrÃ¶ÃŸe", "РџСЂРёРІРµС‚"); nothing otherwise. Who
// quotes a few such letters in sound text is not changed: the sound ones are no such octets.
std::optional<std::string> decoded_once_more(std::string_view utf8);

}
