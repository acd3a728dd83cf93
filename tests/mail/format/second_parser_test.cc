// What is composed reads back the same in two parsers: ours, and one others wrote (Python's email package).
#include "mail/format/compose.h"
#include "mail/format/parse_message.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <random>

using namespace deskhand::mail;
using namespace deskhand::tests;

namespace {

constexpr int drafts = 300;

const std::vector<std::string> words = {
    "Drucker", "größer", "日本語", "ありがとうございます", "😀", "naïve", "Привет", "مرحبا", "שלום", "a,b", "\"quoted\"", "(comment)", "<angle>",
    "=?utf-8?q?no=20word?=", "semi;colon", "back\\slash", "it's", "50%", "x@y.example", "[Desk #12]", "Re:", "--", ".", "e\xCC\x81", "ﬁ",
    "a-word-without-any-blank-that-is-far-longer-than-a-line-of-a-mail-may-be-and-so-must-be-broken-somewhere-or-encoded-in-pieces"};

class Writer {
public:
    explicit Writer(unsigned seed) : random_{seed} {}

    Draft draft(int number)
    {
        Draft draft;
        draft.message_id = fmt::format("m{}.{}@desk.example", number, below(1'000'000));
        draft.date = std::chrono::sys_seconds{std::chrono::seconds{1'600'000'000 + 1000 * number}};
        draft.from = {phrase(3), "help@desk.example"};
        draft.to = addresses(1 + below(4));
        draft.cc = addresses(below(3));
        draft.reply_to = addresses(below(2));
        draft.subject = phrase(1 + below(25));
        draft.text = paragraphs();
        if (below(3) == 0) draft.html = "<p>" + paragraphs() + "</p>\n";
        for (int n = below(4); n > 0; --n) draft.references.push_back(fmt::format("r{}@client.example", below(1000)));
        if (!draft.references.empty()) draft.in_reply_to = {draft.references.back()};
        for (int n = below(3); n > 0; --n) draft.attachments.push_back({fmt::format("{}.bin", phrase(1 + below(6))), "application/octet-stream", octets()});
        return draft;
    }

private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

    std::string phrase(int count)
    {
        std::string out;
        for (int n = 0; n < count; ++n) out += (n == 0 ? "" : " ") + words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
        return out;
    }

    std::vector<Address> addresses(int count)
    {
        std::vector<Address> all;
        for (int n = 0; n < count; ++n) all.push_back({below(4) == 0 ? std::string{} : phrase(1 + below(4)), fmt::format("p{}@client.example", n)});
        return all;
    }

    std::string paragraphs()
    {
        std::string out;
        for (int n = 1 + below(6); n > 0; --n) out += below(5) == 0 ? "From here\n.\n-- \n" : phrase(1 + below(60)) + "\n\n";
        return out;
    }

    std::string octets()
    {
        std::string out;
        for (int n = below(500); n > 0; --n) out += static_cast<char>(below(256));
        return out;
    }

    std::mt19937 random_;
};

struct Line {
    std::string& out;
    void operator()(std::string_view field, std::string_view value) const
    {
        out += field;
        out += ' ';
        for (const unsigned char octet : value) out += fmt::format("{:02x}", octet);
        out += '\n';
    }
    void operator()(std::string_view field, const std::vector<Address>& addresses) const
    {
        for (const auto& address : addresses) {
            auto name = address.name;
            std::erase(name, ' ');
            (*this)(field, name + "|" + address.addr);
        }
    }
};

// The lines that read_with_python.py must print.
std::string lines_of(const Draft& draft)
{
    std::string out;
    const Line line{out};
    line("subject", draft.subject);
    line("from", std::vector{draft.from});
    line("to", draft.to);
    line("cc", draft.cc);
    line("reply-to", draft.reply_to);
    line("date", std::to_string(draft.date.time_since_epoch().count()));
    line("message-id", "<" + draft.message_id + ">");
    for (const auto& id : draft.in_reply_to) line("in-reply-to", "<" + id + ">");
    for (const auto& id : draft.references) line("references", "<" + id + ">");
    line("plain", draft.text);
    if (!draft.html.empty()) line("html", draft.html);
    for (const auto& file : draft.attachments) {
        line("attachment", file.name);
        line("octets", file.bytes);
    }
    return out + "end\n";
}

std::string content(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}

BOOST_AUTO_TEST_SUITE(second_parser)

BOOST_AUTO_TEST_CASE(what_is_composed_at_random_reads_back_the_same_here_and_in_python)
{
    const TempDir folder;
    const auto seen = folder.path() / "seen";
    ServerCommand python{.arguments = {"/usr/bin/python3", SOURCE_ROOT "/tests/mail/format/read_with_python.py"}, .user = {}, .log = seen, .environment = {}};
    Writer writer{2026};
    std::string wanted;
    for (int number = 0; number < drafts; ++number) {
        const auto draft = writer.draft(number);
        const auto mail = compose(draft);
        const auto file = folder.path() / fmt::format("{:03}.eml", number);
        std::ofstream{file, std::ios::binary} << mail;
        python.arguments.push_back(file.string());
        wanted += lines_of(draft);

        const auto ours = parse_message(mail);
        BOOST_TEST_CONTEXT(mail) {
            BOOST_TEST(ours.subject == draft.subject);
            BOOST_TEST((ours.from == std::vector{draft.from} && ours.to == draft.to && ours.cc == draft.cc && ours.reply_to == draft.reply_to));
            BOOST_TEST(ours.text == draft.text);
            BOOST_TEST(ours.html == draft.html);
            BOOST_TEST(ours.references == draft.references);
            BOOST_TEST(ours.defects.empty());
        }
    }
    ServerProcess process{python};
    BOOST_TEST(process.wait() == 0);
    const auto got = content(seen);
    const auto differs = std::ranges::mismatch(got, wanted).in1 - got.begin();
    const auto from = got.rfind('\n', static_cast<std::size_t>(differs));
    BOOST_TEST(got == wanted, "python sees " << got.substr(from == std::string::npos ? 0 : from, 400) << "\nwanted "
                                             << wanted.substr(from == std::string::npos ? 0 : from, 400));
}

BOOST_AUTO_TEST_SUITE_END()
