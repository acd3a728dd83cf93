#include "mail/protocol/imap_session.h"

#include "mail/protocol/imap_cursor.h"
#include "mail/protocol/sasl.h"

#include <algorithm>
#include <charconv>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;
using Kind = ImapStatus::Kind;

constexpr std::chrono::milliseconds logout_patience{2'000};
constexpr int most_challenges = 4; // of an AUTHENTICATE; SCRAM without SASL-IR has three

std::uint32_t number_in(const ImapCode& code)
{
    std::uint32_t value = 0;
    std::from_chars(code.arguments.data(), code.arguments.data() + code.arguments.size(), value);
    return value;
}

// A refusal that may be gone in a minute (RFC 5530).
bool passing(const ImapStatus& status)
{
    const auto& code = status.code.name;
    return code == "UNAVAILABLE" || code == "INUSE" || code == "LIMIT" || code == "SERVERBUG" ||
        code == "SYS/TEMP";
}

[[noreturn]] void refuse(const std::string& what, const ImapStatus& status)
{
    const auto text = what + ": " + shown(status);
    if (passing(status)) throw StreamError{Cause::closed, text};
    throw LoginRefused{text};
}

}

ImapSession::ImapSession(ByteStream& stream, ImapOptions options)
    : options_{options}, conversation_{stream, options.conversation}
{}

// What untagged responses say about the folder, whenever they come.
void ImapSession::note(const ImapResponse& response)
{
    if (const auto* capabilities = std::get_if<ImapCapabilities>(&response)) {
        capabilities_ = *capabilities;
    } else if (const auto* exists = std::get_if<ImapExists>(&response)) {
        arrived_ = arrived_ || exists->count > exists_;
        exists_ = exists->count;
    } else if (std::holds_alternative<ImapExpunged>(response)) {
        ++expunged_;
        if (exists_ > 0) --exists_;
    } else if (const auto* vanished = std::get_if<ImapVanished>(&response)) {
        const auto count = std::min<std::uint64_t>(vanished->uids.count(), exists_);
        exists_ -= static_cast<std::uint32_t>(count);
        ++expunged_;
    } else if (const auto* status = std::get_if<ImapStatus>(&response)) {
        if (status->code.name != "UIDVALIDITY") return;
        if (selected_ && number_in(status->code) != uid_validity_)
            throw StreamError{Cause::closed, "the folder was replaced (UIDVALIDITY changed)"};
        uid_validity_ = number_in(status->code);
    }
}

