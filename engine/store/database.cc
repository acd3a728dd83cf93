#include "engine/store/database.h"

#include "engine/store/connection.h"
#include "engine/store/migrations.h"

namespace deskhand::engine {

Database::Database(const std::filesystem::path& file, const DatabaseOptions& options)
    : connection_{std::make_unique<Connection>(file, options)}
{
    migrate(*connection_);
}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

void Database::transaction(const std::function<void()>& work)
{
    WriteTransaction open{*connection_};
    work();
    open.commit();
}

int Database::schema_version() { return applied_schema(*connection_); }

std::string Database::damage()
{
    std::string found;
    connection_->each("PRAGMA quick_check(20)", [&](Columns& row) {
        const auto line = row.text();
        if (line != "ok") found += line + "\n";
    });
    return found;
}

}
