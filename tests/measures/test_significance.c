/* Nulls, p values and intervals: by enumeration, by simulation under the null, by
 * hand. */
#include "check.h"

#include "base/memory.h"
#include "measures/bit_rows.h"
#include "measures/significance/curveball.h"
#include "measures/significance/monte_carlo.h"
#include "measures/significance/resample.h"
#include "measures/significance/shuffle.h"
#include "measures/stratification/mixing.h"
#include "small_graphs.h"

#include <string.h>

enum { MOST = 64 };

static clg_two_mode table_of(uint32_t people, uint32_t meetings, const char *rows)
{
    uint32_t person[4096], meeting[4096];
    clg_two_mode table = {0};
    size_t count = 0;

    for (uint32_t v = 0; v < people; v++)
        for (uint32_t m = 0; m < meetings; m++)
            if (rows[v * meetings + m] == '1') {
                person[count] = v;
                meeting[count++] = m;
            }
    check_ok(clg_two_mode_from_pairs(&table, people, meetings, person, meeting, count,
                                     &err));
    return table;
}

static void write_bits(const clg_two_mode *table, char *text)
{
    size_t cells = (size_t)table->vertex_count * table->meeting_count;

    memset(text, '0', cells);
    text[cells] = '\0';
    for (uint32_t v = 0; v < table->vertex_count; v++)
        for (size_t e = table->vertex_first[v]; e < table->vertex_first[v + 1]; e++)
            text[v * table->meeting_count + table->meeting[e]] = '1';
}

/* How often each table was seen; the number of different ones. */
static size_t tally(char seen[][64], unsigned *visits, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(seen[i], text) == 0) {
            visits[i]++;
            return count;
        }
    strcpy(seen[count], text);
    visits[count] = 1;
    return count + 1;
}

static size_t visit(const clg_two_mode *table, clg_curveball_limits limits,
                    unsigned samples, char seen[][64], unsigned *visits)
{
    clg_curveball curveball = {0};
    clg_random random = clg_random_stream(7, "curveball", 0, 0, 0);
    size_t count = 0;
    char text[64];

    check_ok(clg_curveball_start(&curveball, table, limits, &err));
    for (unsigned s = 0; s < samples; s++) {
        clg_curveball_sample(&curveball, 5, &random);
        write_bits(&curveball.table, text);
        count = tally(seen, visits, count, text);
        assert_true(count <= MOST);
    }
    clg_curveball_clear(&curveball);
    return count;
}

/* Chi-square of equal chances; 5 tables, 4 degrees: 18.5 is passed once in a thousand.
 */
static double chi_square(const unsigned *visits, size_t count, unsigned samples)
{
    double expected = (double)samples / (double)count, sum = 0.0;

    for (size_t i = 0; i < count; i++)
        sum +=
            ((double)visits[i] - expected) * ((double)visits[i] - expected) / expected;
    return sum;
}

/* fixed_margin_matrix_count, curveball_visit_freqs */
static void all_tables_with_these_margins_are_equally_likely(void **state)
{
    (void)state;
    clg_two_mode table = table_of(3, 3, "110001010");
    char seen[MOST + 1][64];
    unsigned visits[MOST + 1];
    size_t count = visit(&table, (clg_curveball_limits){0}, 20000, seen, visits);

    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++)
        check_near((double)visits[i] / 20000.0, 0.2, 0.02);
    assert_true(chi_square(visits, count, 20000) < 18.5);
    clg_two_mode_clear(&table);
}

static void nobody_is_dealt_a_meeting_before_they_joined(void **state)
{
    (void)state;
    /* person 2 joins after meeting 0: person 0 and 1 share it out */
    clg_two_mode table = table_of(3, 3, "110011011");
    const int64_t joined[] = {0, 0, 15}, left[] = {99, 99, 99}, start[] = {10, 20, 30};
    clg_curveball_limits limits = {NULL, joined, left, start};
    char seen[MOST + 1][64];
    unsigned visits[MOST + 1];
    size_t count = visit(&table, limits, 20000, seen, visits), possible = 0;

    /* All tables with the margins 2 2 2 and 1 3 2, of which person 2 has no first. */
    for (unsigned bits = 0; bits < 512; bits++) {
        unsigned rows[3] = {bits & 7, bits >> 3 & 7, bits >> 6 & 7}, sums[3] = {0};
        bool fits = (rows[2] & 1) == 0;
        for (int r = 0; r < 3; r++) {
            fits = fits && __builtin_popcount(rows[r]) == 2;
            for (int c = 0; c < 3; c++)
                sums[c] += rows[r] >> c & 1;
        }
        possible += fits && sums[0] == 1 && sums[1] == 3 && sums[2] == 2;
    }
    assert_int_equal(count, possible);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(seen[i][6], '0');
    assert_true(chi_square(visits, count, 20000) < 18.5);
    clg_two_mode_clear(&table);
}

