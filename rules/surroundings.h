// What rule files refer to by name.
#pragma once
#include "rules/business_hours.h"

#include <map>
#include <set>
#include <string>

namespace deskhand::rules {

struct Surroundings {
    std::set<std::string> queues;    // known queues; a rule naming another is a mistake
    std::set<std::string> people;    // names and addresses of staff
    std::set<std::string> templates; // known templates
    std::map<std::string, BusinessHours> hours; // by name; "default" is the desk's own
};

}
