// A first configuration: the questions, the file their answers make, and the folder around it.
#pragma once
#include "config/problem.h"
#include "config/settings.h"

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskhand::config {

struct InitAnswers {
    std::string desk_name = "IT help desk";
    std::string desk_address = "help@example.org";
    std::string zone = "UTC";
    std::string mailbox = "generic"; // a mailbox preset, or "maildir"
    std::string mailbox_host;        // where the preset names none; the path for "maildir"
    std::string mailbox_user;        // empty = the desk's address
    std::string mailbox_sign_in;     // one of sign_in_ways(mailbox); empty = the usual one
    std::string mailbox_tenant, mailbox_client_id; // of the application that logs in
    std::string mailbox_key;         // path of a service account's key file
    std::string mailbox_password;    // or the client's secret; goes into secrets/inbox.password, never into the text
    std::string outgoing = "local";  // a relay preset, or "maildir"
    std::string outgoing_host;       // where the preset names none; the path for "maildir"
    std::string outgoing_user;
    std::string outgoing_password; // goes into secrets/outgoing.password
    std::vector<StaffMember> staff;
    std::chrono::sys_seconds answer_from{}; // the moment of the init: older mail is only filed
};

struct Question {
    std::string_view key, text, help;
    bool hidden = false; // a password: not echoed
};

// All there is to ask, in order.
std::span<const Question> init_questions();

// Whether the answers so far leave this question open (a preset names its host, Maildirs have no
// passwords).
bool is_asked(const Question& question, const InitAnswers& answers);

// What stands there now, to be offered as the usual answer; empty for passwords.
std::string current_answer(std::string_view key, const InitAnswers& answers);

// The answers with this one taken in, or why it cannot be, in a sentence for the person asked.
// Staff are written "anna <anna@example.org>, ben <ben@example.org>".
std::variant<InitAnswers, std::string> with_answer(InitAnswers answers, std::string_view key,
                                                   std::string_view value);

// The text of a commented configuration that loads without a complaint once its secrets exist.
std::string configuration_text(const InitAnswers& answers);

enum class Existing { keep, replace };

struct Written {
    std::vector<std::filesystem::path> files; // made or replaced, in order
    std::vector<Problem> problems;            // any of them: nothing more was written after it
};

// Makes the folder with deskhand.yaml, rules.yaml, token.key (32 octets from the system's random
// source, mode 0600), secrets/ (mode 0700) and the Maildirs the answers name. With Existing::keep a
// deskhand.yaml that is there is a problem and nothing is touched. A token key and rules that are
// there always stay: replies to old mail depend on the one, work went into the others.
Written write_configuration(const std::filesystem::path& folder, const InitAnswers& answers,
                            Existing existing);

}
