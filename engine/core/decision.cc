#include "engine/core/decision.h"

#include "engine/core/names.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>

namespace deskhand::engine {
namespace {

constexpr Named<Purpose> purposes[] = {{Purpose::acknowledgement, "acknowledgement"},
                                       {Purpose::answer, "answer"},
                                       {Purpose::automatic_answer, "automatic answer"},
                                       {Purpose::notice, "notice"},
                                       {Purpose::forward, "forward"},
                                       {Purpose::closing, "closing"},
                                       {Purpose::alarm, "alarm"},
                                       {Purpose::outage, "outage"}};

constexpr Named<TimerKind> timers[] = {{TimerKind::close_pending, "close pending"}};

std::string written(Instant at)
{
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(at)));
}

struct Describe {
    std::string operator()(const OpenTicket& open) const
    {
        const auto& ticket = open.ticket;
        return fmt::format("open ticket {} in {}{}, priority {}", reference_of(ticket.id),
                           ticket.queue,
                           ticket.assignee.empty() ? "" : ", assigned to " + ticket.assignee,
                           name_of(ticket.priority));
    }
    std::string operator()(const UpdateTicket& update) const
    {
        return fmt::format("ticket {} is {} in {}", reference_of(update.ticket.id),
                           name_of(update.ticket.status), update.ticket.queue);
    }
    std::string operator()(const AddEvent& add) const
    {
        return fmt::format("history of {}: {} by {}", reference_of(add.event.ticket),
                           name_of(add.event.kind), add.event.actor);
    }
    std::string operator()(const RememberIds& ids) const
    {
        return fmt::format("tie {} Message-ID(s) to {}", ids.message_ids.size(),
                           reference_of(ids.ticket));
    }
    std::string operator()(const MoveMail& move) const
    {
        return fmt::format("mail {} goes from {} to {}", number(move.mail), reference_of(move.from), reference_of(move.to));
    }
    std::string operator()(const Send& send) const
    {
        return fmt::format("send {} to {}: \"{}\"", name_of(send.purpose), send.recipient,
                           send.draft.subject);
    }
    std::string operator()(const KeepSuggestion& keep) const
    {
        return fmt::format("keep a proposed answer with {}", reference_of(keep.ticket));
    }
    std::string operator()(const Quarantine& quarantine) const
    {
        return "quarantine: " + quarantine.reason;
    }
    std::string operator()(const Suppress& suppress) const
    {
        return fmt::format("write no more automatic mail to {}: {}", suppress.address,
                           suppress.reason);
    }
    std::string operator()(const SetTimer& timer) const
    {
        return fmt::format("timer for {}: {} at {}", reference_of(timer.ticket), name_of(timer.kind), written(timer.due));
    }
    std::string operator()(const CancelTimer& timer) const
    {
        return fmt::format("no timer for {}: {}", reference_of(timer.ticket), name_of(timer.kind));
    }
    std::string operator()(const FileSilently& file) const
    {
        return "file in the journal only: " + file.reason;
    }
};

}

std::string_view name_of(Purpose purpose) { return name_in(purposes, purpose); }
std::optional<Purpose> purpose_named(std::string_view name) { return value_in(purposes, name); }

std::string_view name_of(TimerKind kind) { return name_in(timers, kind); }
std::optional<TimerKind> timer_named(std::string_view name) { return value_in(timers, name); }

bool is_automatic(Purpose purpose)
{
    return purpose != Purpose::answer && purpose != Purpose::forward && purpose != Purpose::alarm &&
        purpose != Purpose::outage;
}

bool answers_by_itself(Purpose purpose) { return is_automatic(purpose) && purpose != Purpose::notice; }

std::string describe(const Action& action) { return std::visit(Describe{}, action); }

std::vector<std::string> shape_of(const Decision& decision)
{
    std::vector<std::string> shape;
    for (const auto& action : decision.actions) {
        if (const auto* open = std::get_if<OpenTicket>(&action)) {
            const auto& ticket = open->ticket;
            shape.push_back(fmt::format("new ticket in {}, priority {}, for {}", ticket.queue, name_of(ticket.priority),
                                        ticket.assignee.empty() ? "nobody" : ticket.assignee));
        } else if (const auto* update = std::get_if<UpdateTicket>(&action)) {
            shape.push_back(fmt::format("ticket in {}, priority {}", update->ticket.queue, name_of(update->ticket.priority)));
        } else if (const auto* send = std::get_if<Send>(&action)) {
            shape.push_back(fmt::format("{} to {}", name_of(send->purpose), send->recipient));
        } else if (std::holds_alternative<Quarantine>(action) || std::holds_alternative<FileSilently>(action)) {
            shape.push_back(describe(action));
        }
    }
    std::sort(shape.begin(), shape.end());
    return shape;
}

}
