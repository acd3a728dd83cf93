// Outgoing mail as people and programs read it.
#pragma once
#include "engine/store/outbox.h"

#include <string>
#include <vector>

namespace deskhand::engine {

std::string queue_table(const std::vector<OutboxRow>& rows);
std::string queue_json(const std::vector<OutboxRow>& rows);

// One row with its octets read as a mail.
std::string queue_text(const OutboxRow& row);
std::string queue_row_json(const OutboxRow& row);

}
