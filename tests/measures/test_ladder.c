/* The ladder from acquaintances to community of practice: every rule, at its edges. */
#include "check.h"

#include "measures/community/ladder.h"

/* A community of practice; each test changes what its rule looks at. */
static clg_circle circle(void)
{
    return (clg_circle){.people = 30.0,
                        .meetings = 20.0,
                        .size = 15.0,
                        .recurrence = 0.9,
                        .familiarity = 0.5,
                        .regulars = 0.3,
                        .extent = 0.9,
                        .department = 0.4,
                        .between = 0.0,
                        .learning = 0.7};
}

static void check_rule(clg_circle c, clg_ladder_rule rule, clg_place place)
{
    assert_int_equal(clg_ladder_rule_of(&c), rule);
    assert_int_equal(clg_ladder_place(rule), place);
}

static void every_rule_gives_its_place(void **state)
{
    (void)state;
    clg_circle c = circle();

    check_rule(c, CLG_RULE_OPEN_CORE, CLG_PLACE_COP);
    c.regulars = 0.05;
    check_rule(c, CLG_RULE_CONTACT, CLG_PLACE_SOCIAL_NETWORK);
    c.size = 12.0;
    check_rule(c, CLG_RULE_LEARNING_TEAM, CLG_PLACE_PLC);
    c.learning = 0.49;
    check_rule(c, CLG_RULE_SAME_FEW, CLG_PLACE_PROJECT);
    c.learning = (double)NAN;
    check_rule(c, CLG_RULE_SMALL_TEAM, CLG_PLACE_PLC);
    c.department = 0.8;
    check_rule(c, CLG_RULE_ONE_DEPARTMENT, CLG_PLACE_DEPARTMENT);
    c.extent = 0.49;
    check_rule(c, CLG_RULE_FOR_A_TIME, CLG_PLACE_PROJECT);
    c.familiarity = 0.19; /* its own people, however many they are */
    check_rule(c, CLG_RULE_ONE_DEPARTMENT, CLG_PLACE_DEPARTMENT);
    c.department = 0.79;
    check_rule(c, CLG_RULE_CHANGING_FACES, CLG_PLACE_SOCIAL_NETWORK);
    c.between = 0.5;
    check_rule(c, CLG_RULE_BETWEEN_SCHOOLS, CLG_PLACE_NIC);
    c.meetings = 2.0;
    check_rule(c, CLG_RULE_FEW, CLG_PLACE_ACQUAINTANCES);
}

static void what_is_not_known_supports_no_rule(void **state)
{
    (void)state;
    clg_circle c = circle();

    c.department = (double)NAN; /* no such column: no reason against a community */
    check_rule(c, CLG_RULE_OPEN_CORE, CLG_PLACE_COP);
    c.regulars = 0.05;
    c.size = 5.0;
    c.learning = (double)NAN;
    check_rule(c, CLG_RULE_SMALL_TEAM, CLG_PLACE_PLC);
    c.recurrence = 0.4;
    check_rule(c, CLG_RULE_SAME_FEW, CLG_PLACE_PROJECT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_gives_its_place),
        cmocka_unit_test(what_is_not_known_supports_no_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