static void margins_stay_inside_every_block(void **state)
{
    (void)state;
    enum { PEOPLE = 12, MEETINGS = 30, BLOCKS = 4 };
    char cells[PEOPLE * MEETINGS + 1];
    uint32_t block[MEETINGS];
    clg_random random = clg_random_stream(3, "table", 0, 0, 0);
    clg_curveball curveball = {0};
    clg_two_mode table;

    for (size_t i = 0; i < PEOPLE * MEETINGS; i++)
        cells[i] = clg_random_below(&random, 3) == 0 ? '1' : '0';
    for (uint32_t m = 0; m < MEETINGS; m++)
        block[m] = m * 7 % BLOCKS;
    table = table_of(PEOPLE, MEETINGS, cells);
    check_ok(clg_curveball_start(
        &curveball, &table, (clg_curveball_limits){block, NULL, NULL, NULL}, &err));
    for (int sample = 0; sample < 20; sample++) {
        clg_curveball_sample(&curveball, 5, &random);
        for (uint32_t m = 0; m < MEETINGS; m++)
            assert_int_equal(clg_meeting_size(&curveball.table, m),
                             clg_meeting_size(&table, m));
        for (uint32_t v = 0; v < PEOPLE; v++) {
            int balance[BLOCKS] = {0};
            for (size_t e = table.vertex_first[v]; e < table.vertex_first[v + 1]; e++) {
                balance[block[table.meeting[e]]]++;
                balance[block[curveball.table.meeting[e]]]--;
            }
            for (int b = 0; b < BLOCKS; b++)
                assert_int_equal(balance[b], 0);
        }
    }
    assert_true(clg_curveball_distance(&curveball, &table) > 0.1);
    clg_curveball_clear(&curveball);
    clg_two_mode_clear(&table);
}

static void rewiring_keeps_degrees_and_makes_no_loops(void **state)
{
    (void)state;
    for (int directed = 0; directed < 2; directed++) {
        clg_graph graph = graph_random(20, directed != 0, 0.2, true, 5);
        clg_random random = clg_random_stream(1, "rewire", 0, 0, 0);
        clg_rewiring rewiring = {0};
        uint32_t in[20] = {0};
        check_ok(clg_rewiring_start(&rewiring, &graph, &err));
        check_ok(clg_rewire(&rewiring, 10, &random, &err));
        assert_int_equal(rewiring.graph.arc_count, graph.arc_count);
        for (uint32_t v = 0; v < 20; v++) {
            assert_int_equal(rewiring.graph.first[v + 1] - rewiring.graph.first[v],
                             graph.first[v + 1] - graph.first[v]);
            for (size_t e = graph.first[v]; e < graph.first[v + 1]; e++)
                in[graph.target[e]]++;
            for (size_t e = rewiring.graph.first[v]; e < rewiring.graph.first[v + 1];
                 e++) {
                in[rewiring.graph.target[e]]--;
                assert_int_not_equal(rewiring.graph.target[e], v);
            }
        }
        for (uint32_t v = 0; v < 20; v++)
            assert_int_equal(in[v], 0);
        clg_rewiring_clear(&rewiring);
        clg_graph_clear(&graph);
    }
}

/* `graph` among so many people, the others without ties. */
static clg_graph among(const clg_graph *graph, uint32_t people)
{
    static clg_tie ties[400];
    clg_graph larger = CLG_GRAPH_INIT;
    size_t count = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (graph->is_directed || graph->target[e] > v)
                ties[count++] = (clg_tie){v, graph->target[e], graph->weight[e]};
    check_ok(
        clg_graph_from_ties(&larger, people, graph->is_directed, ties, count, &err));
    return larger;
}

