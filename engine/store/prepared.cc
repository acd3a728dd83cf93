#include "engine/store/clean_text.h"
#include "engine/store/connection.h"

#include <Poco/Data/AbstractBinding.h>
#include <Poco/Data/AbstractExtraction.h>
#include <Poco/Data/LOB.h>
#include <Poco/Data/Preparation.h>
#include <Poco/Data/Statement.h>

#include <stdexcept>
#include <vector>

namespace deskhand::engine {

namespace {

enum class SlotKind { null, integer, real, text, octets };

// One parameter; its storage is kept from run to run.
struct Slot {
    SlotKind kind = SlotKind::null;
    Poco::Int64 integer = 0;
    double real = 0;
    std::string text;
    Poco::Data::BLOB octets; // must live until the statement has run
};

using Slots = std::vector<Slot>;

// Gives all parameters of a statement to the library at once.
class SlotBinding : public Poco::Data::AbstractBinding {
public:
    explicit SlotBinding(const Slots& slots) : slots_{slots} {}
    std::size_t numOfColumnsHandled() const override { return slots_.size(); }
    std::size_t numOfRowsHandled() const override { return 1; }
    bool canBind() const override { return !bound_; }
    void reset() override { bound_ = false; }
    void bind(std::size_t place) override
    {
        auto binder = getBinder();
        for (const auto& slot : slots_) give(*binder, place++, slot);
        bound_ = true;
    }

private:
    static void give(Poco::Data::AbstractBinder& binder, std::size_t place, const Slot& slot)
    {
        constexpr auto in = Poco::Data::AbstractBinder::PD_IN;
        switch (slot.kind) {
        case SlotKind::null: binder.bind(place, Poco::NULL_GENERIC, in); break;
        case SlotKind::integer: binder.bind(place, slot.integer, in); break;
        case SlotKind::real: binder.bind(place, slot.real, in); break;
        case SlotKind::text: binder.bind(place, slot.text, in); break;
        case SlotKind::octets: binder.bind(place, slot.octets, in); break;
        }
    }

    const Slots& slots_;
    bool bound_ = false;
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

struct Prepared::State {
    State(Poco::Data::Session& session, std::string_view sql)
        : slots(parameters_in(sql)), statement{session}, extraction{new RowExtraction}
    {
        statement << std::string{sql};
        if (!slots.empty()) statement.addBind(new SlotBinding{slots});
        Poco::Data::AbstractExtraction::Ptr shared{extraction};
        statement.addExtract(shared);
    }

    Slots slots;
    Poco::Data::Statement statement;
    RowExtraction* extraction; // owned by the statement
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

void Prepared::bind(std::size_t place, double value)
{
    auto& slot = state_->slots.at(place);
    slot.kind = SlotKind::real;
    slot.real = value;
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
    state_->extraction->rows = 0;
    state_->extraction->row = &row;
    const auto changed = state_->statement.execute();
    running_ = false;
    return state_->extraction->rows > 0 ? state_->extraction->rows : changed;
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
