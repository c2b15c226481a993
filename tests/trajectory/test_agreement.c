/* Agreement of stages and change-points: distances and rates by hand, chance against
 * every placement, empty inputs. */
#include "check.h"

#include "trajectory/change/agreement.h"

#include <stdbool.h>

static void entries_are_where_the_path_changes(void **state)
{
    (void)state;
    const uint8_t path[] = {0, 0, 1, 1, 1, 2, 0};
    uint32_t at[6];

    assert_int_equal(clg_stage_entries(path, 7, at), 3);
    assert_int_equal(at[0], 2);
    assert_int_equal(at[1], 5);
    assert_int_equal(at[2], 6);
    assert_int_equal(clg_stage_entries(path, 1, at), 0);
    assert_int_equal(clg_stage_entries(path, 0, at), 0);
}

static void the_nearest_change_on_either_side_counts(void **state)
{
    (void)state;
    const uint32_t changes[] = {3, 10};

    assert_int_equal(clg_change_distance(1, changes, 2), 2);
    assert_int_equal(clg_change_distance(6, changes, 2), 3);
    assert_int_equal(clg_change_distance(8, changes, 2), 2);
    assert_int_equal(clg_change_distance(10, changes, 2), 0);
    assert_int_equal(clg_change_distance(10, changes, 0), UINT32_MAX);
}

/* Share of the sets of `count` places among 1 .. length - 1 with one near the entry. */
static double try_all(uint32_t entry, uint32_t length, uint32_t count, uint32_t w)
{
    uint32_t hits = 0, sets = 0;

    for (uint32_t mask = 0; mask < 1u << (length - 1); mask++) {
        uint32_t places[32], used = 0;

        for (uint32_t t = 1; t < length; t++)
            if (mask >> (t - 1) & 1)
                places[used++] = t;
        if (used != count)
            continue;
        sets++;
        hits += clg_change_distance(entry, places, used) <= w;
    }
    return (double)hits / sets;
}

static void chance_counts_every_placement(void **state)
{
    (void)state;

    for (uint32_t length = 2; length <= 10; length++)
        for (uint32_t entry = 1; entry < length; entry++)
            for (uint32_t count = 0; count < length; count++)
                for (uint32_t w = 0; w <= 3; w++)
                    check_near(clg_change_chance(entry, length, count, w),
                               try_all(entry, length, count, w), 1e-12);
}

static void rates_are_over_all_schools(void **state)
{
    (void)state;
    const uint32_t entries[] = {5, 20}, changes[] = {6, 14}, other[] = {9};
    clg_change_agreement sum = {0};

    clg_change_agreement_add(&sum, 36, entries, 2, changes, 2); /* distances 1 and 6 */
    clg_change_agreement_add(&sum, 12, other, 1, NULL, 0);
    clg_change_agreement_add(&sum, 12, other, 1, other, 1);
    clg_change_agreement_add(&sum, 1, NULL, 0, NULL, 0);
    assert_int_equal(sum.schools, 4);
    assert_int_equal(sum.entries, 4);
    assert_int_equal(sum.changes, 3);
    check_near(clg_change_agreement_rate(&sum, 0), 0.25, 0.0);
    check_near(clg_change_agreement_rate(&sum, 1), 0.5, 0.0);
    check_near(clg_change_agreement_rate(&sum, 2), 0.5, 0.0);
    check_near(clg_change_agreement_distance(&sum), 7.0 / 3.0, 1e-15);
    /* 3 of 35 places near each of two entries, two tries; 3 of 11, one try. */
    check_near(clg_change_agreement_chance(&sum, 1),
               (2.0 * (1.0 - 32.0 / 35.0 * 31.0 / 34.0) + 3.0 / 11.0) / 4.0, 1e-12);
}

static void nothing_to_compare_is_not_zero(void **state)
{
    (void)state;
    const uint32_t entries[] = {2};
    clg_change_agreement sum = {0};

    assert_true(isnan(clg_change_agreement_rate(&sum, 1)));
    assert_true(isnan(clg_change_agreement_chance(&sum, 1)));
    assert_true(isnan(clg_change_agreement_distance(&sum)));
    clg_change_agreement_add(&sum, 5, entries, 1, NULL, 0);
    check_near(clg_change_agreement_rate(&sum, 1), 0.0, 0.0);
    assert_true(isnan(clg_change_agreement_distance(&sum)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_where_the_path_changes),
        cmocka_unit_test(the_nearest_change_on_either_side_counts),
        cmocka_unit_test(chance_counts_every_placement),
        cmocka_unit_test(rates_are_over_all_schools),
        cmocka_unit_test(nothing_to_compare_is_not_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
