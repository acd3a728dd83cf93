#include "engine/store/person_rows.h"

#include "engine/core/folded.h"

namespace deskhand::engine {

namespace {

void upsert(Connection& connection, const std::string& address, const std::string& name, int mails, Instant now)
{
    if (address.find('@') == std::string::npos) return;
    connection.run("INSERT INTO person(address, name, first_seen, last_seen, mails) VALUES($1, $2, $3, $3, $4) "
                   "ON CONFLICT(address) DO UPDATE SET last_seen = excluded.last_seen, mails = person.mails + excluded.mails, "
                   "name = CASE WHEN excluded.name = '' THEN person.name ELSE excluded.name END",
                   folded(address), name, now, mails);
}

}

void note_sender(Connection& connection, const std::string& from, Instant now)
{
    const auto open = from.rfind('<');
    const auto close = from.rfind('>');
    if (open == std::string::npos || close == std::string::npos || close < open) {
        upsert(connection, from, {}, 1, now);
        return;
    }
    auto name = from.substr(0, open);
    name.erase(name.find_last_not_of(" \"") + 1);
    name.erase(0, name.find_first_not_of(" \""));
    upsert(connection, from.substr(open + 1, close - open - 1), name, 1, now);
}

void note_recipient(Connection& connection, const Send& send, Instant now)
{
    std::string name;
    for (const auto& to : send.draft.to)
        if (folded(to.addr) == folded(send.recipient)) name = to.name;
    upsert(connection, send.recipient, name, 0, now);
}

void note_name(Connection& connection, const std::string& address, const std::string& name, Instant now)
{
    upsert(connection, address, name == address ? std::string{} : name, 0, now);
}

std::optional<std::string> suppression_of(Connection& connection, const std::string& address)
{
    return connection.text("SELECT reason FROM suppression WHERE address = $1", folded(address));
}

void suppress(Connection& connection, const std::string& address, const std::string& reason, Instant now)
{
    connection.run("INSERT INTO suppression(address, reason, since) VALUES($1, $2, $3) "
                   "ON CONFLICT(address) DO UPDATE SET reason = excluded.reason",
                   folded(address), reason.empty() ? "no reason given" : reason, now);
}

}
