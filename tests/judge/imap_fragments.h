// Parts of IMAP responses that judges hold without their frame, put into one.
#pragma once
#include "tests/judge/record.h"

#include <string>
#include <vector>

namespace deskhand::judge {

// A record's octets as a server would send them, and what they must mean (imap_meaning.h). Nothing in
// `meanings` = nothing is stated.
struct ImapWire {
    std::string octets;
    std::vector<std::string> meanings;
};

ImapWire imap_wire(const Record& record);

}
