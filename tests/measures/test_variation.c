/* clg_variation_of: every measure of schools says how it varies, and no row speaks of
 * another measure. */
#include "check.h"

#include "measures/variation.h"

#include <string.h>

static const clg_measure *school_measure(const char *id)
{
    const clg_measure *m;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->level, "school") == 0 && strcmp(m->id, id) == 0)
            return m;
    return NULL;
}

static void every_measure_of_schools_says_how_it_varies(void **state)
{
    (void)state;
    const clg_measure *m;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->level, "school") == 0 &&
            clg_variation_of(m).kind == CLG_VARIES_UNSTATED)
            fail_msg("%s does not say how it varies: add it to src/measures/"
                     "variation.c",
                     m->id);
}

static void every_row_is_about_one_measure_of_schools(void **state)
{
    (void)state;
    size_t count = 0;
    const clg_variation *all = clg_variations(&count);

    for (size_t i = 0; i < count; i++) {
        if (school_measure(all[i].measure) == NULL)
            fail_msg("%s is no measure of schools", all[i].measure);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(all[i].measure, all[j].measure);
    }
}

/* What is counted in windows must be counted in windows below it too. */
static void trials_and_exposures_are_measured_wherever_the_measure_is(void **state)
{
    (void)state;
    size_t count = 0;
    const clg_variation *all = clg_variations(&count);

    for (size_t i = 0; i < count; i++) {
        bool has_model = all[i].kind != CLG_VARIES_NOT;
        assert_int_equal(has_model, all[i].out_of != NULL);
        if (has_model) {
            const clg_measure *counted = school_measure(all[i].out_of);
            assert_non_null(counted);
            assert_int_equal(counted->measured, CLG_MEASURED_ALWAYS);
        }
    }
}

static void the_registry_s_interval_and_null_come_next(void **state)
{
    (void)state;
    assert_int_equal(clg_variation_of(school_measure("density")).kind,
                     CLG_VARIES_INTERVAL);
    assert_int_equal(clg_variation_of(school_measure("distance_fragmentation")).kind,
                     CLG_VARIES_Z);
    assert_int_equal(clg_variation_of(school_measure("isolates")).kind,
                     CLG_VARIES_PART);
    assert_string_equal(clg_variation_of(school_measure("isolates")).out_of, "people");
    assert_string_equal(clg_variation_name(CLG_VARIES_PART), "binomial");
    assert_string_equal(clg_variation_name(CLG_VARIES_NOT), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_of_schools_says_how_it_varies),
        cmocka_unit_test(every_row_is_about_one_measure_of_schools),
        cmocka_unit_test(trials_and_exposures_are_measured_wherever_the_measure_is),
        cmocka_unit_test(the_registry_s_interval_and_null_come_next),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
