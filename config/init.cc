#include "config/init.h"
#include "config/presets.h"
#include "config/provider_steps.h"
#include "config/quantity.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace deskhand::config {

namespace {

namespace fs = std::filesystem;

// A YAML text in double quotes; line ends and other control characters are escaped.
std::string in_quotes(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += fmt::format("\\{}", c);
        else if (static_cast<unsigned char>(c) < ' ' || c == 127)
            result += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        else
            result += c;
    }
    return result + '"';
}

std::string mailbox_text(const InitAnswers& answers)
{
    if (answers.mailbox == "maildir")
        return fmt::format(
            "  - name: inbox   # keep the name: it is part of how mail is remembered\n"
            "    type: maildir\n    path: {}\n    after: move      # keep, seen, move (to "
            ".Processed), remove\n",
            in_quotes(answers.mailbox_host.empty() ? "mail/inbox" : answers.mailbox_host));
    const auto* preset = mailbox_preset(answers.mailbox);
    auto text = fmt::format(
        "  # {}\n  - name: inbox   # keep the name: it is part of how mail is remembered\n"
        "    preset: {}\n",
        preset ? preset->note : "", answers.mailbox);
    if (!answers.mailbox_host.empty())
        text += fmt::format("    host: {}\n", in_quotes(answers.mailbox_host));
    const auto oauth = oauth_text(answers, 4);
    text += fmt::format(
        "    user: {}\n{}"
        "    folder: INBOX\n    after: move      # keep, seen, move (to `processed`), remove\n"
        "    processed: Processed\n    poll: 1m         # also when the server announces new mail "
        "itself\n",
        in_quotes(answers.mailbox_user.empty() ? answers.desk_address : answers.mailbox_user),
        oauth.empty() ? "    password: {file: secrets/inbox.password}\n" : oauth);
    return text;
}

std::string outgoing_text(const InitAnswers& answers)
{
    if (answers.outgoing == "maildir")
        return fmt::format(
            "  maildir: {}   # mail is only put there; nothing leaves the house\n",
            in_quotes(answers.outgoing_host.empty() ? "mail/out" : answers.outgoing_host));
    const auto* preset = relay_preset(answers.outgoing);
    auto text = fmt::format("  # {}\n  preset: {}\n", preset ? preset->note : "", answers.outgoing);
    if (!answers.outgoing_host.empty())
        text += fmt::format("  host: {}\n", in_quotes(answers.outgoing_host));
    if (preset && preset->needs_login)
        text += fmt::format("  user: {}\n{}",
                            in_quotes(answers.outgoing_user.empty() ? answers.desk_address
                                                                    : answers.outgoing_user),
                            relay_shares_login(answers) ? oauth_text(answers, 2)
                                                        : "  password: {file: secrets/outgoing.password}\n");
    return text;
}

std::string staff_text(const InitAnswers& answers)
{
    if (answers.staff.empty())
        return "# Who answers; names are what rules and commands call them.\n# staff:\n"
               "#   - {name: anna, address: anna@example.org}\n\n";
    std::string text = "# Who answers; names are what rules and commands call them.\nstaff:\n";
    std::string names;
    for (const auto& member : answers.staff) {
        const auto address = member.address.name.empty()
                                 ? member.address.addr
                                 : fmt::format("{} <{}>", member.address.name, member.address.addr);
        text += fmt::format("  - {{name: {}, address: {}}}\n", in_quotes(member.name),
                            in_quotes(address));
        names += std::string{names.empty() ? "" : ", "} + in_quotes(member.name);
    }
    return text +
           fmt::format("\n# Requests lie in queues; their staff is told about new ones.\nqueues:\n"
                       "  - name: helpdesk\n    staff: [{}]\ndefault_queue: helpdesk\n\n",
                       names);
}

constexpr std::string_view first_rules =
    R"(# Rules are asked from top to bottom; all that match act, until one says stop.
# `deskhand check` finds every mistake in them, `deskhand explain mail.eml` shows what they do about a mail.
rules: []
)";

