// A folder with a configuration and the secrets it names, gone after the test.
#pragma once
#include "config/load_settings.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace deskhand::tests {

class ConfigurationFolder {
public:
    ConfigurationFolder()
    {
        std::filesystem::create_directories(path() / "in" / "new");
        secret("token.key", std::string(32, 'k'));
        secret("inbox.password", "letmein\n");
    }

    std::filesystem::path path() const { return folder_.path(); }

    void write(const std::string& name, std::string_view text) const
    {
        std::filesystem::create_directories((path() / name).parent_path());
        std::ofstream{path() / name, std::ios::binary} << text;
    }

    void secret(const std::string& name, std::string_view text, unsigned mode = 0600) const
    {
        write(name, text);
        std::filesystem::permissions(path() / name, std::filesystem::perms{mode});
    }

    config::LoadedSettings load(std::string_view text) const
    {
        write("deskhand.yaml", text);
        return config::load_settings(path() / "deskhand.yaml");
    }

    // "line: severity: what" of every problem, without the folder's name.
    std::vector<std::string> problems(std::string_view text) const
    {
        std::vector<std::string> lines;
        for (const auto& problem : load(text).problems) lines.push_back(without_folder(problem));
        return lines;
    }

private:
    std::string without_folder(const config::Problem& problem) const
    {
        auto line = config::shown(problem);
        const auto folder = path().string() + "/";
        for (auto at = line.find(folder); at != std::string::npos; at = line.find(folder))
            line.erase(at, folder.size());
        const std::string file = "deskhand.yaml:";
        return line.rfind(file, 0) == 0 ? line.substr(file.size()) : line;
    }

    TempDir folder_;
};

// The smallest configuration that loads without a complaint.
inline const std::string smallest = R"(desk: {address: help@example.org}
mailboxes: [{name: inbox, type: maildir, path: in}]
outgoing: {maildir: out}
token_key: token.key
)";

}
