#include "config/init.h"
#include "config/presets.h"
#include "config/provider_steps.h"
#include "config/quantity.h"
#include "config/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace deskhand::config {

namespace {

constexpr std::array questions{
    Question{"desk_name", "What is the desk called?", "Stands beside its address in every mail."},
    Question{"desk_address", "Which address do people write to?", "Mail leaves with this From."},
    Question{"zone", "In which time zone does the desk work?", "An IANA name, e.g. Europe/Berlin."},
    Question{"mailbox", "Where does mail arrive?",
             "generic, dovecot, gmail, microsoft365, or maildir for a folder."},
    Question{"mailbox_host", "Which server (or Maildir folder)?",
             "E.g. imap.example.org, or mail/inbox."},
    Question{"mailbox_user", "Which user logs in there?", "Often the desk's address."},
    Question{"mailbox_sign_in", "How does the desk log in there?",
             "Microsoft 365: application, device or token_file. Gmail: password (an app password), browser or service_account."},
    Question{"mailbox_tenant", "What is the directory (tenant) ID?", "From the app registration's overview."},
    Question{"mailbox_client_id", "What is the application's (client) ID?", "From the provider's page."},
    Question{"mailbox_key", "Which file holds the service account's key?", "The JSON file Google made; mode 0600."},
    Question{"mailbox_password", "And the password (or the client's secret)?",
             "Kept in secrets/inbox.password with mode 0600.", true},
    Question{"outgoing", "How does mail leave?",
             "generic, local, gmail, microsoft365, ses, mailgun, mailgun-eu, or maildir to only "
             "try things."},
    Question{"outgoing_host", "Which server (or Maildir folder)?",
             "E.g. smtp.example.org, or mail/out."},
    Question{"outgoing_user", "Which user logs in there?", "Often the desk's address."},
    Question{"outgoing_password", "And the password?",
             "Kept in secrets/outgoing.password with mode 0600.", true},
    Question{"staff", "Who answers?", "anna <anna@example.org>, ben <ben@example.org>"},
};

using Answer = std::variant<InitAnswers, std::string>;

// Where a plain text answer is kept; nullptr for staff.
std::string* slot(InitAnswers& answers, std::string_view key)
{
    const std::array<std::pair<std::string_view, std::string*>, 15> slots{
        {{"desk_name", &answers.desk_name},
         {"desk_address", &answers.desk_address},
         {"zone", &answers.zone},
         {"mailbox", &answers.mailbox},
         {"mailbox_host", &answers.mailbox_host},
         {"mailbox_user", &answers.mailbox_user},
         {"mailbox_sign_in", &answers.mailbox_sign_in},
         {"mailbox_tenant", &answers.mailbox_tenant},
         {"mailbox_client_id", &answers.mailbox_client_id},
         {"mailbox_key", &answers.mailbox_key},
         {"mailbox_password", &answers.mailbox_password},
         {"outgoing", &answers.outgoing},
         {"outgoing_host", &answers.outgoing_host},
         {"outgoing_user", &answers.outgoing_user},
         {"outgoing_password", &answers.outgoing_password}}};
    const auto* found = std::find_if(slots.begin(), slots.end(),
                                     [&](const auto& slot) { return slot.first == key; });
    return found == slots.end() ? nullptr : found->second;
}

template <class Preset>
std::vector<std::string_view> words_of(std::span<const Preset> presets)
{
    std::vector<std::string_view> words;
    for (const auto& preset : presets) words.push_back(preset.name);
    words.push_back("maildir");
    return words;
}

// Why the value will not do; empty when it will.
std::string refusal(std::string_view key, std::string_view value, const InitAnswers& answers)
{
    const auto one_of = [&](const std::vector<std::string_view>& words) {
        if (std::find(words.begin(), words.end(), value) != words.end()) return std::string{};
        return fmt::format("`{}` is not known; {}", value, advice(value, words));
    };
    if (key == "mailbox") return one_of(words_of(mailbox_presets()));
    if (key == "outgoing") return one_of(words_of(relay_presets()));
    if (key == "mailbox_sign_in") {
        const auto ways = sign_in_ways(answers.mailbox);
        return one_of({ways.begin(), ways.end()});
    }
    if (key == "desk_address" && !address_of(value))
        return fmt::format("`{}` is no address; write help@example.org", value);
    if (key == "zone" && !rules::zone_exists(std::string{value}))
        return fmt::format("there is no time zone `{}`; write e.g. Europe/Berlin", value);
    if (value.empty()) return "an answer is needed";
    const bool folder = (key == "mailbox_host" && answers.mailbox == "maildir") ||
                        (key == "outgoing_host" && answers.outgoing == "maildir");
    if (key.ends_with("_host") && !folder && !is_host_name(value))
        return fmt::format("`{}` is no host name; write mail.example.org", value);
    return {};
}

// "anna <anna@example.org>" or "anna@example.org", whose name is then what stands before the @.
std::optional<StaffMember> member_of(std::string_view text)
{
    auto address = address_of(text);
    if (!address) return {};
    auto name = lower(address->name.substr(0, address->name.find(' ')));
    if (name.empty()) name = address->addr.substr(0, address->addr.find('@'));
    std::replace_if(
        name.begin(), name.end(),
        [](unsigned char c) {
            return c < 128 && !std::isalnum(c) && c != '.' && c != '-' && c != '_';
        },
        '-');
    return StaffMember{.name = name, .address = std::move(*address)};
}

Answer with_staff(InitAnswers answers, std::string_view value)
{
    answers.staff.clear();
    while (!value.empty()) {
        const auto comma = value.find(',');
        const auto one = value.substr(0, comma);
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
        auto member = member_of(one);
        if (!member) return fmt::format("`{}` is no address; write anna <anna@example.org>", one);
        for (const auto& other : answers.staff)
            if (other.name == member->name)
                return fmt::format("there are two people called `{}`", member->name);
        answers.staff.push_back(std::move(*member));
    }
    return answers;
}

}

