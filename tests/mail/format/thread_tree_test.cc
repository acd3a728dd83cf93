#include "mail/format/thread_tree.h"

#include "tests/support/table.h"

#include <string>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    std::vector<TreeMail> mails;
    const char* tree; // "level:number" from 1, "-" for a mail not seen
};

TreeMail mail(std::string id, std::vector<std::string> references, int minute, std::string subject = {}, bool is_reply = false)
{
    return {.message_id = std::move(id), .references = std::move(references), .subject = std::move(subject), .is_reply = is_reply,
            .sent = std::chrono::sys_seconds{std::chrono::minutes{minute}}};
}

const Row rows[] = {
    {"answers stand below what they answer", {mail("a", {}, 1), mail("b", {"a"}, 2), mail("c", {"a", "b"}, 3)}, "0:1 1:2 2:3 "},
    {"threads and answers come by date", {mail("z", {}, 9), mail("a", {}, 1), mail("c", {"a"}, 5), mail("b", {"a"}, 3)}, "0:2 1:4 1:3 0:1 "},
    {"answers to an unseen mail stay together", {mail("b", {"a"}, 2), mail("c", {"a"}, 3)}, "0:- 1:1 1:2 "},
    {"an unseen mail in the middle makes way", {mail("a", {}, 1), mail("c", {"a", "b"}, 3)}, "0:1 1:2 "},
    {"an id used twice loses no mail", {mail("a", {}, 1), mail("a", {}, 2), mail("b", {"a"}, 3)}, "0:1 1:3 0:2 "},
    {"references in a circle end where they would close", {mail("a", {"b"}, 1), mail("b", {"a"}, 2)}, "0:2 1:1 "},
    {"a mail that answers itself stands alone", {mail("a", {"a"}, 1)}, "0:1 "},
    {"empty ids tie nothing", {mail("", {""}, 1), mail("", {""}, 2)}, "0:1 0:2 "},
    {"a reply joins the first mail of its subject", {mail("a", {}, 1, "printer"), mail("b", {}, 2, "printer", true)}, "0:1 1:2 "},
    {"a first mail that comes later is the head", {mail("b", {}, 1, "printer", true), mail("a", {}, 2, "printer")}, "0:2 1:1 "},
};

void check_row(const Row& row)
{
    std::string tree;
    for (const auto& line : trees_of(row.mails, Gathering::by_subject_too))
        tree += std::to_string(line.level) + ":" + (line.mail == TreeLine::missing ? "-" : std::to_string(line.mail + 1)) + " ";
    BOOST_TEST(tree == row.tree);
}

}

BOOST_AUTO_TEST_SUITE(thread_tree)

const bool trees = deskhand::tests::table(rows, check_row, __FILE__, __LINE__);

BOOST_AUTO_TEST_SUITE_END()
