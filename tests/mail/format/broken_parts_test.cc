#include "mail/format/parse_message.h"
#include "mail/format/transfer.h"
#include "tests/support/table.h"

#include <chrono>
#include <functional>

using namespace deskhand::mail;

namespace {

struct Base64Row {
    const char* name;
    const char* encoded;
    const char* octets;
};

const Base64Row base64_rows[] = {
    {"lines", "SGVs\r\nbG8=\r\n", "Hello"},
    {"missing padding", "SGVsbG8", "Hello"},
    {"words behind the padding do not count", "SGVsbG8= ignored", "Hello"},
    {"a footer behind it does not count", "SGVsbG8h\r\n______\r\nlist footer, all of it\r\n", "Hello!"},
    {"a second block after the padding", "SGVsbG8=\nSGVsbG8=\n", "HelloHello"},
    {"single octets that do not belong are passed over", "SGVs*bG8sIGhlbGxvIQ==", "Hello, hello!"},
    {"text that is no base64 stays", "the picture is not here, sorry", "the picture is not here, sorry"},
    {"nothing", "", ""},
};

void check_base64(const Base64Row& row)
{
    BOOST_TEST(decoded(row.encoded, TransferEncoding::base64) == row.octets);
    BOOST_TEST(digest_of(row.encoded, TransferEncoding::base64).sha256 == sha256_hex(row.octets));
}

std::string shape(const Structure& structure)
{
    auto out = structure.type;
    if (structure.children.empty()) return out;
    out += '[';
    for (const auto& child : structure.children) out += (out.ends_with('[') ? "" : " ") + shape(child);
    return out + ']';
}

struct ShapeRow {
    const char* name;
    const char* mail;
    const char* shape;
    const char* text;
};

const ShapeRow shape_rows[] = {
    {"a boundary that never comes is taken from the lines",
     "Content-Type: multipart/mixed; boundary=other\n\n--mark\nContent-Type: text/plain\n\nhello\n--mark--\n",
     "multipart/mixed[text/plain]", "hello"},
    {"the boundary around it is not taken for a part's own",
     "Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/alternative; boundary=in\n\nlost\n"
     "--out\nContent-Type: text/plain\n\nhello\n--out--\n",
     "multipart/mixed[multipart/alternative text/plain]", "lost\nhello"},
    {"what follows a blank behind the boundary does not count",
     "Content-Type: multipart/mixed; boundary=b\n\n--b one\n\nhello\n--b-- two\n", "multipart/mixed[text/plain]", "hello"},
    {"a type named as before MIME is text", "Content-Type: X-BE2; 12\n\nhello\n", "x-be2/unknown", "hello\n"},
    {"a type of MIME without its second half", "Content-Type: text\n\nhello\n", "text/plain", "hello\n"},
    {"a boundary with a comment", "Content-Type: multipart/mixed; boundary=b (mark)\n\n--b\n\none\n--b--\n", "multipart/mixed[text/plain]", "one"},
    {"a boundary in the wrong quotes", "Content-Type: multipart/mixed; boundary='b'\n\n--b\n\none\n--b--\n", "multipart/mixed[text/plain]", "one"},
    {"a boundary as RFC 2231 has it", "Content-Type: multipart/mixed; boundary*=us-ascii''b%3D\n\n--b=\n\none\n--b=--\n", "multipart/mixed[text/plain]", "one"},
    {"a parameter whose folding was lost", "Content-Type: multipart/mixed;\nboundary=b\n\n--b\n\none\n--b--\n", "multipart/mixed[text/plain]", "one"},
    {"a comma where a semicolon was meant", "Content-Type: text/html, charset=utf-8\n\n<p>one\n", "text/html", "one\n"},
    {"a boundary that ends in blanks, as its lines do",
     "Content-Type: multipart/mixed; boundary=\"b \"\n\n--b \n\none\n--b\ntwo\n--b --\n",
     "multipart/mixed[text/plain]", "one\n--b\ntwo"},
    {"a boundary that ends in blanks, though its lines do not",
     "Content-Type: multipart/mixed; boundary=\"b \"\n\n--b\n\none\n--b--\n", "multipart/mixed[text/plain]", "one"},
};

void check_shape(const ShapeRow& row)
{
    const auto message = parse_message(row.mail);
    BOOST_TEST(shape(message.structure) == row.shape);
    BOOST_TEST(message.text == row.text);
}

// As many multiparts as a mail may have, none of whose boundaries comes.
std::string mail_of_lost_boundaries()
{
    std::string mail = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 1'900; ++i)
        mail += "--b\nContent-Type: multipart/mixed; boundary=lost" + std::to_string(i) + "\n\n" + std::string(1'500, 'x') + "\n--other\n";
    return mail + "--b--\n";
}

}

BOOST_AUTO_TEST_SUITE(base64_as_it_comes)
static const bool added_base64 = deskhand::tests::table(base64_rows, check_base64, __FILE__, __LINE__);
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(broken_boundaries)
static const bool added_shapes = deskhand::tests::table(shape_rows, check_shape, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(thousands_of_boundaries_that_never_come_are_looked_for_in_linear_time)
{
    const auto mail = mail_of_lost_boundaries();
    const auto from = std::chrono::steady_clock::now();
    BOOST_TEST(parse_message(mail).leaves.empty());
    BOOST_TEST((std::chrono::steady_clock::now() - from < std::chrono::seconds{2}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(files_and_texts)

BOOST_AUTO_TEST_CASE(a_named_text_is_read_when_there_is_nothing_else)
{
    const auto message = parse_message("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\n"
                                       "Content-Disposition: inline; filename=a.txt\n\nread me\n--b--\n");
    BOOST_TEST(message.text == "read me");
    BOOST_REQUIRE(message.leaves.size() == 1u);
    BOOST_TEST(message.leaves.front().is_attachment);
}

BOOST_AUTO_TEST_CASE(files_of_an_attached_mail_are_told_but_not_passed_on_twice)
{
    const std::string mail = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\n"
                             "Subject: inner\nContent-Type: application/pdf; name=x.pdf\n\n%PDF\n--b--\n";
    const auto message = parse_message(mail);
    BOOST_REQUIRE(message.leaves.size() == 3u);
    BOOST_TEST(message.leaves[2].name == "x.pdf");
    BOOST_TEST(message.leaves[2].is_within);
    BOOST_TEST(attachments_of(mail, 1'000).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_place_of_an_external_body_keeps_its_path_and_a_file_does_not)
{
    const auto message = parse_message("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/external-body; "
                                       "access-type=local-file; name=\"/pub/x.gif\"\n\nContent-Type: image/gif\n--b\n"
                                       "Content-Type: image/gif; name=\"/etc/y.gif\"\n\nGIF\n--b--\n");
    BOOST_REQUIRE(message.leaves.size() == 2u);
    BOOST_TEST(message.leaves[0].name == "/pub/x.gif");
    BOOST_TEST(message.leaves[1].name == "y.gif");
}

BOOST_AUTO_TEST_CASE(a_file_named_in_the_wrong_field_keeps_its_name)
{
    const auto message = parse_message("Content-Type: application/pdf\nContent-Disposition: attachment; name=a.pdf\n\nPDF\n");
    BOOST_TEST(message.leaves.at(0).name == "a.pdf");
}

BOOST_AUTO_TEST_CASE(of_two_names_the_one_with_all_its_letters_counts)
{
    const auto message = parse_message("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png; name*=utf-8''%C5%BC.png\n"
                                       "Content-Disposition: attachment; filename=\"?.png\"\n\nPNG\n--b--\n");
    BOOST_TEST(message.leaves.at(0).name == "ż.png");
}

BOOST_AUTO_TEST_SUITE_END()
