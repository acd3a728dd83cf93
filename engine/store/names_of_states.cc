#include "engine/store/names_of_states.h"

#include "engine/core/names.h"
#include "engine/store/outbox.h"

namespace deskhand::engine {

namespace {

constexpr Named<InboxState> inbox_states[] = {
    {InboxState::waiting, "waiting"}, {InboxState::done, "done"}, {InboxState::quarantined, "quarantined"}};

constexpr Named<OutboxState> outbox_states[] = {
    {OutboxState::ready, "ready"},         {OutboxState::leased, "leased"},
    {OutboxState::dotted, "dotted"},       {OutboxState::delivered, "delivered"},
    {OutboxState::held, "held"},           {OutboxState::given_up, "given up"},
    {OutboxState::dropped, "dropped"}};

}

std::string_view name_of(InboxState state) { return name_in(inbox_states, state); }

InboxState inbox_state_named(std::string_view name)
{
    return value_in(inbox_states, name).value_or(InboxState::quarantined);
}

std::string_view name_of(OutboxState state) { return name_in(outbox_states, state); }
std::optional<OutboxState> outbox_state_named(std::string_view name) { return value_in(outbox_states, name); }

}
