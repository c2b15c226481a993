/* Group-based trajectories: reference values, closed forms, brute force, growth of the
 * likelihood, invariances, few and odd schools, threads, memory. */
#include "check.h"
#include "course_sample.h"

#include "base/memory.h"
#include "base/random.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/growth/"

static double normal_draw(clg_random *random)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += clg_random_uniform(random);
    return sum;
}

static bool read_reference(sample *of)
{
    FILE *file = fopen(FOLDER "gbtm.csv", "r");
    char line[128];
    size_t row = 0;

    if (file == NULL)
        return false;
    make_sample(of, 60, 10);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        unsigned school;
        assert_int_equal(sscanf(line, "%u,%lf,%lf", &school, &of->t[row], &of->y[row]),
                         3);
        assert_int_equal(school, row / 10 + 1);
        row++;
    }
    fclose(file);
    assert_int_equal(row, 600);
    return true;
}

static double item(const json_t *array, size_t index)
{
    return json_number_value(json_array_get(array, index));
}

static double number_of(const json_t *all, const char *name)
{
    return json_number_value(json_object_get(all, name));
}

static void check_reference_groups(const clg_course_groups *groups, const json_t *all)
{
    /* The reference lists the middle group last. */
    const size_t theirs[] = {0, 2, 1};
    const json_t *posterior = json_object_get(all, "posterior");

    for (uint32_t g = 0; g < 3; g++) {
        const json_t *beta = json_array_get(json_object_get(all, "beta"), theirs[g]);
        const clg_course_group *group = &groups->model.group[g];
        check_near(group->share, item(json_object_get(all, "prior"), theirs[g]), 1e-8);
        check_near(group->spread, item(json_object_get(all, "var"), theirs[g]), 1e-7);
        check_near(groups->app[g], item(json_object_get(all, "app"), theirs[g]), 1e-9);
        for (double t = 0.0; t < 10.0; t += 1.0)
            check_near(clg_course_groups_mean(&groups->model, g, t),
                       item(beta, 0) + t * (item(beta, 1) + t * item(beta, 2)), 1e-6);
        for (uint32_t s = 0; s < 60; s++)
            check_near(groups->posterior[3 * s + g],
                       item(json_array_get(posterior, s), theirs[g]), 1e-8);
    }
    check_near(groups->occ[1] / item(json_object_get(all, "occ"), 2), 1.0, 1e-5);
    assert_true(isinf(groups->occ[0]) || groups->occ[0] > 1e25);
}

static void reference_groups_are_met(void **state)
{
    (void)state;
    static sample of;
    json_t *all = json_load_file(FOLDER "g3b_gbtm_ml_classvar.json", 0, NULL);
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;

    if (all == NULL || !read_reference(&of)) {
        print_message("no reference in " FOLDER "\n");
        json_decref(all);
        skip();
    }
    groups = fit_of(&of.series, &options);
    check_near(groups.loglik, number_of(all, "loglik"), 1e-8);
    assert_int_equal(groups.parameter_count, 14);
    check_near(groups.bic_schools, number_of(all, "bic_N"), 1e-7);
    check_near(groups.bic_windows, number_of(all, "bic_NT"), 1e-7);
    check_near(groups.entropy, number_of(all, "entropy"), 1e-8);
    check_near(groups.relative_entropy, number_of(all, "rel_entropy"), 1e-9);
    check_near(groups.icl, number_of(all, "icl"), 1e-7);
    check_reference_groups(&groups, all);
    assert_true(groups.reached_best >= 2);
    assert_int_equal(groups.flags, 0);
    clg_course_groups_clear(&groups);
    json_decref(all);
}

