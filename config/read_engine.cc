#include "config/quantity.h"
#include "config/read_settings.h"
#include "config/secret.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskhand::config {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr std::array auto_reply_words{Choice<AutoReply>{"off", AutoReply::off},
                                      Choice<AutoReply>{"suggest", AutoReply::suggest},
                                      Choice<AutoReply>{"auto", AutoReply::automatic}};

constexpr std::size_t token_key_octets = 32;

const Node empty_section{};

Section subsection(Section& root, std::string_view key)
{
    const auto* node = root.find(key);
    return Section{node ? *node : empty_section, std::string{key}, root.report()};
}

// * any characters, ? one character; a leading dot is matched by a dot only.
bool fits(std::string_view name, std::string_view pattern)
{
    if (pattern.empty()) return name.empty();
    if (pattern.front() == '*') {
        while (pattern.size() > 1 && pattern[1] == '*') pattern.remove_prefix(1);
        return fits(name, pattern.substr(1)) || (!name.empty() && fits(name.substr(1), pattern));
    }
    if (name.empty() || (pattern.front() != '?' && pattern.front() != name.front())) return false;
    return fits(name.substr(1), pattern.substr(1));
}

// The files in a folder whose names fit, sorted by name. Hidden files never do.
std::vector<fs::path> files_like(const fs::path& folder, std::string_view pattern)
{
    std::vector<fs::path> found;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) {
        const auto name = entry.path().filename().string();
        if (name.front() != '.' && entry.is_regular_file(failed) && fits(name, pattern))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool is_pattern(std::string_view name)
{
    return name.find_first_of("*?") != std::string_view::npos;
}

// The folder a file will be written to must be there.
void check_parent(Section& root, std::string_view key, const fs::path& file)
{
    if (!fs::is_directory(file.parent_path()))
        root.error(key,
                   fmt::format("`{}`: there is no folder {}", key, file.parent_path().string()),
                   fmt::format("mkdir -p {}", file.parent_path().string()));
}

}

AutomaticLimits read_limits(Section& root)
{
    AutomaticLimits limits;
    auto section = subsection(root, "limits");
    const auto read = [&](std::string_view key, int usual) {
        return static_cast<int>(section.whole(key, {1, 1'000'000}).value_or(usual));
    };
    limits.per_correspondent_per_day =
        read("per_correspondent_per_day", limits.per_correspondent_per_day);
    limits.per_ticket_per_day = read("per_ticket_per_day", limits.per_ticket_per_day);
    limits.acknowledgements_per_person_per_hour =
        read("acknowledgements_per_person_per_hour", limits.acknowledgements_per_person_per_hour);
    limits.overall_per_hour = read("overall_per_hour", limits.overall_per_hour);
    if (section.has("alarm")) limits.alarm = read_address(section, "alarm");
    limits.alarm_program = section.text("alarm_program").value_or("");
    section.refuse_unknown_keys();
    return limits;
}

RetrySettings read_retry(Section& root)
{
    RetrySettings retry;
    auto section = subsection(root, "retry");
    retry.first = section.duration("first", {1s, 24h}).value_or(retry.first);
    retry.longest = section.duration("longest", {1s, 48h}).value_or(retry.longest);
    retry.lifetime = section.duration("lifetime", {1min, 30 * 24h}).value_or(retry.lifetime);
    if (retry.longest < retry.first)
        section.error("longest",
                      fmt::format("retry: `longest` ({}) is shorter than `first` ({})",
                                  shown_duration(retry.longest), shown_duration(retry.first)),
                      "waiting grows from first to longest: swap them");
    if (retry.lifetime <= retry.first)
        section.error("lifetime",
                      fmt::format("retry: `lifetime` ({}) ends before the second attempt ({})",
                                  shown_duration(retry.lifetime), shown_duration(retry.first)),
                      "give mail days to arrive; 5d is customary");
    section.refuse_unknown_keys();
    return retry;
}

PredictionSettings read_prediction(Section& root, const fs::path& folder)
{
    PredictionSettings prediction;
    auto section = subsection(root, "prediction");
    prediction.auto_reply =
        section.choice<AutoReply>("auto_reply", auto_reply_words).value_or(prediction.auto_reply);
    prediction.model_file =
        (folder / section.text("model").value_or("deskhand.model")).lexically_normal();
    prediction.route_at = section.number("route_at", {0, 1}).value_or(prediction.route_at);
    prediction.answer_at = section.number("answer_at", {0, 1}).value_or(prediction.answer_at);
    section.refuse_unknown_keys();
    return prediction;
}

