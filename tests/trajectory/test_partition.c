/* Change-points: costs and noise by hand, the Nile and a published series, every
 * segmentation of small random series, missing cells, several columns, short and
 * constant series, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "trajectory/change/partition.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/cp"

static const clg_change_options raw = {CLG_CHANGE_OF_MEAN, 1, true};

static clg_change_costs costs_of(const double *values, uint32_t length,
                                 uint32_t columns, clg_change_options options)
{
    clg_change_costs costs;

    check_ok(clg_change_costs_init(&costs, values, length, columns, &options, &err));
    return costs;
}

static void check_changes(const clg_changes *changes, const char *expected)
{
    char found[256] = "";
    size_t used = 0;

    for (uint32_t i = 0; i < changes->count; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%u",
                                 i > 0 ? " " : "", changes->at[i]);
    assert_string_equal(found, expected);
}

/* ---- by hand ---- */

static void a_cost_is_what_is_left_about_the_means(void **state)
{
    (void)state;
    const double values[] = {1.0, 3.0, NAN, 8.0};
    clg_change_costs costs = costs_of(values, 4, 1, raw);

    check_near(clg_change_cost(&costs, 0, 2), 2.0, 1e-12);
    check_near(clg_change_cost(&costs, 0, 3), 2.0, 1e-12);
    check_near(clg_change_cost(&costs, 2, 3), 0.0, 0.0);
    check_near(clg_change_cost(&costs, 0, 4), 26.0, 1e-12);
    assert_int_equal(costs.observed, 3);
    clg_change_costs_clear(&costs);
}

static void a_cost_with_variance_is_minus_twice_the_log_likelihood(void **state)
{
    (void)state;
    const double values[] = {1.0, 3.0, 2.0, 2.0};
    clg_change_options options = {CLG_CHANGE_OF_MEAN_AND_VARIANCE, 2, true};
    clg_change_costs costs = costs_of(values, 4, 1, options);
    double log_two_pi = log(6.283185307179586477), noise;

    check_near(clg_change_cost(&costs, 0, 2), 2.0 * (log_two_pi + 1.0), 1e-12);
    /* Differences 2, -1, 0: median 0, deviations 0, 1, 2. */
    noise = 1.4826 / sqrt(2.0);
    check_near(costs.noise[0], noise, 1e-15);
    check_near(clg_change_cost(&costs, 2, 4),
               2.0 * (log_two_pi + log(0.01 * noise * noise) + 1.0), 1e-12);
    check_near(clg_change_penalty(&costs), 3.0 * log(4.0), 1e-12);
    clg_change_costs_clear(&costs);
}

static void noise_is_measured_from_differences(void **state)
{
    (void)state;
    const double steps[] = {0.0, 1.0, 0.0, NAN, 1.0, 11.0, 10.0, 11.0};
    const double flat[] = {2.0, 2.0, 2.0, 2.0, 6.0}, one[] = {NAN, 3.0};
    double room[8];

    /* Differences 1, -1, 1, 10, -1, 1: median 1; deviations 0, 0, 0, 2, 2, 9. */
    check_near(clg_change_noise(steps, 8, room), 1.4826 * 1.0 / sqrt(2.0), 1e-15);
    check_near(clg_change_noise(flat, 5, room), sqrt(16.0 / 4.0 / 2.0), 1e-15);
    assert_true(isnan(clg_change_noise(one, 2, room)));
    assert_true(isnan(clg_change_noise(one, 0, room)));
}

static void several_columns_count_in_units_of_their_noise(void **state)
{
    (void)state;
    double values[2 * 6] = {0, 1, 0, 100, 101, 100, 5, 7, 5, 7, 5, 7};
    clg_change_options options = CLG_CHANGE_OPTIONS_INIT;
    clg_change_costs costs = costs_of(values, 6, 2, options), scaled;
    clg_changes changes;

    check_near(costs.noise[0], 1.0, 0.0);
    check_near(clg_change_penalty(&costs), 3.0 * log(6.0), 1e-12);
    check_ok(clg_changes_find(&costs, clg_change_penalty(&costs), &changes, &err));
    check_changes(&changes, "3");
    for (size_t i = 0; i < 6; i++)
        values[i] = 1e9 + 1000.0 * values[i];
    scaled = costs_of(values, 6, 2, options);
    check_near(clg_change_cost(&scaled, 0, 6), clg_change_cost(&costs, 0, 6), 1e-6);
    clg_changes_clear(&changes);
    clg_change_costs_clear(&costs);
    clg_change_costs_clear(&scaled);
}

