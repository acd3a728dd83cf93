#include "engine/run/interview.h"

#include "config/presets.h"
#include "config/provider_steps.h"
#include "config/quantity.h"
#include "engine/run/read_file.h"

#include <fmt/core.h>

namespace deskhand::engine {
namespace {

using Answer = std::variant<config::InitAnswers, std::string>;
constexpr std::string_view file_ending = "_file";

Answer with_moment(config::InitAnswers answers, const std::string& value, Instant now)
{
    if (value == "now" || value.empty()) answers.answer_from = std::chrono::floor<std::chrono::seconds>(now);
    else if (value == "always") answers.answer_from = {};
    else if (const auto moment = config::instant_of(value)) answers.answer_from = *moment;
    else return fmt::format("\"{}\" is no date; write 2026-01-31, now or always", value);
    return answers;
}

Answer with_password(config::InitAnswers answers, std::string_view key, const std::string& file)
{
    auto password = read_file(file);
    if (!password) return fmt::format("the password file {} cannot be read", file);
    while (!password->empty() && (password->back() == '\n' || password->back() == '\r')) password->pop_back();
    return config::with_answer(std::move(answers), key, *password);
}

std::string note_on(const config::InitAnswers& answers, std::string_view key)
{
    if (const auto* preset = key == "mailbox" ? config::mailbox_preset(answers.mailbox) : nullptr) return std::string{preset->note};
    if (const auto* preset = key == "outgoing" ? config::relay_preset(answers.outgoing) : nullptr) return std::string{preset->note};
    return key == "mailbox_sign_in" ? config::sign_in_steps(answers) : std::string{};
}

using Take = std::function<Answer(const std::string&)>;

// Until an answer is taken; nothing at the end of input.
std::optional<config::InitAnswers> ask(const config::Question& question, const std::string& usual, const Conversation& talk, const Take& take)
{
    for (;;) {
        talk.say(fmt::format("\n{} {}\n{}> ", question.text, question.help, usual.empty() ? "" : fmt::format("[{}] ", usual)));
        const auto heard = talk.hear(question.hidden ? Conversation::Echo::hidden : Conversation::Echo::shown);
        if (!heard) return {};
        auto answer = take(heard->empty() ? usual : *heard);
        if (auto* taken = std::get_if<config::InitAnswers>(&answer)) return std::move(*taken);
        talk.say(std::get<std::string>(answer) + "\n");
    }
}

// A password may be written into its file later.
Answer with_answer(const config::InitAnswers& answers, const config::Question& question, const std::string& value)
{
    return question.hidden && value.empty() ? Answer{answers} : config::with_answer(answers, question.key, value);
}

}

std::variant<config::InitAnswers, std::string> with_flags(config::InitAnswers answers, const FlagAnswers& given, Instant now)
{
    answers.answer_from = std::chrono::floor<std::chrono::seconds>(now);
    for (const auto& [key, value] : given) {
        auto answer = key == "answer_from"        ? with_moment(answers, value, now)
                      : key.ends_with(file_ending) ? with_password(answers, key.substr(0, key.size() - file_ending.size()), value)
                                                   : config::with_answer(answers, key, value);
        if (const auto* why = std::get_if<std::string>(&answer)) return *why;
        answers = std::get<config::InitAnswers>(std::move(answer));
    }
    return answers;
}

std::optional<config::InitAnswers> interview(config::InitAnswers answers, const std::set<std::string>& already,
                                             const Conversation& talk, Instant now)
{
    for (const auto& question : config::init_questions()) {
        const std::string key{question.key};
        if (already.contains(key) || already.contains(key + std::string{file_ending}) || !config::is_asked(question, answers)) continue;
        auto next = ask(question, config::current_answer(key, answers), talk,
                        [&](const std::string& value) { return with_answer(answers, question, value); });
        if (!next) return {};
        answers = std::move(*next);
        if (const auto note = note_on(answers, key); !note.empty()) talk.say(note + "\n");
    }
    if (already.contains("answer_from")) return answers;
    const config::Question moment{"answer_from", "From which moment on may mail be answered?", "Older mail is only filed. now, always, or a date."};
    return ask(moment, "now", talk, [&](const std::string& value) { return with_moment(answers, value, now); });
}

std::string next_steps(const std::filesystem::path& folder, const config::InitAnswers& answers)
{
    const auto file = (folder / "deskhand.yaml").string();
    const auto* mailbox = config::mailbox_preset(answers.mailbox);
    const auto* relay = config::relay_preset(answers.outgoing);
    std::string out = "\nNext\n";
    const auto password = [&](const char* name) {
        out += fmt::format("  (umask 077; cat > {})          type the password, then Ctrl-D\n", (folder / "secrets" / name).string());
    };
    const auto way = config::sign_in_way(answers);
    const bool signs_in = way == "device" || way == "browser";
    if (mailbox && answers.mailbox_password.empty() && way != "device" && way != "service_account") password("inbox.password");
    if (relay && relay->needs_login && answers.outgoing_password.empty() && !config::relay_shares_login(answers)) password("outgoing.password");
    if (signs_in) out += fmt::format("  deskhand --config {} mailbox login inbox   sign in as the mailbox\n", file);
    if (answers.staff.empty()) out += fmt::format("  edit {}: nobody is told about requests until staff is named\n", file);
    for (const auto* step : {"check        every mistake, with line and remedy", "doctor       try the mailboxes and the relay",
                             "run --once   one pass over everything due, then a summary", "run          until it is told to stop"})
        out += fmt::format("  deskhand --config {} {}\n", file, step);
    return out;
}

}
