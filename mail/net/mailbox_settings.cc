#include "mail/net/mailbox_settings.h"

#include "mail/net/imap_mailbox.h"
#include "mail/net/maildir_mailbox.h"
#include "mail/net/pop3_mailbox.h"

#include <stdexcept>

namespace deskhand::mail {
namespace {

struct Make {
    const MailboxSettings& settings;

    std::unique_ptr<Mailbox> operator()(const ImapSettings& imap) const
    {
        return make_imap_mailbox(imap, settings);
    }
    std::unique_ptr<Mailbox> operator()(const Pop3Settings& pop3) const
    {
        if (pop3.disposal != Disposal::keep && pop3.disposal != Disposal::remove)
            throw std::invalid_argument{"mailbox " + settings.name + ": POP3 has neither flags nor folders; "
                                        "set its disposal to keep or remove"};
        return make_pop3_mailbox(pop3, settings);
    }
    std::unique_ptr<Mailbox> operator()(const MaildirSettings& maildir) const
    {
        return make_maildir_mailbox(maildir, settings.largest_mail);
    }
};

}

Disposal disposal_of(const MailboxSettings& settings)
{
    return std::visit([](const auto& where) { return where.disposal; }, settings.where);
}

const std::string& host_of(const MailboxSettings& settings)
{
    static const std::string none;
    return std::visit([](const auto& where) -> const std::string& {
        if constexpr (requires { where.server; }) return where.server.host;
        else return none;
    }, settings.where);
}

std::unique_ptr<Mailbox> make_mailbox(const MailboxSettings& settings)
{
    return std::visit(Make{settings}, settings.where);
}

}
