// Connections cut at every 64th octet: after a clean retry every mail is there whole, once.
#include "mail/net/mailbox_settings.h"

#include "mail/protocol/byte_stream.h"
#include "tests/support/dovecot.h"
#include "tests/support/fault_proxy.h"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

using namespace deskhand::mail;
using namespace deskhand::tests;
using namespace std::chrono_literals;

using Strings = std::vector<std::string>;

namespace {

constexpr int mails = 6;
constexpr std::uint64_t step = 64;
constexpr std::uint64_t first_part = 16 * 1024; // of a session that is cut

// Mails of 3.2 KB: six of them and the dialogue go beyond the first part.
std::string sample_mail(int number)
{
    std::string body;
    for (int line = 0; line < 64; ++line) body += ".line " + std::to_string(line) + " of a mail that must come whole )\r\n";
    return "Subject: mail " + std::to_string(number) + "\r\n\r\n" + body;
}

// What a collector journals: every uid once, the octets behind the delivered Subject.
class Journal {
public:
    // One round of list, fetch what is not known, dispose. Throws what the mailbox throws.
    void round(Mailbox& mailbox)
    {
        mailbox.open();
        Strings unknown, known;
        const auto listing = mailbox.list();
        for (const auto& mail : listing.mails)
            (bytes_.count(mail.uid) == 0 ? unknown : known).push_back(mail.uid);
        mailbox.fetch(unknown, [&](const FetchedMail& mail) {
            twice_ += bytes_.count(mail.uid);
            bytes_[mail.uid] = mail.bytes;
            known.push_back(mail.uid);
        });
        mailbox.dispose(known);
        mailbox.close();
    }
    // False when the session broke.
    bool survives(Mailbox& mailbox)
    {
        try {
            round(mailbox);
            return true;
        } catch (const StreamError&) {
            mailbox.close();
            return false;
        }
    }
    // "" when every mail is there whole and once.
    std::string defect() const
    {
        if (twice_ > 0) return "a uid was handed out twice";
        std::multiset<std::string> got, wanted;
        for (const auto& [uid, bytes] : bytes_) got.insert(bytes.substr(std::min(bytes.find("Subject:"), bytes.size())));
        for (int i = 0; i < mails; ++i) wanted.insert(sample_mail(i));
        return got == wanted ? "" : std::to_string(got.size()) + " mails, not the ones delivered";
    }
    bool damaged() const // holds anything that was not delivered as it is
    {
        std::set<std::string> wanted;
        for (int i = 0; i < mails; ++i) wanted.insert(sample_mail(i));
        for (const auto& [uid, bytes] : bytes_)
            if (wanted.count(bytes.substr(std::min(bytes.find("Subject:"), bytes.size()))) == 0) return true;
        return false;
    }

private:
    std::map<std::string, std::string> bytes_;
    std::size_t twice_ = 0;
};

enum class Protocol { imap, pop3 };

struct Fixture {
    Dovecot server;

    void deliver(const std::string& user) const
    {
        for (int i = 0; i < mails; ++i) server.deliver(user, sample_mail(i));
    }
    std::uint16_t port(Protocol protocol) const { return protocol == Protocol::imap ? server.imap_port() : server.pop3_port(); }
    std::unique_ptr<Mailbox> mailbox(Protocol protocol, std::uint16_t at, const std::string& user, Disposal disposal,
                                     std::chrono::milliseconds patience = 60s) const
    {
        MailboxSettings settings{.name = "desk", .patience = patience};
        const auto endpoint = server.endpoint(at, Security::none);
        const Login login{user, Dovecot::password};
        if (protocol == Protocol::imap)
            settings.where = ImapSettings{.server = endpoint, .login = login, .disposal = disposal};
        else settings.where = Pop3Settings{.server = endpoint, .login = login, .disposal = disposal};
        return make_mailbox(settings);
    }

    // Octets the server says in an undisturbed round.
    std::uint64_t length_of_round(Protocol protocol, const std::string& user, Disposal disposal)
    {
        FaultProxy proxy{port(protocol)};
        Journal journal;
        journal.round(*mailbox(protocol, proxy.port(), user, disposal));
        BOOST_REQUIRE(journal.defect().empty());
        return proxy.octets_to_client();
    }

    struct Result {
        int trials = 0, faults = 0;
        Strings defects;
    };

