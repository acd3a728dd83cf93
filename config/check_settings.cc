#include "config/quantity.h"
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
        unique("mailboxes", "mailboxes", settings_.mailboxes, name);
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
                report_.error(place("mailboxes", i),
                              fmt::format("mailbox `{}` reads what `{}` reads already",
                                          mailbox.name, at->second),
                              "keep one of them, or name another folder");
            if (const auto address = address_of(user)) {
                read_here_.insert(lower(address->addr));
                if (own_.count(lower(address->addr)) == 0)
                    report_.warning(
                        place("mailboxes", i, "user"),
                        fmt::format("mailbox `{}`: mail to {} arrives here, yet the desk does not "
                                    "know it as its own",
                                    mailbox.name, address->addr),
                        "add it to desk: also_known_as, or mail loops through it stay unseen");
            }
        }
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
    check.addresses();
    check.outgoing();
}

}
