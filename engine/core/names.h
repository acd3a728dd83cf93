// Enumerators and the names they are written under, both ways from one table.
#pragma once
#include <optional>
#include <string_view>

namespace deskhand::engine {

template <class Value>
struct Named {
    Value value;
    std::string_view name;
};

template <class Value, std::size_t Size>
constexpr std::string_view name_in(const Named<Value> (&table)[Size], Value value)
{
    for (const auto& row : table)
        if (row.value == value) return row.name;
    return {};
}

template <class Value, std::size_t Size>
constexpr std::optional<Value> value_in(const Named<Value> (&table)[Size], std::string_view name)
{
    for (const auto& row : table)
        if (row.name == name) return row.value;
    return {};
}

}
