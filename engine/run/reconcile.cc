#include "engine/run/reconcile.h"

#include <fmt/core.h>

#include <unordered_map>

namespace deskhand::engine {

std::vector<std::string> differences(const mail::Listing& listing, std::span<const Inbox::Place> places, mail::Disposal disposal)
{
    std::unordered_map<std::string_view, const Inbox::Place*> known;
    for (const auto& place : places) known.emplace(place.uid, &place);
    const bool leaves = disposal == mail::Disposal::move || disposal == mail::Disposal::remove;
    std::vector<std::string> found;
    for (const auto& one : listing.mails) {
        const auto place = known.find(one.uid);
        if (place == known.end()) found.push_back(fmt::format("mail {} is on the server and not in the journal", one.uid));
        else if (!leaves || place->second->left_there) continue;
        else if (place->second->disposed) found.push_back(fmt::format("mail {} was put away and is in the folder again", one.uid));
        else found.push_back(fmt::format("mail {} is journaled and not put away yet", one.uid));
    }
    return found;
}

}
