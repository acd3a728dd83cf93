#include "tests/support/dovecot_submission.h"

#include "tests/support/free_port.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

namespace deskhand::tests {
namespace {

// @X@ words are replaced. Login processes refuse to run as root, so everything runs as one plain user.
constexpr std::string_view configuration = R"(
protocols = submission
base_dir = @folder@/run
state_dir = @folder@/run
log_path = @folder@/dovecot.log
default_login_user = @user@
default_internal_user = @user@
default_internal_group = @group@
first_valid_uid = 0
hostname = localhost
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = required
ssl_cert = <@folder@/server.crt
ssl_key = <@folder@/server.key
mail_location = maildir:@folder@/mail/%u
submission_relay_host = 127.0.0.1
submission_relay_port = @sink@
submission_max_mail_size = 1M
passdb {
  driver = static
  args = password=@password@
}
userdb {
  driver = static
  args = uid=@user@ gid=@group@ home=@folder@/mail/%u allow_all_users=yes
}
service submission-login {
  chroot =
  inet_listener submission {
    address = 127.0.0.1
    port = @port@
  }
  inet_listener submissions {
    address = 127.0.0.1
    port = @tls_port@
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
)";

void replace_all(std::string& text, const std::string& word, const std::string& by)
{
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size())
        text.replace(at, word.size(), by);
}

}

DovecotSubmission::DovecotSubmission()
    : authority_{folder_.path()}, port_{free_port()}, tls_port_{free_port()}, process_{command()}
{}

ServerCommand DovecotSubmission::command()
{
    namespace fs = std::filesystem;
    const auto folder = folder_.path();
    authority_.issue({.file = "server", .names = {"localhost"}});
    fs::create_directories(folder / "run");
    fs::create_directories(folder / "mail");

    std::string text{configuration};
    replace_all(text, "@folder@", folder.string());
    replace_all(text, "@user@", unprivileged_user());
    replace_all(text, "@group@", "nogroup");
    replace_all(text, "@sink@", std::to_string(sink_.port()));
    replace_all(text, "@password@", password());
    replace_all(text, "@port@", std::to_string(port_));
    replace_all(text, "@tls_port@", std::to_string(tls_port_));
    std::ofstream{folder / "dovecot.conf"} << text;
    give_to(unprivileged_user(), folder);

    ServerCommand command;
    command.arguments = {"/usr/sbin/dovecot", "-F", "-c", folder / "dovecot.conf"};
    command.port = port_;
    command.user = unprivileged_user();
    command.log = folder / "dovecot.log";
    command.folder = folder;
    return command;
}

}
