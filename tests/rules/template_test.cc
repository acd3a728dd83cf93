#include "rules/template.h"

#include "tests/support/table.h"

#include <thread>

namespace deskhand::tests {
namespace {

rules::Templates loaded(const std::string& text, const std::string& name = "t")
{
    auto made = rules::Templates::load({{name, text}});
    BOOST_REQUIRE_EQUAL(made.mistakes.size(), 0u);
    return made.templates;
}

struct BadRow {
    const char* name;
    std::string text, what;
    int line;
};

const BadRow bad[] = {
    {"a section left open", "a\n{{#S}}\nb\n", "section S is not closed", 2},
    {"a section never opened", "{{/S}}", "section S is closed and was not opened", 1},
    {"sections that cross", "{{#A}}{{#B}}{{/A}}{{/B}}", "section A is closed where B is open", 1},
    {"a marker left open", "a\n\n{{NAME", "a marker is not closed", 3},
    {"an include", "{{>/etc/passwd}}", "{{>/etc/passwd}} is no marker", 1},
    {"a pragma", "{{%AUTOESCAPE context=\"HTML\"}}", "{{%AUTOESCAPE context=\"HTML\"}} is no marker", 1},
    {"other delimiters", "{{=<% %>=}}", "{{=<% %>=}} is no marker", 1},
    {"a modifier", "{{NAME:none}}", "{{NAME:none}} is no marker", 1},
    {"an empty marker", "{{}}", "{{}} is no marker", 1},
    {"a section from the subject into the text", "Subject: {{#S}}\n\n{{/S}}", "section S is not closed", 1},
    {"too large", std::string(2u << 20, 'x'), "the template has 2097152 octets", 0},
};

void check_bad(const BadRow& row)
{
    const auto made = rules::Templates::load({{"t", row.text}, {"good", "x"}});
    BOOST_REQUIRE_GE(made.mistakes.size(), 1u);
    BOOST_TEST(made.mistakes.front().what == row.what);
    BOOST_TEST(made.mistakes.front().where.line == row.line);
    BOOST_TEST(!made.mistakes.front().remedy.empty());
    BOOST_TEST(!made.templates.has("t"));
    BOOST_TEST(made.templates.has("good"));
}

BOOST_AUTO_TEST_SUITE(templates)
const bool bad_added = table(bad, check_bad, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(the_first_line_may_be_the_subject)
{
    const auto filled = loaded("Subject: Re: {{SUBJECT}} [{{TICKET}}]\n\nHello {{NAME}},\n\nbye\n")
                            .fill("t", {.values = {{"SUBJECT", "Printer"}, {"TICKET", "#7"}, {"NAME", "Bob"}},
                                        .sections = {}});
    BOOST_TEST(filled.subject == "Re: Printer [#7]");
    BOOST_TEST(filled.text == "Hello Bob,\n\nbye\n");
}

BOOST_AUTO_TEST_CASE(values_cannot_make_a_subject_or_a_marker)
{
    const auto filled = loaded("{{NAME}}\nx\n").fill(
        "t", {.values = {{"NAME", "Subject: {{OTHER}}"}, {"OTHER", "secret"}}, .sections = {}});
    BOOST_TEST(filled.subject == "");
    BOOST_TEST(filled.text == "Subject: {{OTHER}}\nx\n");
}

BOOST_AUTO_TEST_CASE(a_subject_stays_one_line)
{
    const auto filled =
        loaded("subject: {{S}}\n\n").fill("t", {.values = {{"S", "a\r\nBcc: x@y.z\rb\n"}}, .sections = {}});
    BOOST_TEST(filled.subject == "a Bcc: x@y.z b");
}

BOOST_AUTO_TEST_CASE(control_characters_do_not_pass)
{
    const std::string value{"a\0b\x1b[31mc\x07\x7f\xc2\x9b" "d\tö\r\ne", 21};
    const auto filled = loaded("{{V}}").fill("t", {.values = {{"V", value}}, .sections = {}});
    BOOST_TEST(filled.text == "ab[31mcd\tö\ne\n");
}

BOOST_AUTO_TEST_CASE(a_section_repeats_for_each_item_and_sees_outer_values)
{
    rules::TemplateValues values{.values = {{"DESK", "IT"}}, .sections = {}};
    values.sections["REASONS"] = {{.values = {{"REASON", "one"}}, .sections = {}},
                                  {.values = {{"REASON", "two"}}, .sections = {}}};
    const auto filled = loaded("a\n{{#REASONS}}\n- {{REASON}} ({{DESK}})\n{{/REASONS}}\n\nb\n")
                            .fill("t", values);
    BOOST_TEST(filled.text == "a\n- one (IT)\n- two (IT)\n\nb\n");
}

BOOST_AUTO_TEST_CASE(a_section_without_items_leaves_nothing)
{
    BOOST_TEST(loaded("a\n{{#S}}\n{{! why }}\nx\n\n{{/S}}\nb\n").fill("t", {}).text == "a\nb\n");
}

BOOST_AUTO_TEST_CASE(a_value_shows_the_section_of_its_name)
{
    const auto hello = loaded("Hello{{#NAME}} {{NAME}}{{/NAME}},\n");
    BOOST_TEST(hello.fill("t", {.values = {{"NAME", "Bob"}}, .sections = {}}).text == "Hello Bob,\n");
    BOOST_TEST(hello.fill("t", {.values = {{"NAME", ""}}, .sections = {}}).text == "Hello,\n");
}

BOOST_AUTO_TEST_CASE(a_signature_separator_keeps_its_space)
{
    BOOST_TEST(loaded("x\n-- \nIT\n").fill("t", {}).text == "x\n-- \nIT\n");
}

BOOST_AUTO_TEST_CASE(line_ends_of_either_kind_give_the_same_text)
{
    BOOST_TEST(loaded("Subject: s\r\n\r\n{{#S}}\r\nx\r\n{{/S}}\r\ny\r\n").fill("t", {}).text == "y\n");
}

BOOST_AUTO_TEST_CASE(an_unknown_template_gives_nothing)
{
    BOOST_TEST(loaded("x").fill("other", {}).text == "");
    BOOST_TEST(rules::Templates{}.fill("t", {}).text == "");
    BOOST_TEST(!rules::Templates{}.has("t"));
}

BOOST_AUTO_TEST_CASE(two_sets_with_one_name_do_not_meet)
{
    const auto one = loaded("one"), two = loaded("two");
    BOOST_TEST(one.fill("t", {}).text == "one\n");
    BOOST_TEST(two.fill("t", {}).text == "two\n");
}

BOOST_AUTO_TEST_CASE(threads_fill_the_same_set)
{
    const auto set = loaded("{{#S}}{{N}};{{/S}}{{N}}");
    constexpr int threads = 4, rounds = 300;
    std::vector<int> right(threads, 0);
    {
        std::vector<std::jthread> running;
        for (int t = 0; t < threads; ++t)
            running.emplace_back([set, &right, t] {
                rules::TemplateValues values{.values = {{"N", std::to_string(t)}}, .sections = {}};
                values.sections["S"].resize(3);
                const auto n = std::to_string(t);
                for (int i = 0; i < rounds; ++i)
                    right[static_cast<std::size_t>(t)] +=
                        set.fill("t", values).text == n + ";" + n + ";" + n + ";" + n + "\n";
            });
    }
    BOOST_TEST(right == std::vector<int>(threads, rounds), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}
}