// One file of the folder, written beside its place and then moved there, so that it is whole or not
// there. Throws std::system_error.
void write_whole(const fs::path& file, std::string_view bytes, mode_t mode)
{
    const auto fresh = file.string() + ".new";
    const auto broken = [&] {
        return std::system_error{errno, std::generic_category(), file.string()};
    };
    ::unlink(fresh.c_str());
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (handle < 0) throw broken();
    while (!bytes.empty()) {
        const auto written = ::write(handle, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const auto failure = broken();
            ::close(handle);
            throw failure;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(handle) + ::close(handle) != 0 || ::rename(fresh.c_str(), file.c_str()) != 0)
        throw broken();
}

std::string random_octets(std::size_t count)
{
    std::string octets(count, '\0');
    if (::getrandom(octets.data(), count, 0) != static_cast<ssize_t>(count))
        throw std::system_error{errno, std::generic_category(), "the system's random source"};
    return octets;
}

void make_maildir(const fs::path& folder)
{
    for (const auto* part : {"new", "cur", "tmp"}) fs::create_directories(folder / part);
}

void write_files(const fs::path& folder, const InitAnswers& answers, std::vector<fs::path>& written)
{
    const auto put = [&](const fs::path& name, std::string_view text, mode_t mode) {
        write_whole(folder / name, text, mode);
        written.push_back(folder / name);
    };
    fs::create_directories(folder / "secrets");
    fs::permissions(folder / "secrets", fs::perms::owner_all);
    if (answers.mailbox == "maildir")
        make_maildir(folder / (answers.mailbox_host.empty() ? "mail/inbox" : answers.mailbox_host));
    if (answers.outgoing == "maildir")
        make_maildir(folder / (answers.outgoing_host.empty() ? "mail/out" : answers.outgoing_host));
    if (!answers.mailbox_password.empty())
        put("secrets/inbox.password", answers.mailbox_password + "\n", 0600);
    if (!answers.outgoing_password.empty())
        put("secrets/outgoing.password", answers.outgoing_password + "\n", 0600);
    if (!fs::exists(folder / "token.key")) put("token.key", random_octets(32), 0600);
    if (!fs::exists(folder / "rules.yaml")) put("rules.yaml", first_rules, 0644);
    put("deskhand.yaml", configuration_text(answers), 0644); // last: with it the folder is complete
}

}

std::string configuration_text(const InitAnswers& answers)
{
    return fmt::format(
        "# Deskhand's configuration. Check it with: deskhand --config deskhand.yaml check\n"
        "# Paths are relative to this file. Times are written 90s, 5m, 2h, 5d, sizes 64k, 25M.\n\n"
        "desk:\n  name: {}\n  address: {}   # mail leaves with this From\n"
        "  # also_known_as: [it@example.org]   # further addresses whose mail arrives here\n\n"
        "# Where mail is read. Passwords stand in files with mode 0600, never "
        "here.\nmailboxes:\n{}\n"
        "# How mail leaves.\noutgoing:\n{}\n{}"
        "# Opening times; without `open` the desk is always open.\nhours:\n  default:\n    zone: "
        "{}\n"
        "    # open: {{mon-fri: 08:00-17:00}}\n    # holidays: [2026-12-25]\n\n"
        "# Mail older than this is filed without an answer (UTC).\nanswer_from: {}\n\n"
        "# What is learnt from past requests: off, suggest (to staff), auto (answers requesters).\n"
        "prediction:\n  auto_reply: suggest\n\n"
        "rules: [rules.yaml]\ndatabase: deskhand.db\ntoken_key: token.key   # signs ticket numbers "
        "in addresses; keep it\n",
        in_quotes(answers.desk_name), in_quotes(answers.desk_address), mailbox_text(answers),
        outgoing_text(answers), staff_text(answers), in_quotes(answers.zone),
        shown_instant(answers.answer_from));
}

Written write_configuration(const fs::path& folder, const InitAnswers& answers, Existing existing)
{
    Written result;
    const auto file = folder / "deskhand.yaml";
    if (existing == Existing::keep && fs::exists(file)) {
        result.problems.push_back(
            {.file = file.string(),
             .what = "there is a configuration already",
             .remedy = "choose another folder, or say --replace to write it anew"});
        return result;
    }
    try {
        write_files(folder, answers, result.files);
    } catch (const std::system_error& failed) {
        result.problems.push_back({.file = folder.string(),
                                   .what = fmt::format("cannot be written: {}", failed.what()),
                                   .remedy = "choose a folder that this user may write to"});
    }
    return result;
}

}