/* Who is tied is held as bits for few people and as pairs for many. */
static void few_and_many_people_are_rewired_alike(void **state)
{
    (void)state;
    for (int directed = 0; directed < 2; directed++) {
        clg_graph few = graph_random(20, directed != 0, 0.4, true, 6);
        clg_graph many = among(&few, CLG_BIT_ROWS_LIMIT + 1);
        clg_rewiring a = {0}, b = {0};
        clg_random one = clg_random_stream(1, "rewire", 0, 0, 0), other = one;
        check_ok(clg_rewiring_start(&a, &few, &err));
        check_ok(clg_rewiring_start(&b, &many, &err));
        check_ok(clg_rewire(&a, 40, &one, &err));
        check_ok(clg_rewire(&b, 40, &other, &err));
        assert_int_equal(a.graph.arc_count, few.arc_count);
        assert_int_equal(b.graph.arc_count, few.arc_count);
        assert_memory_not_equal(a.graph.target, few.target,
                                few.arc_count * sizeof *few.target);
        assert_memory_equal(a.graph.target, b.graph.target,
                            few.arc_count * sizeof *few.target);
        assert_memory_equal(a.graph.weight, b.graph.weight,
                            few.arc_count * sizeof *few.weight);
        clg_rewiring_clear(&a);
        clg_rewiring_clear(&b);
        clg_graph_clear(&few);
        clg_graph_clear(&many);
    }
}

static double sum_of_weights(const clg_graph *graph)
{
    double sum = 0.0;

    for (size_t e = 0; e < graph->arc_count; e++)
        sum += graph->weight[e];
    return sum;
}

/* 30 ties of 45 pairs: each pair is tied two times of three. */
static void random_graphs_have_the_ties_and_weights_of_another(void **state)
{
    (void)state;
    enum { PEOPLE = 10, COPIES = 3000 };
    clg_graph graph = CLG_GRAPH_INIT;
    clg_random random = clg_random_stream(1, "random graph", 0, 0, 0);
    clg_rewiring rewiring = {0};
    clg_tie ties[PEOPLE * PEOPLE];
    uint32_t seen[PEOPLE][PEOPLE] = {{0}};
    size_t count = 0;

    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t j = i + 1; j < PEOPLE && count < 30; j++, count++)
            ties[count] = (clg_tie){i, j, (double)(1 + count)};
    check_ok(clg_graph_from_ties(&graph, PEOPLE, false, ties, count, &err));
    for (int copy = 0; copy < COPIES; copy++) {
        check_ok(clg_random_graph(&rewiring, &graph, &random, &err));
        assert_int_equal(rewiring.graph.arc_count, 60);
        check_near(sum_of_weights(&rewiring.graph), 2.0 * 465.0, 1e-9);
        for (uint32_t v = 0; v < PEOPLE; v++)
            for (size_t e = rewiring.graph.first[v]; e < rewiring.graph.first[v + 1];
                 e++)
                seen[v][rewiring.graph.target[e]]++;
    }
    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t j = 0; j < PEOPLE; j++)
            if (i == j)
                assert_int_equal(seen[i][j], 0);
            else /* 5 standard errors */
                check_near((double)seen[i][j] / COPIES, 2.0 / 3.0, 0.043);
    clg_rewiring_clear(&rewiring);
    clg_graph_clear(&graph);
}

static void turned_exchanges_keep_what_passes_between_two(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 6.0}, {1, 0, 1.0}, {1, 2, 0.5}, {3, 0, 2.0}};
    clg_graph graph = CLG_GRAPH_INIT, before = CLG_GRAPH_INIT, after = CLG_GRAPH_INIT;
    clg_random random = clg_random_stream(1, "flip", 0, 0, 0);
    clg_rewiring rewiring = {0};

    check_ok(clg_graph_from_ties(&graph, 4, true, ties, COUNT_OF(ties), &err));
    check_ok(clg_graph_symmetrize(&graph, &before, &err));
    check_ok(clg_rewiring_start(&rewiring, &graph, &err));
    for (int copy = 0; copy < 50; copy++) {
        check_ok(clg_flip_directions(&rewiring, &random, &err));
        check_ok(clg_graph_symmetrize(&rewiring.graph, &after, &err));
        assert_int_equal(after.arc_count, before.arc_count);
        for (size_t e = 0; e < after.arc_count; e++)
            check_near(after.weight[e], before.weight[e], 0.0);
    }
    clg_rewiring_clear(&rewiring);
    clg_graph_clear(&graph);
    clg_graph_clear(&before);
    clg_graph_clear(&after);
}

