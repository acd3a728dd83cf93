#include "engine/core/policy.h"

#include "engine/core/folded.h"

#include <algorithm>

namespace deskhand::engine {
namespace {

// "help+1042.token@desk" to "help@desk", folded.
std::string bare_address(std::string_view address)
{
    auto folded_address = folded(address);
    const auto at = folded_address.rfind('@');
    const auto plus = folded_address.find('+');
    if (at != std::string::npos && plus < at) folded_address.erase(plus, at - plus);
    return folded_address;
}

}

const config::StaffMember* staff_with_address(const config::Settings& settings,
                                              std::string_view address)
{
    const auto wanted = folded(address);
    const auto found = std::find_if(settings.staff.begin(), settings.staff.end(),
                                    [&](const auto& member) { return folded(member.address.addr) == wanted; });
    return found == settings.staff.end() ? nullptr : &*found;
}

const config::StaffMember* staff_named(const config::Settings& settings, std::string_view name)
{
    const auto wanted = folded(name);
    const auto found =
        std::find_if(settings.staff.begin(), settings.staff.end(), [&](const auto& member) {
            return folded(member.name) == wanted || folded(member.address.addr) == wanted;
        });
    return found == settings.staff.end() ? nullptr : &*found;
}

const config::Queue* queue_named(const config::Settings& settings, std::string_view name)
{
    const auto wanted = folded(name);
    const auto found = std::find_if(settings.queues.begin(), settings.queues.end(),
                                    [&](const auto& queue) { return folded(queue.name) == wanted; });
    return found == settings.queues.end() ? nullptr : &*found;
}

bool is_our_address(const config::Settings& settings, std::string_view address)
{
    const auto wanted = bare_address(address);
    if (wanted == folded(settings.desk.address.addr)) return true;
    const auto same = [&](const std::string& ours) { return folded(ours) == wanted; };
    if (std::any_of(settings.desk.also_known_as.begin(), settings.desk.also_known_as.end(), same)) return true;
    return std::any_of(settings.queues.begin(), settings.queues.end(), [&](const auto& queue) {
        return queue.address && same(queue.address->addr);
    });
}

}
