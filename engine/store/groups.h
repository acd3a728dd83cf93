// One statement for many rows: groups of a few sizes, so that the statements stay prepared.
#pragma once
#include "engine/store/connection.h"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <limits>
#include <span>
#include <string>

namespace deskhand::engine {

// "$3, $4, $5" for first 3, count 3.
std::string places(std::size_t first, std::size_t count);

// Cuts a list into groups of 50, 10 and single rows.
template <class T, class Work>
void in_groups(std::span<const T> all, const Work& work)
{
    for (const std::size_t size : {std::size_t{50}, std::size_t{10}, std::size_t{1}})
        for (; all.size() >= size; all = all.subspan(size)) work(all.first(size));
}

// A statement bound one parameter at a time, where their number varies.
class Statement {
public:
    Statement(Connection& connection, std::string sql)
        : connection_{connection}, sql_{std::move(sql)}, prepared_{connection.prepared(sql_)}
    {
    }
    template <class P> Statement& bind(const P& parameter)
    {
        prepared_.bind(place_++, parameter);
        return *this;
    }
    std::size_t run() { return connection_.execute(sql_, prepared_, {}); }
    std::size_t each(const std::function<void(Columns&)>& row) { return connection_.execute(sql_, prepared_, row); }

private:
    Connection& connection_;
    std::string sql_;
    Prepared& prepared_;
    std::size_t place_ = 0;
};

// For keyset paging: below this number; 0 = from the newest on.
template <class Id> std::int64_t before_or_newest(Id before)
{
    return number(before) == 0 ? std::numeric_limits<std::int64_t>::max() : number(before);
}

// Numbers kept beside the tables they count.
std::int64_t counter(Connection& connection, std::string_view name);
void add_to_counter(Connection& connection, std::string_view name, std::int64_t more);

}
