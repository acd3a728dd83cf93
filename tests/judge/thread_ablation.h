// Mails of known threads put together again after their References were taken away.
#pragma once
#include "tests/judge/scores.h"

#include <vector>

namespace deskhand::judge {

// B-cubed precision and recall (Amigo et al. 2009) of the conversations that mail::Conversations makes of the records
// of kind thread-ablation, as they come by date, References and In-Reply-To removed from every second one ("half")
// and from all ("none"); also among the mails of kind auto-negative of the same folder, which belong to no thread
// ("crowd"). `known_precision` leaves out what the threads cannot tell: they are made of References, so a reply that
// never had any begins a thread of its own there. A mail in the company of one of another thread with the same subject
// counts neither way when one of the two threads holds no first mail, that is none without References and reply mark.
std::vector<Figure> ablation_figures(const std::vector<Record>& records);

}
