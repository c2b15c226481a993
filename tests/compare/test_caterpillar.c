/* Inner intervals: the reference, equal errors by hand, the definition over pairs,
 * classes against all pairs, odd input, how often intervals part in simulations. */
#include "check.h"

#include "compare/caterpillar.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"
#include "reference.h"

enum { TRIALS = 13, MANY = 5000 };

static void factor_is_as_in_the_reference(void **state)
{
    (void)state;
    json_t *all = reference_load("eb/eb6_ranks.json");
    double theta[TRIALS], se[TRIALS], equal[] = {2.0, 2.0, 2.0};
    clg_caterpillar_school schools[TRIALS];
    clg_caterpillar caterpillar;

    reference_array(all, "m", theta, TRIALS);
    reference_array(all, "se", se, TRIALS);
    check_ok(clg_caterpillar_make(theta, se, TRIALS, &caterpillar, schools, &err));
    check_near(caterpillar.factor, reference_number(all, "gh_multiplier"), 1e-9);
    check_near(schools[3].low, theta[3] - 1.959963984540054 * se[3], 1e-14);
    check_near(schools[3].inner_high, theta[3] + caterpillar.factor * se[3], 0.0);
    check_ok(clg_caterpillar_make(theta, equal, 3, &caterpillar, NULL, &err));
    check_near(caterpillar.factor, reference_number(all, "equal_se_multiplier"), 1e-13);
    check_near(caterpillar.factor, 1.959963984540054 / sqrt(2.0), 1e-13);
    json_decref(all);
}

static void draw_errors(uint64_t number, uint32_t count, double *theta, double *se)
{
    clg_random random = clg_random_stream(41, "errors", number, 0, 0);

    for (uint32_t i = 0; i < count; i++) {
        theta[i] = clg_random_uniform(&random);
        se[i] = 0.1 / (0.05 + clg_random_uniform(&random));
    }
}

static void pairs_part_at_the_level_on_average(void **state)
{
    (void)state;
    double theta[60], se[60];

    for (uint64_t round = 0; round < 30; round++) {
        uint32_t n = 2 + (uint32_t)round * 2;
        double sum = 0.0, pairs = 0.0;
        clg_caterpillar caterpillar;
        draw_errors(round, n, theta, se);
        check_ok(clg_caterpillar_make(theta, se, n, &caterpillar, NULL, &err));
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < i; j++) {
                double apart = caterpillar.factor * (se[i] + se[j]);
                sum += 2.0 * clg_normal_below(-apart / hypot(se[i], se[j]));
                pairs += 1.0;
            }
        check_near(sum / pairs, 0.05, 1e-13);
        assert_true(caterpillar.factor >= 1.3859 && caterpillar.factor <= 1.95997);
    }
}

static void classes_of_errors_do_as_well_as_all_pairs(void **state)
{
    (void)state;
    static double theta[MANY], se[MANY];
    clg_caterpillar caterpillar;
    double sum = 0.0, pairs = 0.0;

    draw_errors(99, MANY, theta, se);
    check_ok(clg_caterpillar_make(theta, se, MANY, &caterpillar, NULL, &err));
    for (uint32_t i = 0; i < MANY; i += 5)
        for (uint32_t j = 0; j < i; j++) {
            double apart = caterpillar.factor * (se[i] + se[j]);
            sum += 2.0 * clg_normal_below(-apart / hypot(se[i], se[j]));
            pairs += 1.0;
        }
    check_near(sum / pairs, 0.05, 3e-4); /* of a fifth of the pairs */
    assert_int_equal(caterpillar.used_count, MANY);
    /* the same 2,000 schools by pairs, and again three times over by classes */
    check_ok(clg_caterpillar_make(theta, se, 2000, &caterpillar, NULL, &err));
    for (uint32_t i = 0; i < 2000; i++)
        se[2000 + i] = se[i];
    sum = caterpillar.factor;
    check_ok(clg_caterpillar_make(theta, se, 4000, &caterpillar, NULL, &err));
    check_near(caterpillar.factor, sum, 2e-4);
    for (uint32_t i = 0; i < MANY; i++)
        se[i] = 3.0;
    check_ok(clg_caterpillar_make(theta, se, MANY, &caterpillar, NULL, &err));
    check_near(caterpillar.factor, 1.959963984540054 / sqrt(2.0), 1e-12);
}

static void few_and_missing_schools(void **state)
{
    (void)state;
    const double theta[] = {1.0, NAN, 3.0}, se[] = {1.0, 1.0, NAN};
    clg_caterpillar_school schools[3];
    clg_caterpillar caterpillar;

    check_ok(clg_caterpillar_make(NULL, NULL, 0, &caterpillar, NULL, &err));
    assert_true(caterpillar.used_count == 0 && isnan(caterpillar.factor));
    check_ok(clg_caterpillar_make(theta, se, 3, &caterpillar, schools, &err));
    assert_int_equal(caterpillar.used_count, 1);
    assert_true(isnan(caterpillar.factor) && isnan(schools[0].inner_low));
    check_near(schools[0].high, 1.0 + 1.959963984540054, 1e-15);
    assert_true(isnan(schools[1].low) && isnan(schools[2].low));
}

static void bad_errors_are_refused(void **state)
{
    (void)state;
    const double theta[] = {1.0}, zero[] = {0.0};
    clg_caterpillar caterpillar;

    check_fails(clg_caterpillar_make(theta, zero, 1, &caterpillar, NULL, &err),
                CLG_ERROR_ARGUMENT,
                "school 0 has standard error 0, expected a finite number above 0");
}

static double normal_of(clg_random *random)
{
    return clg_normal_quantile(0.5 * clg_random_uniform(random) + 0x1p-55) *
           (clg_random_below(random, 2) == 0 ? 1.0 : -1.0);
}

/* Schools that are all the same: of pairs chosen beforehand, 5 % part. */
static void equal_schools_part_as_often_as_they_should(void **state)
{
    (void)state;
    enum { N = 20, NETWORKS = 2000 };
    double theta[N], se[N], parted = 0.0;
    clg_random random = clg_random_stream(42, "networks", 0, 0, 0);

    draw_errors(5, N, theta, se);
    for (int network = 0; network < NETWORKS; network++) {
        clg_caterpillar_school s[N];
        clg_caterpillar caterpillar;
        for (int i = 0; i < N; i++)
            theta[i] = se[i] * normal_of(&random);
        check_ok(clg_caterpillar_make(theta, se, N, &caterpillar, s, &err));
        for (int i = 0; i < N; i++)
            for (int j = 0; j < i; j++)
                parted += s[i].inner_low > s[j].inner_high ||
                          s[j].inner_low > s[i].inner_high;
    }
    check_near(parted / (NETWORKS * N * (N - 1) / 2.0), 0.05, 0.003);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double theta[] = {1, 2}, se[] = {1, 1};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_caterpillar caterpillar;
        clg_test_allocations_left = allowed;
        status = clg_caterpillar_make(theta, se, 2, &caterpillar, NULL, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factor_is_as_in_the_reference),
        cmocka_unit_test(pairs_part_at_the_level_on_average),
        cmocka_unit_test(classes_of_errors_do_as_well_as_all_pairs),
        cmocka_unit_test(few_and_missing_schools),
        cmocka_unit_test(bad_errors_are_refused),
        cmocka_unit_test(equal_schools_part_as_often_as_they_should),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
