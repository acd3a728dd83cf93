#include "engine/store/people.h"

#include "engine/core/folded.h"
#include "engine/store/connection.h"

namespace deskhand::engine {

namespace {

// Somebody may be suppressed who is no person yet, and the other way round.
Person person_in(Columns& columns)
{
    Person person;
    person.address = columns.text();
    person.name = columns.text();
    person.first_seen = columns.instant();
    person.last_seen = columns.instant();
    person.suppressed = columns.text();
    return person;
}

}

std::optional<Person> People::find(const std::string& address)
{
    std::optional<Person> person;
    const auto read = [&](Columns& columns) { person = person_in(columns); };
    auto& connection = database_.connection();
    connection.each("SELECT person.address, name, first_seen, last_seen, coalesce(reason, '') FROM person "
                    "LEFT JOIN suppression ON suppression.address = person.address WHERE person.address = $1",
                    read, folded(address));
    if (!person)
        connection.each("SELECT address, '', since, since, reason FROM suppression WHERE address = $1", read, folded(address));
    return person;
}

std::vector<Person> People::suppressed(int most)
{
    std::vector<Person> people;
    database_.connection().each("SELECT suppression.address, coalesce(name, ''), coalesce(first_seen, since), "
                                "coalesce(last_seen, since), reason FROM suppression "
                                "LEFT JOIN person ON person.address = suppression.address ORDER BY suppression.address LIMIT $1",
                                [&](Columns& columns) { people.push_back(person_in(columns)); }, most);
    return people;
}

bool People::lift_suppression(const std::string& address)
{
    return database_.connection().run("DELETE FROM suppression WHERE address = $1", folded(address)) > 0;
}

}
