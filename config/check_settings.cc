#include "config/quantity.h"
#include "config/read_lmtp.h"
#include "config/read_settings.h"
#include "config/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace deskhand::config {

namespace {

namespace fs = std::filesystem;

// What several sections say together, each complaint at the place of the later one.
class Check {
public:
    Check(const Settings& settings, const Node& document, Report& report)
        : settings_{settings}, document_{document}, report_{report}
    {
        own_.insert(lower(settings.desk.address.addr));
        for (const auto& address : settings.desk.also_known_as) own_.insert(lower(address));
        for (const auto& member : settings.staff) staff_.push_back(member.name);
        for (const auto& queue : settings.queues) queues_.push_back(queue.name);
    }

    void names()
    {
        const auto name = [](const auto& item) -> const std::string& { return item.name; };
        mailbox_names();
        unique("queues", "queues", settings_.queues, name);
        unique("staff", "members of staff", settings_.staff, name);
        if (!known(queues_, settings_.default_queue))
            report_.error(
                place("default_queue"),
                fmt::format("`default_queue`: there is no queue `{}`", settings_.default_queue),
                advice(settings_.default_queue, queues_));
        for (std::size_t i = 0; i < settings_.queues.size(); ++i) queue(i);
    }

    void addresses()
    {
        std::map<std::string, std::string> seen;
        for (std::size_t i = 0; i < settings_.staff.size(); ++i) {
            const auto& member = settings_.staff[i];
            const auto address = lower(member.address.addr);
            if (address.empty()) continue;
            if (own_.count(address) + read_here_.count(address) > 0)
                report_.error(
                    place("staff", i, "address"),
                    fmt::format("staff `{}`: notices to {} would come back to the desk as requests",
                                member.name, address),
                    "give the person an address of their own");
            else if (const auto [at, fresh] = seen.emplace(address, member.name); !fresh)
                report_.error(
                    place("staff", i, "address"),
                    fmt::format("staff `{}` has the address of `{}`", member.name, at->second),
                    "keep one of them");
        }
    }

    // Accounts read here: their addresses must be known as ours, and none is read twice.
    void mailboxes()
    {
        std::map<std::string, std::string> sources;
        for (std::size_t i = 0; i < settings_.mailboxes.size(); ++i) {
            const auto& mailbox = settings_.mailboxes[i];
            const auto [source, user] = identity(mailbox);
            if (const auto [at, fresh] = sources.emplace(source, mailbox.name);
                !fresh && !source.empty())
                report_.error(mailbox_place(Kind::fetched, i),
                              fmt::format("mailbox `{}` reads what `{}` reads already",
                                          mailbox.name, at->second),
                              "keep one of them, or name another folder");
            if (const auto address = address_of(user)) arrives_here(mailbox.name, address->addr, mailbox_place(Kind::fetched, i, "user"));
        }
    }

    // Where mail is handed in: by whom, for whom, and nowhere twice.
    void lmtp()
    {
        std::map<std::string, std::string> doors;
        for (std::size_t i = 0; i < settings_.lmtp.size(); ++i) {
            const auto& mailbox = settings_.lmtp[i];
            const auto where = mail::shown(mailbox.listen);
            if (const auto [at, fresh] = doors.emplace(where, mailbox.name); !fresh)
                report_.error(mailbox_place(Kind::lmtp, i, "listen"),
                              fmt::format("mailbox `{}` listens where `{}` does already", mailbox.name, at->second),
                              "keep one of them, or name another port or file");
            if (!mail::is_local(mailbox.listen))
                report_.warning(mailbox_place(Kind::lmtp, i, "listen"),
                                fmt::format("mailbox `{}`: everybody who reaches {} can hand mail in, unseen by your mail server's checks",
                                            mailbox.name, where),
                                "listen on 127.0.0.1 or on a socket file, or let a firewall admit your mail server only");
            if (mailbox.listen.unix_socket.empty() || (mailbox.listen.mode & 022) != 0) continue;
            report_.warning(mailbox_place(Kind::lmtp, i, "mode"),
                            fmt::format("mailbox `{}`: with mode {:04o} only the desk's own account can connect", mailbox.name, mailbox.listen.mode),
                            "write mode: 0660 and run the desk in your mail server's group, or mode: 0666");
        }
        for (std::size_t i = 0; i < settings_.lmtp.size(); ++i)
            for (const auto& recipient : settings_.lmtp[i].recipients) arrives_here(settings_.lmtp[i].name, recipient, mailbox_place(Kind::lmtp, i, "recipients"));
    }

