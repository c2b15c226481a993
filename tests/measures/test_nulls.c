/* Nulls of attendance beyond the tables that can be written down: wide blocks, rows of
 * very different length, activity alone; and what rests on them. */
#include "check.h"

#include "base/memory.h"
#include "measures/cohesion/density.h"
#include "measures/significance/curveball.h"
#include "measures/stratification/rich_club.h"
#include "small_graphs.h"

#include <string.h>

enum { PEOPLE = 9, MEETINGS = 150, SAMPLES = 4000 };

/* Person v attends about one meeting in v + 1. */
static clg_two_mode uneven_table(uint64_t seed)
{
    static uint32_t person[PEOPLE * MEETINGS], meeting[PEOPLE * MEETINGS];
    clg_random random = clg_random_stream(seed, "uneven", 0, 0, 0);
    clg_two_mode table = {0};
    size_t count = 0;

    for (uint32_t v = 0; v < PEOPLE; v++)
        for (uint32_t m = 0; m < MEETINGS; m++)
            if (clg_random_below(&random, v + 1) == 0 && m != 3 * v) {
                person[count] = v;
                meeting[count++] = m;
            }
    check_ok(clg_two_mode_from_pairs(&table, PEOPLE, MEETINGS, person, meeting, count,
                                     &err));
    return table;
}

static size_t attended(const clg_two_mode *table, uint32_t v, const uint32_t *block,
                       uint32_t which)
{
    size_t count = 0;

    for (size_t e = table->vertex_first[v]; e < table->vertex_first[v + 1]; e++)
        count += block[table->meeting[e]] == which;
    return count;
}

/* Blocks that begin and end inside words, and one of a single meeting. */
static void fill_blocks(uint32_t *block)
{
    for (uint32_t m = 0; m < MEETINGS; m++)
        block[m] = m == 77 ? 2 : m % 2;
}

static void wide_blocks_keep_their_margins(void **state)
{
    (void)state;
    uint32_t block[MEETINGS];
    clg_curveball curveball = {0};

    fill_blocks(block);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        clg_two_mode table = uneven_table(seed);
        clg_random random = clg_random_stream(seed, "wide", 0, 0, 0);
        check_ok(clg_curveball_start(
            &curveball, &table, (clg_curveball_limits){block, NULL, NULL, NULL}, &err));
        clg_curveball_sample(&curveball, 5, &random);
        for (uint32_t m = 0; m < MEETINGS; m++)
            assert_int_equal(clg_meeting_size(&curveball.table, m),
                             clg_meeting_size(&table, m));
        for (uint32_t v = 0; v < PEOPLE; v++)
            for (uint32_t b = 0; b < 3; b++)
                assert_int_equal(attended(&curveball.table, v, block, b),
                                 attended(&table, v, block, b));
        assert_true(clg_curveball_distance(&curveball, &table) > 0.05);
        clg_two_mode_clear(&table);
    }
    clg_curveball_clear(&curveball);
}

/* Two people without common meetings trade everything, 30 against 120: each of the 150
 * meetings is the first one's with chance 1 / 5. */
static void a_trade_deals_every_meeting_with_the_same_chance(void **state)
{
    (void)state;
    uint32_t person[MEETINGS], meeting[MEETINGS], own[MEETINGS] = {0};
    clg_random random = clg_random_stream(4, "deal", 0, 0, 0);
    clg_curveball curveball = {0};
    clg_two_mode table = {0};
    double chi = 0.0;

    for (uint32_t m = 0; m < MEETINGS; m++) {
        person[m] = m >= 30;
        meeting[m] = m;
    }
    check_ok(
        clg_two_mode_from_pairs(&table, 2, MEETINGS, person, meeting, MEETINGS, &err));
    check_ok(clg_curveball_start(&curveball, &table, (clg_curveball_limits){0}, &err));
    for (int s = 0; s < SAMPLES; s++) {
        clg_curveball_sample(&curveball, 1, &random);
        assert_int_equal(curveball.table.vertex_first[1], 30);
        for (size_t e = 0; e < 30; e++)
            own[curveball.table.meeting[e]]++;
    }
    for (int m = 0; m < MEETINGS; m++)
        chi +=
            (own[m] - 0.2 * SAMPLES) * (own[m] - 0.2 * SAMPLES) / (0.2 * 0.8 * SAMPLES);
    /* about 149 degrees of freedom: 206 is passed once in a thousand, 101 as seldom */
    assert_true(chi > 101.0 && chi < 206.0);
    clg_curveball_clear(&curveball);
    clg_two_mode_clear(&table);
}

