// Ordinary mail in any number: plain, with attachments, HTML only, replies with quotes.
#pragma once
#include <string>
#include <vector>

namespace deskhand::bench {

// Deterministic in `count`; about `octets` each, every Message-ID its own. One in ten is HTML only,
// one in five a reply with a quote, one in six carries a base64 attachment.
std::vector<std::string> sample_mails(int count, std::size_t octets = 5000);

}
