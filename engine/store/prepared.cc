#include "engine/store/clean_text.h"
#include "engine/store/connection.h"

#include <Poco/Data/AbstractBinding.h>
#include <Poco/Data/AbstractExtraction.h>
#include <Poco/Data/LOB.h>
#include <Poco/Data/Preparation.h>
#include <Poco/Data/SQLite/SQLiteStatementImpl.h>
#include <Poco/Data/SQLite/Utility.h>

#include <stdexcept>
#include <vector>

namespace deskhand::engine {

namespace {

enum class SlotKind { null, integer, text, octets };

// One parameter; its storage is kept from run to run.
struct Slot {
    SlotKind kind = SlotKind::null;
    Poco::Int64 integer = 0;
    std::string text;
    Poco::Data::BLOB octets; // must live until the statement has run
};

using Slots = std::vector<Slot>;

// Gives all parameters of a statement to the library at once; always ready to be bound again.
class SlotBinding : public Poco::Data::AbstractBinding {
public:
    explicit SlotBinding(const Slots& slots) : slots_{slots} {}
    std::size_t numOfColumnsHandled() const override { return slots_.size(); }
    std::size_t numOfRowsHandled() const override { return 1; }
    bool canBind() const override { return true; }
    void reset() override {}
    void bind(std::size_t place) override
    {
        auto binder = getBinder();
        for (const auto& slot : slots_) give(*binder, place++, slot);
    }

private:
    static void give(Poco::Data::AbstractBinder& binder, std::size_t place, const Slot& slot)
    {
        constexpr auto in = Poco::Data::AbstractBinder::PD_IN;
        switch (slot.kind) {
        case SlotKind::null: binder.bind(place, Poco::NULL_GENERIC, in); break;
        case SlotKind::integer: binder.bind(place, slot.integer, in); break;
        case SlotKind::text: binder.bind(place, slot.text, in); break;
        case SlotKind::octets: binder.bind(place, slot.octets, in); break;
        }
    }

    const Slots& slots_;
};

// Hands each row to whoever runs the statement.
class RowExtraction : public Poco::Data::AbstractExtraction {
public:
    std::size_t numOfColumnsHandled() const override { return columns; }
    std::size_t numOfRowsHandled() const override { return 1; }
    std::size_t numOfRowsAllowed() const override { return 1; }
    std::size_t extract(std::size_t) override
    {
        ++rows;
        if (row && *row) {
            Columns at{*getExtractor()};
            (*row)(at);
        }
        return 1;
    }
    Poco::Data::AbstractPreparation::Ptr createPreparation(PreparatorPtr& preparator, std::size_t place) override
    {
        return new Poco::Data::Preparation<Poco::Int64>(preparator, place, unused_);
    }

    std::size_t columns = 1;
    std::size_t rows = 0;
    const std::function<void(Columns&)>* row = nullptr;

private:
    Poco::Int64 unused_ = 0;
};

// The library counts changed rows in an int over all runs; long before it is full the statement is
// prepared again.
constexpr int most_changes = 1'000'000'000;

bool is_write(std::string_view sql)
{
    return sql.substr(0, 6) != "SELECT" && sql.substr(0, 6) != "PRAGMA";
}

// Parameters are numbered in order of first appearance, so their count is the highest number.
std::size_t parameters_in(std::string_view sql)
{
    std::size_t highest = 0;
    for (std::size_t at = sql.find('$'); at != sql.npos; at = sql.find('$', at + 1)) {
        std::size_t value = 0;
        for (auto i = at + 1; i < sql.size() && sql[i] >= '0' && sql[i] <= '9'; ++i)
            value = value * 10 + static_cast<std::size_t>(sql[i] - '0');
        if (value > highest + 1) throw std::logic_error{"parameters out of order in: " + std::string{sql}};
        highest = std::max(highest, value);
    }
    return highest;
}

}

// Poco::Data::Statement prepares its SQL anew for each execution (1.11), which costs several times the
// running. This one compiles once and then only binds and steps.
struct Prepared::State : Poco::Data::SQLite::SQLiteStatementImpl {
    State(Poco::Data::Session& session, std::string_view sql)
        : SQLiteStatementImpl{*session.impl(), Poco::Data::SQLite::Utility::dbHandle(session)}, slots(parameters_in(sql)),
          extraction{new RowExtraction}
    {
        add(sql);
        if (!slots.empty()) addBind(new SlotBinding{slots});
        addExtract(extraction);
    }

    std::size_t execute(const std::function<void(Columns&)>& row)
    {
        if (!compiled) compile();
        extraction->rows = 0;
        extraction->row = &row;
        bindImpl();
        while (hasNext()) next();
        const int total = affectedRowCount(); // of all runs
        const auto changed = static_cast<std::size_t>(total - changed_before);
        changed_before = total;
        if (total > most_changes) compiled = false;
        return extraction->rows > 0 ? extraction->rows : changed;
    }

    void compile()
    {
        compileImpl();
        changed_before = 0;
        extraction->columns = columnsReturned();
        fixupExtraction();
        fixupBinding();
        compiled = true;
    }

    Slots slots;
    Poco::SharedPtr<RowExtraction> extraction;
    bool compiled = false;
    int changed_before = 0;
};

Prepared::Prepared(Poco::Data::Session& session, std::string_view sql)
    : state_{std::make_unique<State>(session, sql)}, writes_{is_write(sql)}
{
}

Prepared::~Prepared() = default;

void Prepared::bind(std::size_t place, std::nullptr_t) { state_->slots.at(place).kind = SlotKind::null; }

void Prepared::bind(std::size_t place, std::string_view text)
{
    auto& slot = state_->slots.at(place);
    slot.kind = SlotKind::text;
    if (is_clean(text)) slot.text.assign(text);
    else slot.text = clean_text(text);
}

void Prepared::bind(std::size_t place, Octets octets)
{
    auto& slot = state_->slots.at(place);
    slot.kind = SlotKind::octets;
    slot.octets.assignRaw(reinterpret_cast<const unsigned char*>(octets.bytes.data()), octets.bytes.size());
}

void Prepared::bind_integer(std::size_t place, std::int64_t value)
{
    auto& slot = state_->slots.at(place);
    slot.kind = SlotKind::integer;
    slot.integer = value;
}

std::size_t Prepared::run(const std::function<void(Columns&)>& row)
{
    if (running_) throw std::logic_error{"a statement was run again from within its own rows"};
    running_ = true;
    const auto rows = state_->execute(row);
    running_ = false;
    return rows;
}

std::int64_t Columns::integer()
{
    Poco::Int64 value = 0;
    source_->extract(place_++, value);
    return value;
}

std::optional<std::int64_t> Columns::maybe_integer()
{
    Poco::Int64 value = 0;
    return source_->extract(place_++, value) ? std::optional<std::int64_t>{value} : std::nullopt;
}

std::optional<Instant> Columns::maybe_instant()
{
    const auto value = maybe_integer();
    return value ? std::optional{Instant{std::chrono::microseconds{*value}}} : std::nullopt;
}

std::string Columns::text()
{
    std::string value;
    if (!source_->extract(place_++, value)) value.clear();
    return value;
}

std::string Columns::bytes()
{
    Poco::Data::BLOB value;
    if (!source_->extract(place_++, value)) return {};
    return {reinterpret_cast<const char*>(value.rawContent()), value.size()};
}

}