static void two_levels_by_hand(void **state)
{
    (void)state;
    /* Four schools at 0 +- 1 and two at 100 +- 2, far enough for posteriors of 1. */
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;

    make_sample(&of, 6, 2);
    for (uint32_t s = 0; s < 6; s++) {
        of.y[2 * s] = s < 4 ? -1.0 : 102.0;
        of.y[2 * s + 1] = s < 4 ? 1.0 : 98.0;
    }
    options.group_count = 2;
    options.degree = 0;
    groups = fit_of(&of.series, &options);
    check_near(groups.model.group[0].share, 4.0 / 6.0, 1e-12);
    check_near(clg_course_groups_mean(&groups.model, 0, 0.5), 0.0, 1e-10);
    check_near(clg_course_groups_mean(&groups.model, 1, 0.5), 100.0, 1e-10);
    check_near(groups.model.group[0].spread, 1.0, 1e-9);
    check_near(groups.model.group[1].spread, 4.0, 1e-9);
    check_near(groups.loglik,
               -6.0 * log(2.0 * acos(-1.0)) - 6.0 - 2.0 * log(4.0) +
                   4.0 * log(4.0 / 6.0) + 2.0 * log(2.0 / 6.0),
               1e-9);
    assert_int_equal(groups.group[0], 0);
    assert_int_equal(groups.group[5], 1);
    check_near(groups.assigned[1], 2.0 / 6.0, 1e-15);
    check_near(groups.app[1], 1.0, 1e-15);
    assert_true(isinf(groups.occ[0]) && isinf(groups.occ[1]));
    clg_course_groups_clear(&groups);

    options.has_common_spread = true;
    groups = fit_of(&of.series, &options);
    check_near(groups.model.group[0].spread, 2.0, 1e-9);
    check_near(groups.model.group[1].spread, 2.0, 1e-9);
    assert_int_equal(groups.parameter_count, 4);
    clg_course_groups_clear(&groups);
}

/* Three kinds of courses with noise; a tenth of the cells is missing. */
static void draw_normal(sample *of, uint32_t schools, uint32_t windows, uint64_t number)
{
    clg_random random = clg_random_stream(5, "normal", number, 0, 0);

    make_sample(of, schools, windows);
    for (uint32_t s = 0; s < schools; s++)
        for (size_t row = of->first[s]; row < of->first[s + 1]; row++) {
            double t = of->t[row], y = s % 3 == 0 ? 1.0 : s % 3 == 1 ? t : 6.0 - t;
            y += normal_draw(&random);
            if (clg_random_uniform(&random) >= 0.1)
                of->y[row] = y;
        }
}

/* The log-likelihood of the fitted model from its definition. */
static double loglik_by_hand(const sample *of, const clg_course_groups_model *model)
{
    double whole = 0.0;

    for (uint32_t s = 0; s < of->series.school_count; s++) {
        double sum = 0.0;
        for (uint32_t g = 0; g < model->group_count; g++) {
            double product = model->group[g].share;
            for (size_t row = of->first[s]; row < of->first[s + 1]; row++) {
                double variance = model->group[g].spread, apart;
                if (isnan(of->y[row]))
                    continue;
                apart = of->y[row] - clg_course_groups_mean(model, g, of->t[row]);
                product *= exp(-0.5 * apart * apart / variance) /
                           sqrt(2.0 * acos(-1.0) * variance);
            }
            sum += product;
        }
        whole += log(sum);
    }
    return whole;
}

static void statistics_say_what_the_windows_say(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;

    options.starts = 6;
    for (uint64_t number = 0; number < 5; number++) {
        draw_normal(&of, 30, 7, number);
        groups = fit_of(&of.series, &options);
        check_near(groups.loglik, loglik_by_hand(&of, &groups.model), 1e-8);
        for (uint32_t s = 0; s < 30; s++)
            check_near(groups.posterior[3 * s] + groups.posterior[3 * s + 1] +
                           groups.posterior[3 * s + 2],
                       1.0, 1e-12);
        clg_course_groups_clear(&groups);
    }
}

