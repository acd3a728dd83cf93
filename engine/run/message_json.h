// A read mail as the JSON object other programs rely on: version 1 of `deskhand read --json`.
#pragma once
#include "engine/core/decide.h"
#include "engine/run/json_writer.h"

#include <string>
#include <string_view>

namespace deskhand::engine {

inline constexpr int message_format = 1;

// The whole object; its keys are described in engine/README.md. `file` is the input's name.
void write_message(JsonWriter& json, std::string_view file, const ReadMail& read);
std::string message_json(std::string_view file, const ReadMail& read);

// "2026-01-31T08:30:00+01:00" (RFC 3339 section 5.6).
std::string rfc3339(const mail::MailDate& date);

std::string_view name_of(mail::SpanKind kind);

}
