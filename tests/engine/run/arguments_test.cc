#include "engine/run/arguments.h"

#include "engine/run/configuration_file.h"
#include "tests/support/table.h"

#include <fmt/core.h>

#include <functional>
#include <sstream>

using namespace deskhand::engine;

BOOST_AUTO_TEST_SUITE(arguments)

namespace {

std::variant<Invocation, Printed> read_line(const std::string& line)
{
    std::vector<std::string> words{"deskhand"};
    std::istringstream in{line};
    for (std::string word; in >> word;) words.push_back(word);
    std::vector<const char*> pointers;
    for (const auto& word : words) pointers.push_back(word.c_str());
    return read_arguments(static_cast<int>(pointers.size()), pointers.data());
}

// What a command line came to, in words: "ticket list" and the like, or what was printed.
struct Told {
    std::string operator()(const InitCommand& c) const
    {
        std::string out = fmt::format("init {} {}{}", c.folder.string(), c.asking == InitCommand::Asking::never ? "never" : "asks",
                                      c.existing == InitCommand::Existing::overwrite ? " overwrite" : "");
        for (const auto& [key, answer] : c.answers) out += fmt::format(" {}={}", key, answer);
        return out;
    }
    std::string operator()(const CheckCommand& c) const { return with("check", c.output); }
    std::string operator()(const DoctorCommand& c) const { return with("doctor", c.output); }
    std::string operator()(const RunCommand& c) const { return c.until == RunCommand::Until::once ? "run once" : "run"; }
    std::string operator()(const IngestCommand& c) const
    {
        return fmt::format("ingest {} {} {}", c.mailbox, c.recipient, c.size ? std::to_string(*c.size) : "any");
    }
    std::string operator()(const ReadCommand& c) const
    {
        std::string out = with("read", c.output);
        for (const auto& host : c.trusted_hosts) out += " trusting " + host;
        return out + files(c.files);
    }
    std::string operator()(const ExplainCommand& c) const { return with("explain", c.output) + fmt::format(" {} {} {}", c.mailbox, c.recipient, c.file.string()); }
    std::string operator()(const LearnCommand& c) const
    {
        std::string out = "learn";
        for (const auto& source : c.from) out += " " + source;
        return out;
    }
    std::string operator()(const SummaryCommand& c) const { return with("summary", c.output) + fmt::format(" {}h", c.since.count()); }
    std::string operator()(const TicketCommand& c) const
    {
        constexpr std::string_view names[] = {"list", "show", "reply", "note", "assign", "close", "reopen", "merge", "unmerge", "move", "split"};
        auto out = with(fmt::format("ticket {}", names[static_cast<std::size_t>(c.what)]), c.output);
        if (number(c.ticket)) out += fmt::format(" {}", number(c.ticket));
        if (number(c.other)) out += fmt::format(" into {}", number(c.other));
        for (const auto& [key, value] : {std::pair{"text", c.text}, {"who", c.who}, {"as", c.as}, {"status", c.status}, {"queue", c.queue},
                                         {"assignee", c.assignee}, {"requester", c.requester}, {"words", c.words}})
            if (!value.empty()) out += fmt::format(" {}={}", key, value);
        if (c.scope == TicketCommand::Scope::every) out += " every";
        if (c.most != 50) out += fmt::format(" most={}", c.most);
        if (number(c.before)) out += fmt::format(" before={}", number(c.before));
        return out;
    }
    std::string operator()(const QueueCommand& c) const
    {
        constexpr std::string_view names[] = {"list", "show", "retry", "hold", "release", "drop"};
        return with(fmt::format("queue {}", names[static_cast<std::size_t>(c.what)]), c.output) +
               fmt::format(" {} {}{}", number(c.row), c.state, c.rows == QueueCommand::Rows::uncertain ? "uncertain" : "");
    }
    std::string operator()(const QuarantineCommand& c) const
    {
        constexpr std::string_view names[] = {"list", "show", "retry"};
        return with(fmt::format("quarantine {}", names[static_cast<std::size_t>(c.what)]), c.output) + fmt::format(" {}", number(c.row));
    }
    std::string operator()(const PersonCommand& c) const
    {
        return with(c.what == PersonCommand::What::list ? "person list" : "person lift", c.output) + fmt::format(" {} {}", c.most, c.address);
    }
    std::string operator()(const MailboxCommand& c) const
    {
        static constexpr const char* names[] = {"status", "why", "reconcile"};
        return with(fmt::format("mailbox {}", names[static_cast<std::size_t>(c.what)]), c.output) + fmt::format(" [{}] [{}]", c.name, c.mail);
    }
    std::string operator()(const ReplayCommand& c) const
    {
        return with("replay", c.output) + fmt::format(" {}h", c.since.count()) + files(c.rules);
    }
    std::string operator()(const MailboxLoginCommand& c) const { return "mailbox login " + c.mailbox; }
    std::string operator()(const CompletionCommand& c) const { return "completion " + c.shell; }
    std::string operator()(const Invocation& invocation) const { return std::visit(*this, invocation.command); }
    std::string operator()(const Printed& printed) const { return fmt::format("exit {}: {}", static_cast<int>(printed.code), printed.text); }

