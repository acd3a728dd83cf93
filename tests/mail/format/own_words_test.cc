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
    {"an answer on the line of the introduction", "It does. On Tue, Nov 3, 2026 at 9:00 AM, d@desk.example wrote:\n> Does it?\n", "It does. "},
    {"an introduction scattered over lines with empty ones between",
     "Yes\n\nOn Tue, 3 Nov 2026 at 09:00 Desk\n\n<\nmailto:Desk <d@desk.example>\n> wrote:\n\nDoes it?\n", "Yes\n\n"},
    {"a date with its zone and a name", "Yes\n\n2026-11-03 09:00 GMT+01:00 Rita Rot\n\nDoes it?\n", "Yes\n\n"},
    {"an introduction without a colon", "Yes\n\nOn Tue, 3 Nov 2026 09:00:00 +0100 Desk <d@desk.example> wrote\n\nDoes it?\n", "Yes\n\n"},
    {"an introduction between dashes", "Yes\n\n---- On Tue, 3 Nov 2026 09:00:00 +0100 d@desk.example wrote ----\n\nDoes it?\n", "Yes\n\n"},
    {"words between dashes are a heading", "Two things\n\n---- Second floor ----\nno paper\n", "Two things\n\n---- Second floor ----\nno paper\n"},
    {"the answer below an introduction at the top, and an older one in it",
     "On Tue, 3 Nov 2026 at 09:00, Desk <d@desk.example> wrote:\n\nIt works.\n\nOn Mon, 2 Nov 2026 at 09:00, Rita <r@client.example> wrote:\n> Help\n",
     "\nIt works.\n\n"},
    {"a copied header in a language nobody told us",
     "Ndiyo.\n\nKutoka: Desk <d@desk.example>\nTarehe: 3 Novemba 2026 09:00\nKwenda: Rita\nMada: Printa\n\nJaribu tena.\n", "Ndiyo.\n\n"},
    {"a form with an address and a date is no header", "Order: 4711\nDate: 2026-11-03 09:00\nMail: r@client.example\n\nWhere is it?\n",
     "Order: 4711\nDate: 2026-11-03 09:00\nMail: r@client.example\n\nWhere is it?\n"},
    {"words below a quoted forward are the writer's",
     "Please see\n\nBegin forwarded message:\n\n> From: Ann <ann@client.example>\n> Subject: x\n>\n> Help\n\nCan you?\n", "Please see\n\n\nCan you?\n"},
    {"a link that was wrapped without a mark", "ok\n> see (http://desk.example/t/1?\nkey=1)\n> again\n", "ok\n"},
    {"quotation marks without anybody quoted", "> only this\n", "> only this\n"},
    {"an invisible mark behind the words", "Ok\n\n\xE2\x80\x8B", "Ok\n\n"},
    {"thanks without a name is a word of the mail", "It was the cable.\n\nThanks!\n", "It was the cable.\n\nThanks!\n"},
    {"a card without the sender's name",
     "Please send an offer.\n\nRita Rot\nHead Accountant\nRot & Co.\n+41 44 555 01 02\nwww.client.example\n", "Please send an offer.\n\n"},
    {"an address after a colon is no card", "Please deliver to:\n\nRita Rot\nLong Street 5\n+41 44 555 01 02\n",
     "Please deliver to:\n\nRita Rot\nLong Street 5\n+41 44 555 01 02\n"},
    {"a list of things is no card", "These fail.\n\nRed printer\nblue printer\nthe old one\n", "These fail.\n\nRed printer\nblue printer\nthe old one\n"},
    {"a device inside a sentence", "The alarm was sent from my iPhone app to all of the users here.\n", "The alarm was sent from my iPhone app to all of the users here.\n"},
    {"an advertisement below dots", "No, thanks.\n\n. . . . . . . .\n\nhttps://shop.example/logo.png\nShop Ltd.\n", "No, thanks.\n\n"},
    {"a greeting in capital letters of another script", "Работает\n\nС Уважением,\nРита\n", "Работает\n\n"},
    {"a date in Persian digits", "باشه\n\nدر تاریخ سه‌شنبه ۳ نوامبر ۲۰۲۶،‏ ۹:۰۰ Desk <d@desk.example> نوشت:\n\nold\n", "باشه\n\n"},
    {"a ruler of Unicode dashes", "Ok\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nold\n", "Ok\n\n"},
    {"an unknown heading above an introduction", "Ok\n\n---- Wabi sabi ----\nOn 2026-11-03 at 09:00 Desk wrote:\n\nold\n", "Ok\n\n"},
    {"two fields that happen to be labels", "No: 4711\nDate: 2026-11-03\nIt is broken.\n", "No: 4711\nDate: 2026-11-03\nIt is broken.\n"},
    {"a postscript below the signature", "Works.\n\nRegards,\nRita\n\nPS: The old one is here.\n", "Works.\n\nPS: The old one is here.\n"},
    {"a postscript in Japanese", "直りました。\n\n敬具\n花子\n\n追伸：古い方もあります。\n", "直りました。\n\n追伸：古い方もあります。\n"},
    {"a rule between two sections is no signature mark", "The login is slow.\n\n---\n\nThe search finds nothing when I type an accent.\n",
     "The login is slow.\n\n---\n\nThe search finds nothing when I type an accent.\n"},
    {"two documents in one file", "Why?\n\nimage: nginx\n---\nvolumes:\n  data:\n", "Why?\n\nimage: nginx\n---\nvolumes:\n  data:\n"},
    {"two greetings in one line", "Hola\n\nMuchas gracias y un saludo,\nLucía\n", "Hola\n\n"},
    {"a greeting from a place", "Ja\n\nFreundliche Grüße aus Kassel\nRolf\n", "Ja\n\n"},
    {"a closing sentence", "Oui\n\nJe vous prie d'agréer, Madame, l'expression de mes salutations distinguées.\n\nClaire Petit\n", "Oui\n\n"},
    {"a sentence that ends in a greeting", "Ecco\n\nResto a disposizione e porgo cordiali saluti.\nSara\n", "Ecco\n\n"},
    {"a request that ends in thanks is no greeting", "Please send it again, thank you in advance\nTomorrow is too late for us.\n",
     "Please send it again, thank you in advance\nTomorrow is too late for us.\n"},
    {"nothing but a hard space", "\xC2\xA0\n", "\xC2\xA0\n"},
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
    BOOST_TEST((last_kind("Please call me.\n\nBert Meyers (he/him)\nShop Floor\n", "Bert Meyers <b@a.example>") == SpanKind::signoff));
    BOOST_TEST((last_kind("Please call me.\n\n********\nBert Meyers, Sales\n********\n", "Bert Meyers <b@a.example>") == SpanKind::signoff));
    BOOST_TEST((last_kind("Please call me.\n\nBert Meyers <b@a.example>   Meyers Ltd\nWe make things that move\n", "Bert Meyers <b@a.example>") == SpanKind::signoff));
    BOOST_TEST((last_kind("Please call me.\n\nBert Meyers          14 Quay Road\nShop Floor           Phone: +44 20 5550 1212\n", "Bert Meyers <b@a.example>") ==
                SpanKind::signoff));
    BOOST_TEST((last_kind("The list:\n\nAnn, cashier\nJo, driver\n", "Bert Meyers <b@a.example>") == SpanKind::own));
    BOOST_TEST((last_kind("Please replace it.\n\nlaser printer\n", "Bert Meyers <b@a.example>") ==
                SpanKind::own));
}

