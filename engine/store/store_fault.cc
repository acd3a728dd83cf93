#include "engine/store/store_fault.h"

#include <Poco/Data/SQLite/SQLiteException.h>
#include <fmt/format.h>

#include <unistd.h>

namespace deskhand::engine {

namespace fs = std::filesystem;
namespace lite = Poco::Data::SQLite;

void check_openable(const fs::path& file)
{
    const auto refuse = [&](std::string_view why) {
        throw StoreError{fmt::format("cannot open the database {}: {}", file.string(), why)};
    };
    std::error_code ignored;
    const auto folder = fs::absolute(file, ignored).parent_path();
    if (!fs::is_directory(folder, ignored))
        refuse(fmt::format("the folder {} does not exist. Create it, or correct `database` in the settings.",
                           folder.string()));
    if (::access(folder.c_str(), W_OK) != 0)
        refuse(fmt::format("the folder {} may not be written. Give it to the user the program runs as.",
                           folder.string()));
    if (!fs::exists(file, ignored)) return;
    // Its content is left to the library: whoever closes a file drops every lock its process holds on
    // it (POSIX), and the next program to end would take the log away from under our open sessions.
    if (!fs::is_regular_file(file, ignored)) refuse("it is not a file. Correct `database` in the settings.");
    if (::access(file.c_str(), R_OK | W_OK) != 0)
        refuse("it may not be read and written. Give it to the user the program runs as.");
}

std::string what_it_does(std::string_view sql)
{
    constexpr int most_words = 3;
    std::size_t end = 0;
    for (int word = 0; word < most_words && end < sql.size(); ++word) end = sql.find_first_of(" (", end + 1);
    return std::string{sql.substr(0, end)};
}

namespace {

// What happened and what to do.
std::string remedy(const Poco::Exception& fault)
{
    if (dynamic_cast<const lite::DBLockedException*>(&fault) || dynamic_cast<const lite::TableLockedException*>(&fault))
        return "another program or session kept it locked. Look for a second engine, a backup or a database "
               "shell that holds it open; the work can be tried again";
    if (dynamic_cast<const lite::DatabaseFullException*>(&fault))
        return "the disk is full. Free space; nothing was lost and the work can be tried again";
    if (dynamic_cast<const lite::CorruptImageException*>(&fault) && fault.message().find("not a database") != std::string::npos)
        return "it is not a database. Name another file, or restore it from a backup";
    if (dynamic_cast<const lite::CorruptImageException*>(&fault))
        return "the file is damaged. Stop the engine, keep a copy of the file, and restore a backup or use "
               "`sqlite3 FILE .recover`";
    if (dynamic_cast<const lite::ReadOnlyException*>(&fault) || dynamic_cast<const lite::DBAccessDeniedException*>(&fault))
        return "it may only be read. Check the rights of the file and its folder, and the mount";
    if (dynamic_cast<const lite::CantOpenDBFileException*>(&fault))
        return "the file cannot be opened. Check the rights of the file and its folder, and the mount";
    if (dynamic_cast<const lite::IOErrorException*>(&fault))
        return "the disk reported an error or is full. Check free space and the system log; the work can be "
               "tried again";
    if (dynamic_cast<const lite::ConstraintViolationException*>(&fault))
        return "the row contradicts rows already there. This is a fault of the program; please report it";
    return "the database library refused";
}

}

StoreError store_fault(const fs::path& file, std::string_view tried, const Poco::Exception& fault)
{
    return StoreError{fmt::format("cannot use the database {} ({}): {} [{}]", file.string(), tried, remedy(fault),
                                  fault.displayText())};
}

}