    // Mail stays on the server, so one maildrop serves all trials.
    Result cut_at_every_step(Protocol protocol, Fault::Kind kind, std::uint64_t until, std::uint64_t every)
    {
        FaultProxy proxy{port(protocol)};
        Result result;
        const auto patient = mailbox(protocol, proxy.port(), "ann", Disposal::keep);
        const auto hasty = mailbox(protocol, proxy.port(), "ann", Disposal::keep, 1'500ms);
        for (std::uint64_t at = every; at <= until; at += every, ++result.trials) {
            Journal journal;
            proxy.arm({Fault::Toward::client, kind, at});
            const bool survived = journal.survives(kind == Fault::Kind::black_hole ? *hasty : *patient);
            if (journal.damaged()) result.defects.push_back("damaged after a cut at " + std::to_string(at));
            if (!survived && !journal.survives(*patient)) result.defects.push_back("no retry after " + std::to_string(at));
            if (const auto defect = journal.defect(); !defect.empty()) result.defects.push_back(defect + " at " + std::to_string(at));
        }
        result.faults = proxy.faults();
        return result;
    }

    // Mail is put away on the server, so every trial has a user of its own. Cuts spread over the round.
    Result cut_while_disposing(Protocol protocol, Fault::Toward toward, std::uint64_t from, std::uint64_t until, std::uint64_t every)
    {
        FaultProxy proxy{port(protocol)};
        Result result;
        const auto disposal = protocol == Protocol::imap ? Disposal::move : Disposal::remove;
        for (std::uint64_t at = from; at <= until; at += every, ++result.trials) {
            const auto user = "user" + std::to_string(result.trials);
            deliver(user);
            const auto box = mailbox(protocol, proxy.port(), user, disposal);
            Journal journal;
            proxy.arm({toward, result.trials % 2 == 0 ? Fault::Kind::fin : Fault::Kind::rst, at});
            journal.survives(*box);
            if (!journal.survives(*box)) result.defects.push_back("no retry after " + std::to_string(at));
            if (const auto defect = journal.defect(); !defect.empty()) result.defects.push_back(defect + " at " + std::to_string(at));
            const auto processed = protocol == Protocol::imap ? static_cast<std::size_t>(mails) : 0u;
            if (server.count(user) != 0 || server.count(user, "Processed") != processed)
                result.defects.push_back("not put away exactly once at " + std::to_string(at));
        }
        result.faults = proxy.faults();
        return result;
    }
};

void check_whole_part(Fixture& fixture, Protocol protocol, Fault::Kind kind)
{
    fixture.deliver("ann");
    BOOST_TEST(fixture.length_of_round(protocol, "ann", Disposal::keep) > first_part);
    const auto result = fixture.cut_at_every_step(protocol, kind, first_part, step);
    BOOST_TEST(result.trials == 256);
    BOOST_TEST(result.faults == result.trials);
    BOOST_TEST(result.defects == Strings{}, boost::test_tools::per_element());
}

void check_disposal(Fixture& fixture, Protocol protocol, Fault::Toward toward, std::uint64_t from, std::uint64_t until, std::uint64_t every)
{
    const auto result = fixture.cut_while_disposing(protocol, toward, from, until, every);
    BOOST_TEST(result.faults == result.trials);
    BOOST_TEST(result.trials >= 20);
    BOOST_TEST(result.defects == Strings{}, boost::test_tools::per_element());
}

}

BOOST_FIXTURE_TEST_SUITE(mailbox_faults, Fixture)

BOOST_AUTO_TEST_CASE(imap_closed_at_every_64th_octet) { check_whole_part(*this, Protocol::imap, Fault::Kind::fin); }
BOOST_AUTO_TEST_CASE(imap_reset_at_every_64th_octet) { check_whole_part(*this, Protocol::imap, Fault::Kind::rst); }
BOOST_AUTO_TEST_CASE(pop3_closed_at_every_64th_octet) { check_whole_part(*this, Protocol::pop3, Fault::Kind::fin); }
BOOST_AUTO_TEST_CASE(pop3_reset_at_every_64th_octet) { check_whole_part(*this, Protocol::pop3, Fault::Kind::rst); }

BOOST_AUTO_TEST_CASE(imap_and_pop3_in_a_black_hole)
{
    deliver("ann");
    for (const auto protocol : {Protocol::imap, Protocol::pop3}) {
        const auto result = cut_at_every_step(protocol, Fault::Kind::black_hole, first_part, 4'000);
        BOOST_TEST(result.trials == 4);
        BOOST_TEST(result.faults == result.trials);
        BOOST_TEST(result.defects == Strings{}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(mails_come_whole_in_single_octets)
{
    deliver("ann");
    for (const auto protocol : {Protocol::imap, Protocol::pop3}) {
        FaultProxy proxy{port(protocol), FaultProxy::Pace::single_octets};
        Journal journal;
        journal.round(*mailbox(protocol, proxy.port(), "ann", Disposal::keep));
        BOOST_TEST(journal.defect() == "");
    }
}

BOOST_AUTO_TEST_CASE(imap_answers_cut_while_mail_is_moved)
{
    deliver("probe");
    const auto whole = length_of_round(Protocol::imap, "probe", Disposal::move);
    check_disposal(*this, Protocol::imap, Fault::Toward::client, whole - 600, whole - 200, 16);
}

BOOST_AUTO_TEST_CASE(imap_commands_cut_while_mail_is_moved)
{
    check_disposal(*this, Protocol::imap, Fault::Toward::server, 16, 340, 12);
}

BOOST_AUTO_TEST_CASE(pop3_answers_cut_while_mail_is_removed)
{
    deliver("probe");
    const auto whole = length_of_round(Protocol::pop3, "probe", Disposal::remove);
    check_disposal(*this, Protocol::pop3, Fault::Toward::client, whole - 200, whole - 20, 8);
}

BOOST_AUTO_TEST_CASE(pop3_commands_cut_while_mail_is_removed)
{
    check_disposal(*this, Protocol::pop3, Fault::Toward::server, 4, 140, 6);
}

BOOST_AUTO_TEST_SUITE_END()
