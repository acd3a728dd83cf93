// How long a silent peer is waited for once a stop is asked for.
#include "mail/net/stoppable_stream.h"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace deskhand::mail;
using namespace std::chrono_literals;

namespace {

// Says nothing, without using up anybody's time.
class Silence final : public ByteStream {
public:
    std::string read() override { throw StreamError{StreamError::Cause::closed, "read though nothing was readable"}; }
    void write(std::string_view) override {}
    bool readable_within(std::chrono::milliseconds) override
    {
        std::this_thread::yield();
        return false;
    }
    void set_patience(std::chrono::milliseconds) override {}
    void start_tls(const std::string&) override {}
};

using Clock = std::chrono::steady_clock;

Clock::duration waited(StoppableStream& stream)
{
    const auto begin = Clock::now();
    BOOST_CHECK_THROW(stream.read(), StreamError);
    return Clock::now() - begin;
}

struct Stopped {
    std::stop_source stop;
    StoppableStream stream{std::make_unique<Silence>(), stop.get_token(), {.before_dot = 0ms, .after_dot = 300ms}};

    Stopped()
    {
        stream.set_patience(60s);
        stop.request_stop();
    }
};

}

BOOST_FIXTURE_TEST_SUITE(stoppable_stream, Stopped)

BOOST_AUTO_TEST_CASE(silence_before_a_dot_gets_the_short_grace) { BOOST_TEST((waited(stream) < 300ms)); }

BOOST_AUTO_TEST_CASE(silence_after_a_dot_gets_the_long_grace_once)
{
    stream.dot_goes_out();
    BOOST_TEST((waited(stream) >= 300ms));
    BOOST_TEST((waited(stream) < 300ms)); // of the whole stop
}

BOOST_AUTO_TEST_SUITE_END()
