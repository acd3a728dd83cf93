#include "tests/support/postfix.h"

#include "tests/support/free_port.h"

#include <fmt/core.h>

#include <csignal>
#include <fstream>

namespace deskhand::tests {
namespace {

// No name look-ups, no users, no aliases: every recipient goes to the LMTP server.
std::string main_cf(const std::filesystem::path& folder, const PostfixSettings& settings)
{
    auto text = fmt::format(R"(compatibility_level = 3.6
queue_directory = {0}/queue
data_directory = {0}/data
config_directory = {0}/conf
myhostname = relay.test.example
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file = {0}/log
maillog_file_prefixes = {0}
default_transport = lmtp:inet:127.0.0.1:{1}
lmtp_host_lookup = native
lmtp_tls_security_level = none
minimal_backoff_time = 1s
queue_run_delay = 1s
smtputf8_enable = yes
)", folder.string(), settings.lmtp_port);
    if (!settings.certificate.empty())
        text += fmt::format("smtpd_tls_security_level = may\nsmtpd_tls_chain_files = {}, {}\n", settings.key.string(),
                            settings.certificate.string());
    return text;
}

std::string master_cf(std::uint16_t port)
{
    return fmt::format("127.0.0.1:{} inet n - n - - smtpd\n", port) + R"(pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
)";
}

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream{path} << text; }

}

Postfix::Postfix(const std::filesystem::path& folder, const PostfixSettings& settings)
    : pid_file_{folder / "queue" / "pid" / "master.pid"}, port_{free_port()}
{
    for (const auto* sub : {"conf", "queue", "data"}) std::filesystem::create_directories(folder / sub);
    give_to("postfix", folder / "data");
    write(folder / "conf" / "main.cf", main_cf(folder, settings));
    write(folder / "conf" / "master.cf", master_cf(port_));
    process_ = std::make_unique<ServerProcess>(ServerCommand{
        .arguments = {"/usr/sbin/postfix", "-c", (folder / "conf").string(), "start-fg"},
        .port = port_, .user = {}, .log = folder / "start.log", .folder = "/", .environment = {},
        .ready_within = std::chrono::seconds{20}});
}

// The master daemon leads a session of its own, which the death of the process that started it leaves alone.
Postfix::~Postfix()
{
    pid_t master = 0;
    if (std::ifstream{pid_file_} >> master && master > 1) ::kill(-master, SIGKILL);
}

}
