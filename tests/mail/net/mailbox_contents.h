// What lies in a mailbox, as the mailbox tells it.
#pragma once
#include "mail/net/mailbox.h"

#include <string>
#include <utility>
#include <vector>

namespace deskhand::tests {

inline std::vector<std::string> listed(mail::Mailbox& mailbox)
{
    std::vector<std::string> uids;
    for (const auto& mail : mailbox.list().mails) uids.push_back(mail.uid);
    return uids;
}

inline std::vector<std::string> fetched(mail::Mailbox& mailbox, const std::vector<std::string>& uids)
{
    std::vector<std::string> bytes;
    mailbox.fetch(uids, [&](mail::FetchedMail mail) { bytes.push_back(std::move(mail.bytes)); });
    return bytes;
}

}
