// Mail decided again as rules would have it, and whether that is another decision.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/policy.h"
#include "engine/store/database.h"
#include "engine/store/inbox.h"

#include <string>
#include <vector>

namespace deskhand::engine {

// What a decision comes to, as far as rules have a say.
struct Ruled {
    std::vector<std::string> ordered; // what the matching rules order, in their order
    std::vector<std::string> shape;   // shape_of() the decision
    bool held_back = false;           // automatic mail was refused for a limit, a suppression or a repetition
    bool nobody_told = false;         // staff neither, because the mail repeats another
};

Ruled ruled(const std::vector<Reason>& because, std::vector<std::string> shape);
// The decision that was applied to a mail.
Ruled ruled_then(Inbox& inbox, InboxId mail);
// The decision the mail would get under `policy`. Limits and suppressions are lifted and the sender is as
// well known as at that time: none of it is the rules' doing. Changes nothing.
Ruled ruled_now(Database& database, const InboxRow& row, const Policy& policy);

// Lines only one of two decisions has, both empty when the rules make no difference. Where rules order
// the same, whatever else differs has other causes: staff moved the ticket, a model was learnt. Automatic mail to
// the sender does not count where one of the two was held back.
struct Difference {
    std::vector<std::string> before, after;
    bool none() const { return before.empty() && after.empty(); }
};
Difference difference_between(const Ruled& before, const Ruled& after);

}