/* ---- references ---- */

static json_t *oracle(const char *name)
{
    char path[512];
    json_t *root;

    snprintf(path, sizeof path, FOLDER "/%s", name);
    root = json_load_file(path, 0, NULL);
    if (root == NULL) {
        print_message("no oracle file %s\n", path);
        skip();
    }
    return root;
}

static uint32_t read_series(const json_t *list, double *values)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        values[i] = json_number_value(json_array_get(list, i));
    return (uint32_t)json_array_size(list);
}

static uint32_t read_nile(double *flow)
{
    FILE *file = fopen(FOLDER "/nile.csv", "r");
    char line[64];
    uint32_t count = 0;

    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL)
        assert_int_equal(sscanf(line, "%*d,%lf", &flow[count++]), 1);
    fclose(file);
    return count;
}

/* Row m - 1 of the list, nulls left out; R counts the last window before the change. */
static void check_breaks(const clg_changes *found, const json_t *row)
{
    uint32_t count = 0;

    for (size_t i = 0; i < json_array_size(row); i++)
        if (!json_is_null(json_array_get(row, i)))
            assert_int_equal(found->at[count++],
                             json_integer_value(json_array_get(row, i)));
    assert_int_equal(found->count, count);
}

static void the_nile_breaks_in_1898(void **state)
{
    (void)state;
    json_t *root = oracle("cp1_nile_strucchange.json");
    const json_t *breaks = json_object_get(root, "breaks");
    clg_change_options options = {CLG_CHANGE_OF_MEAN, 15, true};
    clg_change_costs costs;
    clg_changes *list = NULL, best;
    double flow[100];
    uint32_t count = 0;

    costs = costs_of(flow, read_nile(flow), 1, options);
    check_ok(clg_changes_by_count(&costs, 9, &list, &count, &err));
    assert_int_equal(count, 6);
    for (uint32_t m = 0; m < count; m++) {
        char key[16];

        snprintf(key, sizeof key, "%u", m);
        check_near(
            list[m].cost,
            json_number_value(json_object_get(json_object_get(root, "rss"), key)),
            1e-7);
        check_near(
            clg_changes_bic(&costs, &list[m]),
            json_number_value(json_object_get(json_object_get(root, "bic"), key)),
            1e-9);
        if (m > 0)
            check_breaks(&list[m], json_array_get(breaks, m - 1));
    }
    check_ok(clg_changes_find(&costs, clg_change_penalty(&costs), &best, &err));
    check_changes(&best, "28"); /* 1871 + 27 is the last year before */
    clg_changes_clear(&best);
    clg_changes_free(list, count);
    clg_change_costs_clear(&costs);
    json_decref(root);
}

static void check_at_penalty(const clg_change_costs *costs, const char *penalty,
                             const json_t *expected)
{
    const json_t *breaks = json_object_get(expected, "breaks");
    clg_changes found;

    check_ok(clg_changes_find(costs, strtod(penalty, NULL), &found, &err));
    assert_int_equal(found.count + 1, json_array_size(breaks)); /* the end is listed */
    for (uint32_t i = 0; i < found.count; i++)
        assert_int_equal(found.at[i], json_integer_value(json_array_get(breaks, i)));
    check_near(found.cost + strtod(penalty, NULL) * found.count,
               json_number_value(json_object_get(expected, "obj")), 1e-9);
    clg_changes_clear(&found);
}

