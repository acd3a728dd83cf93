// Property: an IMAP server's octets mean the same whether they arrive at once or in pieces, and what
// is kept stays within the limits.
#include "mail/protocol/imap_reader.h"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

constexpr ImapLimits limits{.line = 4096, .literal = 1024, .skipped = 8192};

struct Meaning {
    std::string& out;

    void operator()(const ImapTagged& r) const { out += "tagged " + r.tag + r.status.code.name + r.status.text; }
    void operator()(const ImapContinuation& r) const { out += "+" + r.text; }
    void operator()(const ImapStatus& r) const { out += "status " + r.code.name + r.code.arguments + r.text; }
    void operator()(const ImapCapabilities& r) const
    {
        for (const auto& name : r.names) out += name + ' ';
    }
    void operator()(const ImapExists& r) const { out += "exists " + std::to_string(r.count); }
    void operator()(const ImapExpunged& r) const { out += "expunge " + std::to_string(r.sequence); }
    void operator()(const ImapVanished& r) const { out += "vanished " + r.uids.text(); }
    void operator()(const ImapFetch& r) const
    {
        if (r.body && r.body->size() > limits.literal + limits.line) std::abort();
        if (r.uid && *r.uid == 0) std::abort();
        out += "fetch " + std::to_string(r.uid.value_or(0)) + r.body.value_or("-") + r.header.value_or("-") +
            r.email_id + r.gmail_id + std::to_string(r.withheld);
    }
    void operator()(const ImapSearch& r) const
    {
        if (const auto again = parse_uid_set(r.found.text()); !r.found.empty() && again != r.found) std::abort();
        out += "search " + r.tag + r.found.text();
    }
    void operator()(const ImapFolder& r) const { out += "folder " + r.name; }
    void operator()(const ImapNamespace& r) const { out += "namespace " + r.prefix; }
    void operator()(const ImapFolderStatus& r) const
    {
        out += "folder status " + r.name;
        for (const auto& [name, value] : r.items) out += name + std::to_string(value);
    }
    void operator()(const ImapIgnored& r) const { out += "ignored " + r.name; }
    void operator()(const ImapUnreadable& r) const { out += "unreadable " + r.reason; }
};

// Up to `size` octets at a time.
std::string story(std::string_view octets, std::size_t size)
{
    ImapReader reader{limits};
    std::string out;
    for (std::size_t at = 0; at < octets.size(); at += size) {
        reader.feed(std::string{octets.substr(at, size)});
        for (;;) {
            const auto next = reader.next();
            if (std::holds_alternative<NeedMore>(next)) break;
            if (const auto* bad = std::get_if<Malformed>(&next)) return out + "malformed " + bad->reason;
            std::visit(Meaning{out}, std::get<ImapResponse>(next));
            out += '\n';
        }
    }
    return out + (reader.empty() ? "" : "more");
}

}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto whole = story(octets, size + 1);
    if (story(octets, 1) != whole || story(octets, 7) != whole) std::abort();
    return 0;
}
