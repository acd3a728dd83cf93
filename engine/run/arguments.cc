// The tree of commands and what each takes.
#include "engine/run/arguments.h"

#include "config/init.h"
#include "config/spelling.h"
#include "engine/run/argument_options.h"
#include "engine/run/command_line.h"
#include "engine/run/configuration_file.h"
#include "engine/run/help_texts.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

namespace deskhand::engine {
CLI::App& CommandLine::add_group(const char* name, const char* description, const char* examples)
{
    auto& app = *program_.add_subcommand(name, description);
    app.require_subcommand(1);
    app.footer(examples);
    return app;
}

CLI::Option* CommandLine::one_of(CLI::Option* option, const Choices& choices)
{
    choices_[option] = choices;
    return option->check([choices](const std::string& text) {
        if (std::find(choices.begin(), choices.end(), text) != choices.end()) return std::string{};
        const std::vector<std::string_view> views{choices.begin(), choices.end()};
        return fmt::format("\"{}\" is not known: {}", text, config::advice(text, views));
    });
}

CLI::Option* CommandLine::file(CLI::Option* option)
{
    files_.insert(option);
    return option;
}

CommandLine::CommandLine()
{
    program_.set_version_flag("--version,-V", std::string{"deskhand "} + DESKHAND_VERSION);
    program_.require_subcommand(1);
    program_.fallthrough(); // --config may stand after the command too
    file(program_.add_option("--config,-c", configuration_, "Configuration file"))->type_name("FILE");
    add_setting_up();
    add_mail();
    add_tickets();
    add_queue();
    add_quarantine();
    add_person();
    add_mailbox();
    add_rules();
    auto& completion = add(program_, "completion", "Print a completion script for a shell", completion_);
    one_of(completion.add_option("shell", completion_.shell, "bash, zsh or fish"), {"bash", "zsh", "fish"})->required();
    completion.footer(help::completion);
    program_.footer(help::program_footer); // last: commands would inherit it
}

void CommandLine::add_init_questions(CLI::App& app)
{
    const auto ask = [&](std::string key, const char* type, const std::string& description) {
        auto flag = "--" + key;
        std::replace(flag.begin(), flag.end(), '_', '-');
        const auto keep = [this, key = std::move(key)](const std::string& answer) { init_.answers.emplace_back(key, answer); };
        return app.add_option_function<std::string>(flag, keep, description)->type_name(type);
    };
    for (const auto& question : config::init_questions()) {
        const auto description = fmt::format("{} {}", question.text, question.help);
        // A password among the arguments would be seen by everybody on the machine.
        if (question.hidden) file(ask(std::string{question.key} + "_file", "FILE", "Take the password for it from this file"));
        else ask(std::string{question.key}, "TEXT", description);
    }
    ask("answer_from", "DATE", "Older mail is filed silently: 2026-01-31, \"now\" (as usual) or \"always\" to answer everything");
}

void CommandLine::add_setting_up()
{
    auto& init = add(program_, "init", "Ask a few questions and write a configuration", init_);
    file(init.add_option("folder", init_.folder, "Folder to write into (the current one)"));
    add_init_questions(init);
    init.add_flag_callback("--yes,-y", [this] { init_.asking = InitCommand::Asking::never; }, "Ask nothing, take defaults");
    init.add_flag_callback("--force", [this] { init_.existing = InitCommand::Existing::overwrite; }, "Overwrite what is there");
    init.footer(help::init);

    auto& check = add(program_, "check", "Find every mistake in configuration, rules and templates", check_);
    add_json(check, check_.output);
    check.footer(help::check);

    auto& doctor = add(program_, "doctor", "Try mailboxes, relay, database, clock, folders and secrets", doctor_);
    add_json(doctor, doctor_.output);
    doctor.footer(help::doctor);

    auto& run = add(program_, "run", "Run the desk", run_);
    run.add_flag_callback("--once", [this] { run_.until = RunCommand::Until::once; }, "One pass over everything due, a summary, the end");
    run.footer(help::run);
}

void CommandLine::add_mail()
{
    auto& ingest = add(program_, "ingest", "Take one mail from standard input into the journal", ingest_);
    ingest.add_option("--mailbox", ingest_.mailbox, "Mailbox it counts as (pipe)")->type_name("NAME");
    ingest.add_option("--recipient", ingest_.recipient, "Envelope recipient")->type_name("ADDRESS");
    ingest.add_option("--size", ingest_.size, "Octets that must arrive, so that a mail cut short is refused")->type_name("N");
    ingest.footer(help::ingest);

    auto& read = add(program_, "read", "Show what Deskhand sees in mails", read_);
    file(read.add_option("files", read_.files, "Mails; \"-\" is standard input"))->required()->type_name("FILE");
    read.add_option("--trust", read_.trusted_hosts, "Host whose Authentication-Results count (those of the configuration)")
        ->type_name("HOST")->allow_extra_args(false);
    add_json(read, read_.output);
    read.footer(help::read);

    auto& explain = add(program_, "explain", "Show what would be decided about a mail, and why", explain_);
    file(explain.add_option("file", explain_.file, "The mail; \"-\" is standard input"))->required()->type_name("FILE");
    explain.add_option("--mailbox", explain_.mailbox, "Mailbox it counts as (explain)")->type_name("NAME");
    explain.add_option("--recipient", explain_.recipient, "Envelope recipient")->type_name("ADDRESS");
    add_json(explain, explain_.output);
    explain.footer(help::explain);

    auto& learn = add(program_, "learn", "Learn routing and answers from past mail", learn_);
    file(learn.add_option("--from", learn_.from, "mbox file, Maildir folder, mailbox name or \"tickets\""))->required()->type_name("SOURCE");
    learn.footer(help::learn);

    auto& summary = add(program_, "summary", "What came in, what was done, what waits", summary_);
    add_since(summary, summary_.since, "How far back (7d)");
    add_json(summary, summary_.output);
    summary.footer(help::summary);
}

CLI::App& CommandLine::add_ticket(TicketCommand::What what, const char* name, const char* description)
{
    auto& app = add(*program_.get_subcommand("ticket"), name, description, ticket_);
    app.callback([this, what] {
        ticket_.what = what;
        chosen_ = ticket_;
    });
    add_json(app, ticket_.output);
    if (what == TicketCommand::What::list) return app;
    add_id(app, "ticket", ticket_.ticket, "Number of the ticket")->required();
    if (what != TicketCommand::What::show)
        app.add_option("--as", ticket_.as, "Staff member who acts (the only one, else $USER)")->type_name("NAME");
    return app;
}

void CommandLine::add_tickets()
{
    using What = TicketCommand::What;
    add_group("ticket", "Look at tickets and work on them", help::ticket);
    const Choices statuses{"new", "open", "pending", "closed", "merged"};

    auto& list = add_ticket(What::list, "list", "Tickets, newest first; closed ones only with --all or --status");
    one_of(list.add_option("--status", ticket_.status, "new, open, pending, closed or merged"), statuses)->type_name("STATUS");
    list.add_option("--queue", ticket_.queue, "Only of this queue")->type_name("QUEUE");
    list.add_option("--assignee", ticket_.assignee, "Only of this staff member")->type_name("NAME");
    list.add_option("--requester", ticket_.requester, "Only from this address")->type_name("ADDRESS");
    list.add_option("--search", ticket_.words, "Only with these words in subject or text")->type_name("WORDS");
    list.add_flag_callback("--all", [this] { ticket_.scope = TicketCommand::Scope::every; }, "Closed and merged ones too");
    add_paging(list, ticket_.most, ticket_.before);

    add_ticket(What::show, "show", "A ticket with its whole history");
    for (const auto& [what, name, description] :
         {std::tuple{What::reply, "reply", "Answer the requester by mail"}, {What::note, "note", "Write an internal note"}}) {
        auto& app = add_ticket(what, name, description);
        app.add_option("text", ticket_.text, "The words; \"-\" reads standard input")->required();
        one_of(app.add_option("--status", ticket_.status, "Status afterwards"), {"open", "pending", "closed"})->type_name("STATUS");
    }
    add_ticket(What::assign, "assign", "Give a ticket to a staff member")
        .add_option("who", ticket_.who, "Name of the staff member")->required();
    add_ticket(What::close, "close", "Close a ticket; the requester is told");
    add_ticket(What::reopen, "reopen", "Open a closed ticket again");
    add_id(add_ticket(What::merge, "merge", "Let a ticket live on in another"), "into", ticket_.other, "Ticket it lives on in")->required();
    add_ticket(What::unmerge, "unmerge", "Take a merge back");
    auto& move = add_ticket(What::move, "move", "Move a mail to another ticket; moving it back undoes it");
    auto& split = add_ticket(What::split, "split", "Make a mail a ticket of its own");
    for (auto* app : {&move, &split}) add_id(*app, "mail", ticket_.mail, "Number of the mail, see ticket show")->required();
    add_id(move, "into", ticket_.other, "Ticket it goes to")->required();
}

void CommandLine::add_queue()
{
    using What = QueueCommand::What;
    auto& queue = add_group("queue", "Outgoing mail: look, retry, hold, drop", help::queue);
    struct Verb {
        What what;
        const char *name, *description;
    };
    static constexpr Verb verbs[] = {{What::list, "list", "Outgoing mail that is not delivered, newest first"},
                                     {What::show, "show", "One outgoing mail with its last answer and its text"},
                                     {What::retry, "retry", "Try a waiting or given-up mail now"},
                                     {What::hold, "hold", "Keep a mail back until it is released"},
                                     {What::release, "release", "Let a held mail go"},
                                     {What::drop, "drop", "Never send a mail"}};
    for (const auto& verb : verbs) {
        auto& app = add(queue, verb.name, verb.description, queue_);
        app.callback([this, what = verb.what] {
            const bool some = number(queue_.row) > 0, all = queue_.rows == QueueCommand::Rows::uncertain;
            if (what != What::list && some == all) throw CLI::ValidationError("row", "give the number of a row, or --uncertain for release");
            queue_.what = what;
            chosen_ = queue_;
        });
        add_json(app, queue_.output);
        if (verb.what != What::list) add_id(app, "row", queue_.row, "Number of the outgoing mail")->required(verb.what != What::release);
    }
    queue.get_subcommand("release")->add_flag_callback("--uncertain", [this] { queue_.rows = QueueCommand::Rows::uncertain; },
                                                       "Every held mail of which a copy may have arrived");
    auto& list = *queue.get_subcommand("list");
    one_of(list.add_option("--state", queue_.state, "Only in this state"),
           {"ready", "leased", "dotted", "delivered", "held", "given-up", "dropped"})->type_name("STATE");
    add_paging(list, queue_.most, queue_.before);
}

void CommandLine::add_quarantine()
{
    using What = QuarantineCommand::What;
    auto& group = add_group("quarantine", "Mail that waits for a person", help::quarantine);
    for (const auto& [what, name, description] : {std::tuple{What::list, "list", "Quarantined mail, newest first"},
                                                  {What::show, "show", "One mail and why it waits"},
                                                  {What::retry, "retry", "Decide a mail again"}}) {
        auto& app = add(group, name, description, quarantine_);
        app.callback([this, chosen = what] {
            quarantine_.what = chosen;
            chosen_ = quarantine_;
        });
        add_json(app, quarantine_.output);
        if (what != What::list) add_id(app, "mail", quarantine_.row, "Number of the mail")->required();
    }
    add_paging(*group.get_subcommand("list"), quarantine_.most, quarantine_.before);
}

void CommandLine::add_person()
{
    using What = PersonCommand::What;
    auto& group = add_group("person", "People the desk must not write to by itself", help::person);
    for (const auto& [what, name, description] : {std::tuple{What::list, "list", "Addresses given up, and why"},
                                                  {What::lift, "lift", "Let automatic mail go to an address again"}}) {
        auto& app = add(group, name, description, person_);
        app.callback([this, chosen = what] {
            person_.what = chosen;
            chosen_ = person_;
        });
        add_json(app, person_.output);
        if (what == What::lift) app.add_option("address", person_.address, "The address")->required();
    }
    auto& list = *group.get_subcommand("list");
    list.add_flag_callback("--suppressed", [] {}, "Those that get no automatic mail")->required();
    list.add_option("--most", person_.most, "Lines at most (50)")->check(CLI::Range(1, 1'000'000).description(""))->type_name("N");
}

void CommandLine::add_mailbox()
{
    using What = MailboxCommand::What;
    auto& group = add_group("mailbox", "How mailboxes fare, and where a mail has gone", help::mailbox);
    for (const auto& [what, name, description] : {std::tuple{What::status, "status", "Last success, errors, backlog and budget of each mailbox"},
                                                  {What::why, "why", "Why a mail became what it became, or did not come in"},
                                                  {What::reconcile, "reconcile", "Compare what the servers hold with the journal, now"}}) {
        auto& app = add(group, name, description, mailbox_);
        app.callback([this, chosen = what] {
            mailbox_.what = chosen;
            chosen_ = mailbox_;
        });
        add_json(app, mailbox_.output);
        if (what == What::why) app.add_option("mail", mailbox_.mail, "Message-ID, number on the server, or words of the subject")->required();
        app.add_option(what == What::why ? "--mailbox" : "name", mailbox_.name, "A mailbox of the configuration (all)");
    }
    add(group, "login", "Sign in for a mailbox by code or with a browser", mailbox_login_)
        .add_option("mailbox", mailbox_login_.mailbox, "Its name in the configuration; \"outgoing\" is the relay")->required();
}

void CommandLine::add_rules()
{
    auto& group = add_group("rules", "Try rules on stored mail", help::rules);
    auto& replay = add(group, "replay", "Decide stored mail again and show what would differ", replay_);
    add_since(replay, replay_.since, "How far back (30d)");
    file(replay.add_option("--rules", replay_.rules, "Rule files instead of the configured ones"))->type_name("FILE");
    add_json(replay, replay_.output);
    replay.footer(help::rules);
}

Printed CommandLine::usage_mistake(const CLI::ParseError& mistake) const
{
    const auto& app = deepest(program_);
    std::string what = mistake.what();
    const auto rest = program_.remaining(true);
    if (const auto known = app.get_subcommands({}); !known.empty() && !rest.empty()) {
        std::vector<std::string_view> names;
        for (const auto* one : known) names.push_back(one->get_name());
        what = fmt::format("\"{}\" is no command of {}; {}", rest.front(), path_of(app), config::advice(rest.front(), names));
    } else if (!rest.empty() && rest.front().starts_with("--")) {
        std::vector<std::string_view> names;
        for (const auto* option : app.get_options([](const CLI::Option* one) { return one->nonpositional(); }))
            for (const auto& name : option->get_lnames()) names.push_back(name);
        const auto word = rest.front().substr(2, rest.front().find('=') - 2);
        what = fmt::format("{} is no option of {}; {}", rest.front(), path_of(app), config::advice(word, names));
    }
    return {ExitCode::usage, fmt::format("{}: {}\nSee `{} --help`.\n", path_of(app), what, path_of(app))};
}

std::variant<Invocation, Printed> CommandLine::read(int argc, const char* const* argv)
{
    try {
        program_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const auto& app = deepest(program_);
        return Printed{ExitCode::done, app.help(app.get_parent() ? path_of(*app.get_parent()) : std::string{})};
    } catch (const CLI::CallForVersion& version) {
        return Printed{ExitCode::done, std::string{version.what()} + "\n"};
    } catch (const CLI::ParseError& mistake) {
        return usage_mistake(mistake);
    }
    const char* environment = std::getenv("DESKHAND_CONFIG");
    std::error_code ignored;
    const auto exists = [&](const std::filesystem::path& path) { return std::filesystem::exists(path, ignored); };
    return Invocation{configuration_file(configuration_, environment ? environment : "", exists), std::move(*chosen_)};
}

CommandWords CommandLine::words_of(const CLI::App& app) const
{
    CommandWords words{.name = app.get_name(), .description = app.get_description(), .options = {}, .operand_choices = {}, .commands = {}};
    const auto choices = [this](const CLI::Option* option) { return choices_.contains(option) ? choices_.at(option) : Choices{}; };
    for (const auto* option : app.get_options()) {
        const bool names_file = files_.contains(option);
        if (option->nonpositional()) {
            using Takes = OptionWord::Takes;
            const auto takes = option->get_items_expected_max() == 0 ? Takes::nothing : names_file ? Takes::file : Takes::word;
            words.options.push_back({"--" + option->get_lnames().front(), option->get_description(), takes, choices(option)});
        } else if (words.operands == CommandWords::Operands::none) {
            words.operands = names_file ? CommandWords::Operands::files : CommandWords::Operands::words;
            words.operand_choices = choices(option);
        }
    }
    for (const auto* command : app.get_subcommands({})) words.commands.push_back(words_of(*command));
    return words;
}

std::variant<Invocation, Printed> read_arguments(int argc, const char* const* argv) { return CommandLine{}.read(argc, argv); }

CommandWords command_words() { return CommandLine{}.words(); }

}
