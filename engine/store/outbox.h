// The durable queue of outgoing mail: one row for each recipient.
#pragma once
#include "engine/core/decision.h"
#include "engine/core/delivery_policy.h"
#include "engine/core/situation.h"
#include "engine/store/database.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace deskhand::engine {

enum class OutboxState {
    ready,     // due at `due`
    leased,    // in the hands of a postman; no final dot has gone out
    dotted,    // the final dot is going or has gone out, the answer is not recorded
    delivered,
    held,      // by a person, or because an automatic copy might be a duplicate
    given_up,
    dropped
};

std::string_view name_of(OutboxState state);
std::optional<OutboxState> outbox_state_named(std::string_view name);

struct OutboxRow {
    OutboxId id{};
    TicketId ticket{};
    Purpose purpose = Purpose::answer;
    std::string recipient, envelope_sender, message_id, subject;
    std::string bytes; // empty in lists
    OutboxState state = OutboxState::ready;
    int attempts = 0;
    Instant queued{}, due{};
    std::string last_answer; // verbatim, or why there was none
    bool uncertain = false;  // a copy may have been delivered before
};

// What became of one leased row.
struct DeliveryRecord {
    OutboxId id{};
    std::string answer; // verbatim reply, or why there was none
    Verdict verdict;
    bool uncertain = false;
    std::string suppress; // why nothing automatic goes to the recipient any more; empty = it still may
};

class Outbox {
public:
    explicit Outbox(Database& database) : database_{database} {}

    // Takes rows that are due for this postman, most urgent purpose first, oldest first, not many
    // octets at once. `epoch` names the run of the program that holds them. Rows of the last lease
    // that never came to a final dot go back first.
    std::vector<OutboxRow> lease(const std::string& epoch, Instant now, int most);
    // The final dots of these rows are about to go out. Throws StoreError, and marks nothing, when
    // one of them is no longer leased by this epoch.
    void mark_dotted(std::span<const OutboxId> ids);
    // Leased rows that will not be tried now go back to ready; others are left alone.
    void give_back(std::span<const OutboxId> ids);
    // Commit 3. Plain deliveries survive a power cut only with the next commit that waits for the disk:
    // forgotten, they are dotted rows again, which recovery knows by name. Writes the verdicts; a give-up adds an event to the ticket, and an uncertain row
    // one that names it, in the same transaction.
    void record(std::span<const DeliveryRecord> records, Instant now);
    // After a crash: rows of other epochs go back to ready, dotted ones marked uncertain on the
    // way and treated by `verdict_for`. Returns how many were uncertain.
    int recover(const std::string& epoch, Instant now,
                const std::function<Verdict(const OutboxRow&)>& verdict_for);

    std::optional<Instant> next_due();
    std::optional<OutboxRow> find(OutboxId id); // with bytes
    std::optional<SentMail> with_message_id(const std::string& message_id);
    std::optional<SentMail> latest_to(const std::string& recipient, Instant since);
    std::vector<OutboxRow> list(std::optional<OutboxState> state, int most, OutboxId before = {});
    std::int64_t count(OutboxState state);
    // For `deskhand queue`: each returns false when the row is not in a state that allows it.
    bool retry_now(OutboxId id, Instant now);
    bool hold(OutboxId id);
    bool release(OutboxId id, Instant now);
    // All held rows of which a copy may have arrived; how many.
    int release_uncertain(Instant now);
    bool drop(OutboxId id);

private:
    Database& database_;
    std::string epoch_;             // of the last lease
    std::vector<OutboxId> on_hand_; // leased, not recorded
};

}
