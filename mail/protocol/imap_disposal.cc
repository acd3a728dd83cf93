// What an ImapSession does to journaled mails on the server.
#include "mail/protocol/imap_session.h"

#include "mail/protocol/imap_cursor.h"
#include "mail/protocol/modified_utf7.h"

namespace deskhand::mail {
namespace {

[[noreturn]] void refused(const std::string& what, const ImapStatus& status)
{
    throw LoginRefused{what + " refused: " + shown(status)};
}

bool has(const std::vector<std::string>& flags, std::string_view flag)
{
    for (const auto& one : flags)
        if (upper(one) == flag) return true;
    return false;
}

}

void ImapSession::store(const UidSet& uids, std::string_view flag)
{
    for (const auto& part : parts(uids)) {
        const auto answer =
            run(ImapCommand{"UID STORE " + part.text() + " +FLAGS.SILENT (" + std::string{flag} + ")"});
        if (!answer.ok()) refused("setting " + std::string{flag}, answer);
    }
}

// Plain EXPUNGE would take what others marked: without UIDPLUS the mark has to do.
void ImapSession::expunge(const UidSet& uids)
{
    if (!can_expunge()) return;
    for (const auto& part : parts(uids)) {
        // Proton's bridge offers UID EXPUNGE and refuses it; the mark has been set.
        const auto answer = run(ImapCommand{"UID EXPUNGE " + part.text()});
        if (!answer.ok()) return distrust("UIDPLUS", shown(answer));
    }
}

void ImapSession::mark_seen(std::span<const std::uint32_t> uids) { store(UidSet::of(uids), "\\Seen"); }

void ImapSession::remove(std::span<const std::uint32_t> uids)
{
    const auto set = UidSet::of(uids);
    store(set, "\\Deleted");
    expunge(set);
}

// Courier and others keep everything below "INBOX.".
std::string ImapSession::in_namespace(const std::string& folder)
{
    if (!namespace_) {
        namespace_ = ImapNamespace{};
        if (can("NAMESPACE"))
            conversation_.run(ImapCommand{"NAMESPACE"}, [this](ImapResponse& response) {
                if (auto* personal = std::get_if<ImapNamespace>(&response)) namespace_ = *personal;
                else note(response);
            });
    }
    // A name that is to be sent is encoded once more: the prefix must not be so already.
    const auto prefix = utf8_ ? namespace_->prefix : from_modified_utf7(namespace_->prefix).value_or(namespace_->prefix);
    return folder.rfind(prefix, 0) == 0 ? folder : prefix + folder;
}

// UID MOVE or UID COPY; makes the folder and tries again when the server says it is missing. BAD comes
// back as it is.
ImapStatus ImapSession::into_folder(const std::string& verb, const UidSet& uids, const std::string& folder)
{
    ImapCommand command{verb + " " + uids.text()};
    name_folder(command, folder);
    auto answer = run(command);
    if (answer.kind == ImapStatus::Kind::no) {
        ImapCommand create{"CREATE"};
        name_folder(create, folder);
        // Its refusal (it exists) is no news: the repeated command tells.
        if (answer.code.name == "TRYCREATE" || answer.code.name == "NONEXISTENT" || answer.code.name.empty()) {
            run(create);
            answer = run(command);
        }
    }
    if (answer.kind == ImapStatus::Kind::no) refused(verb + " to " + folder, answer);
    return answer;
}

UidSet ImapSession::marked_deleted(const UidSet& uids)
{
    std::vector<std::uint32_t> marked;
    const auto answer =
        conversation_.run(ImapCommand{"UID FETCH " + uids.text() + " (UID FLAGS)"}, [&](ImapResponse& response) {
            const auto* fetch = std::get_if<ImapFetch>(&response);
            if (!fetch) return note(response);
            if (fetch->uid && fetch->flags && has(*fetch->flags, "\\DELETED")) marked.push_back(*fetch->uid);
        });
    if (!answer.ok()) refused("reading flags", answer);
    return UidSet::of(marked);
}

// COPY, mark, expunge. A mail already marked was copied by an attempt that broke off, and is not
// copied once more.
void ImapSession::copy_and_remove(const UidSet& uids, const std::string& folder)
{
    const auto marked = marked_deleted(uids);
    std::vector<std::uint32_t> to_copy;
    for (const auto uid : uids.uids())
        if (!marked.contains(uid)) to_copy.push_back(uid);
    if (!to_copy.empty()) {
        const auto answer = into_folder("UID COPY", UidSet::of(to_copy), folder);
        if (!answer.ok()) refused("UID COPY to " + folder, answer);
        store(UidSet::of(to_copy), "\\Deleted");
    }
    expunge(uids);
}

void ImapSession::move(std::span<const std::uint32_t> uids, const std::string& folder)
{
    if (uids.empty()) return;
    const auto target = in_namespace(folder);
    for (const auto& part : parts(UidSet::of(uids), target.size() * 3)) { // modified UTF-7 is longer
        if (can("MOVE")) {
            const auto answer = into_folder("UID MOVE", part, target);
            if (answer.ok()) continue;
            distrust("MOVE", shown(answer));
        }
        copy_and_remove(part, target);
    }
}

}
