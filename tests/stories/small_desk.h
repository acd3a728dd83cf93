// A desk between two Maildirs, working when told to.
#pragma once
#include "tests/stories/desk_view.h"
#include "tests/support/desk_program.h"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace deskhand::tests {

namespace fs = std::filesystem;

struct Letter {
    std::string from = "rita@client.example";
    std::string subject = "printer";
    std::string headers{}; // more of them, CRLF line ends
    std::string words = "It smokes.";
};

struct SmallDesk {
    explicit SmallDesk(const std::string& address = "help@desk.example", const std::string& more = {})
        : folder{options_for(address, more)}, address_{address}
    {
        make_maildir(mail.path() / "in");
    }

    DeskOptions options_for(const std::string& address, const std::string& more) const
    {
        const auto domain = address.substr(address.find('@') + 1);
        return {.address = address, .mailboxes = {maildir_mailbox("inbox", mail.path() / "in")}, .outgoing = relay_into(mail.path() / "out"),
                .staff = "  - {name: anna, address: anna@" + domain + "}\n",
                .queues = "  - {name: helpdesk, staff: [anna]}\n  - {name: network, staff: [anna]}\n", .more = more};
    }
    fs::path in(const std::string& name) const { return mail.path() / "in" / "new" / name; }

    void bring(const std::string& name, const Letter& letter) const
    {
        write_octets(in(name), "From: " + letter.from + "\r\nTo: " + address_ + "\r\nSubject: " + letter.subject + "\r\nMessage-ID: <" + name +
                                   "@client.example>\r\n" + letter.headers + "\r\n" + letter.words + "\r\n");
    }
    void work() const
    {
        const auto pass = run_command(folder, {"run", "--once"});
        BOOST_TEST(pass.code == 0, pass.err);
    }
    int mails_to(const std::string& recipient) const
    {
        const auto rows = outgoing_of(folder);
        return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.recipient == recipient; }));
    }
    std::string acknowledgement_id() const
    {
        const auto rows = outgoing_of(folder);
        const auto found = std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.purpose == engine::Purpose::acknowledgement; });
        return found == rows.end() ? std::string{} : found->message_id;
    }

    TempDir mail;
    DeskFolder folder;

private:
    std::string address_;
};

}
