// The tree of commands in the words of the argument library; for arguments.cc alone.
#pragma once
#include "engine/run/arguments.h"
#include "engine/run/help_texts.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace deskhand::engine {

using Choices = std::vector<std::string>;

// The tree of commands and the values its options write to.
class CommandLine {
public:
    CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    std::variant<Invocation, Printed> read(int argc, const char* const* argv);
    CommandWords words() const { return words_of(program_); }

private:
    void add_setting_up();
    void add_init_questions(CLI::App& app);
    void add_mail();
    void add_tickets();
    void add_queue();
    void add_quarantine();
    void add_person();
    void add_mailbox();
    void add_rules();

    template <class Chosen> CLI::App& add(CLI::App& parent, const char* name, const char* description, const Chosen& command);
    CLI::App& add_group(const char* name, const char* description, const char* examples);
    CLI::App& add_ticket(TicketCommand::What what, const char* name, const char* description);
    CLI::Option* one_of(CLI::Option* option, const Choices& choices);
    CLI::Option* file(CLI::Option* option);
    CommandWords words_of(const CLI::App& app) const;
    Printed usage_mistake(const CLI::ParseError& mistake) const;

    CLI::App program_{help::program, "deskhand"};
    std::map<const CLI::Option*, Choices> choices_;
    std::set<const CLI::Option*> files_;
    std::filesystem::path configuration_;
    std::optional<Command> chosen_;

    InitCommand init_;
    CheckCommand check_;
    DoctorCommand doctor_;
    RunCommand run_;
    IngestCommand ingest_;
    ReadCommand read_;
    ExplainCommand explain_;
    LearnCommand learn_;
    SummaryCommand summary_;
    TicketCommand ticket_;
    QueueCommand queue_;
    QuarantineCommand quarantine_;
    PersonCommand person_;
    MailboxCommand mailbox_;
    MailboxLoginCommand mailbox_login_;
    ReplayCommand replay_;
    CompletionCommand completion_;
};

template <class Chosen>
CLI::App& CommandLine::add(CLI::App& parent, const char* name, const char* description, const Chosen& command)
{
    auto& app = *parent.add_subcommand(name, description);
    app.callback([this, &command] { chosen_ = command; });
    return app;
}

}