static void activity_alone_scatters_over_what_people_may_attend(void **state)
{
    (void)state;
    uint32_t block[MEETINGS], seen[MEETINGS] = {0};
    int64_t joined[PEOPLE] = {0}, left[PEOPLE], start[MEETINGS];
    clg_random random = clg_random_stream(5, "scatter", 0, 0, 0);
    clg_curveball curveball = {0};
    clg_two_mode table = uneven_table(1);
    double expected;

    fill_blocks(block);
    for (uint32_t v = 0; v < PEOPLE; v++)
        left[v] = MEETINGS;
    joined[8] = 100; /* what they attended earlier stays possible, nothing else does */
    for (int64_t m = 0; m < MEETINGS; m++)
        start[m] = m;
    check_ok(clg_curveball_start(
        &curveball, &table, (clg_curveball_limits){block, joined, left, start}, &err));
    for (int s = 0; s < SAMPLES; s++) {
        clg_curveball_scatter(&curveball, &random);
        for (uint32_t v = 0; v < PEOPLE; v++)
            for (uint32_t b = 0; b < 3; b++)
                assert_int_equal(attended(&curveball.table, v, block, b),
                                 attended(&table, v, block, b));
        for (size_t e = curveball.table.vertex_first[4];
             e < curveball.table.vertex_first[5]; e++)
            seen[curveball.table.meeting[e]]++;
    }
    expected = (double)attended(&table, 4, block, 0) / 75.0 * SAMPLES;
    for (uint32_t m = 0; m < MEETINGS; m += 2) /* five standard deviations */
        check_near((double)seen[m], expected, 5.0 * sqrt(expected));
    for (size_t e = curveball.table.vertex_first[8];
         e < curveball.table.vertex_first[9]; e++) {
        bool was_there = false;
        for (size_t f = table.vertex_first[8]; f < table.vertex_first[9]; f++)
            was_there = was_there || table.meeting[f] == curveball.table.meeting[e];
        assert_true(was_there || curveball.table.meeting[e] >= 100);
    }
    clg_curveball_clear(&curveball);
    clg_two_mode_clear(&table);
}

/* Meetings of 3 and 2 among 4 people: (6 + 2) / 12; the same for every table with these
 * sizes, which is why its null lets sizes go. */
static void copresence_follows_from_the_sizes_of_meetings(void **state)
{
    (void)state;
    const uint32_t person[] = {0, 1, 1, 2, 3}, meeting[] = {0, 0, 1, 1, 1};
    clg_two_mode table = {0};

    check_ok(clg_two_mode_from_pairs(&table, 4, 2, person, meeting, 5, &err));
    check_near(clg_copresence(&table).value, 8.0 / 12.0, 1e-15);
    clg_two_mode_clear(&table);
    check_ok(clg_two_mode_from_pairs(&table, 1, 2, person, meeting, 1, &err));
    assert_int_equal(clg_copresence(&table).status, CLG_VALUE_UNDEFINED);
    clg_two_mode_clear(&table);
    check_ok(clg_two_mode_from_pairs(&table, 3, 0, person, meeting, 0, &err));
    check_near(clg_copresence(&table).value, 0.0, 0.0);
    clg_two_mode_clear(&table);
}

static void the_rich_are_at_least_a_fifth(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint32_t n = 2 + (uint32_t)(seed % 30), k, needed = (n + 4) / 5;
        clg_graph graph = graph_random(n, false, 0.3, false, seed);
        needed = needed < 2 ? 2 : needed;
        k = clg_rich_club_degree(&graph);
        for (uint32_t j = 0; j < n; j++) {
            uint32_t above = 0;
            for (uint32_t v = 0; v < n; v++)
                above += graph.first[v + 1] - graph.first[v] > j;
            assert_true(j == 0 || (above >= needed) == (j <= k));
        }
        clg_graph_clear(&graph);
    }
}

/* In a complete graph, and where ties can't be placed otherwise, the ratio is 1. */
static void the_ratio_compares_with_the_same_degrees(void **state)
{
    (void)state;
    clg_rewiring rewiring = {0};
    clg_value ratio;
    clg_graph complete = graph_random(8, false, 1.0, false, 1);
    clg_graph none = graph_random(8, false, 0.0, false, 1);
    clg_graph graph = graph_random(40, false, 0.2, false, 3);
    uint32_t k = clg_rich_club_degree(&graph);

    check_ok(clg_rich_club_ratio(&complete, 6, 20, &rewiring, &ratio, &err));
    check_near(ratio.value, 1.0, 1e-12);
    check_ok(clg_rich_club_ratio(&none, 0, 20, &rewiring, &ratio, &err));
    assert_int_equal(ratio.status, CLG_VALUE_UNDEFINED);
    check_ok(clg_rich_club_ratio(&graph, k, 200, &rewiring, &ratio, &err));
    check_near(ratio.value, 1.0, 0.35); /* random ties have no club */
    clg_rewiring_clear(&rewiring);
    clg_graph_clear(&complete);
    clg_graph_clear(&none);
    clg_graph_clear(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_blocks_keep_their_margins),
        cmocka_unit_test(a_trade_deals_every_meeting_with_the_same_chance),
        cmocka_unit_test(activity_alone_scatters_over_what_people_may_attend),
        cmocka_unit_test(copresence_follows_from_the_sizes_of_meetings),
        cmocka_unit_test(the_rich_are_at_least_a_fifth),
        cmocka_unit_test(the_ratio_compares_with_the_same_degrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
