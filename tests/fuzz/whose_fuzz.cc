// Whose a mail is and what it continues: nobody gains by odd octets, and any set of mails makes trees that lose none.
#include "mail/format/ascii.h"
#include "mail/format/authentication_results.h"
#include "mail/format/conversations.h"
#include "mail/format/parse_message.h"
#include "mail/format/subject.h"
#include "mail/format/thread_tree.h"

#include <cstdint>
#include <cstdlib>

using namespace deskhand::mail;

namespace {

void require(bool holds)
{
    if (!holds) std::abort();
}

// Lines "id reference reference..." as mails; every one stands in the trees once.
void check_trees(std::string_view rest)
{
    std::vector<TreeMail> mails;
    while (!rest.empty() && mails.size() < 64) {
        auto line = take_line(rest);
        TreeMail mail;
        while (!line.empty()) {
            const auto end = std::min(line.find(' '), line.size());
            auto word = std::string{line.substr(0, end)};
            if (mail.message_id.empty() && mail.references.empty()) mail.message_id = word;
            else mail.references.push_back(word);
            line.remove_prefix(std::min(end + 1, line.size()));
        }
        mail.subject = mail.message_id.substr(0, 1);
        mail.is_reply = mail.references.size() % 2 == 1;
        mails.push_back(std::move(mail));
    }
    for (const auto gathering : {Gathering::by_references, Gathering::by_subject_too}) {
        std::vector<int> seen(mails.size());
        int level = -1;
        for (const auto& line : trees_of(mails, gathering)) {
            require(line.level >= 0 && line.level <= level + 1);
            level = line.level;
            if (line.mail != TreeLine::missing) ++seen.at(line.mail);
        }
        for (const int times : seen) require(times == 1);
    }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    if (const auto field = read_authentication_field(input)) {
        require(!field->host.empty());
        for (const auto& result : field->results) require(!result.method.empty() && !result.result.empty());
    }
    const auto skeleton = subject_skeleton(input);
    require(subject_skeleton(skeleton).size() <= skeleton.size());
    (void)former_skeleton(input);
    check_trees(input);

    const auto message = parse_message(input, {.depth = 8, .parts = 50, .header_octets = 4'000});
    const std::vector<std::string> trusted{"mx.desk.example"};
    if (const auto found = authentication_of(message, trusted)) {
        require(found->trusted_host == "mx.desk.example");
        require(!found->aligned || author_of(message));
        require(!(found->aligned && found->failed));
    }
    const auto marks = thread_marks_of(message);
    for (const auto& id : marks.answers) require(!id.empty() && id != marks.message_id);
    Conversations conversations;
    conversations.add(1, marks);
    const auto match = conversations.find(marks);
    require(match.conversation == 0 || match.conversation == 1);
    return 0;
}
