#include "mail/format/own_words.h"
#include "tests/support/table.h"

#include <string>
#include <string_view>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* text;
    const char* own;
};

const Row rows[] = {
    {"marked quotation below an introduction",
     "Yes.\n\nOn Mon, 1 Jan 2024 at 10:00, Jane <j@a.example> wrote:\n> Sure?\n", "Yes.\n\n"},
    {"an introduction wrapped over three lines",
     "Ja.\n\nAm Montag, den 1. Januar 2024 um 10:00\nUhr schrieb Jane Doe\n<j@a.example>:\n> "
     "Sicher?\n",
     "Ja.\n\n"},
    {"an own line right above the introduction stays own",
     "Lorem\nDen 14 september 2015 02:23:18, Jane (j@a.example) skrev:\n\nipsum\n", "Lorem\n"},
    {"answers between quoted lines", "> one?\nyes\n> two?\nno\n", "yes\nno\n"},
    {"a quoted line wrapped without a mark",
     "ok\n> a rather long line of quotation that some program has to\nwrap\n> again\n", "ok\n"},
    {"a header block without marks",
     "Done.\n\nFrom: Desk <d@a.example>\nSent: Monday\nTo: Jane\nSubject: x\n\nold\n", "Done.\n\n"},
    {"a header block in Russian behind a ruler",
     "Готово\n\n________________________________\nОт: Desk\nОтправлено: 1 января\nКому: "
     "Jane\nТема: x\n\nold\n",
     "Готово\n\n"},
    {"a ruler alone", "Done.\n-----Original Message-----\nold\n", "Done.\n"},
    {"our own marker", "Works.\n\n## Reply above this line ##\nYour ticket\n", "Works.\n\n"},
    {"the marker quoted without an introduction",
     "Works.\n\n> ## Reply above this line ##\n> Your ticket\n", "Works.\n\n"},
    {"a signature mark", "Hi\n-- \nJane\nSales\n", "Hi\n"},
    {"a sign-off with name and number", "Hi\n\nBest regards,\nJane Doe\n+1 234\n", "Hi\n\n"},
    {"thanks inside the text is no sign-off",
     "Thanks\nfor the help with the very long list of problems that we had last week.\nIt works.\n",
     "Thanks\nfor the help with the very long list of problems that we had last week.\nIt "
     "works.\n"},
    {"a device line", "Ok\n\nEnvoyé de mon iPhone\n", "Ok\n\n"},
    {"a device line at the top", "Sent from my phone\n\nOk then.\n", "\nOk then.\n"},
    {"a list's footer",
     "Hi\n_______________________________________________\nUsers mailing "
     "list\nhttps://lists.example/\n",
     "Hi\n"},
    {"a warning on top", "CAUTION: This email originated from outside.\nDo not click.\n\nHi\n",
     "\nHi\n"},
    {"a forward by its ruler",
     "See below\n\n---------- Forwarded message ---------\nFrom: x\n\nbody\n", "See below\n\n"},
    {"only an introduction and unmarked text below it",
     "On Mon, 1 Jan 2024 at 10:00, Jane <j@a.example> wrote:\nthe answer\n", "the answer\n"},
    {"only a signature", "-- \nJane\n", "-- \nJane\n"},
    {"a heading with a time is no introduction", "The log of 2024-01-01 10:00 says:\nerror 5\n",
     "The log of 2024-01-01 10:00 says:\nerror 5\n"},
    {"an error with an address and figures is no introduction",
     "from host mx.a.example [192.0.2.44]:\n550 unknown\n",
     "from host mx.a.example [192.0.2.44]:\n550 unknown\n"},
    {"settings pasted by a user are no header block", "Name: PC-17\nUser: jane\nError: 0x80\n",
     "Name: PC-17\nUser: jane\nError: 0x80\n"},
    {"nothing", "", ""},
};

std::string own_of(std::string_view text)
{
    std::string own;
    for (const auto& span : spans_of(text))
        if (span.kind == SpanKind::own) own += span.text;
    return own;
}

void check(const Row& row)
{
    BOOST_TEST(own_of(row.text) == row.own);
    std::string all;
    for (const auto& span : spans_of(row.text)) all += span.text;
    BOOST_TEST(all == row.text);
}

SpanKind last_kind(std::string_view text, std::string_view sender)
{
    return spans_of(text, sender).back().kind;
}

}

BOOST_AUTO_TEST_SUITE(own_words)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_bare_name_is_a_signature_when_it_is_the_senders)
{
    BOOST_TEST((last_kind("Order this:\n\nbert\n", "Meyers, Bert <b@a.example>") !=
                SpanKind::signoff)); // after a heading
    BOOST_TEST((last_kind("Please call me.\n\nbert\n", "Meyers, Bert <b@a.example>") ==
                SpanKind::signoff));
    BOOST_TEST(
        (last_kind("Please call me.\n\nBM\n", "Bert Meyers <b@a.example>") == SpanKind::signoff));
    BOOST_TEST((last_kind("Please replace it.\n\nlaser printer\n", "Bert Meyers <b@a.example>") ==
                SpanKind::own));
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_cut_in_linear_time)
{
    for (const auto* line : {"From: x\n", "> a\nb\n", "-----a-----\n", "On 2024-01-01 a@b wrote\n",
                             "Regards\n", "10:00 2024:\n"}) {
        std::string text;
        while (text.size() < 3'000'000) text += line;
        std::size_t size = 0;
        for (const auto& span : spans_of(text)) size += span.text.size();
        BOOST_TEST(size == text.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
