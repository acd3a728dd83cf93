#include "mail/net/pop3_uids.h"

#include <map>

namespace deskhand::mail {

std::vector<std::string> pop3_uids(std::span<const Pop3Message> messages, Disposal disposal,
                                   std::string_view session)
{
    const auto name = [](const Pop3Message& message) {
        return message.id.value_or("") + ';' + std::to_string(message.size);
    };
    std::map<std::string, int> times, counted;
    for (const auto& message : messages) ++times[name(message)];

    std::vector<std::string> uids;
    for (const auto& message : messages) {
        const auto base = name(message);
        const bool sure = message.id && times[base] == 1;
        if (!sure && disposal == Disposal::remove) {
            uids.push_back('@' + std::string{session} + ';' + std::to_string(message.number) + ';' +
                           std::to_string(message.size));
            continue;
        }
        const int count = ++counted[base];
        uids.push_back(count == 1 ? base : base + ';' + std::to_string(count));
    }
    return uids;
}

bool names_one_session(std::string_view uid) { return !uid.empty() && uid.front() == '@'; }

}
