// Lines that programs, gateways and lists add to what somebody wrote.
#pragma once
#include <string_view>

namespace deskhand::mail {

// "Sent from my iPhone", "Get Outlook for Android".
bool is_device_line(std::string_view content);

// A paragraph at the top in which a gateway warns of mail from outside.
bool is_warning(std::string_view paragraph);

// Names a mailing list or how to leave it.
bool speaks_of_list(std::string_view content);

// The first line of a list's or a company's footer.
bool is_footer_opening(std::string_view content);

// A paragraph that says for whom this message is and that it is confidential.
bool is_disclaimer(std::string_view paragraph);

}
