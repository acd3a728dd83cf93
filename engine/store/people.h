// Who writes to the desk, and whom it must not write to.
#pragma once
#include "engine/core/instant.h"
#include "engine/store/database.h"

#include <optional>
#include <string>
#include <vector>

namespace deskhand::engine {

struct Person {
    std::string address; // lower case
    std::string name;
    Instant first_seen{}, last_seen{};
    std::string suppressed; // why no mail goes there; empty = it may
};

class People {
public:
    explicit People(Database& database) : database_{database} {}

    std::optional<Person> find(const std::string& address);
    std::vector<Person> suppressed(int most);
    // Lifts a suppression; false when there was none.
    bool lift_suppression(const std::string& address);

private:
    Database& database_;
};

}
