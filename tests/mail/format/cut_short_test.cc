// Which mail is a piece of which.
#include "mail/format/cut_short.h"

#include "tests/support/table.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;

namespace {

const std::string head = "From: ann@x.example\r\nMessage-ID: <1@x.example>\r\nSubject: printer\r\n";
const std::string text = "It smokes.\r\nIt burns.\r\n";
const std::string whole = "Received: by a id 1\r\n\tfor b\r\n" + head + "\r\n" + text;

struct Row {
    const char* name;
    std::string piece;
    bool beginning;
};

const Row rows[] = {
    {"cut in the text", head + "\r\nIt smo", true},
    {"cut behind the header", head + "\r\n", true},
    {"cut in the header, behind the Message-ID", "From: ann@x.example\r\nMessage-ID: <1@x.example>\r\nSub", true},
    {"cut before the Message-ID has its end", "From: ann@x.example\r\nMessage-ID: <1@x.example>", false},
    {"cut before the Message-ID", "From: ann@x.exam", false},
    {"delivered by another way before", "Return-Path: <ann@x.example>\r\nReceived: by c id 2\r\n  for d\r\nDelivered-To: e\r\n" + head + "\r\nIt", true},
    {"behind the line of an mbox", "From ann@x.example Thu Jan  1 00:00:00 2026\r\nReceived: a\r\n" + head + "\r\nIt", true},
    {"the same mail", whole, false},
    {"a longer mail", whole + "PS", false},
    {"other words", head + "\r\nIt smells", false},
    {"another subject", "From: ann@x.example\r\nMessage-ID: <1@x.example>\r\nSubject: print\r\n\r\nIt", false},
    {"a copy over a list has fields of its own", "List-Id: <l.x>\r\n" + head + "\r\nIt smo", false},
    {"nothing", "", false},
    {"only what is on top", "Received: by a\r\n", false},
    {"only the line of an mbox", "From ann", false},
};

}

BOOST_AUTO_TEST_SUITE(cut_short)

const bool pieces = tests::table(rows, [](const Row& row) {
    BOOST_TEST(mail::is_beginning_of(row.piece, whole) == row.beginning);
}, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(every_cut_behind_the_message_id_is_known)
{
    const auto named = whole.find("<1@x.example>\r\n") + 15;
    for (auto cut = named; cut < whole.size(); ++cut) BOOST_TEST(mail::is_beginning_of(whole.substr(0, cut), whole), cut);
    for (std::size_t cut = 0; cut < named; ++cut) BOOST_TEST(!mail::is_beginning_of(whole.substr(0, cut), whole), cut);
}

BOOST_AUTO_TEST_SUITE_END()