    static std::string with(std::string name, Output output) { return output == Output::json ? name + " json" : name; }
    static std::string files(const std::vector<std::filesystem::path>& paths)
    {
        std::string out;
        for (const auto& path : paths) out += " " + path.string();
        return out;
    }
};

struct UnderstoodRow {
    const char *name, *line, *understood;
};
const UnderstoodRow understood[] = {
    {"init asks by itself", "init", "init  asks"},
    {"init takes a folder and answers", "init /etc/deskhand --yes --force --desk-address h@example.org --answer-from now",
     "init /etc/deskhand never overwrite desk_address=h@example.org answer_from=now"},
    {"passwords come from a file", "init --mailbox-password-file p", "init  asks mailbox_password_file=p"},
    {"check", "check", "check"},
    {"check in JSON", "check --json", "check json"},
    {"doctor in JSON", "doctor --json", "doctor json"},
    {"run until stopped", "run", "run"},
    {"run once", "run --once", "run once"},
    {"ingest stands on its own", "ingest", "ingest pipe  any"},
    {"ingest knows envelope and size", "ingest --mailbox lmtp --recipient a@b.example --size 12", "ingest lmtp a@b.example 12"},
    {"read trusts the hosts that are named", "read --trust mx.a --trust mx.b a.eml", "read trusting mx.a trusting mx.b a.eml"},
    {"read takes several files", "read a.eml - b.eml --json", "read json a.eml - b.eml"},
    {"explain", "explain --json a.eml", "explain json explain  a.eml"},
    {"explain for a mailbox", "explain --mailbox support --recipient a@b a.eml", "explain support a@b a.eml"},
    {"learn takes several sources", "learn --from tickets --from a.mbox b.mbox", "learn tickets a.mbox b.mbox"},
    {"summary looks back a week", "summary", "summary 168h"},
    {"summary looks back as far as told", "summary --since 24h --json", "summary json 24h"},
    {"half hours are rounded up", "summary --since 90m", "summary 2h"},
    {"ticket list", "ticket list", "ticket list"},
    {"ticket list with every filter",
     "ticket list --status open --queue net --assignee ann --requester a@b.example --search printer --all --most 5 --before 9 --json",
     "ticket list json status=open queue=net assignee=ann requester=a@b.example words=printer every most=5 before=9"},
    {"a ticket is named by its number", "ticket show 1042", "ticket show 1042"},
    {"or by its reference", "ticket show #1042", "ticket show 1042"},
    {"reply from standard input", "ticket reply 7 - --as ann --status closed", "ticket reply 7 text=- as=ann status=closed"},
    {"a word that is also a command is text", "ticket note 7 check", "ticket note 7 text=check"},
    {"assign", "ticket assign 7 ben", "ticket assign 7 who=ben"},
    {"close", "ticket close 7", "ticket close 7"},
    {"reopen", "ticket reopen 7", "ticket reopen 7"},
    {"unmerge", "ticket unmerge 8", "ticket unmerge 8"},
    {"merge", "ticket merge 8 7", "ticket merge 8 into 7"},
    {"queue list", "queue list --state given-up", "queue list 0 given-up"},
    {"queue show", "queue show 3 --json", "queue show json 3 "},
    {"queue retry", "queue retry 3", "queue retry 3 "},
    {"queue hold", "queue hold 3", "queue hold 3 "},
    {"queue release", "queue release 3", "queue release 3 "},
    {"queue drop", "queue drop 3", "queue drop 3 "},
    {"quarantine list", "quarantine list", "quarantine list 0"},
    {"quarantine show", "quarantine show 5", "quarantine show 5"},
    {"quarantine retry", "quarantine retry 5", "quarantine retry 5"},
    {"release of all in doubt", "queue release --uncertain", "queue release 0 uncertain"},
    {"all mailboxes", "mailbox status --json", "mailbox status json [] []"},
    {"one mailbox", "mailbox reconcile support", "mailbox reconcile [support] []"},
    {"a mail that did not come", "mailbox why <7@example.org> --mailbox support", "mailbox why [support] [<7@example.org>]"},
    {"people given up", "person list --suppressed --most 5 --json", "person list json 5 "},
    {"a suppression lifted", "person lift a@b", "person lift 50 a@b"},
    {"replay of a month", "rules replay", "replay 720h"},
    {"replay of other rules", "rules replay --since 2d --rules a.yaml b.yaml --json", "replay json 48h a.yaml b.yaml"},
    {"signing in", "mailbox login inbox", "mailbox login inbox"},
    {"completion", "completion fish", "completion fish"},
};
const bool understood_listed = deskhand::tests::table(
    understood, [](const UnderstoodRow& row) { BOOST_TEST(std::visit(Told{}, read_line(row.line)) == row.understood); }, __FILE__, __LINE__);

struct MistakeRow {
    const char *name, *line, *hint;
};
const MistakeRow mistakes[] = {
    {"no command", "", "See `deskhand --help`"},
    {"a mistyped command is guessed", "chekc", "did you mean `check`?"},
    {"a mistyped command of a group is guessed", "ticket lsit", "did you mean `list`?"},
    {"a group alone is not enough", "ticket", "See `deskhand ticket --help`"},
    {"a mistyped option is guessed", "run --onec", "did you mean `once`?"},
    {"a missing file is named", "read", "files"},
    {"an id that is no number", "ticket show abc", "no number like 1042"},
    {"the id 0", "ticket show 0", "no number like 1042"},
    {"an unknown status", "ticket list --status solved", "\"solved\" is not known"},
    {"a release of nothing", "queue release", "give the number of a row, or --uncertain"},
    {"a release of one and all", "queue release 3 --uncertain", "give the number of a row, or --uncertain"},
    {"an unknown state", "queue list --state hold", "did you mean `held`?"},
    {"a time without unit", "summary --since 7", "no stretch of time like 24h, 7d or 2w"},
    {"a size that is no number", "ingest --size many", "--size"},
    {"an unknown shell", "completion tcsh", "zsh"},
    {"too many words", "check more", "more"},
};
const bool mistakes_listed = deskhand::tests::table(
    mistakes,
    [](const MistakeRow& row) {
        const auto told = std::visit(Told{}, read_line(row.line));
        BOOST_TEST(told.starts_with("exit 2: "), told);
        BOOST_TEST(told.find(row.hint) != std::string::npos, told);
    },
    __FILE__, __LINE__);

struct HelpRow {
    const char *name, *line, *contains;
};
const HelpRow helps[] = {
    {"help lists the exit codes", "--help", "75  ingest only"},
    {"help lists the commands", "--help", "quarantine"},
    {"help of a command has examples", "read --help", "Maildir/cur/*"},
    {"help of a command's command", "ticket reply --help", "standard input"},
    {"the version", "--version", "deskhand 0."},
};
const bool helps_listed = deskhand::tests::table(
    helps,
    [](const HelpRow& row) {
        const auto told = std::visit(Told{}, read_line(row.line));
        BOOST_TEST(told.starts_with("exit 0: "), told);
        BOOST_TEST(told.find(row.contains) != std::string::npos, told);
    },
    __FILE__, __LINE__);

struct FileRow {
    const char *name, *named, *environment;
    std::vector<std::string> there;
    const char* file;
};
const FileRow files[] = {
    {"what is named counts", "a.yaml", "b.yaml", {"deskhand.yaml"}, "a.yaml"},
    {"then the environment", "", "b.yaml", {"deskhand.yaml"}, "b.yaml"},
    {"then the folder at hand", "", "", {"deskhand.yaml", "/etc/deskhand/deskhand.yaml"}, "deskhand.yaml"},
    {"then the system", "", "", {"/etc/deskhand/deskhand.yaml"}, "/etc/deskhand/deskhand.yaml"},
    {"and when there is none the folder at hand is named", "", "", {}, "deskhand.yaml"},
};
const bool files_listed = deskhand::tests::table(
    files,
    [](const FileRow& row) {
        const auto exists = [&](const std::filesystem::path& path) {
            return std::find(row.there.begin(), row.there.end(), path.string()) != row.there.end();
        };
        BOOST_TEST(configuration_file(row.named, row.environment, exists).string() == row.file);
    },
    __FILE__, __LINE__);

}

BOOST_AUTO_TEST_CASE(the_configuration_may_be_named_before_and_after_the_command)
{
    for (const auto* line : {"--config a.yaml check", "check --config a.yaml", "ticket list -c a.yaml"})
        BOOST_TEST(std::get<Invocation>(read_line(line)).configuration.string() == "a.yaml", line);
}

BOOST_AUTO_TEST_SUITE_END()
