// What words a text has.
#include "predict/letters.h"
#include "predict/words.h"
#include "tests/support/table.h"

namespace {

using namespace deskhand;

std::string spoken(std::string_view text)
{
    const auto words = predict::words_of(text);
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i) all += (i ? "|" : "") + std::string{words[i]};
    return all;
}

struct Row {
    const char* name;
    std::string text, words;
};

const Row rows[] = {
    {"case is folded", "The VPN Is Down", "the|vpn|is|down"},
    {"german capitals are folded", "ÄRGER mit Öl", "ärger|mit|öl"},
    {"greek capitals and the final sigma are folded", "ΟΔΟΣ οδος", "οδοσ|οδοσ"},
    {"cyrillic capitals are folded", "НЕ РАБОТАЕТ Ёлка", "не|работает|ёлка"},
    {"polish capitals are folded", "ŁÓDŹ Żuk", "łódź|żuk"},
    {"apostrophes vanish", "doesn't it\xE2\x80\x99s", "doesnt|its"},
    {"soft hyphens vanish", "pass\xC2\xADword", "password"},
    {"question and exclamation marks are words", "why? now!!", "why|?|now|!|!"},
    {"other punctuation separates", "mail/calendar,(files)", "mail|calendar|files"},
    {"chinese characters are words", "打印机 坏了", "打|印|机|坏|了"},
    {"short numbers stay", "error 404 in office 365", "error|404|in|office|365"},
    {"long numbers are masked", "ticket 123456", "ticket|<number>"},
    {"dates are masked", "on 2024-05-01 or 1.5.2024", "on|<number>|or|<number>"},
    {"internet addresses are masked", "host 10.20.30.40 down", "host|<number>|down"},
    {"error codes stay", "0x80070005 after KB5001330", "0x80070005|after|kb5001330"},
    {"serial numbers are masked", "laptop CZC93827XQ", "laptop|<id>"},
    {"hexadecimal ids are masked", "commit deadbeef99", "commit|<id>"},
    {"uuids are masked", "id 123e4567-e89b-12d3-a456-426614174000.", "id|<id>"},
    {"hardware addresses are masked", "port 00:1a:2b:3c:4d:5e", "port|<id>"},
    {"links keep their host", "see https://Wiki.Example.org/a/b?c=1.", "see|<link>|wiki.example.org"},
    {"links without scheme keep their host", "www.example.com/x", "<link>|www.example.com"},
    {"mail addresses keep their domain", "write <Anna.B@Example.ORG>,", "write|<address>|example.org"},
    {"an at sign alone is no address", "a @ b", "a|b"},
    {"octets that are no utf8 are latin1", "caf\xE9 \xC9T\xC9", "café|été"},
    {"a cut off sequence is latin1", "x\xE2\x82", "xâ"},
    {"zero octets separate", std::string{"a\0b", 3}, "a|b"},
    {"nothing has no words", "", ""},
    {"blanks have no words", " \t\r\n", ""},
    {"punctuation alone has no words", "--- ... ///", ""},
};

}

BOOST_AUTO_TEST_SUITE(words)

const bool listed = tests::table(rows, [](const Row& row) { BOOST_TEST(spoken(row.text) == row.words); }, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(a_word_of_a_megabyte_is_read_in_pieces_and_not_whole)
{
    const auto words = predict::words_of(std::string(1 << 20, 'a'));
    BOOST_TEST(words.size() >= predict::longest_text / predict::longest_word);
    BOOST_TEST(words.size() <= predict::longest_text / predict::longest_word + predict::longest_text / 1000);
    for (std::size_t i = 0; i < words.size(); ++i) BOOST_TEST(words[i].size() <= predict::longest_word);
}

BOOST_AUTO_TEST_CASE(what_lies_beyond_the_limit_is_not_read)
{
    const auto text = std::string(predict::longest_text, ' ') + "late";
    BOOST_TEST(predict::words_of(text).empty());
}

BOOST_AUTO_TEST_CASE(every_pair_of_octets_gives_words_that_are_valid_utf8_and_short)
{
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second), 'x'};
            const auto words = predict::words_of(text);
            for (std::size_t i = 0; i < words.size(); ++i)
                for (std::size_t at = 0; at < words[i].size();) {
                    const auto point = predict::code_point_at(words[i], at);
                    const bool whole = point.octets > 1 || static_cast<unsigned char>(words[i][at]) < 0x80;
                    BOOST_REQUIRE_MESSAGE(whole, "octets " << first << " " << second);
                    at += point.octets;
                }
        }
}

BOOST_AUTO_TEST_SUITE_END()
