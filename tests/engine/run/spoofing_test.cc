// Who may write into whose ticket: mails that claim to, each a row, held against a desk with one open ticket.
#include "engine/run/intake.h"
#include "tests/engine/core/sample_policy.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/table.h"

using namespace deskhand::engine;
using namespace deskhand::tests;
namespace config = deskhand::config;

namespace {

// What became of the mail.
enum class Right {
    none,      // a ticket of its own, or filed; no word of it in ticket 1
    held,      // a person must look; nothing else happens
    appended,  // the next words on ticket 1
    commanded  // a staff member's orders were carried out
};

// The sender as the mail server saw it.
enum class Seen { nothing, pass, fail, other_pass };

struct Row {
    const char* name;
    std::string header; // without To; {staff}, {rita}, ... stand for tokens
    Right right;
    Seen seen = Seen::nothing;
    std::string text = "#close\nDone.\n";
    std::string recipient = "help@desk.example";
    config::StaffProof proof = config::StaffProof::token;
};

constexpr auto ann = "From: Ann A <ann@desk.example>\n";
constexpr auto rita = "From: Rita <rita@client.example>\n";
constexpr auto eve = "From: Eve <eve@evil.example>\n";
constexpr auto pass = config::StaffProof::pass;
constexpr auto no_failure = config::StaffProof::no_failure;
const std::string quote = "Please.\n\nOn Mon, 10 Mar 2025 at 09:00, IT desk <help@desk.example> wrote:\n> Hello Rita, your request #1 is here.\n>\n> {text}\n";

const Row rows[] = {
    // staff
    {"staff From without a token", std::string{ann} + "Subject: x\n", Right::none},
    {"staff From without a token, though the domain passes", std::string{ann} + "Subject: x\n", Right::none, Seen::pass},
    {"staff From with the number in the subject", std::string{ann} + "Subject: [#1] printer\n", Right::none},
    {"staff From answering the customer's mail", std::string{ann} + "Subject: Re: printer\nIn-Reply-To: <first@client.example>\n", Right::none},
    {"a forged token", std::string{ann} + "In-Reply-To: <s1-20157.i1-1.aaaaaaaaaaaaaaaaaaaaaaaaaa@desk.example>\n", Right::none, Seen::pass},
    {"a token cut short", std::string{ann} + "In-Reply-To: <{staff-cut}>\n", Right::none, Seen::pass},
    {"an expired token", std::string{ann} + "In-Reply-To: <{staff-old}>\n", Right::none, Seen::pass},
    {"an expired token dated anew", std::string{ann} + "In-Reply-To: <{staff-redated}>\n", Right::none, Seen::pass},
    {"a token of the thread of notices", std::string{ann} + "References: <{staff-thread}>\n", Right::none, Seen::pass},
    {"a token of another ticket moved to this one", std::string{ann} + "In-Reply-To: <{staff-renumbered}>\n", Right::none, Seen::pass},
    {"a requester's token made a staff token", std::string{ann} + "In-Reply-To: <{rita-as-staff}>\n", Right::none, Seen::pass},
    {"a colleague's token", "From: Cleo C <cleo@desk.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::pass},
    {"a token in a customer's hands", std::string{rita} + "In-Reply-To: <{staff}>\n", Right::none},
    {"a token in a stranger's hands", std::string{eve} + "In-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a token for somebody who left the staff", "From: Otto <otto@desk.example>\nIn-Reply-To: <{otto}>\n", Right::none, Seen::pass},
    {"a token as a text mark", std::string{ann} + "Subject: x\n", Right::none, Seen::pass, "[{staff-text}]\n#close\n"},
    {"Reply-To of staff", std::string{eve} + "Reply-To: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"Sender of staff", std::string{eve} + "Sender: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"Resent-From of staff", std::string{eve} + "Resent-From: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"X-Original-From of staff", std::string{eve} + "X-Original-From: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"two From fields, staff first", std::string{ann} + eve + "In-Reply-To: <{staff}>\n", Right::none, Seen::pass},
    {"two From fields, staff last", std::string{eve} + ann + "In-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"two mailboxes in From", "From: ann@desk.example, eve@evil.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::pass},
    {"a display name that is a staff address", "From: \"ann@desk.example\" <eve@evil.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a display name with brackets", "From: \"<ann@desk.example>\" <eve@evil.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a staff address in a comment", "From: eve@evil.example (ann@desk.example)\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a comment inside the domain", "From: ann@desk.example(.evil.example).evil.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a quoted local part with an address", "From: \"ann@desk.example\"@evil.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a staff address in an encoded word", "From: =?utf-8?q?ann=40desk=2Eexample?= <eve@evil.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a NUL in the address", std::string{"From: ann@desk.example"} + '\0' + ".evil.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a domain that ends alike", "From: ann@mydesk.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a domain that begins alike", "From: ann@desk.example.evil.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a domain of look-alike letters", "From: ann@de\xD1\x95k.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a look-alike domain in punycode", "From: ann@xn--dek-s2c.example\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"the domain behind a route", "From: <@desk.example:ann@evil.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"a group called staff", "From: ann@desk.example: eve@evil.example;\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    {"no From", "Sender: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none},
    {"an empty From", "From: <>\nSender: ann@desk.example\nIn-Reply-To: <{staff}>\n", Right::none},
    {"a list that writes staff's name", "From: Ann A via Staff list <list@lists.example>\nList-Id: <list.lists.example>\nIn-Reply-To: <{staff}>\n", Right::none, Seen::other_pass},
    // staff with a genuine token, by what the server saw
    {"a pass is asked and nothing was seen", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::held, Seen::nothing, "#close\n", "help@desk.example", pass},
    {"a pass is asked and the domain disowns it", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::held, Seen::fail, "#close\n", "help@desk.example", pass},
    {"a pass is asked and another domain passes", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::held, Seen::other_pass, "#close\n", "help@desk.example", pass},
    {"no failure is asked and the domain disowns it", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::held, Seen::fail, "#close\n", "help@desk.example", no_failure},
    {"results forged below the sender's lines", std::string{ann} + "In-Reply-To: <{staff}>\nReceived: from a by b\nAuthentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n",
     Right::held, Seen::nothing, "#close\n", "help@desk.example", pass},
    {"results forged above ours by another host", "Authentication-Results: mx.evil.example; dmarc=pass\n" + std::string{ann} + "In-Reply-To: <{staff}>\n", Right::held, Seen::fail, "#close\n",
     "help@desk.example", pass},
    {"results forged below ours", std::string{ann} + "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\nIn-Reply-To: <{staff}>\n", Right::held, Seen::fail, "#close\n",
     "help@desk.example", pass},
    // customers
    {"a stranger with somebody's number", std::string{eve} + "Subject: [#1] printer\n", Right::none},
    {"a stranger who answers somebody's mail", std::string{eve} + "Subject: Re: printer\nReferences: <first@client.example>\n", Right::none},
    {"a stranger with somebody's token", std::string{eve} + "In-Reply-To: <{rita}>\n", Right::none},
    {"a stranger at somebody's reply address", std::string{eve} + "Subject: x\n", Right::none, Seen::nothing, "More.\n", "{rita-address}"},
    {"a stranger who quotes somebody's mark", std::string{eve} + "Subject: Re: printer\n", Right::none, Seen::nothing, quote},
    {"a stranger who quotes everything", std::string{eve} + "Subject: Re: Printer on fire\n", Right::none, Seen::nothing,
     "Mine too.\n\nOn Mon, 10 Mar 2025, Rita wrote:\n> The printer in room seven eats paper since Monday and smells of burning plastic.\n"},
    {"a look-alike of the requester", "From: rita@cl1ent.example\nReferences: <first@client.example>\n", Right::none},
    {"the requester's name and another address", "From: Rita <rita@evil.example>\nReferences: <first@client.example>\n", Right::none},
    {"Reply-To of the requester", std::string{eve} + "Reply-To: rita@client.example\nReferences: <first@client.example>\n", Right::none},
    {"the requester, but her domain disowns it", std::string{rita} + "Subject: [#1] printer\nReferences: <first@client.example>\n", Right::none, Seen::fail},
    {"two From fields, the requester first", std::string{rita} + eve + "References: <first@client.example>\n", Right::none},
    {"an id used again with other content", std::string{rita} + "Message-ID: <first@client.example>\nSubject: something else\n", Right::none},
    {"an empty id", std::string{rita} + "Subject: something else\nIn-Reply-To: <>\nReferences: < >\n", Right::none},
    {"a staff command of a customer stays words", std::string{rita} + "References: <first@client.example>\n", Right::appended},
    // those who may
    {"staff with the token", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::commanded},
    {"staff with the token in capitals", std::string{ann} + "In-Reply-To: <{STAFF}>\n", Right::commanded},
    {"staff with the token and a pass", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::commanded, Seen::pass, "#close\n", "help@desk.example", pass},
    {"staff with the token and nothing seen", std::string{ann} + "In-Reply-To: <{staff}>\n", Right::commanded, Seen::nothing, "#close\n", "help@desk.example", no_failure},
    {"staff at the reply address of the notice", std::string{ann} + "Subject: x\n", Right::commanded, Seen::nothing, "#close\n", "{staff-address}"},
    {"the requester with the token", std::string{rita} + "In-Reply-To: <{rita}>\n", Right::appended},
    {"the requester with the token, though a forwarder broke her signature", std::string{rita} + "In-Reply-To: <{rita}>\n", Right::appended, Seen::fail},
    {"the requester at her reply address", std::string{rita} + "Subject: x\n", Right::appended, Seen::nothing, "More.\n", "{rita-address}"},
    {"the requester who quotes the mark", std::string{rita} + "Subject: x\n", Right::appended, Seen::nothing, quote},
    {"the requester who answers her own mail", std::string{rita} + "References: <first@client.example>\n", Right::appended, Seen::nothing},
    {"the requester who answers a mail never seen here", std::string{rita} + "References: <unseen@client.example>\n", Right::appended, Seen::nothing},
    {"the requester with the number", std::string{rita} + "Subject: [#1] more\n", Right::appended, Seen::nothing},
    {"a colleague who was in copy", "From: Carl <carl@client.example>\nReferences: <first@client.example>\n", Right::appended},
    {"the requester without any id, by subject and quotation", std::string{rita} + "Subject: AW: Printer on fire\n", Right::appended, Seen::nothing,
     "Still so.\n\nOn Mon, 10 Mar 2025, Rita <rita@client.example> wrote:\n> The printer in room seven eats paper since Monday and smells of burning plastic.\n"},
};

struct Desk : StoreFixture {
    Policy policy = sample_policy();
    InboxRow row{.id = InboxId{7}, .mailbox = "support", .uid = "7", .bytes = {}, .received = start, .internal_date = {},
                 .envelope_recipient = {}, .state = InboxState::waiting, .failures = 0};

    Desk()
    {
        policy.settings.authentication.trusted_hosts = {"mx.desk.example"};
        auto ticket = a_ticket(TicketId{1}, "rita@client.example");
        ticket.participants.push_back("carl@client.example");
        const Event words{.id = {}, .ticket = TicketId{1}, .at = start, .kind = EventKind::received, .actor = "rita@client.example",
                          .text = "The printer in room seven eats paper since Monday and smells of burning plastic.", .mail = {}};
        apply_decision(database, {.outcome = {},
                                  .actions = {OpenTicket{ticket}, AddEvent{words},
                                              RememberIds{TicketId{1}, {"first@client.example", "unseen@client.example"}, "printer on fire"}},
                                  .because = {}, .ticket = TicketId{1}}, start);
    }

    std::string id(Audience audience, const std::string& person, std::chrono::days age = {}, TicketId ticket = TicketId{1}) const
    {
        return policy.mint.message_id({ticket, audience, std::chrono::floor<std::chrono::days>(start) - age}, "i1-1", person);
    }

    std::string filled(std::string text) const
    {
        const auto today = std::chrono::floor<std::chrono::days>(start);
        const TokenClaim staff{TicketId{1}, Audience::staff, today}, requester{TicketId{1}, Audience::requester, today};
        const auto genuine = id(Audience::staff, "ann@desk.example");
        auto capitals = genuine, redated = id(Audience::staff, "ann@desk.example", std::chrono::days{200});
        for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        redated.replace(0, redated.find('.'), genuine.substr(0, genuine.find('.')));
        auto renumbered = id(Audience::staff, "ann@desk.example", {}, TicketId{2});
        renumbered.replace(1, 1, "1");
        auto as_staff = id(Audience::requester, "ann@desk.example");
        as_staff.front() = 's';
        auto as_text = policy.mint.text_mark(staff, "ann@desk.example");
        const std::pair<std::string, std::string> words[] = {
            {"{staff}", genuine},
            {"{STAFF}", capitals},
            {"{staff-cut}", genuine.substr(0, genuine.find('@') - 4) + "@desk.example"},
            {"{staff-old}", id(Audience::staff, "ann@desk.example", std::chrono::days{200})},
            {"{staff-redated}", redated},
            {"{staff-thread}", policy.mint.thread_id(staff, "ann@desk.example")},
            {"{staff-renumbered}", renumbered},
            {"{rita-as-staff}", as_staff},
            {"[{staff-text}]", as_text},
            {"{otto}", id(Audience::staff, "otto@desk.example")},
            {"{rita}", id(Audience::requester, "rita@client.example")},
            {"{rita-address}", policy.mint.reply_address("help@desk.example", requester, "rita@client.example")},
            {"{staff-address}", policy.mint.reply_address("help@desk.example", staff, "ann@desk.example")},
            {"{text}", policy.mint.text_mark(requester, "rita@client.example")}};
        for (const auto& [word, value] : words)
            if (const auto at = text.find(word); at != text.npos) text.replace(at, word.size(), value);
        return text;
    }
};

std::string results_of(Seen seen, const std::string& from_domain)
{
    const std::string host = "Authentication-Results: mx.desk.example; ";
    switch (seen) {
    case Seen::nothing: return {};
    case Seen::pass: return host + "dmarc=pass header.from=" + from_domain + "\n";
    case Seen::fail: return host + "dmarc=fail header.from=" + from_domain + "\n";
    case Seen::other_pass: return host + "dmarc=none; dkim=pass header.d=evil.example\n";
    }
    return {};
}

Right right_of(const Explanation& explained)
{
    const auto& decision = explained.decision;
    for (const auto& update : all_of<UpdateTicket>(decision))
        if (update.ticket.status == Status::closed) return Right::commanded;
    for (const auto& action : decision.actions) {
        if (std::holds_alternative<Quarantine>(action)) return Right::held;
        const auto* update = std::get_if<UpdateTicket>(&action);
        const auto* add = std::get_if<AddEvent>(&action);
        if ((update && update->ticket.id == TicketId{1}) || (add && add->event.ticket == TicketId{1} && add->event.kind != EventKind::linked))
            return Right::appended;
    }
    return Right::none;
}

void check_row(const Row& row)
{
    Desk desk;
    desk.policy.settings.authentication.staff = row.proof;
    desk.row.envelope_recipient = desk.filled(row.recipient);
    const auto domain = row.header.find("desk.example") != std::string::npos ? std::string{"desk.example"} : std::string{"client.example"};
    const auto ours = results_of(row.seen, domain) + "Received: from mail.example by mx.desk.example with ESMTPS; Mon, 10 Mar 2025 00:00:00 +0000\n";
    desk.row.bytes = ours + desk.filled(row.header) + "To: help@desk.example\n\n" + desk.filled(row.text);
    const auto explained = explain(desk.database, desk.row, desk.policy, start);
    BOOST_TEST((right_of(explained) == row.right),
               row.name << ": " << explained.decision.outcome << " by " << name_of(explained.situation.evidence) << " " << explained.situation.evidence_text);
}

}

BOOST_AUTO_TEST_SUITE(spoofing)

const bool mails = deskhand::tests::table(rows, check_row, __FILE__, __LINE__);

BOOST_AUTO_TEST_CASE(the_matrix_holds_more_than_forty_mails_without_a_right)
{
    BOOST_TEST(std::count_if(std::begin(rows), std::end(rows), [](const Row& row) { return row.right == Right::none || row.right == Right::held; }) > 40);
}

BOOST_AUTO_TEST_SUITE_END()
