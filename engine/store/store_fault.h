// What went wrong with the database, in words a person can act on.
#pragma once
#include "engine/store/database.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace Poco { class Exception; }

namespace deskhand::engine {

// Throws StoreError when the file cannot be a database: its folder is missing, it is a folder, or it
// may not be written. Never opens it.
void check_openable(const std::filesystem::path& file);

// The first words of a statement, e.g. "INSERT INTO outbox".
std::string what_it_does(std::string_view sql);

// Names the file, what was tried and what to do about it.
StoreError store_fault(const std::filesystem::path& file, std::string_view tried, const Poco::Exception& fault);

}
