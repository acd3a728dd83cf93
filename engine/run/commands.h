// The program's commands: what each is given and what it does.
#pragma once
#include "engine/core/ids.h"
#include "engine/run/exit_code.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace deskhand::engine {

enum class Output { text, json };

struct InitCommand {
    std::filesystem::path folder;
    std::vector<std::pair<std::string, std::string>> answers; // question key -> answer, from flags
    enum class Asking { interactive, never } asking = Asking::interactive;
    enum class Existing { keep, overwrite } existing = Existing::keep;
};
struct CheckCommand { Output output = Output::text; };
struct DoctorCommand { Output output = Output::text; };
struct RunCommand { enum class Until { stopped, once } until = Until::stopped; };
struct IngestCommand { std::string mailbox = "pipe"; std::string recipient; std::optional<std::uint64_t> size; };
struct ReadCommand {
    std::vector<std::filesystem::path> files;
    std::vector<std::string> trusted_hosts; // empty = those of the configuration, if there is one
    Output output = Output::text;
};
struct ExplainCommand { std::filesystem::path file; std::string mailbox = "explain", recipient{}; Output output = Output::text; };
struct LearnCommand {
    std::vector<std::string> from; // mbox file, Maildir folder, mailbox name of the configuration, "tickets"
};
struct SummaryCommand { std::chrono::hours since{24 * 7}; Output output = Output::text; };
struct TicketCommand {
    enum class What { list, show, reply, note, assign, close, reopen, merge, unmerge, move, split } what = What::list;
    TicketId ticket{}, other{};
    InboxId mail{};       // move, split: the mail's number in the history
    std::string text;     // reply, note; "-" reads standard input
    std::string who;      // assign: staff name; otherwise who acts (--as)
    std::string as;
    std::string status, queue, assignee, requester, words; // list
    enum class Scope { active, every } scope = Scope::active;
    int most = 50;
    TicketId before{};
    Output output = Output::text;
};
struct QueueCommand {
    enum class What { list, show, retry, hold, release, drop } what = What::list;
    OutboxId row{};
    enum class Rows { one, uncertain } rows = Rows::one; // release: every held row that may have arrived
    std::string state;
    int most = 50;
    OutboxId before{};
    Output output = Output::text;
};
struct QuarantineCommand {
    enum class What { list, show, retry } what = What::list;
    InboxId row{};
    int most = 50;
    InboxId before{};
    Output output = Output::text;
};
struct PersonCommand {
    enum class What { list, lift } what = What::list; // list: those suppressed
    std::string address;
    int most = 50;
    Output output = Output::text;
};
struct MailboxCommand {
    enum class What { status, why, reconcile } what = What::status;
    std::string name; // of the configuration; empty = all
    std::string mail; // why: Message-ID, uid or words of the subject
    Output output = Output::text;
};
struct ReplayCommand {
    std::chrono::hours since{24 * 30};
    std::vector<std::filesystem::path> rules; // instead of the configured files; empty = those
    Output output = Output::text;
};
struct MailboxLoginCommand { std::string mailbox; }; // name of the configuration, or "outgoing"
struct CompletionCommand { std::string shell; }; // bash, zsh, fish

using Command = std::variant<InitCommand, CheckCommand, DoctorCommand, RunCommand, IngestCommand, ReadCommand, ExplainCommand,
                             LearnCommand, SummaryCommand, TicketCommand, QueueCommand, QuarantineCommand, PersonCommand, MailboxCommand,
                             MailboxLoginCommand, ReplayCommand, CompletionCommand>;

struct Invocation {
    std::filesystem::path configuration; // --config, $DESKHAND_CONFIG, ./deskhand.yaml, /etc/deskhand/deskhand.yaml
    Command command;
};

// Each does what its struct says and writes for people to standard output, errors to standard error.
ExitCode perform(const Invocation& invocation, const InitCommand& command);
ExitCode perform(const Invocation& invocation, const CheckCommand& command);
ExitCode perform(const Invocation& invocation, const DoctorCommand& command);
ExitCode perform(const Invocation& invocation, const RunCommand& command);
ExitCode perform(const Invocation& invocation, const IngestCommand& command);
ExitCode perform(const Invocation& invocation, const ReadCommand& command);
ExitCode perform(const Invocation& invocation, const ExplainCommand& command);
ExitCode perform(const Invocation& invocation, const LearnCommand& command);
ExitCode perform(const Invocation& invocation, const SummaryCommand& command);
ExitCode perform(const Invocation& invocation, const TicketCommand& command);
ExitCode perform(const Invocation& invocation, const QueueCommand& command);
ExitCode perform(const Invocation& invocation, const QuarantineCommand& command);
ExitCode perform(const Invocation& invocation, const PersonCommand& command);
ExitCode perform(const Invocation& invocation, const MailboxCommand& command);
ExitCode perform(const Invocation& invocation, const ReplayCommand& command);
ExitCode perform(const Invocation& invocation, const MailboxLoginCommand& command);
ExitCode perform(const Invocation& invocation, const CompletionCommand& command);

}