/* E-I over shuffled labels is on average what group sizes alone give. */
static void shuffled_labels_give_the_expected_index(void **state)
{
    (void)state;
    clg_graph graph = graph_random(16, false, 0.3, false, 11);
    int32_t codes[16];
    clg_random random = clg_random_stream(1, "labels", 0, 0, 0);
    clg_mixing_room room = {0};
    clg_groups groups = {0};
    clg_mixing mixing;
    double sum = 0.0;

    for (int v = 0; v < 16; v++)
        codes[v] = v % 5 == 4 ? -1 : v % 3;
    check_ok(clg_groups_fill(&groups, codes, 16, 3, &err));
    for (int copy = 0; copy < 20000; copy++) {
        clg_shuffle_labels(&groups, &random);
        for (int v = 0; v < 16; v++)
            assert_int_equal(groups.code[v] < 0, codes[v] < 0);
        check_ok(clg_mixing_find(&graph, groups.code, 3, &room, &mixing, &err));
        sum += clg_mixing_ei(&mixing).value;
    }
    check_near(sum / 20000.0, clg_mixing_ei_expected(&mixing).value, 0.005);
    clg_mixing_room_clear(&room);
    clg_groups_clear(&groups);
    clg_graph_clear(&graph);
}

static double normal(clg_random *random)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += clg_random_uniform(random);
    return sum;
}

/* 2,000 tests where there is nothing to find: p below 5 % in about 5 % of them. */
static void p_values_are_uniform_where_there_is_nothing(void **state)
{
    (void)state;
    const double levels[] = {0.02, 0.05, 0.1, 0.2, 0.5};
    for (int may_stop = 0; may_stop < 2; may_stop++) {
        unsigned below[COUNT_OF(levels)] = {0};
        for (uint64_t t = 0; t < 2000; t++) {
            clg_random random = clg_random_stream(5, "uniform", t, 0, 0);
            clg_monte_carlo test = clg_monte_carlo_of(normal(&random));
            for (int r = 0; r < 199; r++)
                clg_monte_carlo_add(&test, clg_value_of(normal(&random)), may_stop);
            for (size_t l = 0; l < COUNT_OF(levels); l++)
                below[l] += clg_monte_carlo_p(&test).value <= levels[l] + 1e-12;
        }
        for (size_t l = 0; l < COUNT_OF(levels); l++) {
            double share = below[l] / 2000.0;
            double error = 4.0 * sqrt(levels[l] * (1.0 - levels[l]) / 2000.0);
            assert_true(share <= levels[l] + error);
            if (!may_stop || levels[l] <= 0.2)
                assert_true(share >= levels[l] - error - 0.01);
        }
    }
}

static void p_and_z_by_hand(void **state)
{
    (void)state;
    clg_monte_carlo test = clg_monte_carlo_of(3.0);

    assert_int_equal(clg_monte_carlo_p(&test).status, CLG_VALUE_UNDEFINED);
    for (int v = 0; v <= 4; v++)
        clg_monte_carlo_add(&test, clg_value_of(v), true);
    clg_monte_carlo_add(&test, clg_value_undefined(), true);
    assert_int_equal(test.draws, 5);
    check_near(test.mean, 2.0, 1e-15);
    check_near(clg_monte_carlo_sd(&test).value, sqrt(2.5), 1e-15);
    check_near(clg_monte_carlo_z(&test).value, 1.0 / sqrt(2.5), 1e-15);
    check_near(clg_monte_carlo_p(&test).value, 1.0, 1e-15); /* 2 (1 + 2) / 6 */
    test = clg_monte_carlo_of(9.0);
    for (int v = 0; v < 99; v++)
        clg_monte_carlo_add(&test, clg_value_of(1.0), true);
    check_near(clg_monte_carlo_p(&test).value, 0.02, 1e-15);
    assert_int_equal(clg_monte_carlo_z(&test).status, CLG_VALUE_UNDEFINED);
}