BOOST_AUTO_TEST_CASE(below_a_quotation_a_signature_may_stand_alone)
{
    constexpr auto sender = "Bert Meyers <b@a.example>";
    BOOST_TEST((last_kind("It works.\n\n> Does it?\n\nBert Meyers\nMeyers Ltd\nTel. +44 20 5550 1212\n", sender) == SpanKind::signoff));
    BOOST_TEST((last_kind("It works.\n\n> Does it?\n\nRegards,\nBert\n", sender) == SpanKind::signoff));
    BOOST_TEST((last_kind("Tomorrow.\n\n> Who comes?\n\nBert\n", sender) == SpanKind::own)); // an answer
    BOOST_TEST((last_kind("> Who comes?\n\nBert Meyers\nTel. +44 20 5550 1212\n", sender) == SpanKind::own));
}

struct SentRow {
    const char* name;
    const char* text;
    const char* own;
};

const SentRow sent_rows[] = {
    {"our words without any mark", "It still fails.\n\nPlease switch the printer off, wait for ten seconds and switch it on again.\nThen print the test page.\n", "It still fails.\n\n"},
    {"our words in other lines, behind marks nobody knows",
     "It still fails.\n\n| Please switch the printer off, wait for\n| ten seconds and switch it on\n| again. Then print the test page.\n", "It still fails.\n\n"},
    {"a line above that says whose words they are",
     "Desk, yesterday:\nPlease switch the printer off, wait for ten seconds and switch it on again.\n\nDone, nothing.\n", "\nDone, nothing.\n"},
    {"a few words of ours inside of a sentence", "I did switch the printer off, as you say, and it burns.\n", "I did switch the printer off, as you say, and it burns.\n"},
    {"nothing but our words", "Please switch the printer off, wait for ten seconds and switch it on again.\n", "Please switch the printer off, wait for ten seconds and switch it on again.\n"},
    {"our words in a script without spaces", "駄目です。\n\nプリンターの電源を切り、十秒待ってから、もう一度入れてください。\n", "駄目です。\n\n"},
};

