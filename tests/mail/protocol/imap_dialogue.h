// An IMAP session that plays a transcript, with tags a1, a2, ...
#pragma once
#include "mail/protocol/imap_session.h"
#include "tests/support/scripted_stream.h"
#include "tests/support/stream_errors.h"

#include <chrono>
#include <string>
#include <vector>

namespace deskhand::tests {

inline mail::ImapOptions counting_tags()
{
    mail::ImapOptions options;
    options.conversation.next_tag = [n = 0]() mutable { return "a" + std::to_string(++n); };
    return options;
}

struct ImapDialogue {
    explicit ImapDialogue(const std::string& script, Pieces pieces = Pieces::whole,
                          mail::ImapOptions options = counting_tags())
        : stream{script, pieces}, session{stream, std::move(options)}
    {}

    // Past the login of a server with these capabilities, to be put before a script with tags from a1.
    static std::string logged_in(const std::string& capabilities)
    {
        return "S: * PREAUTH [CAPABILITY IMAP4rev1 " + capabilities + "] hello\n";
    }
    static std::string selected(const std::string& capabilities, int exists)
    {
        return logged_in(capabilities) + "C: a1 SELECT \"INBOX\"\nS: * " + std::to_string(exists) +
            " EXISTS\nS: * OK [UIDVALIDITY 7] valid\nS: a1 OK [READ-WRITE] done\n";
    }
    void select()
    {
        session.greet(mail::ImapUpgrade::none, "mail.example");
        session.select("INBOX", mail::ImapAccess::read_write);
    }
    // Waits as a desk does, looking every 200 ms of the script's time: once a silence.
    mail::ImapSession::News wait(std::chrono::milliseconds most)
    {
        constexpr std::chrono::milliseconds look{200};
        for (auto left = session.begin_wait(most); left > left.zero(); left -= look)
            if (session.hear_news() == mail::ImapSession::News::arrived) break;
        return session.end_wait();
    }
    // "uid:bytes" of what is handed out.
    std::vector<std::string> fetched(const std::vector<std::uint32_t>& uids)
    {
        std::vector<std::string> all;
        session.fetch(uids, [&](mail::ImapMail one) {
            all.push_back(std::to_string(one.uid) + ":" + one.bytes +
                          (one.withheld > 0 ? " of " + std::to_string(one.withheld) : ""));
        });
        return all;
    }

    ScriptedStream stream;
    mail::ImapSession session;
};

// "fine", "refused", or the cause of the StreamError that `action` throws.
template <class Action>
std::string answer_to(Action action)
{
    try {
        return ending_of(action);
    } catch (const mail::LoginRefused&) {
        return "refused";
    }
}

}