/* Weeks of meetings whose attendance varies at random: how often does the interval of
 * the mean attendance of a person hold the truth? */
static void intervals_hold_the_truth_about_as_often_as_they_say(void **state)
{
    (void)state;
    enum { PEOPLE = 10, WEEKS = 40, STUDIES = 400, COPIES = 99 };
    unsigned held = 0;
    clg_resample resample = {0};

    for (uint64_t study = 0; study < STUDIES; study++) {
        clg_random random = clg_random_stream(9, "coverage", study, 0, 0);
        char cells[PEOPLE * WEEKS + 1];
        int64_t start[WEEKS];
        double means[COPIES], low, high;
        clg_two_mode table;
        for (int m = 0; m < WEEKS; m++) {
            double chance = 0.3 + 0.4 * clg_random_uniform(&random); /* mean 0.5 */
            start[m] = (int64_t)m * 7 * 86400;
            for (int v = 0; v < PEOPLE; v++)
                cells[v * WEEKS + m] = clg_random_uniform(&random) < chance ? '1' : '0';
        }
        table = table_of(PEOPLE, WEEKS, cells);
        for (int c = 0; c < COPIES; c++) {
            check_ok(clg_resample_blocks(&resample, &table, start, &random, &err));
            assert_int_equal(resample.table.meeting_count, WEEKS);
            means[c] = (double)resample.table.presence_count / (PEOPLE * WEEKS);
        }
        low = clg_quantile(means, COPIES, 0.025);
        high = clg_quantile(means, COPIES, 0.975);
        held += low <= 0.5 && 0.5 <= high;
        clg_two_mode_clear(&table);
    }
    print_message("95 %% intervals held the truth in %.1f %% of %d studies\n",
                  100.0 * held / STUDIES, STUDIES);
    assert_true(held >= STUDIES * 86 / 100 && held <= STUDIES * 99 / 100);
    clg_resample_clear(&resample);
}

static void half_of_the_meetings_are_drawn_once(void **state)
{
    (void)state;
    clg_two_mode table = table_of(2, 5, "1111100000");
    clg_random random = clg_random_stream(9, "half", 0, 0, 0);
    clg_resample resample = {0};
    unsigned drawn[5] = {0};

    for (int copy = 0; copy < 5000; copy++) {
        check_ok(clg_resample_half(&resample, &table, &random, &err));
        assert_int_equal(resample.table.meeting_count, 3);
        for (int m = 0; m < 3; m++)
            drawn[resample.chosen[m]]++;
    }
    for (int m = 0; m < 5; m++)
        check_near(drawn[m] / 5000.0, 0.6, 0.03);
    clg_resample_clear(&resample);
    clg_two_mode_clear(&table);
}

static void quantiles_lie_between_order_statistics(void **state)
{
    (void)state;
    double values[] = {4.0, 1.0, 3.0, 2.0};

    check_near(clg_quantile(values, 4, 0.0), 1.0, 0.0);
    check_near(clg_quantile(values, 4, 0.5), 2.5, 0.0);
    check_near(clg_quantile(values, 4, 1.0), 4.0, 0.0);
    assert_true(isnan(clg_quantile(values, 0, 0.5)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_tables_with_these_margins_are_equally_likely),
        cmocka_unit_test(nobody_is_dealt_a_meeting_before_they_joined),
        cmocka_unit_test(margins_stay_inside_every_block),
        cmocka_unit_test(rewiring_keeps_degrees_and_makes_no_loops),
        cmocka_unit_test(few_and_many_people_are_rewired_alike),
        cmocka_unit_test(random_graphs_have_the_ties_and_weights_of_another),
        cmocka_unit_test(turned_exchanges_keep_what_passes_between_two),
        cmocka_unit_test(shuffled_labels_give_the_expected_index),
        cmocka_unit_test(p_values_are_uniform_where_there_is_nothing),
        cmocka_unit_test(p_and_z_by_hand),
        cmocka_unit_test(intervals_hold_the_truth_about_as_often_as_they_say),
        cmocka_unit_test(half_of_the_meetings_are_drawn_once),
        cmocka_unit_test(quantiles_lie_between_order_statistics),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
