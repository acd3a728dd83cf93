#include "predict/pairing.h"

#include "predict/groups.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace deskhand::predict {
namespace {

// Marks that mail programs put in front of a subject, small letters, without the colon.
constexpr std::string_view reply_marks[] = {"re", "aw", "antw", "antwort", "sv", "vs", "rv", "res", "ref", "odp",
                                            "fw", "fwd", "wg", "tr", "enc", "rif", "i", "r", "doorst", "vl", "vb"};

std::string lowered(std::string_view text)
{
    std::string small{text};
    for (auto& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return small;
}

// Every run of blanks and control octets is one blank, none at the ends.
std::string without_spare_blanks(std::string_view text)
{
    std::string collapsed;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ';
        if (!blank) collapsed += c;
        else if (!collapsed.empty() && collapsed.back() != ' ') collapsed += ' ';
    }
    if (!collapsed.empty() && collapsed.back() == ' ') collapsed.pop_back();
    return collapsed;
}

std::string_view without_lead(std::string_view text)
{
    return text.substr(std::min(text.size(), text.find_first_not_of(' ')));
}

// Cuts one "re:", "re[2]:" or "[tag]" off the front; the same text when there is none.
std::string_view without_mark(std::string_view subject)
{
    if (!subject.empty() && subject.front() == '[') {
        const auto end = subject.find(']');
        return end == std::string_view::npos ? subject : without_lead(subject.substr(end + 1));
    }
    const auto colon = subject.find(':');
    if (colon == std::string_view::npos) return subject;
    auto mark = subject.substr(0, std::min(colon, subject.find('[')));
    while (!mark.empty() && mark.back() == ' ') mark.remove_suffix(1);
    const bool known = std::find(std::begin(reply_marks), std::end(reply_marks), mark) != std::end(reply_marks);
    return known ? without_lead(subject.substr(colon + 1)) : subject;
}

// The mails in order of time, each Message-ID once, with a number for each conversation.
class Conversations {
public:
    Conversations(std::span<const PastMail> mails, const std::set<std::string>& staff)
    {
        for (const auto& address : staff) staff_.insert(lowered(address));
        keep_one_of_each(mails);
        Groups groups{mails_.size()};
        link_by_headers(groups);
        link_by_subject(groups);
        for (std::uint32_t i = 0; i < mails_.size(); ++i) members_[groups.of(i)].push_back(i);
    }

    const std::map<std::uint32_t, std::vector<std::uint32_t>>& members() const { return members_; }
    const PastMail& mail(std::uint32_t i) const { return *mails_[i]; }
    bool from_staff(std::uint32_t i) const { return staff_.contains(lowered(mails_[i]->from)); }

private:
    void keep_one_of_each(std::span<const PastMail> mails)
    {
        for (const auto& mail : mails) mails_.push_back(&mail);
        // among copies the one that says most about its place comes first
        std::stable_sort(mails_.begin(), mails_.end(), [](const PastMail* a, const PastMail* b) {
            if (a->date != b->date) return a->date < b->date;
            if (a->message_id != b->message_id) return a->message_id < b->message_id;
            return (a->queue.empty() ? 0 : 1) + (a->ticket.empty() ? 0 : 1) >
                   (b->queue.empty() ? 0 : 1) + (b->ticket.empty() ? 0 : 1);
        });
        std::set<std::string_view> seen;
        std::erase_if(mails_, [&](const PastMail* mail) {
            return !mail->message_id.empty() && !seen.insert(mail->message_id).second;
        });
    }

    void link_by_headers(Groups& groups) const
    {
        // ids are joined even when the mail that has them is not here: siblings share a parent
        std::unordered_map<std::string, std::uint32_t> first_with;
        const auto join = [&](std::uint32_t i, const std::string& id) {
            if (id.size() <= 1) return; // only the prefix
            const auto [entry, fresh] = first_with.try_emplace(id, i);
            if (!fresh) groups.join(entry->second, i);
        };
        for (std::uint32_t i = 0; i < mails_.size(); ++i) {
            const auto& mail = *mails_[i];
            join(i, "t" + mail.ticket);
            join(i, "m" + mail.message_id);
            for (const auto& id : mail.in_reply_to) join(i, "m" + id);
            for (const auto& id : mail.references) join(i, "m" + id);
        }
    }