    void outgoing()
    {
        const auto* maildir = std::get_if<MaildirRelay>(&settings_.outgoing);
        for (const auto& mailbox : settings_.mailboxes) {
            const auto* source = std::get_if<mail::MaildirSettings>(&mailbox.where);
            if (maildir && source && maildir->path == source->path)
                report_.error(
                    place("outgoing"),
                    fmt::format("outgoing mail would be read again by mailbox `{}`", mailbox.name),
                    "name another Maildir");
        }
        const auto* relay = std::get_if<mail::RelaySettings>(&settings_.outgoing);
        const bool answers = settings_.prediction.auto_reply == AutoReply::automatic;
        if (relay && answers && !settings_.answer_from)
            report_.warning(place("prediction"),
                            "old mail in the mailboxes will be answered as if it were new",
                            "write answer_from: with today's date");
    }

private:
    enum class Kind { fetched, lmtp };

    // Of the mailbox that is number `item` of its kind; the file has both in one list.
    Place mailbox_place(Kind kind, std::size_t item, std::string_view inner = {}) const
    {
        const auto* list = find(document_, "mailboxes");
        if (!list || list->kind != Node::Kind::list) return place("mailboxes", 0, inner);
        std::size_t number = 0;
        for (std::size_t i = 0; i < list->items.size(); ++i)
            if (is_lmtp(list->items[i]) == (kind == Kind::lmtp) && number++ == item) return place("mailboxes", i, inner);
        return list->place;
    }

    void mailbox_names()
    {
        std::set<std::string> seen;
        const auto check = [&](const std::string& name, Place where) {
            if (!name.empty() && !seen.insert(lower(name)).second)
                report_.error(std::move(where), fmt::format("there are two mailboxes called `{}`", name), "give one of them another name");
        };
        for (std::size_t i = 0; i < settings_.mailboxes.size(); ++i) check(settings_.mailboxes[i].name, mailbox_place(Kind::fetched, i, "name"));
        for (std::size_t i = 0; i < settings_.lmtp.size(); ++i) check(settings_.lmtp[i].name, mailbox_place(Kind::lmtp, i, "name"));
    }

    void arrives_here(const std::string& mailbox, const std::string& address, Place where)
    {
        read_here_.insert(lower(address));
        if (own_.count(lower(address)) > 0) return;
        report_.warning(std::move(where),
                        fmt::format("mailbox `{}`: mail to {} arrives here, yet the desk does not know it as its own", mailbox, address),
                        "add it to desk: also_known_as, or mail loops through it stay unseen");
    }

    using Names = std::vector<std::string_view>;

    static bool known(const Names& names, std::string_view name)
    {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    Place place(std::string_view key) const
    {
        const auto* found = find(document_, key);
        return found ? found->place : document_.place;
    }

    Place place(std::string_view key, std::size_t item, std::string_view inner = {}) const
    {
        const auto* list = find(document_, key);
        if (!list) return document_.place;
        const Node* node =
            list->kind == Node::Kind::list && item < list->items.size() ? &list->items[item] : list;
        const auto* found = inner.empty() ? nullptr : find(*node, inner);
        return found ? found->place : node->place;
    }

    template <class Items, class Name>
    void unique(std::string_view key, std::string_view what, const Items& items, Name name)
    {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (!name(items[i]).empty() && !seen.insert(lower(name(items[i]))).second)
                report_.error(place(key, i, "name"),
                              fmt::format("there are two {} called `{}`", what, name(items[i])),
                              "give one of them another name");
    }

    void queue(std::size_t number)
    {
        const auto& queue = settings_.queues[number];
        for (const auto& name : queue.staff)
            if (!known(staff_, name))
                report_.error(
                    place("queues", number, "staff"),
                    fmt::format("queue `{}`: nobody of the staff is called `{}`", queue.name, name),
                    advice(name, staff_));
        if (queue.address && !queue.address->addr.empty() &&
            own_.count(lower(queue.address->addr)) == 0)
            report_.warning(place("queues", number, "address"),
                            fmt::format("queue `{}`: the desk does not know {} as its own",
                                        queue.name, queue.address->addr),
                            "add it to desk: also_known_as and have its mail delivered to a "
                            "mailbox named here");
    }

    // What is read, and as whom; two equal sources are one.
    static std::pair<std::string, std::string> identity(const mail::MailboxSettings& mailbox)
    {
        if (const auto* imap = std::get_if<mail::ImapSettings>(&mailbox.where))
            return {
                fmt::format("{}/{}/{}", lower(imap->server.host), imap->login.user, imap->folder),
                imap->login.user};
        if (const auto* pop3 = std::get_if<mail::Pop3Settings>(&mailbox.where))
            return {fmt::format("{}/{}/INBOX", lower(pop3->server.host), pop3->login.user),
                    pop3->login.user};
        return {std::get<mail::MaildirSettings>(mailbox.where).path.string(), {}};
    }

    const Settings& settings_;
    const Node& document_;
    Report& report_;
    std::set<std::string> own_, read_here_;
    Names staff_, queues_;
};

}

void check_settings(const Settings& settings, const Node& document, Report& report)
{
    Check check{settings, document, report};
    check.names();
    check.mailboxes();
    check.lmtp();
    check.addresses();
    check.outgoing();
}

}
