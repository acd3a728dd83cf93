#include "tests/support/smtp_sink.h"

#include "tests/support/free_port.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace deskhand::tests {
namespace {

namespace fs = std::filesystem;

ServerCommand command_for(const fs::path& folder, std::uint16_t port, std::vector<std::string> options)
{
    give_to(unprivileged_user(), folder);
    ServerCommand command;
    command.arguments = {"/usr/sbin/smtp-sink"};
    command.arguments.insert(command.arguments.end(), options.begin(), options.end());
    command.arguments.push_back("127.0.0.1:" + std::to_string(port));
    command.arguments.emplace_back("1000"); // backlog
    command.port = port;
    command.user = unprivileged_user();
    command.folder = folder;
    command.log = folder / "sink.log";
    return command;
}

}

SmtpSink::SmtpSink(std::vector<std::string> options)
    : port_{free_port()}, process_{command_for(folder_.path(), port_, std::move(options))}
{}

std::vector<std::string> SmtpSink::mails() const
{
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator{folder_.path()}) {
        if (entry.path().filename().string().rfind("mail.", 0) != 0) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        std::stringstream text;
        text << in.rdbuf();
        all.push_back(text.str());
    }
    return all;
}

}