static void the_likelihood_never_falls(void **state)
{
    (void)state;
    static sample of;
    const clg_course_groups_family families[] = {CLG_GROUPS_NORMAL, CLG_GROUPS_POISSON,
                                                 CLG_GROUPS_ZIP, CLG_GROUPS_NEGBIN};

    for (size_t f = 0; f < COUNT_OF(families); f++) {
        clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
        double before = -(double)INFINITY;
        draw_normal(&of, 40, 6, 77);
        for (size_t row = 0; f > 0 && row < 240; row++)
            of.y[row] = floor(fabs(2.0 * of.y[row]));
        options.family = families[f];
        options.starts = options.kept = 1;
        options.most_iterations = 1;
        for (options.short_iterations = 1; options.short_iterations < 40;
             options.short_iterations++) {
            clg_course_groups groups = fit_of(&of.series, &options);
            assert_true(groups.loglik >= before - 1e-9);
            before = groups.loglik;
            clg_course_groups_clear(&groups);
        }
    }
}

static void the_zero_of_time_and_value_does_not_matter(void **state)
{
    (void)state;
    static sample of, moved;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups one, other;

    draw_normal(&of, 30, 8, 3);
    draw_normal(&moved, 30, 8, 3);
    for (size_t row = 0; row < 240; row++) {
        moved.t[row] = 1e6 + 30.0 * of.t[row];
        moved.y[row] = 1e5 + 10.0 * of.y[row];
    }
    one = fit_of(&of.series, &options);
    other = fit_of(&moved.series, &options);
    check_near(other.loglik, one.loglik - (double)one.used_rows * log(10.0), 1e-5);
    for (uint32_t g = 0; g < 3; g++) {
        check_near(other.model.group[g].share, one.model.group[g].share, 1e-6);
        check_near(clg_course_groups_mean(&other.model, g, 1e6 + 90.0),
                   1e5 + 10.0 * clg_course_groups_mean(&one.model, g, 3.0), 1e-4);
    }
    clg_course_groups_clear(&one);
    clg_course_groups_clear(&other);
}

static void schools_without_data_get_the_shares(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;

    draw_normal(&of, 30, 7, 11);
    for (size_t row = of.first[4]; row < of.first[5]; row++)
        of.y[row] = (double)NAN;
    groups = fit_of(&of.series, &options);
    assert_int_equal(groups.used_schools, 29);
    assert_int_equal(groups.group[4], CLG_NO_GROUP);
    for (uint32_t g = 0; g < 3; g++)
        check_near(groups.posterior[12 + g], groups.model.group[g].share, 1e-9);
    clg_course_groups_clear(&groups);
}

static void odd_studies_give_numbers(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups groups;

    /* Identical schools. */
    make_sample(&of, 8, 5);
    for (size_t row = 0; row < 40; row++)
        of.y[row] = of.t[row] * (4.0 - of.t[row]) + (row % 5 == 3 ? 0.5 : 0.0);
    options.group_count = 2;
    groups = fit_of(&of.series, &options);
    assert_true(isfinite(groups.loglik) && isfinite(groups.bic_schools));
    clg_course_groups_clear(&groups);

    /* Constant, and two windows only: a line is the highest degree. */
    make_sample(&of, 4, 2);
    for (size_t row = 0; row < 8; row++)
        of.y[row] = 3.0;
    groups = fit_of(&of.series, &options);
    assert_int_equal(groups.model.degree, 1);
    assert_true((groups.flags & CLG_GROUPS_LOWER_DEGREE) != 0);
    assert_true((groups.flags & CLG_GROUPS_SPREAD_FLOOR) != 0);
    assert_true(isfinite(groups.loglik));
    check_near(clg_course_groups_mean(&groups.model, 0, 1.0), 3.0, 1e-12);
    clg_course_groups_clear(&groups);

    /* No count at all. */
    for (size_t row = 0; row < 8; row++)
        of.y[row] = 0.0;
    for (options.family = CLG_GROUPS_POISSON; options.family <= CLG_GROUPS_NEGBIN;
         options.family++) {
        groups = fit_of(&of.series, &options);
        assert_true(isfinite(groups.loglik));
        assert_true(clg_course_groups_mean(&groups.model, 1, 0.0) < 1e-3);
        clg_course_groups_clear(&groups);
    }
    /* One school, one window. */
    make_sample(&of, 1, 1);
    of.y[0] = 2.0;
    options.group_count = 1;
    options.family = CLG_GROUPS_NORMAL;
    groups = fit_of(&of.series, &options);
    check_near(clg_course_groups_mean(&groups.model, 0, 7.0), 2.0, 0.0);
    clg_course_groups_clear(&groups);
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;
    clg_course_groups alone, together;

    draw_normal(&of, 60, 8, 21);
    options.starts = 7;
    options.threads = 1;
    alone = fit_of(&of.series, &options);
    for (options.threads = 2; options.threads <= 5; options.threads += 3) {
        together = fit_of(&of.series, &options);
        assert_memory_equal(&alone.model, &together.model, sizeof alone.model);
        assert_memory_equal(alone.posterior, together.posterior,
                            180 * sizeof *alone.posterior);
        assert_memory_equal(&alone.loglik, &together.loglik, sizeof alone.loglik);
        assert_int_equal(alone.iterations, together.iterations);
        clg_course_groups_clear(&together);
    }
    clg_course_groups_clear(&alone);
}