// Capabilities out of a greeting or a tagged OK, else by asking.
void ImapSession::learn_capabilities(const ImapStatus& status)
{
    if (status.code.name == "CAPABILITY") {
        capabilities_ = {};
        for (std::string_view left = status.code.arguments; !left.empty();) {
            const auto end = std::min(left.find(' '), left.size());
            if (end > 0) capabilities_.names.push_back(upper(left.substr(0, end)));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
        return;
    }
    capabilities_ = {};
    if (const auto answer = run(ImapCommand{"CAPABILITY"}); !answer.ok())
        refuse("CAPABILITY refused", answer);
}

void ImapSession::greet(ImapUpgrade upgrade_wanted, const std::string& host)
{
    conversation_.set_patience(options_.login_patience);
    auto greeting = conversation_.hear();
    while (std::holds_alternative<ImapIgnored>(greeting)) greeting = conversation_.hear();
    const auto* status = std::get_if<ImapStatus>(&greeting);
    if (!status || (status->kind != Kind::ok && status->kind != Kind::preauth))
        throw StreamError{Cause::malformed, "this is no IMAP greeting"};
    if (upgrade_wanted == ImapUpgrade::starttls) {
        if (status->kind == Kind::preauth)
            throw StreamError{Cause::untrusted, "the server logs us in before TLS"};
        upgrade(host);
        return;
    }
    logged_in_ = status->kind == Kind::preauth;
    learn_capabilities(*status);
}

void ImapSession::upgrade(const std::string& host)
{
    // Capabilities said in clear are worth nothing: STARTTLS is simply asked for.
    const auto answer = conversation_.run(ImapCommand{"STARTTLS"}, {});
    if (!answer.ok()) throw StreamError{Cause::untrusted, "the server offers no TLS: " + shown(answer)};
    conversation_.start_tls(host);
    capabilities_ = {};
    learn_capabilities({});
}

ImapStatus ImapSession::authenticate(const Login& login)
{
    SaslExchange exchange{login};
    const bool at_once = can("SASL-IR");
    const auto tag = conversation_.send(
        ImapCommand{"AUTHENTICATE " + exchange.mechanism() + (at_once ? " " + exchange.first() : "")});
    for (int challenges = 0; challenges < most_challenges; ++challenges) {
        const auto heard = conversation_.hear_go_ahead(listener());
        if (const auto* tagged = std::get_if<ImapTagged>(&heard)) {
            if (tagged->status.ok()) exchange.trust_success();
            return tagged->status;
        }
        conversation_.say(exchange.answer(std::get<ImapContinuation>(heard).text));
    }
    return conversation_.finish(tag, listener());
}

ImapStatus ImapSession::log_in(const Login& login)
{
    const bool chosen = login.method != AuthMethod::automatic;
    const auto method = chosen ? login.method : strongest([this](std::string_view mechanism) {
        return can("AUTH=" + std::string{mechanism});
    });
    if (method != AuthMethod::login) {
        auto answer = authenticate({login.user, login.secret, method});
        // Offered, and yet the server does not know it.
        const bool misled = answer.kind == Kind::bad && !chosen;
        if (!misled || can("LOGINDISABLED")) return answer;
    }
    if (can("LOGINDISABLED"))
        throw LoginRefused{"the server forbids LOGIN on this connection; use TLS or another method"};
    ImapCommand command{"LOGIN"};
    return run(command.astring(login.user).astring(login.secret));
}

void ImapSession::login(const Login& login)
{
    if (logged_in_ || login.user.empty()) return;
    const auto before = capabilities_;
    const auto answer = log_in(login);
    if (!answer.ok()) refuse("login as " + login.user + " refused", answer);
    logged_in_ = true;
    const bool told = answer.code.name != "CAPABILITY" && capabilities_.names != before.names;
    if (!told) learn_capabilities(answer);
    if (can("LITERAL+") || can("LITERAL-")) conversation_.use_unsynchronised_literals();
    enable();
}

void ImapSession::enable()
{
    if (can("ID")) run(ImapCommand{"ID (\"name\" \"Deskhand\")"});
    if (!can("ENABLE") || !can("UTF8=ACCEPT")) return;
    utf8_ = run(ImapCommand{"ENABLE UTF8=ACCEPT"}).ok();
}

ImapCommand& ImapSession::name_folder(ImapCommand& command, const std::string& folder) const
{
    return utf8_ ? command.utf8_folder(folder) : command.folder(folder);
}

void ImapSession::select(const std::string& folder, ImapAccess access)
{
    selected_ = false;
    uid_validity_ = exists_ = 0;
    ImapCommand command{access == ImapAccess::read_only ? "EXAMINE" : "SELECT"};
    const auto answer = run(name_folder(command, folder));
    if (!answer.ok()) refuse("folder " + folder + " cannot be opened", answer);
    if (access == ImapAccess::read_write && answer.code.name == "READ-ONLY")
        throw LoginRefused{"folder " + folder + " is read-only, yet mails are to be disposed of in it"};
    conversation_.set_patience(options_.patience);
    selected_ = view_is_fresh_ = true;
    arrived_ = false;
}

void ImapSession::logout()
{
    conversation_.expect_goodbye();
    conversation_.set_patience(logout_patience);
    run(ImapCommand{"LOGOUT"});
}

}
