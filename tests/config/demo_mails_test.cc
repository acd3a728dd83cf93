// The demo desk's mails are what their names say.
#include "config/document.h"
#include "mail/format/judgement.h"
#include "mail/format/parse_message.h"
#include "tests/support/table.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace deskhand;
namespace fs = std::filesystem;

namespace {

const fs::path folder = fs::path{SOURCE_ROOT} / "config" / "demo" / "mails";

mail::Message demo_mail(const std::string& file)
{
    const auto text = config::read_text_file((folder / (file + ".eml")).string());
    BOOST_REQUIRE(std::holds_alternative<std::string>(text));
    return mail::parse_message(std::get<std::string>(text));
}

}

BOOST_AUTO_TEST_SUITE(demo_mails)

struct MailRow {
    std::string name; // of the file
    mail::Kind kind;
    std::string from, subject;
    std::string said; // somewhere in the sender's own words
};

const std::vector<MailRow> mails{
    {"01-request-vpn", mail::Kind::person, "maria@example.com", "VPN drops every hour", "drops every hour"},
    {"02-request-german-printer", mail::Kind::person, "juergen@example.com",
     "Drucker LJ4 im 3. Stock druckt nur graue Blätter", "Könnte bitte jemand"},
    {"03-request-english-printer", mail::Kind::person, "tom@example.com", "Printer LJ5 jams on every second page",
     "Paper is new"},
    {"04-request-french-screenshot", mail::Kind::person, "helene@example.com",
     "Impossible d'ouvrir mon compte après les vacances", "le mot\nde passe est refusé"},
    {"05-request-japanese", mail::Kind::person, "yamada@example.com", "新しいノートパソコンについて", "電池"},
    {"06-request-html-only", mail::Kind::person, "erik@example.com", "New laptop for our trainee", "Lena Holm"},
    {"07-request-alternative-outlook", mail::Kind::person, "anika@example.com", "Outlook search finds nothing",
     "newer than October"},
    {"08-chain-first", mail::Kind::person, "omar@example.com", "Shared folder \"Finance\" is read-only", "read-only"},
    {"09-chain-second", mail::Kind::person, "omar@example.com", "Re: Shared folder \"Finance\" is read-only", "Nadia"},
    {"10-chain-colleague", mail::Kind::person, "nadia@example.com", "RE: Shared folder \"Finance\" is read-only",
     "works again"},
    {"11-out-of-office", mail::Kind::automatic, "sofia@example.com", "Automatic reply: Your request has arrived", ""},
    {"12-out-of-office-german-unmarked", mail::Kind::automatic, "krause@example.com",
     "Abwesenheitsnotiz: Ihre Anfrage", ""},
    {"13-bounce", mail::Kind::bounce, "MAILER-DAEMON@mx.example.net", "Undelivered Mail Returned to Sender", ""},
    {"14-alert-nagios", mail::Kind::alert, "nagios@monitor.example.org",
     "** PROBLEM Service Alert: db1/Disk space is CRITICAL **", ""},
    {"16-alert-nagios-recovery", mail::Kind::alert, "nagios@monitor.example.org",
     "** RECOVERY Service Alert: db1/Disk space is OK **", ""},
    {"17-list-mail", mail::Kind::list, "announce@lists.example.net", "[SECURITY] openssl security update", ""},
    {"18-unsubscribe", mail::Kind::unsubscribe, "greta@example.com", "unsubscribe", ""},
    {"19-broken-charset", mail::Kind::person, "soeren@example.com",
     "Trådløst netværk (WiFi) virker ikke i mødelokalet", "på det trådløse netværk"},
    {"20-phishing-report", mail::Kind::person, "bea@example.com", "Suspicious mail from \"the bank\"",
     "clicked on a link"},
    {"21-locked-out", mail::Kind::person, "liam@example.com", "I am locked out of my account", "unlock me"},
    {"22-spanish-vpn", mail::Kind::person, "jose@example.com", "La VPN no conecta desde casa: ¿qué puedo hacer?",
     "En la oficina"},
    {"23-site-offline", mail::Kind::person, "branch@example.com", "We are offline", "no network"},
    {"25-no-subject-no-id", mail::Kind::person, "walk-in@example.com", "", "screen is black"},
    {"26-request-software-attachment", mail::Kind::person, "ines@example.com", "Please install the label software",
     "PC-0417"},
};

const auto mail_table = tests::table(
    mails,
    [](const MailRow& row) {
        const auto message = demo_mail(row.name);
        BOOST_TEST(mail::name_of(mail::judge(message).kind) == mail::name_of(row.kind));
        BOOST_REQUIRE(message.from.size() == 1u);
        BOOST_TEST(message.from[0].addr == row.from);
        BOOST_TEST(message.subject == row.subject);
        BOOST_TEST(mail::own_text(message).find(row.said) != std::string::npos, mail::own_text(message));
    },
    __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(nothing_automatic_in_the_demo_may_be_answered)
{
    for (const auto* name : {"11-out-of-office", "12-out-of-office-german-unmarked", "13-bounce", "14-alert-nagios",
                             "17-list-mail"})
        BOOST_TEST(!mail::judge(demo_mail(name)).may_answer.answer, name);
}

BOOST_AUTO_TEST_CASE(the_copy_in_the_demo_is_one_octet_for_octet)
{
    const auto one = demo_mail("01-request-vpn"), copy = demo_mail("24-duplicate-of-the-first");
    BOOST_TEST(one.sha256 == copy.sha256);
}

BOOST_AUTO_TEST_CASE(attachments_of_the_demo_keep_their_names)
{
    const auto named = [](const std::string& file, const std::string& name) {
        const auto message = demo_mail(file);
        return std::any_of(message.leaves.begin(), message.leaves.end(),
                           [&](const auto& leaf) { return leaf.name == name && leaf.is_attachment; });
    };
    BOOST_TEST(named("04-request-french-screenshot", "capture d'écran.png"));
    BOOST_TEST(named("26-request-software-attachment", "order.csv"));
}

BOOST_AUTO_TEST_SUITE_END()
