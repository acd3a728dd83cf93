// The one translation unit that carries Boost.Test's entry point; every test program links it.
#define BOOST_TEST_MODULE deskhand
#include <boost/test/unit_test.hpp>