std::optional<std::chrono::sys_seconds> read_answer_from(Section& root)
{
    const auto text = root.text("answer_from");
    if (!text || *text == "everything") return {};
    const auto instant = instant_of(*text);
    if (!instant)
        root.error("answer_from", fmt::format("`answer_from` is no date: `{}`", *text),
                   *text == "now"
                       ? "`now` would move with every start: write today's date, e.g. 2026-03-01"
                       : "write 2026-03-01, 2026-03-01T08:00Z (UTC), or everything");
    return instant;
}

std::string read_token_key(Section& root, const fs::path& folder)
{
    const auto name =
        root.required_text("token_key", "make one: head -c 32 /dev/urandom > token.key && chmod "
                                        "600 token.key, and write token_key: token.key");
    if (name.empty()) return {};
    const auto key = read_guarded_file(folder / name, root.place_of("token_key"), root.report());
    if (key && key->size() != token_key_octets)
        root.error("token_key",
                   fmt::format("{} holds {} octets instead of {}", (folder / name).string(),
                               key->size(), token_key_octets),
                   fmt::format("head -c 32 /dev/urandom > {}", (folder / name).string()));
    return key.value_or("");
}

fs::path database_file(Section& root, const fs::path& folder)
{
    const auto file = (folder / root.text("database").value_or("deskhand.db")).lexically_normal();
    check_parent(root, "database", file);
    return file;
}

fs::path templates_folder(Section& root, const fs::path& folder)
{
    const auto name = root.text("templates");
    if (!name) return {};
    const auto templates = (folder / *name).lexically_normal();
    if (!fs::is_directory(templates))
        root.error("templates",
                   fmt::format("`templates`: there is no folder {}", templates.string()),
                   fmt::format("mkdir -p {}, or remove the line to use the shipped ones",
                               templates.string()));
    return templates;
}

std::vector<fs::path> rule_files_named(Section& root, const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& name : root.texts("rules")) {
        const auto path = (folder / name).lexically_normal();
        if (fs::is_directory(path) || is_pattern(path.filename().string())) {
            const auto found = fs::is_directory(path)
                                   ? files_like(path, "*.yaml")
                                   : files_like(path.parent_path(), path.filename().string());
            if (found.empty())
                root.warning("rules", fmt::format("`rules`: no file fits {}", path.string()),
                             "every mail will go to the default queue");
            files.insert(files.end(), found.begin(), found.end());
        } else if (fs::exists(path)) {
            files.push_back(path);
        } else {
            root.error("rules", fmt::format("`rules`: there is no file {}", path.string()),
                       "check the path, or remove it");
        }
    }
    return files;
}

Settings read_settings(const Node& document, const fs::path& file, Report& report)
{
    const auto folder = fs::absolute(file).parent_path();
    Section root{document, "configuration", report};
    Settings settings;
    settings.file = file;
    settings.desk = read_desk(root);
    settings.database = database_file(root, folder);
    auto sources = token_sources(root, folder, settings.database);
    auto mailboxes = read_mailboxes(root, sources);
    settings.mailboxes = std::move(mailboxes.asked);
    settings.lmtp = std::move(mailboxes.told);
    auto outgoing = read_outgoing(root, sources);
    settings.token_sources = sources.made;
    settings.outgoing = std::move(outgoing.by);
    if (auto* relay = std::get_if<mail::RelaySettings>(&settings.outgoing))
        relay->our_host_name = settings.desk.host_name;
    settings.courier_connections = outgoing.connections;
    settings.staff = read_staff(root);
    settings.queues = read_queues(root, settings.staff);
    settings.default_queue = root.text("default_queue").value_or(settings.queues.front().name);
    settings.hours = read_hours(root);
    settings.authentication = read_authentication(root);
    settings.limits = read_limits(root);
    settings.retry = read_retry(root);
    settings.prediction = read_prediction(root, folder);
    settings.answer_from = read_answer_from(root);
    settings.close_pending_after = root.duration("close_pending_after", {1h, 365 * 24h});
    settings.rule_files = rule_files_named(root, folder);
    settings.templates = templates_folder(root, folder);
    settings.largest_mail =
        root.size("largest_mail", {64u << 10, 2ull << 30}).value_or(settings.largest_mail);
    for (auto& mailbox : settings.mailboxes) mailbox.largest_mail = settings.largest_mail;
    for (auto& mailbox : settings.lmtp) mailbox.largest_mail = settings.largest_mail;
    settings.token_key = read_token_key(root, folder);
    root.refuse_unknown_keys();
    return settings;
}

}
