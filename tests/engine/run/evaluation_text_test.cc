// What `deskhand learn` says about the model it made.
#include "engine/run/evaluation_text.h"

#include <boost/test/unit_test.hpp>

using namespace deskhand;

BOOST_AUTO_TEST_SUITE(evaluation_text)

BOOST_AUTO_TEST_CASE(says_how_often_it_was_right_and_how_often_certain)
{
    predict::Evaluation evaluation;
    evaluation.queues = {.count = 200, .top_1 = 0.875, .top_3 = 0.97, .taken = 0.61, .right_of_taken = 0.984};
    evaluation.answers = {.count = 40, .proposed = 0.5, .agreed = 0.25};
    BOOST_TEST(engine::evaluation_text(evaluation) ==
               "  queue: 88 % of 200 right, 97 % among the first three; certain of 61 % of them, and right about 98.4 % of those\n"
               "  answer: proposed for 50 % of 40, for 25 % the one that was sent; certain of none of them\n");
}

BOOST_AUTO_TEST_CASE(says_nothing_about_what_no_example_names)
{
    BOOST_TEST(engine::evaluation_text({}) == "");
}

BOOST_AUTO_TEST_CASE(a_model_that_is_never_certain_leaves_it_to_people)
{
    predict::Evaluation evaluation;
    evaluation.assignees = {.count = 10, .top_1 = 0.5, .top_3 = 1};
    BOOST_TEST(engine::evaluation_text(evaluation) ==
               "  person: 50 % of 10 right, 100 % among the first three; certain of none of them, people decide\n");
}

BOOST_AUTO_TEST_SUITE_END()
