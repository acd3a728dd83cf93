#include "mail/format/subject.h"

#include "tests/support/table.h"

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* subject;
    const char* skeleton;
    bool is_reply;
};

constexpr Row rows[] = {
    {"a plain subject stays", "Printer in room 7", "printer in room 7", false},
    {"a reply mark goes", "Re: Printer in room 7", "printer in room 7", true},
    {"a counted reply mark goes", "RE[2]: Re^3: AW (4): Printer", "printer", true},
    {"a list tag goes with the marks around it", "Re: [staff] Re: Printer!", "printer", true},
    {"a tag of the gateway goes", "[EXTERNAL] AW: Drucker", "drucker", true},
    {"a tag that is everything stays", "[urgent]", "urgent", false},
    {"a mark of Chinese mail with a wide colon goes", "回复：打印机", "打 印 机", true},
    {"a mark of Russian mail goes", "Отв: Принтер", "Принтер", true},
    {"what it was before goes", "Paper (was: Printer)", "paper", false},
    {"what it was before in a reply goes", "Re: Paper (was Re: Printer)", "paper", true},
    {"a word that only begins like a mark stays", "Refund: printer", "refund printer", false},
    {"forwarded at the end goes", "Printer (fwd)", "printer", false},
    {"marks alone leave nothing", "Re: ", "", true},
    {"punctuation tells nothing", "  \"Printer\" -- in room 7 ?", "printer in room 7", false},
};

void check_row(const Row& row)
{
    BOOST_TEST(subject_skeleton(row.subject) == row.skeleton);
    BOOST_TEST(parts_of_subject(row.subject).is_reply == row.is_reply);
}

}

BOOST_AUTO_TEST_SUITE(subject)

const bool subjects = deskhand::tests::table(rows, check_row, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(short_words_tell_little)
{
    BOOST_TEST(telling_words("help") == 1);
    BOOST_TEST(telling_words("printer in room 7") == 3);
    BOOST_TEST(telling_words("打 印 机 坏 了") == 2);
}

BOOST_AUTO_TEST_CASE(what_a_subject_was_before_is_found)
{
    BOOST_TEST(former_skeleton("Paper (was: Re: [staff] Printer)") == "printer");
    BOOST_TEST(former_skeleton("Re: Paper [was Printer]") == "printer");
    BOOST_TEST(former_skeleton("Paper (WAS --> Printer)") == "printer");
    BOOST_TEST(former_skeleton("It was a printer").empty());
}

BOOST_AUTO_TEST_SUITE_END()
