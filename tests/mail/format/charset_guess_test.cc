#include "mail/format/charset_convert.h"
#include "mail/format/charset_guess.h"
#include "mail/format/hz.h"
#include "mail/format/parse_message.h"
#include "tests/support/table.h"

#include <iconv.h>

#include <array>
#include <ctime>

using namespace deskhand::mail;

namespace {

// What people of many languages write; encoded without a label, and read again.
struct Row {
    const char* name;
    const char* charset;
    const char* text;
};

const Row rows[] = {
    {"German", "windows-1252", "Guten Tag, können Sie mir helfen? Das Gerät läuft nicht. Grüße, Jörg"},
    {"one German word", "windows-1252", "Bestätigung"},
    {"French with typographic marks", "windows-1252", "Bonjour, je n’arrive pas à me connecter. Le reçu n’était pas là."},
    {"Spanish", "windows-1252", "Hola, ¿podrían ayudarme? La contraseña no funciona. ¡Gracias! Señor Núñez"},
    {"a euro sign", "windows-1252", "Rechnung über 5 €"},
    {"a degree", "windows-1252", "20 °C"},
    {"Polish", "iso-8859-2", "Dzień dobry, nie mogę się zalogować. Proszę o pomoc, hasło nie działa. Łukasz"},
    {"Polish, one sentence", "iso-8859-2", "pokaż nagłówek wiadomości, jeśli można"},
    {"Polish, two words", "windows-1250", "Sygnał wysłany"},
    {"Romanian", "windows-1250", "Bună ziua, aş dori să ştiu unde este comanda mea şi când va fi livrată."},
    {"Czech, one sentence", "iso-8859-2", "Smaže staré stažené archivy"},
    {"Latvian", "windows-1257", "Labdien, es nevaru pieteikties savā kontā, lūdzu, palīdziet."},
    {"a dash between words", "windows-1252", "I feel illegal. Because—and this is the point"},
    {"a fraction and a trade mark", "windows-1252", "½ Preis für Gerät® und 3 m³ Wärme"},
    {"Spanish in capitals", "windows-1252", "¿DÓNDE ESTÁ MI PEDIDO Nº 17?"},
    {"Czech", "windows-1250", "Dobrý den, nemohu se přihlásit ke svému účtu. Děkuji, Jiří Dvořák"},
    {"Hungarian", "iso-8859-2", "Jó napot! Nem tudok belépni, kérem segítsenek. A jelszó nem működik. Győző"},
    {"Lithuanian", "windows-1257", "Laba diena, negaliu prisijungti. Prašau padėti, slaptažodis neveikia. Ačiū"},
    {"Turkish", "windows-1254", "Merhaba, hesabıma giriş yapamıyorum. Şifremi değiştirdim, lütfen yardımcı olun."},
    {"Russian", "koi8-r", "Здравствуйте! Не получается войти в личный кабинет."},
    {"Russian in capitals", "windows-1251", "ЗАКАЗ НЕ ДОСТАВЛЕН. Прошу вернуть деньги."},
    {"Russian of old machines", "cp866", "Здравствуйте! Не получается войти в личный кабинет."},
    {"Ukrainian", "koi8-u", "Доброго дня! Мені потрібна допомога з рахунком, який я отримав учора."},
    {"Greek", "iso-8859-7", "Καλημέρα σας, δεν μπορώ να συνδεθώ στον λογαριασμό μου."},
    {"Hebrew", "windows-1255", "שלום, אני לא מצליח להיכנס לחשבון שלי. תודה רבה"},
    {"Arabic", "windows-1256", "مرحبا، لا أستطيع الدخول إلى حسابي. شكرا جزيلا"},
    {"Thai", "cp874", "สวัสดีครับ ผมไม่สามารถเข้าสู่ระบบได้ กรุณาช่วยเหลือด้วย"},
    {"Japanese", "cp932", "ログインできない問題について、ご確認いただけますでしょうか。"},
    {"Japanese without kana", "cp932", "注文番号確認 発送日 商品未着 返金希望 連絡先"},
    {"Japanese of Unix", "euc-jp", "パスワードをリセットしたいのですが、メールが届きません。"},
    {"Korean", "cp949", "안녕하세요. 로그인이 되지 않습니다. 비밀번호를 바꾸었는데도 안 됩니다."},
    {"Chinese", "gb18030", "您好，我无法登录我的帐户，密码不正确。请尽快帮助我解决。"},
    {"Chinese of Taiwan", "big5", "您好，我無法登入我的帳戶，密碼不正確。請盡快幫助我解決。"},
};

std::string encoded(const Row& row)
{
    std::string text = row.text;
    std::array<char, 1'000> buffer{};
    char *in = text.data(), *out = buffer.data();
    std::size_t in_left = text.size(), out_left = buffer.size();
    const auto descriptor = iconv_open(row.charset, "UTF-8");
    BOOST_REQUIRE(iconv(descriptor, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1));
    iconv_close(descriptor);
    return {buffer.data(), buffer.size() - out_left};
}

void check(const Row& row)
{
    const auto octets = encoded(row);
    const auto guess = guess_charset(octets, {});
    BOOST_TEST(convert(octets, guess)->text == row.text);
    BOOST_TEST_MESSAGE(guess);
}

}

