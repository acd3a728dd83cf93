// A table of named cases, each of them a test of its own, so that the test list reads as a specification.
#pragma once
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <iterator>
#include <string>

namespace deskhand::tests {

// Adds one test per row to the suite being declared; every row has a `name` in plain words.
template <class Rows, class Check>
bool table(const Rows& rows, Check check, const char* file, std::size_t line)
{
    for (const auto& row : rows) {
        std::string name{row.name};
        std::replace_if(name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
        boost::unit_test::framework::current_auto_test_suite().add(
            boost::unit_test::make_test_case([&row, check] { check(row); }, name, file, line));
    }
    return std::size(rows) > 0;
}

}
