/* The energy and visibility indices: z scores worked by hand, weights and signs, rows
 * with too little observed, indicators without use, invariances, exhausted memory. */
#include "check.h"

#include "trajectory/energy.h"

#include "base/memory.h"
#include "base/random.h"

#include <stdio.h>
#include <string.h>

/* A panel of `schools` schools with `windows` windows each, nothing observed yet. */
static clg_panel panel_of(uint32_t schools, uint32_t windows, uint32_t indicators)
{
    clg_texts ids = CLG_TEXTS_INIT, names = CLG_TEXTS_INIT;
    uint32_t lengths[16];
    clg_panel panel;
    char text[16];

    for (uint32_t s = 0; s < schools; s++) {
        snprintf(text, sizeof text, "s%02u", s);
        check_ok(clg_texts_append(&ids, text, strlen(text), &err));
        lengths[s] = windows;
    }
    for (uint32_t d = 0; d < indicators; d++) {
        snprintf(text, sizeof text, "d%u", d);
        check_ok(clg_texts_append(&names, text, strlen(text), &err));
    }
    check_ok(clg_panel_init(&panel, &ids, lengths, &names, &err));
    clg_texts_clear(&ids);
    clg_texts_clear(&names);
    return panel;
}

static clg_index index_of(const clg_panel *panel, const double *weights)
{
    clg_index index;

    check_ok(clg_index_compute(panel, weights, NULL, &index, &err));
    return index;
}

