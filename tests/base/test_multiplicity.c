/* Many tests at once: by hand, R's p.adjust on Benjamini and Hochberg's 15 p values,
 * each definition against a plain reading of it, rates under the null, memory. */
#include "check.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "base/random.h"

#include <jansson.h>

enum { MOST = 40 };

static void many_tests_by_hand(void **state)
{
    (void)state;
    const double p[] = {0.01, 0.04, NAN, 0.03, 0.005};
    const double holm[] = {0.03, 0.06, NAN, 0.06, 0.02};
    const double bh[] = {0.02, 0.04, NAN, 0.04, 0.02};
    double q[5];

    check_ok(clg_adjust(CLG_HOLM, p, q, 5, &err));
    for (int i = 0; i < 5; i++)
        if (isnan(holm[i]))
            assert_true(isnan(q[i]));
        else
            check_near(q[i], holm[i], 1e-15);
    check_ok(clg_adjust(CLG_BH, p, q, 5, &err));
    for (int i = 0; i < 5; i++)
        if (isnan(bh[i]))
            assert_true(isnan(q[i]));
        else
            check_near(q[i], bh[i], 1e-15);
    check_ok(clg_adjust(CLG_BY, p, q, 5, &err));
    check_near(q[4], 0.02 * (1.0 + 0.5 + 1.0 / 3.0 + 0.25), 1e-15);
    check_near(clg_sidak(0.05, 1.0), 0.05, 1e-15);
    check_near(clg_sidak(0.05, 5.0), 0.010206218313011495, 1e-15);
    check_ok(clg_adjust(CLG_BH, p, q, 0, &err));
}

static void read_array(const json_t *all, const char *name, double *values)
{
    const json_t *array = json_object_get(all, name);

    for (size_t i = 0; i < json_array_size(array); i++)
        values[i] = json_number_value(json_array_get(array, i));
}

static void reference_values_are_met(void **state)
{
    (void)state;
    json_t *all =
        json_load_file(SHARED_FOLDER "/oracles/trajectories/eb/eb5_bh.json", 0, NULL);
    const char *const names[] = {"holm", "BH", "BY"};
    const clg_adjustment kinds[] = {CLG_HOLM, CLG_BH, CLG_BY};
    double p[MOST], expected[MOST], q[MOST];
    size_t count, rejected = 0;

    if (all == NULL) {
        print_message("no oracle file eb5_bh.json\n");
        skip();
    }
    count = json_array_size(json_object_get(all, "p"));
    assert_in_range(count, 1, MOST);
    read_array(all, "p", p);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        read_array(all, names[k], expected);
        check_ok(clg_adjust(kinds[k], p, q, count, &err));
        for (size_t i = 0; i < count; i++)
            check_near(q[i], expected[i], 1e-12);
    }
    check_ok(clg_adjust(CLG_BH, p, q, count, &err));
    for (size_t i = 0; i < count; i++)
        rejected += q[i] <= 0.05;
    assert_int_equal(rejected,
                     json_integer_value(json_object_get(all, "rejected_BH_05")));
    json_decref(all);
}

/* The least m p / rank over all tests that are no less surprising. */
static double plain_rate(const double *p, size_t count, size_t at)
{
    double least = 1.0;

    for (size_t j = 0; j < count; j++) {
        size_t rank = 0;
        for (size_t k = 0; k < count; k++)
            rank += p[k] <= p[j];
        if (p[j] >= p[at])
            least = fmin(least, (double)count * p[j] / (double)rank);
    }
    return least;
}

static void rates_are_what_their_definition_says(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(5, "many", 0, 0, 0);
    double p[MOST], q[MOST];

    for (size_t round = 0; round < 200; round++) {
        size_t count = 1 + clg_random_below(&random, MOST);
        for (size_t i = 0; i < count; i++) /* coarse, so that some are equal */
            p[i] = (double)clg_random_below(&random, 30) / 29.0;
        check_ok(clg_adjust(CLG_BH, p, q, count, &err));
        for (size_t i = 0; i < count; i++)
            check_near(q[i], plain_rate(p, count, i), 1e-15);
    }
}

/* Where nothing is to be found, a rejection is always false: by Holm, BH and any other
 * that keeps the rate, in alpha of the studies. Of independent tests BH has it exactly.
 */
static void nothing_is_found_in_nothing_as_often_as_allowed(void **state)
{
    (void)state;
    enum { STUDIES = 20000, TESTS = 12 };
    clg_random random = clg_random_stream(6, "null", 0, 0, 0);
    int found[3] = {0, 0, 0};

    for (int study = 0; study < STUDIES; study++) {
        double p[TESTS], q[TESTS];
        for (int i = 0; i < TESTS; i++)
            p[i] = clg_random_uniform(&random);
        for (clg_adjustment how = CLG_HOLM; how <= CLG_BY; how++) {
            int any = 0;
            check_ok(clg_adjust(how, p, q, TESTS, &err));
            for (int i = 0; i < TESTS; i++)
                any |= q[i] <= 0.05;
            found[how] += any;
        }
    }
    check_near(found[CLG_BH] / (double)STUDIES, 0.05, 0.005);
    check_near(found[CLG_HOLM] / (double)STUDIES, 0.0489, 0.005);
    assert_true(found[CLG_BY] < found[CLG_BH]);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    double p = 0.5, q = 0.0;

    clg_test_allocations_left = 0;
    assert_int_equal(clg_adjust(CLG_BH, &p, &q, 1, NULL), CLG_ERROR_MEMORY);
    clg_test_allocations_left = -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_tests_by_hand),
        cmocka_unit_test(reference_values_are_met),
        cmocka_unit_test(rates_are_what_their_definition_says),
        cmocka_unit_test(nothing_is_found_in_nothing_as_often_as_allowed),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
