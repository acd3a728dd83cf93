#include "mail/format/forwarded.h"

#include "mail/format/parse_message.h"
#include "tests/support/table.h"

using namespace deskhand;
using namespace deskhand::mail;

BOOST_AUTO_TEST_SUITE(forwarded)

namespace {

std::string told(const std::optional<Forwarded>& forwarded)
{
    if (!forwarded) return "nothing";
    const auto list = [](const std::vector<Address>& addresses) {
        std::string out;
        for (const auto& one : addresses) out += (out.empty() ? "" : ",") + one.name + "<" + one.addr + ">";
        return out;
    };
    return list(forwarded->from) + "|" + list(forwarded->to) + "|" + list(forwarded->cc) + "|" + forwarded->date + "|" + forwarded->subject +
           "|" + forwarded->text;
}

struct WrappingRow {
    const char *name, *body, *unwrapped;
};
const WrappingRow wrappings[] = {
    {"a plain answer forwards nothing", "Hello\n\nAnn\n", "nothing"},
    {"Gmail", "FYI\n\n---------- Forwarded message ---------\nFrom: Ann Other <ann@a.example>\nDate: Mon, 2 Mar 2026 at 12:00\n"
              "Subject: Printer\nTo: <help@d.example>\nCc: <boss@d.example>\n\nIt smokes.\n\nAnn\n",
     "Ann Other<ann@a.example>|<help@d.example>|<boss@d.example>|Mon, 2 Mar 2026 at 12:00|Printer|It smokes.\n\nAnn\n"},
    {"Apple Mail", "FYI\n\nBegin forwarded message:\n\n> From: Ann Other <ann@a.example>\n> Subject: Printer\n> Date: 2 March 2026 at 12:00\n"
                   "> To: help@d.example\n> \n> It smokes.\n",
     "Ann Other<ann@a.example>|<help@d.example>||2 March 2026 at 12:00|Printer|It smokes.\n"},
    {"German Outlook's forward", "zK\n\n-------- Weitergeleitete Nachricht --------\nVon: Ann <ann@a.example>\nGesendet: Montag, 2. März 2026 12:00\n"
                                 "An: help@d.example\nKopie: boss@d.example\nBetreff: Drucker\n\nEr raucht.\n",
     "Ann<ann@a.example>|<help@d.example>|<boss@d.example>|Montag, 2. März 2026 12:00|Drucker|Er raucht.\n"},
    {"bold labels", "FYI\n\n---------- Forwarded message ----------\n*From:* Ann [mailto:ann@a.example]\n*Sent:* Monday, March 2, 2026 12:00 PM\n"
                    "*To:* help@d.example; it@d.example\n*Subject:* Printer\n\nIt smokes.\n",
     "Ann<ann@a.example>|<help@d.example>,<it@d.example>||Monday, March 2, 2026 12:00 PM|Printer|It smokes.\n"},
    {"a copied header without a ruler, in a mail that says it is a forward",
     "Hello\n\nFrom: Ann <ann@a.example>\nSent: Thursday, March 7, 2013 7:09 PM\nTo: Bob <bob@b.example>\nSubject: Syncing\n\nGreat news!\n",
     "Ann<ann@a.example>|Bob<bob@b.example>||Thursday, March 7, 2013 7:09 PM|Syncing|Great news!\n"},
    {"a ruler without a header", "FYI\n\n---------- Forwarded message ----------\nIt smokes.\n", "|||||It smokes.\n"},
};
const bool wrappings_listed = tests::table(
    wrappings,
    [](const WrappingRow& row) {
        const auto message = parse_message("From: Bob <bob@b.example>\nSubject: Fwd: x\nContent-Type: text/plain; charset=utf-8\n\n" +
                                           std::string{row.body});
        BOOST_TEST(told(forwarded_in(message)) == row.unwrapped);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(what_stands_above_is_kept_apart)
{
    const auto message = parse_message("From: bob@b.example\n\nPlease look.\n\n---------- Forwarded message ---------\nFrom: ann@a.example\n"
                                       "Date: Mon, 2 Mar 2026\nSubject: s\nTo: b@b.example\n\nhelp\n");
    const auto unwrapped = forwarded_in(message);
    BOOST_REQUIRE(unwrapped.has_value());
    BOOST_TEST(unwrapped->above == "Please look.\n\n");
    BOOST_TEST(unwrapped->below.empty());
}

BOOST_AUTO_TEST_CASE(an_attached_mail_is_a_forward_too)
{
    const auto message = parse_message("From: bob@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nPlease look.\n--x\n"
                                       "Content-Type: message/rfc822\n\nFrom: Ann <ann@a.example>\nSubject: help\n\nIt smokes.\n--x--\n");
    const auto unwrapped = forwarded_in(message);
    BOOST_REQUIRE(unwrapped.has_value());
    BOOST_TEST((unwrapped->wrapping == Wrapping::attached));
    BOOST_TEST(unwrapped->from.front().addr == "ann@a.example");
    BOOST_TEST(unwrapped->subject == "help");
}

BOOST_AUTO_TEST_SUITE_END()