static void check_refusal(const sample *of, const clg_course_groups_options *options,
                          const char *message)
{
    clg_course_groups groups;

    check_fails(clg_course_groups_fit(&of->series, options, &groups, &err),
                CLG_ERROR_ARGUMENT, message);
}

static void bad_data_and_options_are_refused(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;

    make_sample(&of, 2, 2);
    of.y[0] = 1.5;
    of.y[3] = 1.0;
    check_refusal(&of, &options,
                  "3 groups of 2 schools with data, expected fewer groups");
    options.group_count = 1;
    options.family = CLG_GROUPS_ZIP;
    check_refusal(&of, &options, "row 0 is 1.5, expected a whole number from 0");
    of.y[0] = 1.0;
    of.exposure[0] = 0.0;
    of.series.exposure = of.exposure;
    check_refusal(&of, &options, "the exposure of row 0 is 0, expected one above 0");
    of.y[0] = (double)INFINITY;
    options.family = CLG_GROUPS_NORMAL;
    check_refusal(&of, &options, "row 0 is inf at time 0, expected finite numbers");
    options.group_count = 9;
    check_refusal(&of, &options, "9 groups, expected 1 to 8");
    options.group_count = 2;
    options.degree = 5;
    check_refusal(&of, &options, "degree 5, expected 0 to 4");
    options.degree = 1;
    options.starts = 0;
    check_refusal(&of, &options, "no start or no iteration, expected 1 or more");
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    static sample of;
    clg_course_groups_options options = CLG_GROUPS_OPTIONS_INIT;

    make_sample(&of, 4, 4);
    for (size_t row = 0; row < 16; row++)
        of.y[row] = (double)(row % 5);
    options.starts = 3;
    for (options.family = CLG_GROUPS_NORMAL; options.family <= CLG_GROUPS_POISSON;
         options.family++) {
        clg_status status = CLG_ERROR_MEMORY;
        for (long allowed = 0; status != CLG_OK; allowed++) {
            clg_course_groups_choice choices[2];
            clg_course_groups groups;
            uint32_t count;
            clg_test_allocations_left = allowed;
            status = clg_course_groups_choose(&of.series, &options, 2, choices, &count,
                                              &groups, NULL);
            clg_test_allocations_left = -1;
            assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
            assert_true(allowed < 40);
            clg_course_groups_clear(&groups);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_groups_are_met),
        cmocka_unit_test(two_levels_by_hand),
        cmocka_unit_test(statistics_say_what_the_windows_say),
        cmocka_unit_test(the_likelihood_never_falls),
        cmocka_unit_test(the_zero_of_time_and_value_does_not_matter),
        cmocka_unit_test(schools_without_data_get_the_shares),
        cmocka_unit_test(odd_studies_give_numbers),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(bad_data_and_options_are_refused),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