BOOST_AUTO_TEST_SUITE(charset_guess)
static const bool added = deskhand::tests::table(rows, check, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(what_the_mail_says_elsewhere_wins_unless_it_cannot_be)
{
    BOOST_TEST(guess_charset("Gr\xFC\xDF"
                             "e",
                             "windows-1250") == "windows-1250");
    BOOST_TEST(guess_charset("\xC4\xE3\xBA\xC3\xA3\xAC\xCE\xD2\xB5\xC4\xB6\xA9\xB5\xA5", "windows-1252") == "gb18030");
}

BOOST_AUTO_TEST_CASE(many_raw_names_are_read_in_bounded_time)
{
    std::string mail = "From: a@client.example\nTo: ";
    for (int i = 0; i < 5'000; ++i)
        mail += "J\xF6rg M\xFCller <j" + std::to_string(i) + "@client.example>, ";
    const auto from = std::clock();
    const auto message = parse_message(mail + "\nSubject: x\n\nbody\n");
    BOOST_TEST((std::clock() - from < 2 * CLOCKS_PER_SEC));
    BOOST_TEST(message.to.back().name == "Jörg Müller");
}

BOOST_AUTO_TEST_CASE(raw_iso_2022_in_a_header_is_read_by_its_escapes)
{
    BOOST_TEST(parse_message("Subject: \x1b$B$3$s$K$A$O\x1b(B\n\nx\n").subject == "こんにちは");
}

BOOST_AUTO_TEST_CASE(what_an_html_document_says_of_itself_counts_where_the_mail_says_nothing)
{
    const std::string document = "<html><head><META http-equiv=Content-Type content=\"text/html; charset=iso-8859-2\"></head>\xB1\xE6</html>\n";
    BOOST_TEST(parse_message("Content-Type: text/html\n\n" + document).text == "ąć\n");
    BOOST_TEST(parse_message("Content-Type: text/html; charset=iso-8859-1\n\n" + document).text == "±æ\n");
    BOOST_TEST(parse_message("Content-Type: text/html\n\n<meta charset=koi8-r>Größe\n").text == "Größe\n"); // utf-8 says so itself
}

BOOST_AUTO_TEST_CASE(hz_is_read_and_what_only_looks_like_it_stays)
{
    BOOST_TEST(parse_message("Content-Type: text/plain; charset=hz-gb-2312\n\n~{VPND~} ~~ ok\n").text == "中文 ~ ok\n");
    BOOST_TEST(gb_from_hz("~{V") == "V");
    BOOST_TEST(parse_message("\n~{ braces }~\n").text == "~{ braces }~\n");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_a_label)
{
    BOOST_TEST(parse_message("Content-Transfer-Encoding: base64\n\n//5oAOQA\n").text == "hä");
}

BOOST_AUTO_TEST_CASE(a_set_with_combining_marks_loses_no_last_letter)
{
    BOOST_TEST(convert("\xF9\xEC\xE5\xED", "windows-1255")->text == "שלום");
}

BOOST_AUTO_TEST_SUITE_END()
