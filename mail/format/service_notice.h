// Notices in JSON that a sending service mails about what became of our mail.
#pragma once
#include "mail/format/judgement.h"

#include <optional>

namespace deskhand::mail {

enum class Notice { bounce, complaint, delivery };

struct ServiceNotice {
    Notice about = Notice::bounce;
    Bounce bounce;
};

// Amazon SES by way of SNS: an object with "notificationType" (or "eventType") Bounce, Complaint or
// Delivery that opens the text. Nothing for other mail.
std::optional<ServiceNotice> read_service_notice(const Message& message);

}
