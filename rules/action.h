// What a rule may order, as values; the engine carries them out.
#pragma once
#include <string>
#include <variant>
#include <vector>

namespace deskhand::rules {

struct SetQueue { std::string queue; };
struct AssignTo { std::string person; };     // name or address of a staff member
struct SetPriority { std::string priority; }; // low, normal, high, urgent
struct AddTag { std::string tag; };
struct SetField { std::string name, value; };
struct ReplyWith { std::string template_name; }; // to the requester
struct Notify { std::vector<std::string> people; };  // staff, by notice
struct ForwardTo { std::vector<std::string> addresses; };
struct SetStatus { std::string status; }; // open, pending, closed
struct Hold { std::string reason; };      // quarantine for a person to look at
struct Stop {};                           // later rules are not asked
struct NoAutoReply {};                    // nothing automatic goes to the sender

using Action = std::variant<SetQueue, AssignTo, SetPriority, AddTag, SetField, ReplyWith, Notify,
                            ForwardTo, SetStatus, Hold, Stop, NoAutoReply>;

// The action as a person would write it, e.g. "queue: network".
std::string describe(const Action& action);

}