std::span<const Question> init_questions() { return questions; }

bool is_asked(const Question& question, const InitAnswers& answers)
{
    const auto* mailbox = mailbox_preset(answers.mailbox);
    const auto* relay = relay_preset(answers.outgoing);
    const auto way = sign_in_way(answers);
    if (question.key == "mailbox_sign_in") return sign_in_ways(answers.mailbox).size() > 1;
    if (question.key == "mailbox_tenant") return answers.mailbox == "microsoft365" && way != "token_file";
    if (question.key == "mailbox_client_id") return way == "application" || way == "device" || way == "browser";
    if (question.key == "mailbox_key") return way == "service_account";
    if (question.key == "mailbox_password" && (way == "device" || way == "service_account")) return false;
    if (question.key == "outgoing_password" && relay_shares_login(answers)) return false;
    if (question.key == "mailbox_host") return !mailbox || mailbox->imap.host.empty();
    if (question.key.starts_with("mailbox_")) return mailbox != nullptr;
    if (question.key == "outgoing_host") return !relay || relay->smtp.host.empty();
    if (question.key.starts_with("outgoing_")) return relay && relay->needs_login;
    return true;
}

std::string current_answer(std::string_view key, const InitAnswers& answers)
{
    if (key.ends_with("_password")) return {};
    if (key == "mailbox_sign_in") return std::string{sign_in_way(answers)};
    if (key.ends_with("_user") || key == "staff") {
        auto copy = answers;
        const auto* text = slot(copy, key);
        return text ? (text->empty() ? answers.desk_address : *text) : std::string{};
    }
    auto copy = answers;
    const auto* text = slot(copy, key);
    return text ? *text : std::string{};
}

Answer with_answer(InitAnswers answers, std::string_view key, std::string_view value)
{
    if (key == "staff") return with_staff(std::move(answers), value);
    auto* text = slot(answers, key);
    if (!text) return fmt::format("there is no question `{}`", key);
    if (auto why = refusal(key, value, answers); !why.empty()) return why;
    *text = value;
    return answers;
}

}
