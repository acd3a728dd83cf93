#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"
#include "tests/mail/format/rendering.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;

namespace {

const fs::path samples = fs::path{SOURCE_ROOT} / "tests/mail/format/samples";

std::string octets_of(const fs::path& path)
{
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string with_crlf(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

std::string rendered(const std::string& octets)
{
    const auto message = deskhand::mail::parse_message(octets);
    return deskhand::tests::Rendering{message, deskhand::mail::judge(message)}.text();
}

std::vector<fs::path> mails_in(const fs::path& folder)
{
    std::vector<fs::path> mails;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().extension() == ".eml") mails.push_back(entry.path());
    return mails;
}

}

BOOST_AUTO_TEST_SUITE(mail_samples)

BOOST_AUTO_TEST_CASE(each_sample_reads_as_expected_in_either_line_ending)
{
    const auto mails = mails_in(samples);
    BOOST_REQUIRE(!mails.empty());
    for (const auto& mail : mails) BOOST_TEST_CONTEXT(mail.filename().string())
        {
            const auto octets = octets_of(mail);
            const auto expected = octets_of(fs::path{mail}.replace_extension(".expected"));
            BOOST_TEST(rendered(octets) == expected);
            BOOST_TEST(rendered(with_crlf(octets)) == expected);
        }
}

BOOST_AUTO_TEST_CASE(a_sample_cut_anywhere_is_still_read_up_to_the_cut)
{
    for (const auto& mail : mails_in(samples)) {
        const auto octets = octets_of(mail);
        const auto whole = deskhand::mail::parse_message(octets);
        for (std::size_t size = 0; size < octets.size(); size += 97) {
            const auto message =
                deskhand::mail::parse_message(std::string_view{octets}.substr(0, size));
            BOOST_TEST(message.size == size);
            BOOST_TEST(message.headers.size() <= whole.headers.size());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
