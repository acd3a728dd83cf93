// An IMAP client dialogue for a poller (RFC 9051 and RFC 3501), in the order of the protocol.
#pragma once
#include "mail/protocol/imap_conversation.h"
#include "mail/protocol/login.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace deskhand::mail {

struct ImapOptions {
    ImapConversationOptions conversation;
    // Mails above this are asked for by header only; > 0, <= conversation.limits.literal.
    std::uint64_t largest_mail = 250u << 20;
    // COMPRESS is switched on, where offered, when more octets than this are to be fetched at a go: it
    // costs 50 KiB for the rest of the connection. Absent = never.
    std::optional<std::uint64_t> compress_above;
    // Told once for each capability that the server offers and does not keep; it is not used again in
    // this session. May be empty.
    std::function<void(const std::string& capability, const std::string& answer)> distrusted;
    std::chrono::milliseconds patience{60'000};      // without progress; > 0
    std::chrono::milliseconds login_patience{20'000}; // the same up to SELECT; > 0
    std::chrono::milliseconds idle_patience{15'000};  // for the answer to DONE; > 0
};

enum class ImapUpgrade { none, starttls };
enum class ImapAccess { read_write, read_only };

// What a folder shows at SELECT. Two that are equal mean that no mail came, went or was marked.
struct ImapFolderMark {
    std::uint32_t uid_validity = 0, uid_next = 0, exists = 0;
    std::uint64_t highest_modseq = 0; // RFC 7162
    bool operator==(const ImapFolderMark&) const = default;
};

// A complete listing, and the folder's mark when it was made.
struct ImapListing {
    ImapFolderMark mark;
    UidSet uids;
};

struct ImapMail {
    std::uint32_t uid = 0;
    std::string remote_id; // EMAILID, else X-GM-MSGID, else empty
    std::optional<std::chrono::sys_seconds> internal_date;
    std::string bytes;          // whole, or the header when `withheld` is not 0
    std::uint64_t withheld = 0; // octets of a mail that is too large
};

// Methods throw StreamError when the connection is of no further use and LoginRefused when the
// server says no to something that will not change by trying again. Straight use: greet, login,
// select, then any of the others, logout.
class ImapSession {
public:
    ImapSession(ByteStream& stream, ImapOptions options);

    // Waits for the greeting; with `starttls` upgrades or throws StreamError{untrusted}: no TLS, or
    // PREAUTH in clear (CVE-2021-39272).
    void greet(ImapUpgrade upgrade, const std::string& host);

    // AUTHENTICATE or LOGIN, then reads capabilities anew, ID, ENABLE. Nothing after PREAUTH.
    void login(const Login& login);

    // `folder` is UTF-8.
    void select(const std::string& folder, ImapAccess access);
    std::uint32_t uid_validity() const { return uid_validity_; } // 0 when the server has none

    // Of the folder as select() found it; nothing once time has passed, nor where the server leaves out
    // one of the numbers or says one that cannot be (no CONDSTORE, MODSEQ -1 at Zoho, UIDNEXT missing).
    std::optional<ImapFolderMark> mark() const;

    // All UIDs of the folder as it is now. Where deleting can only be marked (no UIDPLUS), mails
    // marked \Deleted are left out. `known` is answered again where the mark shows that nothing changed.
    UidSet list(const std::optional<ImapListing>& known = {});
    // The same for UIDs above this one.
    UidSet list_newer(std::uint32_t uid);

    // Hands out each mail as it is complete, in batches of at most 50 mails or 8 MB, four commands
    // on the way at a time. Left out: what vanished, what the server will not give (asked for once
    // more on its own), what is cut short, Exchange's stand-in for a mail it cannot give. When `take` throws, the session is over.
    void fetch(std::span<const std::uint32_t> uids, const std::function<void(ImapMail)>& take);

    void mark_seen(std::span<const std::uint32_t> uids);
    void remove(std::span<const std::uint32_t> uids);
    // Into `folder` (UTF-8, below the personal namespace), which is made when missing.
    void move(std::span<const std::uint32_t> uids, const std::string& folder);

    // Waiting for mail is begun, heard and ended, so that nobody need stand by meanwhile; in between
    // nothing but these and logout() may be called.
    //
    // Enters IDLE where the server bears it. Returns how long the wait may last: `most`, at most nine
    // minutes in IDLE and one without; nothing when mail has come already.
    std::chrono::milliseconds begin_wait(std::chrono::milliseconds most);
    enum class News { arrived, none };
    // Takes in what the server has said, without waiting for more. Arrived = the wait is to be ended.
    News hear_news();
    // DONE; and NOOP when nothing was announced, for servers that do not announce.
    News end_wait();

    // LOGOUT, waiting at most two seconds. Throws StreamError when the server is gone already.
    void logout();

    const std::string& alert() const { return conversation_.alert(); }

private:
    struct Batch;

    ImapConversation::Listener listener() { return [this](ImapResponse& r) { note(r); }; }
    void note(const ImapResponse& response);
    ImapStatus run(const ImapCommand& command) { return conversation_.run(command, listener()); }
    // Offered, by itself or as a part of IMAP4rev2, and not found to be a lie.
    bool can(std::string_view capability) const;
    // Whether deleting ends in a UID EXPUNGE, or stays a mark.
    bool can_expunge() const { return can("UIDPLUS"); }
    void distrust(const std::string& capability, const std::string& answer);
    // Cut so that each command naming one part and `more` octets besides is as short as the server wants.
    std::vector<UidSet> parts(const UidSet& uids, std::size_t more = 0) const;
    void learn_capabilities(const ImapStatus& status);
    void upgrade(const std::string& host);
    ImapStatus authenticate(const Login& login);
    ImapStatus log_in(const Login& login);
    void enable();
    ImapCommand& name_folder(ImapCommand& command, const std::string& folder) const;

    std::optional<UidSet> search(const ImapCommand& command);
    UidSet search_plainly(const std::string& which, std::uint32_t most);
    // Runs commands that are answered by FETCH responses, several on the way at a time.
    void pipeline(const std::vector<ImapCommand>& commands,
                  const std::function<void(ImapFetch&)>& fetched,
                  const std::function<void(std::size_t, const ImapStatus&)>& answered);
    std::vector<Batch> plan(std::span<const std::uint32_t> uids);
    std::vector<Batch> run_batches(const std::vector<Batch>& batches,
                                   const std::function<void(ImapMail)>& take);
    void compress_for(const std::vector<Batch>& batches);
    ImapCommand fetch_command(const Batch& batch) const;

    void store(const UidSet& uids, std::string_view flag);
    void expunge(const UidSet& uids);
    void copy_and_remove(const UidSet& uids, const std::string& folder);
    ImapStatus into_folder(const std::string& verb, const UidSet& uids, const std::string& folder);
    UidSet marked_deleted(const UidSet& uids);
    std::string in_namespace(const std::string& folder);


    ImapOptions options_;
    ImapConversation conversation_;
    ImapCapabilities capabilities_;
    std::set<std::string, std::less<>> distrusted_;
    std::string greeting_;            // upper case
    std::size_t longest_command_ = 0; // octets
    std::optional<ImapNamespace> namespace_;
    std::uint32_t uid_validity_ = 0, uid_next_ = 0;
    std::uint64_t highest_modseq_ = 0; // 0 = unknown
    std::uint32_t exists_ = 0;
    std::uint32_t expunged_ = 0; // EXPUNGE responses so far
    bool arrived_ = false;       // EXISTS grew since the last list()
    bool selected_ = false;
    bool view_is_fresh_ = false; // nothing can have happened since SELECT
    bool logged_in_ = false;
    bool utf8_ = false;
    bool compressed_ = false;
    std::string idle_tag_; // of the IDLE that is in force
    std::chrono::steady_clock::time_point idle_since_{};
};

}
