#include "mail/protocol/imap_session.h"

#include "mail/protocol/imap_cursor.h"
#include "mail/protocol/sasl.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace deskhand::mail {
namespace {

using Cause = StreamError::Cause;
using Kind = ImapStatus::Kind;

constexpr std::chrono::milliseconds logout_patience{2'000};
constexpr int most_challenges = 4; // of an AUTHENTICATE; SCRAM without SASL-IR has three

// 0 when there is none, or one that does not fit.
template <class Number = std::uint32_t> Number number_in(const ImapCode& code)
{
    Number value = 0;
    std::from_chars(code.arguments.data(), code.arguments.data() + code.arguments.size(), value);
    return value;
}

// What IMAP4rev2 holds of the extensions used here (RFC 9051 appendix E).
constexpr std::string_view parts_of_rev2[] = {"ENABLE", "ESEARCH", "IDLE", "LITERAL-", "MOVE", "NAMESPACE", "SASL-IR", "UIDPLUS"};

// Octets a command may have: what a server is known to take, by a word of its greeting or a capability.
struct LongestCommand {
    std::string_view word; // upper case
    std::size_t octets;
};
constexpr LongestCommand longest_commands[] = {
    {"DOVECOT", 64'000}, {"GIMAP", 16'000}, {"COURIER", 16'000},
    {"IMAP4REV1 20", 1'000},      // "mail.example IMAP4rev1 2007f.404": the University of Washington's
    {"XYMHIGHESTMODSEQ", 1'000},  // Yahoo and AOL
};
constexpr std::size_t usual_longest_command = 8'000;
constexpr std::size_t around_a_set = 160; // tag, command, and the items of a FETCH

std::size_t longest_command_of(const std::string& greeting, const ImapCapabilities& capabilities)
{
    for (const auto& [word, octets] : longest_commands)
        if (greeting.find(word) != std::string::npos || capabilities.has(word)) return octets;
    return usual_longest_command;
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
    : options_{std::move(options)}, conversation_{stream, options_.conversation}, longest_command_{usual_longest_command}
{}

bool ImapSession::can(std::string_view capability) const
{
    if (distrusted_.contains(capability)) return false;
    return capabilities_.has(capability) ||
        (capabilities_.has("IMAP4REV2") && std::ranges::find(parts_of_rev2, capability) != std::end(parts_of_rev2));
}

void ImapSession::distrust(const std::string& capability, const std::string& answer)
{
    if (distrusted_.insert(capability).second && options_.distrusted) options_.distrusted(capability, answer);
}

std::vector<UidSet> ImapSession::parts(const UidSet& uids, std::size_t more) const
{
    return uids.parts(longest_command_ - std::min(longest_command_ / 2, around_a_set + more));
}

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
        const auto& name = status->code.name;
        if (name == "UIDNEXT") uid_next_ = number_in(status->code);
        if (name == "HIGHESTMODSEQ") highest_modseq_ = number_in<std::uint64_t>(status->code);
        if (name != "UIDVALIDITY") return;
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
    greeting_ = upper(status->text);
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
    if (!answer.ok()) refuse(login_told(login, [this](auto mechanism) { return can("AUTH=" + std::string{mechanism}); }), answer);
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
    uid_validity_ = uid_next_ = exists_ = 0;
    highest_modseq_ = 0;
    const auto open_with = [&](const char* more) {
        ImapCommand command{access == ImapAccess::read_only ? "EXAMINE" : "SELECT"};
        return run(name_folder(command, folder).plain(more));
    };
    auto answer = open_with(can("CONDSTORE") ? " (CONDSTORE)" : "");
    if (answer.kind == Kind::bad && can("CONDSTORE")) {
        distrust("CONDSTORE", shown(answer));
        answer = open_with("");
    }
    if (!answer.ok()) refuse("folder " + folder + " cannot be opened", answer);
    if (access == ImapAccess::read_write && answer.code.name == "READ-ONLY")
        throw LoginRefused{"folder " + folder + " is read-only, yet mails are to be disposed of in it"};
    conversation_.set_patience(options_.patience);
    selected_ = view_is_fresh_ = true;
    arrived_ = false;
    longest_command_ = longest_command_of(greeting_, capabilities_);
}

std::optional<ImapFolderMark> ImapSession::mark() const
{
    if (!view_is_fresh_ || uid_validity_ == 0 || uid_next_ == 0 || highest_modseq_ == 0) return {};
    return ImapFolderMark{uid_validity_, uid_next_, exists_, highest_modseq_};
}

void ImapSession::logout()
{
    conversation_.expect_goodbye();
    conversation_.set_patience(logout_patience);
    if (!idle_tag_.empty()) conversation_.say("DONE");
    run(ImapCommand{"LOGOUT"});
}

}