void check_sent(const SentRow& row)
{
    const std::vector<std::string> sent{"Hello,\n\nplease switch the printer off, wait for ten seconds and switch it on again. Then\nprint the test page.\n",
                                        "プリンターの電源を切り、十秒待って\nから、もう一度入れてください。"};
    std::string own;
    for (const auto& span : spans_of(row.text, {}, sent))
        if (span.kind == SpanKind::own) own += span.text;
    BOOST_TEST(own == row.own);
}

static const bool sent_added = deskhand::tests::table(sent_rows, check_sent, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_copied_header_at_the_top_is_a_forward)
{
    const auto spans = spans_of("De : Ann <ann@client.example>\nDate : 3 novembre 2026 09:00\nÀ : Desk <d@desk.example>\nObjet : x\n\nAidez-moi\n");
    BOOST_TEST(spans.size() == 1);
    BOOST_TEST((spans.front().kind == SpanKind::forward));
}

BOOST_AUTO_TEST_CASE(a_greeting_and_a_name_are_words_of_the_mail_and_a_card_is_not)
{
    const auto own_text_of = [](std::string text) {
        Message message;
        message.spans = spans_of(text);
        message.text = std::move(text);
        return own_text(message);
    };
    BOOST_TEST(own_text_of("Hi\n\nBest regards,\nRita Rot\nRot & Co.\n+41 44 555 01 02\n") == "Hi\n\nBest regards,\nRita Rot\n");
    BOOST_TEST(own_text_of("Hi\n\nAll the best,\n\nRita\n\n* * *\n\nread my book\n") == "Hi\n\nAll the best,\n\nRita\n");
    BOOST_TEST(own_text_of("Hi\n\n-- \nRita Rot\n") == "Hi\n\n");
    BOOST_TEST(own_text_of("---------- Forwarded message ---------\nFrom: Ann <ann@client.example>\nSubject: one that\n spans two lines\nTo: d@desk.example\n\nHelp\n") == "Help\n");
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_cut_in_linear_time)
{
    for (const auto* line : {"From: x\n", "> a\nb\n", "-----a-----\n", "On 2024-01-01 a@b wrote\n",
                             "Regards\n", "10:00 2024:\n", "-- \n", "On Mon, 1 Jan 2024 Jane wrote:\n", "On 1.1.2024\n<\n",
                             "a On 1.1.2024 x@y wrote:\n>\n", "> From: a <b@c>\n\n", "From: a <b@c>\n\nx\n", "Jane\n\n", "disclaimer\n\n", "PS: and then\n\n"}) {
        std::string text;
        while (text.size() < 3'000'000) text += line;
        std::size_t size = 0;
        for (const auto& span : spans_of(text)) size += span.text.size();
        BOOST_TEST(size == text.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
