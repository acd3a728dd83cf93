#include "mail/format/own_html.h"
#include "tests/support/table.h"

#include <string>

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* html;
    const char* own;
};

const Row rows[] = {
    {"Gmail: introduction and block in one element",
     "<div dir=ltr>It works.</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Tue, Nov 3, 2026 at 9:00 AM Desk "
     "&lt;<a href=\"mailto:d@desk.example\">d@desk.example</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\">Try again.</blockquote></div>",
     "<div dir=ltr>It works.</div><br>"},
    {"Gmail: the answer below the quotation, inside of its element",
     "<div class=\"gmail_quote\">On Tue, Nov 3, 2026 at 9:00 AM Desk &lt;d@desk.example&gt; wrote:<blockquote class=\"gmail_quote\">Does it?"
     "</blockquote><div>Yes, since noon.</div></div>",
     "<div class=\"gmail_quote\"><div>Yes, since noon.</div></div>"},
    {"Apple: a cited block", "<div>Fine.</div><blockquote type=\"cite\"><div>On 3 Nov 2026, at 09:00, Desk wrote:</div>Better?</blockquote>",
     "<div>Fine.</div>"},
    {"Outlook: a copied header and all below it",
     "<div class=WordSection1><p>Thank you.</p><div style='border-top:solid #E1E1E1 1.0pt'><p><b>Von:</b> Desk &lt;d@desk.example&gt;<br>"
     "<b>Gesendet:</b> Dienstag, 3. November 2026 09:00<br><b>An:</b> Rita<br><b>Betreff:</b> Drucker</p></div><p>Try again.</p></div>",
     "<div class=WordSection1><p>Thank you.</p></div>"},
    {"Yahoo", "<div>Done</div><div class=\"yahoo_quoted\">El martes, Desk escribio: <div>Listo?</div></div>", "<div>Done</div>"},
    {"Thunderbird", "<p>Ok</p><div class=\"moz-cite-prefix\">Am 03.11.26 um 09:00 schrieb Desk:<br></div><blockquote type=\"cite\" cite=\"mid:1@d\"><p>Gut?</p></blockquote>",
     "<p>Ok</p>"},
    {"Proton", "<div>Ok</div><div class=\"protonmail_quote\">------- Original Message -------<br>Desk wrote<blockquote>Gut?</blockquote></div>",
     "<div>Ok</div>"},
    {"QQ", "<div>好的</div><div>------------------ 原始邮件 ------------------</div><div><b>发件人:</b> \"Desk\"&lt;d@desk.example&gt;</div>"
           "<div><b>发送时间:</b> 2026年11月3日(星期二) 9:00</div><div>再试一次</div>",
     "<div>好的</div>"},
    {"an indented passage is the writer's own", "<p>The manual says:</p><blockquote>Hold both keys.</blockquote><p>That fails.</p>",
     "<p>The manual says:</p><blockquote>Hold both keys.</blockquote><p>That fails.</p>"},
    {"a short quotation that a longer answer follows stays",
     "<p>Hello,</p><p>On 2026-11-03 at 09:00 Desk wrote:</p><blockquote type=cite>Which floor?</blockquote>"
     "<p>The third floor, and since this morning also the fourth, where nobody can print anything at all from the accounting software.</p>",
     "<p>Hello,</p><p>On 2026-11-03 at 09:00 Desk wrote:</p><blockquote type=cite>Which floor?</blockquote>"
     "<p>The third floor, and since this morning also the fourth, where nobody can print anything at all from the accounting software.</p>"},
    {"answered point by point, all that words follow stays",
     "<p>Hello,</p><blockquote type=cite>Which floor?</blockquote><p>The third floor, and since this morning also the fourth.</p>"
     "<blockquote type=cite>And which of the printers there are affected?</blockquote><p>All.</p><blockquote type=cite>Thank you, Desk</blockquote>",
     "<p>Hello,</p><blockquote type=cite>Which floor?</blockquote><p>The third floor, and since this morning also the fourth.</p>"
     "<blockquote type=cite>And which of the printers there are affected?</blockquote><p>All.</p>"},
    {"a signature below the quotation goes with it",
     "<p>Yes</p><p>On 2026-11-03 at 09:00 Desk wrote:</p><blockquote type=cite>Sure?</blockquote><div>-- <br>Rita Rot<br>Accounting</div>", "<p>Yes</p>"},
    {"a mere forward stays whole", "<div>---------- Forwarded message ---------<br>From: Ann &lt;ann@client.example&gt;<br>Subject: x<br><br>Help</div>",
     "<div>---------- Forwarded message ---------<br>From: Ann &lt;ann@client.example&gt;<br>Subject: x<br><br>Help</div>"},
    {"nothing quoted", "<p>Hello</p>", "<p>Hello</p>"},
    {"nothing", "", ""},
};

void check(const Row& row) { BOOST_TEST(own_html(row.html) == row.own); }

}

BOOST_AUTO_TEST_SUITE(own_html_of)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(hostile_html_is_cut_in_linear_time)
{
    for (const auto* part : {"<blockquote>", "<blockquote>a</blockquote>b", "<div class=gmail_quote>x:", "<p>On 2024-01-01 a@b wrote:", "</div>", "<pre>\n\n",
                             "<blockquote>On 1.1.2024 a@b wrote: ", "From: a@b<br>"}) {
        std::string html;
        while (html.size() < 1'000'000) html += part;
        BOOST_TEST(own_html(html).size() <= html.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