static void a_published_series_breaks_where_it_should_for_any_penalty(void **state)
{
    (void)state;
    const char *const penalties[] = {"0.5", "2.0", "8.1886891244442", "20.0"};
    json_t *root = oracle("cp2_pelt.json");
    const clg_change_options pairs = {CLG_CHANGE_OF_MEAN, 2, true};
    double y[60], flow[100];
    clg_changes found;
    clg_change_costs costs =
        costs_of(y, read_series(json_object_get(root, "y"), y), 1, pairs);
    clg_change_costs nile = costs_of(flow, read_nile(flow), 1, pairs);

    for (size_t i = 0; i < COUNT_OF(penalties); i++)
        check_at_penalty(&costs, penalties[i],
                         json_object_get(json_object_get(root, "res"), penalties[i]));
    check_ok(clg_changes_find(&nile, clg_change_penalty(&nile), &found, &err));
    check_changes(&found, "28");
    clg_changes_clear(&found);
    clg_change_costs_clear(&costs);
    clg_change_costs_clear(&nile);
    json_decref(root);
}

/* ---- against every segmentation ---- */

enum { MOST = 10 };

/* Least cost by number of changes over all 2^(n - 1) segmentations. */
static void try_all(const clg_change_costs *costs, double *least)
{
    uint32_t n = costs->length;

    for (uint32_t m = 0; m < MOST; m++)
        least[m] = INFINITY;
    for (uint32_t mask = 0; mask < 1u << (n - 1); mask++) {
        uint32_t begin = 0, count = 0;
        double sum = 0.0;
        bool fits = true;

        for (uint32_t t = 1; t <= n; t++) {
            if (t < n && !(mask >> (t - 1) & 1))
                continue;
            fits = fits && (t - begin >= costs->options.shortest || mask == 0);
            sum += clg_change_cost(costs, begin, t);
            count += t < n;
            begin = t;
        }
        if (fits && sum < least[count])
            least[count] = sum;
    }
}

static void check_against_all(const clg_change_costs *costs)
{
    const double penalties[] = {0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 20.0};
    double least[MOST];
    clg_changes *list = NULL, found;
    clg_change_path path;
    uint32_t count = 0;

    try_all(costs, least);
    check_ok(clg_changes_by_count(costs, MOST, &list, &count, &err));
    for (uint32_t m = 0; m < MOST; m++)
        if (m < count)
            check_near(list[m].cost, least[m], 1e-9);
        else
            assert_true(isinf(least[m]));
    check_ok(clg_change_path_find(costs, &path, &err));
    for (size_t i = 0; i < COUNT_OF(penalties); i++) {
        double best = INFINITY, at_path;
        uint32_t item = 0;

        for (uint32_t m = 0; m < MOST; m++)
            best = fmin(best, least[m] + penalties[i] * m);
        check_ok(clg_changes_find(costs, penalties[i], &found, &err));
        check_near(found.cost + penalties[i] * found.count, best, 1e-9);
        clg_changes_clear(&found);
        while (penalties[i] < path.from[item])
            item++;
        at_path = path.items[item].cost + penalties[i] * path.items[item].count;
        check_near(at_path, best, 1e-9);
    }
    check_near(path.from[path.count - 1], 0.0, 0.0);
    clg_change_path_clear(&path);
    clg_changes_free(list, count);
}

static void the_best_of_all_segmentations_is_found(void **state)
{
    (void)state;

    for (uint32_t seed = 0; seed < 120; seed++) {
        clg_random random = clg_random_stream(seed, "series", 0, 0, 0);
        uint32_t n = 2 + clg_random_below(&random, MOST - 1), columns = 1 + seed % 3;
        clg_change_options options = {seed % 2 == 0 ? CLG_CHANGE_OF_MEAN
                                                    : CLG_CHANGE_OF_MEAN_AND_VARIANCE,
                                      2 + seed % 2, columns == 1 && seed % 5 == 0};
        double values[3 * MOST];
        clg_change_costs costs;

        if (options.kind == CLG_CHANGE_OF_MEAN)
            options.shortest = 1 + seed % 3;
        for (uint32_t i = 0; i < n * columns; i++) {
            bool is_missing = seed > 20 && clg_random_uniform(&random) < 0.25;
            double x = clg_random_uniform(&random) + (i % n > n / 2 ? 1.0 : 0.0);

            values[i] = is_missing ? NAN : x;
        }
        costs = costs_of(values, n, columns, options);
        check_against_all(&costs);
        clg_change_costs_clear(&costs);
    }
}

