// The order of judgement: a guard beats a rule, a rule beats a prediction, the fallback is a queue.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/policy.h"
#include "engine/core/situation.h"
#include "mail/format/thread_marks.h"
#include "mail/format/authentication_results.h"
#include "predict/model.h"

#include <optional>
#include <vector>

namespace deskhand::engine {

// A mail as read: its contents and what kind of mail it is.
struct ReadMail {
    mail::Message message;
    mail::Judgement judgement;
    std::optional<mail::Authentication> authentication{}; // by the hosts that were trusted when it was read
    std::vector<mail::DraftAttachment> attachments{}; // passed on with answers and notices; see read_mail
    std::optional<predict::Prediction> guess{};     // of the policy's model, if it was asked beforehand
    std::optional<mail::ThreadMarks> marks{};       // of the message, if they were taken beforehand
};

// What ties the mail to others: the marks that came with it, or those of its message.
mail::ThreadMarks marks_of(const ReadMail& read);

// What the model says about a person's words; nothing about other mail or without a model. Needs no
// database, so it can be asked beside the work that does.
predict::Prediction guess_for(const ReadMail& read, const Policy& policy);

// Decides about one mail. Pure: the same arguments give the same decision, Message-IDs included.
Decision decide(const ReadMail& read, const Situation& situation, const Policy& policy, Instant now);

}
