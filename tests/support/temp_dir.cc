#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace deskhand::tests {

TempDir::TempDir()
{
    std::string name = (std::filesystem::temp_directory_path() / "deskhand-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error{"cannot make a temporary folder " + name};
    path_ = name;
    // Servers under test run as another user and must be able to walk in.
    std::filesystem::permissions(path_, std::filesystem::perms{0755});
}

TempDir::~TempDir()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}