/* ---- edges ---- */

static void short_missing_and_constant_series_have_no_change(void **state)
{
    (void)state;
    const double cases[][4] = {{1.0, 9.0, 2.0, 7.0},
                               {NAN, NAN, NAN, NAN},
                               {5.0, 5.0, 5.0, 5.0},
                               {NAN, 4.0, NAN, NAN}};
    clg_change_options options = {CLG_CHANGE_OF_MEAN, 3, false};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (uint32_t n = 0; n <= 4; n++) {
            clg_change_costs costs = costs_of(cases[i], n, 1, options);
            clg_change_path path;
            clg_changes found;

            check_ok(
                clg_changes_find(&costs, clg_change_penalty(&costs), &found, &err));
            assert_int_equal(found.count, 0);
            assert_true(isfinite(found.cost));
            check_ok(clg_change_path_find(&costs, &path, &err));
            assert_int_equal(path.count, 1);
            assert_int_equal(path.items[0].count, 0);
            clg_changes_clear(&found);
            clg_change_path_clear(&path);
            clg_change_costs_clear(&costs);
        }
}

static void a_step_of_two_levels_is_found_through_missing_windows(void **state)
{
    (void)state;
    const double values[] = {1, 1.1, NAN, 0.9, NAN, NAN, 5, 5.2, 4.9, NAN, 5.1, 5};
    clg_change_options options = CLG_CHANGE_OPTIONS_INIT;
    clg_change_costs costs = costs_of(values, 12, 1, options);
    clg_changes found;

    check_ok(clg_changes_find(&costs, clg_change_penalty(&costs), &found, &err));
    assert_int_equal(found.count, 1);
    assert_in_range(found.at[0], 4, 6); /* missing windows may fall to either side */
    clg_changes_clear(&found);
    clg_change_costs_clear(&costs);
}

static void options_out_of_range_are_refused(void **state)
{
    (void)state;
    const clg_change_options none = {CLG_CHANGE_OF_MEAN, 0, false};
    const clg_change_options one = {CLG_CHANGE_OF_MEAN_AND_VARIANCE, 1, false};
    const double values[4] = {0.0};
    clg_change_costs costs;

    check_fails(clg_change_costs_init(&costs, values, 4, 1, &none, &err),
                CLG_ERROR_ARGUMENT, "segments of 0 windows, expected 1 at least");
    check_fails(clg_change_costs_init(&costs, values, 4, 1, &one, &err),
                CLG_ERROR_ARGUMENT, "segments of 1 windows, expected 2 at least");
    check_fails(clg_change_costs_init(&costs, values, 2, 2, &raw, &err),
                CLG_ERROR_ARGUMENT, "2 columns in units of their own, expected one");
}

static clg_status do_all(const double *values, clg_error *err)
{
    clg_change_options options = CLG_CHANGE_OPTIONS_INIT;
    clg_change_costs costs;
    clg_changes found = {0};
    clg_change_path path = {0};
    clg_status status = clg_change_costs_init(&costs, values, 8, 1, &options, err);

    if (status == CLG_OK)
        status = clg_changes_find(&costs, 1.0, &found, err);
    if (status == CLG_OK)
        status = clg_change_path_find(&costs, &path, err);
    clg_changes_clear(&found);
    clg_change_path_clear(&path);
    clg_change_costs_clear(&costs);
    return status;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    const double values[] = {1, 2, 1, 2, 6, 7, 6, 7};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = do_all(values, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cost_is_what_is_left_about_the_means),
        cmocka_unit_test(a_cost_with_variance_is_minus_twice_the_log_likelihood),
        cmocka_unit_test(noise_is_measured_from_differences),
        cmocka_unit_test(several_columns_count_in_units_of_their_noise),
        cmocka_unit_test(the_nile_breaks_in_1898),
        cmocka_unit_test(a_published_series_breaks_where_it_should_for_any_penalty),
        cmocka_unit_test(the_best_of_all_segmentations_is_found),
        cmocka_unit_test(short_missing_and_constant_series_have_no_change),
        cmocka_unit_test(a_step_of_two_levels_is_found_through_missing_windows),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