static void scores_and_weights_by_hand(void **state)
{
    (void)state;
    /* Medians 3 and 30; absolute deviations 2 1 0 1 97 and 20 10 0 10 20. */
    const double a[] = {1, 2, 3, 4, 100}, b[] = {10, 20, 30, 40, 50};
    const double weights[] = {3.0, -1.0};
    clg_panel panel = panel_of(1, 5, 2);
    clg_index index;

    for (uint32_t t = 0; t < 5; t++) {
        clg_panel_set(&panel, 0, t, 0, a[t]);
        clg_panel_set(&panel, 0, t, 1, b[t]);
    }
    index = index_of(&panel, weights);
    assert_int_equal(index.row_count, 5);
    assert_int_equal(index.part_count, 2);
    assert_string_equal(index.parts[0].name, "d0");
    check_near(index.parts[0].centre, 3.0, 0.0);
    check_near(index.parts[0].scale, 1.4826, 1e-15);
    check_near(index.parts[1].scale, 14.826, 1e-14);
    check_near(index.parts[1].weight, -1.0, 0.0);
    check_near(index.values[0], (3.0 * -2.0 - -2.0) / 1.4826 / 4.0, 1e-14);
    check_near(index.values[2], 0.0, 0.0);
    check_near(index.values[4], (3.0 * 97.0 - 2.0) / 1.4826 / 4.0, 1e-12);
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void counts_enter_per_unit_of_exposure(void **state)
{
    (void)state;
    const double counts[] = {2, 9, 8, 10}, days[] = {1, 3, 2, 2}; /* 2, 3, 4, 5 a day */
    const double weights[] = {1.0};
    const int16_t exposure[] = {0};
    clg_panel panel = panel_of(1, 4, 1);
    double *column = NULL;
    clg_index index;

    check_ok(clg_panel_add_extra(&panel, "days", &column, &err));
    for (uint32_t t = 0; t < 4; t++) {
        clg_panel_set(&panel, 0, t, 0, counts[t]);
        column[t] = days[t];
    }
    check_ok(clg_index_compute(&panel, weights, exposure, &index, &err));
    check_near(index.parts[0].centre, 3.5, 1e-15);
    check_near(index.values[3], 1.5 / 1.4826, 1e-12); /* MAD 1 */
    clg_index_clear(&index);
    column[3] = (double)NAN;
    check_ok(clg_index_compute(&panel, weights, exposure, &index, &err));
    assert_int_equal(index.statuses[3], CLG_VALUE_UNDEFINED);
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void a_row_needs_half_of_the_weight(void **state)
{
    (void)state;
    const double weights[] = {0.1, 0.2, -0.3};
    clg_panel panel = panel_of(1, 7, 3);
    clg_index index;

    for (uint32_t d = 0; d < 3; d++)
        for (uint32_t t = 0; t < 7; t++)
            if (t < 3 || (t == 3 && d < 2) || (t == 4 && d == 2) || (t == 5 && d == 1))
                clg_panel_set(&panel, 0, t, d, t + d);
    index = index_of(&panel, weights);
    for (uint32_t t = 0; t < 5; t++)
        assert_int_equal(index.statuses[t], CLG_VALUE_OK);
    check_near(index.values[4], -(6.0 - index.parts[2].centre) / index.parts[2].scale,
               1e-14);
    assert_int_equal(index.statuses[5], CLG_VALUE_UNDEFINED);
    assert_int_equal(index.statuses[6], CLG_VALUE_UNDEFINED);
    assert_true(isnan(index.values[5]) && isnan(index.values[6]));
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void indicators_without_use_are_named(void **state)
{
    (void)state;
    const double weights[] = {1.0, 1.0, 0.0, 1.0};
    clg_panel panel = panel_of(2, 3, 4);
    clg_index index;

    /* d0 has a MAD of 0, d1 is constant, d2 not chosen, d3 never observed. */
    for (uint32_t s = 0; s < 2; s++)
        for (uint32_t t = 0; t < 3; t++) {
            clg_panel_set(&panel, s, t, 0, s == 1 && t == 2 ? 6.0 : 0.0);
            clg_panel_set(&panel, s, t, 1, 1e9);
            clg_panel_set(&panel, s, t, 2, s + t);
        }
    index = index_of(&panel, weights);
    assert_int_equal(index.parts[0].status, CLG_INDEX_PART_USED);
    check_near(index.parts[0].scale, sqrt(6.0), 1e-14); /* sum of squares 30 over 5 */
    assert_int_equal(index.parts[1].status, CLG_INDEX_PART_CONSTANT);
    assert_int_equal(index.parts[2].status, CLG_INDEX_PART_NOT_CHOSEN);
    assert_int_equal(index.parts[3].status, CLG_INDEX_PART_UNOBSERVED);
    assert_true(isnan(index.parts[1].scale));
    assert_string_equal(clg_index_part_status_name(index.parts[3].status),
                        "unobserved");
    assert_int_equal(index.statuses[5], CLG_VALUE_OK);
    check_near(index.values[5], sqrt(6.0), 1e-14);
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void without_any_useful_indicator_all_is_degenerate(void **state)
{
    (void)state;
    const double weights[] = {1.0, 0.0};
    clg_panel panel = panel_of(2, 2, 2);
    clg_index index = index_of(&panel, weights);

    for (size_t row = 0; row < 4; row++) {
        assert_int_equal(index.statuses[row], CLG_VALUE_DEGENERATE);
        assert_true(isnan(index.values[row]));
    }
    clg_index_clear(&index);
    clg_panel_clear(&panel);

    panel = panel_of(0, 0, 2);
    index = index_of(&panel, weights);
    assert_int_equal(index.row_count, 0);
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void units_do_not_matter(void **state)
{
    (void)state;
    const double weights[] = {2.0, -1.0, 0.5}, shift[] = {1e3, -5.0, 0.0};
    const double factor[] = {0.25, 8.0, 1e3};
    clg_random random = clg_random_stream(1, "energy", 0, 0, 0);
    clg_panel one = panel_of(5, 12, 3), other = panel_of(5, 12, 3);
    clg_index first, second;

    for (uint32_t s = 0; s < 5; s++)
        for (uint32_t t = 0; t < 12; t++)
            for (uint32_t d = 0; d < 3; d++) {
                double x = clg_random_uniform(&random);
                if (clg_random_uniform(&random) < 0.2)
                    continue;
                clg_panel_set(&one, s, t, d, x);
                clg_panel_set(&other, s, t, d, shift[d] + factor[d] * x);
            }
    first = index_of(&one, weights);
    second = index_of(&other, weights);
    assert_memory_equal(first.statuses, second.statuses, 60);
    for (size_t row = 0; row < 60; row++)
        if (first.statuses[row] == CLG_VALUE_OK)
            check_near(first.values[row], second.values[row], 1e-10);
    clg_index_clear(&first);
    clg_index_clear(&second);
    clg_panel_clear(&one);
    clg_panel_clear(&other);
}

static void weights_that_are_no_numbers_are_refused(void **state)
{
    (void)state;
    const double weights[] = {1.0, (double)INFINITY};
    clg_panel panel = panel_of(1, 1, 2);
    clg_index index;

    check_fails(clg_index_compute(&panel, weights, NULL, &index, &err),
                CLG_ERROR_ARGUMENT,
                "the weight of d1 is inf, expected a finite number");
    clg_index_clear(&index);
    clg_panel_clear(&panel);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const double weights[] = {1.0};
    clg_panel panel = panel_of(1, 4, 1);
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_index index;
        clg_test_allocations_left = allowed;
        status = clg_index_compute(&panel, weights, NULL, &index, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_index_clear(&index);
    }
    assert_int_equal(allowed, 4);
    clg_panel_clear(&panel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_and_weights_by_hand),
        cmocka_unit_test(counts_enter_per_unit_of_exposure),
        cmocka_unit_test(a_row_needs_half_of_the_weight),
        cmocka_unit_test(indicators_without_use_are_named),
        cmocka_unit_test(without_any_useful_indicator_all_is_degenerate),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(weights_that_are_no_numbers_are_refused),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