    // A staff mail without linking headers follows the latest request of its recipient with that subject.
    void link_by_subject(Groups& groups) const
    {
        std::map<std::pair<std::string, std::string>, std::uint32_t> latest; // (subject, requester)
        for (std::uint32_t i = 0; i < mails_.size(); ++i) {
            const auto& mail = *mails_[i];
            const auto subject = thread_subject(mail.subject);
            if (subject.empty()) continue;
            if (!from_staff(i)) {
                latest[{subject, lowered(mail.from)}] = i;
                continue;
            }
            if (!mail.in_reply_to.empty() || !mail.references.empty() || !mail.ticket.empty()) continue;
            for (const auto& recipient : mail.to) {
                const auto request = latest.find({subject, lowered(recipient)});
                if (request == latest.end()) continue;
                if (mail.date - mails_[request->second]->date <= longest_pause) groups.join(request->second, i);
            }
        }
    }

    std::set<std::string> staff_;
    std::vector<const PastMail*> mails_;
    std::map<std::uint32_t, std::vector<std::uint32_t>> members_; // by first mail, in order of time
};

bool holds(const std::vector<std::string>& list, std::string_view one)
{
    return !one.empty() && std::find(list.begin(), list.end(), one) != list.end();
}

bool written_to(const PastMail& mail, std::string_view address)
{
    return std::any_of(mail.to.begin(), mail.to.end(), [&](const auto& to) { return lowered(to) == lowered(address); });
}

class Pairing {
public:
    Pairing(const Conversations& all, const std::vector<std::uint32_t>& members) : all_{all}, members_{members} {}

    void add_to(std::vector<Example>& examples) const
    {
        if (all_.from_staff(members_.front())) return;
        examples.push_back(first());
        for (std::size_t i = 1; i < members_.size(); ++i) {
            if (all_.from_staff(members_[i])) continue;
            if (const auto* reply = direct_reply(i)) examples.push_back(answered(all_.mail(members_[i]), reply));
        }
    }

private:
    Example first() const
    {
        const auto& request = all_.mail(members_.front());
        const auto* reply = direct_reply(0);
        if (!reply) reply = reply_to_sender(0);
        auto example = answered(request, reply);
        if (reply) example.assignee = lowered(reply->from);
        for (const auto i : members_)
            if (example.queue.empty()) example.queue = all_.mail(i).queue;
        return example;
    }

    static Example answered(const PastMail& request, const PastMail* reply)
    {
        Example example{.subject = request.subject, .text = request.own_text, .answered_at = request.date};
        example.source = !request.ticket.empty() ? "ticket " + request.ticket : (reply ? reply->message_id : request.message_id);
        if (reply) {
            example.answer = reply->own_text;
            example.answered_at = reply->date;
        }
        return example;
    }

    const PastMail* direct_reply(std::size_t request) const
    {
        const auto& id = all_.mail(members_[request]).message_id;
        return first_after(request, [&](const PastMail& mail) { return holds(mail.in_reply_to, id); });
    }

    const PastMail* reply_to_sender(std::size_t request) const
    {
        const auto& sender = all_.mail(members_[request]).from;
        return first_after(request, [&](const PastMail& mail) { return written_to(mail, sender); });
    }

    template <class Test>
    const PastMail* first_after(std::size_t request, Test test) const
    {
        for (auto i = request + 1; i < members_.size(); ++i)
            if (all_.from_staff(members_[i]) && test(all_.mail(members_[i]))) return &all_.mail(members_[i]);
        return nullptr;
    }

    const Conversations& all_;
    const std::vector<std::uint32_t>& members_;
};

}

std::string thread_subject(std::string_view subject)
{
    const auto collapsed = without_spare_blanks(lowered(subject));
    std::string_view rest{collapsed};
    for (auto cut = without_mark(rest); cut.size() != rest.size(); cut = without_mark(rest)) rest = cut;
    return std::string{rest};
}

std::vector<Example> pair(std::span<const PastMail> mails, const std::set<std::string>& staff)
{
    const Conversations conversations{mails, staff};
    std::vector<Example> examples;
    for (const auto& [first, members] : conversations.members()) Pairing{conversations, members}.add_to(examples);
    return examples;
}

}
