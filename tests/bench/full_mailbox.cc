#include "tests/bench/full_mailbox.h"

#include "tests/bench/sample_mails.h"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>

namespace deskhand::bench {

void fill_mailbox(const tests::Dovecot& dovecot, const std::string& user, std::size_t mails)
{
    const auto folder = dovecot.maildir(user);
    for (const auto* sub : {"cur", "new", "tmp"}) std::filesystem::create_directories(folder / sub);
    int number = 0;
    for (const auto& mail : sample_mails(static_cast<int>(mails)))
        std::ofstream{folder / "cur" / fmt::format("1700000000.{:06}.bench,S={}:2,", ++number, mail.size()), std::ios::binary} << mail;
    tests::give_to(tests::unprivileged_user(), folder);
}

}
