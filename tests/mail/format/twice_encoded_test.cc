#include "mail/format/charset.h"
#include "mail/format/twice_encoded.h"
#include "tests/support/table.h"

using namespace deskhand::mail;

namespace {

struct Row {
    const char* name;
    const char* label;
    const char* octets;
    const char* text;
};

const Row rows[] = {
    {"German, encoded twice", "utf-8", "fÃ¼r grÃ¶ÃŸe", "für größe"},
    {"Russian, encoded twice", "utf-8", "РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир"},
    {"an octet that means nothing in between", "utf-8", "â€œjaâ€\xC2\x9D fÃ¼r", "“ja” für"},
    {"one such letter is a word about the fault", "utf-8", "all umlauts look like Ã¼ here", "all umlauts look like Ã¼ here"},
    {"quoted in sound text", "utf-8", "Ã¼, Ã¶ und Ã¤ statt für", "Ã¼, Ã¶ und Ã¤ statt für"},
    {"sound text", "utf-8", "Été à Évian, c’est ça", "Été à Évian, c’est ça"},
    {"sound Russian", "utf-8", "Привет, как дела", "Привет, как дела"},
    {"UTF-8 labelled Latin-1", "iso-8859-1", "Müller", "Müller"},
    {"UTF-8 labelled as Russian of Windows", "windows-1251", "Привет", "Привет"},
    {"UTF-8 labelled as Chinese", "gb2312", "你好", "你好"},
    {"Latin-1 as labelled", "iso-8859-1", "Gr\xFC\xDF"
                                          "e",
     "Grüße"},
    {"a Latin-1 letter before a sign", "iso-8859-1", "S\xC3O 20\xB0", "SÃO 20°"},
};

void check(const Row& row) { BOOST_TEST(to_utf8(row.octets, row.label).text == row.text); }

}

BOOST_AUTO_TEST_SUITE(encoded_twice_or_wrongly_labelled)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(what_is_cut_inside_a_character_stays)
{
    BOOST_TEST(!decoded_once_more("fÃ¼Ã¶Ã¤Ã").has_value());
    BOOST_TEST(!decoded_once_more("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
