#include "mail/format/plain_text.h"
#include "tests/support/table.h"

using deskhand::mail::html_to_text;

namespace {

struct Row {
    const char* name;
    const char* html;
    const char* text;
};

const Row rows[] = {
    {"paragraphs have an empty line between them", "<p>one</p><p>two</p>", "one\n\ntwo\n"},
    {"blanks and line ends in running text are one blank", "one\n   two<b> three</b>",
     "one two three\n"},
    {"line breaks", "one<br>two<br/><br>three", "one\ntwo\n\nthree\n"},
    {"lists", "<ul><li>a<li>b</ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n\n1. c\n2. d\n"},
    {"table cells by tab, rows by line",
     "<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>", "a\tb\nc\td\n"},
    {"block quotations", "me<blockquote>you<blockquote>me</blockquote></blockquote>me",
     "me\n\n> you\n>\n>> me\n\nme\n"},
    {"a link that says something else", "see <a href=\"https://a.example/x\">this</a>.",
     "see this <https://a.example/x>.\n"},
    {"a link that says its address", "<a href='https://a.example/'>a.example</a>", "a.example\n"},
    {"a mail address behind a name", "<a href=\"mailto:j@a.example?subject=x\">Jane</a>",
     "Jane <j@a.example>\n"},
    {"scripts styles titles and comments are left out",
     "<title>t</title><style>s</style><script>if (a<b) x</script><!-- c --><![if "
     "!mso]>text<![endif]>",
     "text\n"},
    {"hidden elements are left out",
     "<div style=\"DISPLAY: none\">no<div>no</div></div><span hidden>no</span>yes", "yes\n"},
    {"an unclosed hidden paragraph ends at the next", "<p style='display:none'>no<p>yes", "yes\n"},
    {"character references", "&Auml;&#8364;&#x41;&#150;&amp;lt; &unknown; &nbsp;x",
     "Ä€A–&lt; &unknown; x\n"},
    {"a less-than sign in text", "1 < 2 and <3", "1 < 2 and <3\n"},
    {"preformatted text keeps its blanks", "<pre>a  b\n c</pre>", "a  b\n c\n"},
    {"unclosed and crossed tags lose no text", "<b><i>a</b>b</i><td>c</div>d", "ab\tc\nd\n"},
    {"a quoted attribute may hold a tag", "<a title=\"</a><b>\" href=x>y</a>", "y\n"},
    {"an unclosed tag at the end", "text<a href=\"x", "text\n"},
    {"nothing", "", ""},
};

void check(const Row& row) { BOOST_TEST(html_to_text(row.html) == row.text); }

}

BOOST_AUTO_TEST_SUITE(plain_text)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(nesting_without_end_is_read_through)
{
    std::string html;
    for (int i = 0; i < 200'000; ++i) html += "<div><blockquote><b>";
    BOOST_TEST(html_to_text(html + "deep").ends_with("deep\n"));
}

BOOST_AUTO_TEST_SUITE_END()
