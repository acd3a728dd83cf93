#include "engine/run/mailbox_login.h"

#include "config/spelling.h"
#include "engine/run/checkup.h"
#include "engine/run/commands.h"
#include "engine/run/standing.h"
#include "engine/run/system_clock.h"
#include "engine/run/utf8.h"

#include <fmt/core.h>

#include <cstdio>
#include <iostream>
#include <vector>

namespace deskhand::engine {
namespace {

constexpr std::string_view relay_name = "outgoing";

struct TokensIn {
    mail::TokenSupply operator()(const mail::ImapSettings& imap) const { return imap.tokens; }
    mail::TokenSupply operator()(const mail::Pop3Settings& pop3) const { return pop3.tokens; }
    mail::TokenSupply operator()(const mail::MaildirSettings&) const { return {}; }
    mail::TokenSupply operator()(const mail::RelaySettings& relay) const { return relay.tokens; }
    mail::TokenSupply operator()(const config::MaildirRelay&) const { return {}; }
};

std::string unknown(const config::Settings& settings, const std::string& mailbox)
{
    std::vector<std::string_view> known;
    for (const auto& one : settings.mailboxes)
        if (tokens_of(settings, one.name)) known.push_back(one.name);
    if (std::visit(TokensIn{}, settings.outgoing)) known.push_back(relay_name);
    if (known.empty()) return "no mailbox logs in with access tokens; config/oauth.md says how to write an `oauth` block";
    return fmt::format("no mailbox with an `oauth` block is called `{}`; {}", mailbox, config::advice(mailbox, known));
}

Finding tried(const config::Settings& settings, const std::string& mailbox)
{
    for (const auto& one : settings.mailboxes)
        if (one.name == mailbox) return check_mailbox(one);
    return check_relay(settings);
}

}

mail::TokenSupply tokens_of(const config::Settings& settings, const std::string& mailbox)
{
    for (const auto& one : settings.mailboxes)
        if (one.name == mailbox) return std::visit(TokensIn{}, one.where);
    return mailbox == relay_name ? std::visit(TokensIn{}, settings.outgoing) : mail::TokenSupply{};
}

ExitCode log_in_mailbox(const config::Settings& settings, const std::string& mailbox, const mail::SignInTalk& talk)
{
    const auto tokens = tokens_of(settings, mailbox);
    if (!tokens) {
        talk.say(unknown(settings, mailbox) + "\n");
        return ExitCode::failed;
    }
    const auto& account = tokens->settings();
    try {
        if (mail::signs_in(account.grant)) {
            mail::sign_in(account, talk);
            talk.say("Signed in; the token is saved.\n");
        } else {
            tokens->token();
            talk.say("Nobody needs to sign in for this grant: an access token came.\n");
        }
    } catch (const std::exception& broken) {
        talk.say(one_line(broken.what()) + "\n");
        return ExitCode::failed;
    }
    const auto finding = tried(settings, mailbox);
    talk.say(findings_text({finding}));
    if (finding.health == Health::ok) talk.say("A running desk logs in with it at its next attempt, within 15 minutes; SIGHUP makes it now.\n");
    return finding.health == Health::fail ? ExitCode::failed : ExitCode::done;
}

mail::SignInTalk terminal_talk()
{
    return {.say = [](const std::string& text) {
                fmt::print("{}", text);
                std::fflush(stdout);
            },
            .hear = []() -> std::optional<std::string> {
                std::string line;
                if (!std::getline(std::cin, line)) return {};
                return line;
            },
            .wait = [](std::chrono::seconds time) {
                SystemClock clock;
                clock.wait_until(clock.now() + time, {});
            }};
}

ExitCode perform(const Invocation& invocation, const MailboxLoginCommand& command)
{
    const auto policy = standing_policy(invocation);
    if (!policy) return ExitCode::problems;
    return log_in_mailbox(policy->settings, command.mailbox, terminal_talk());
}

}
