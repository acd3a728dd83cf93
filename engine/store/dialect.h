// What SQLite and PostgreSQL say differently; all other SQL of this room is valid on both.
#pragma once
#include "engine/store/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskhand::engine {

// When a commit survives a power cut: before it returns, or with the next commit that does. A killed
// process loses neither.
enum class Durability { now, soon };

// Sets what the next transactions promise.
std::string_view durability_sql(Dialect dialect, Durability durability);

// Begins a transaction that will write.
std::string_view begin_write(Dialect dialect);

// A schema statement for this dialect. In `sql` stand {id} (row number that counts by itself),
// {integer} (64 bits), {blob}, and {compact} (a table stored in its key where that exists).
std::string schema_sql(Dialect dialect, std::string_view sql);

// The statements that make a table append-only: changing or deleting a row of it fails.
std::vector<std::string> append_only(Dialect dialect, std::string_view table);

// Rows another engine has taken are skipped; empty where only one may write.
std::string_view skip_taken_rows(Dialect dialect);

// The full-text table `words`, with one text for each row number.
std::vector<std::string> full_text_table(Dialect dialect);
// Adds text $2 as document $1.
std::string_view full_text_insert(Dialect dialect);
// The number of a document in `words`, and the condition that it matches the query $1.
struct FullText {
    std::string_view document, matches;
};
FullText full_text(Dialect dialect);
// A query every word of which must occur; "quoted phrases" and prefixes (prin*) hold.
std::string full_text_query(Dialect dialect, std::string_view words);

}
