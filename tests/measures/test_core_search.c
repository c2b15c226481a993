/* Searches for cores: against all cores and orders of small graphs, by looking for a
 * better neighbour of what was found, by hand, and the karate club's references. */
#include "check.h"

#include "measures/core/attendance_core.h"
#include "measures/core/closeness_core.h"
#include "measures/core/core_missing.h"
#include "measures/core/core_null.h"
#include "measures/core/nonlinear.h"
#include "measures/core/rich_core.h"
#include "measures/core/rombach.h"
#include "small_graphs.h"

#include <stdio.h>
#include <string.h>

#define KARATE SHARED_FOLDER "/oracles/measures/data/karate.csv"

enum { MOST = 40, MEMBERS = 34 };

static clg_graph karate(void)
{
    clg_graph graph = CLG_GRAPH_INIT;
    FILE *file = fopen(KARATE, "r");
    char line[64];
    clg_tie ties[128];
    size_t count = 0;

    if (file == NULL) {
        print_message("no " KARATE "\n");
        skip();
    }
    while (count < COUNT_OF(ties) && fgets(line, sizeof line, file) != NULL) {
        unsigned from, to;
        if (sscanf(line, "%u,%u", &from, &to) == 2)
            ties[count++] = (clg_tie){from - 1, to - 1, 1.0};
    }
    fclose(file);
    check_ok(clg_graph_from_ties(&graph, MEMBERS, false, ties, count, &err));
    assert_int_equal(count, 78);
    return graph;
}

typedef clg_value fit_of_core(const clg_graph *graph, const uint8_t *member);

static double value_or_least(clg_value value)
{
    return value.status == CLG_VALUE_OK ? value.value : -2.0;
}

static double best_of_all(const clg_graph *graph, fit_of_core *fit)
{
    uint32_t n = graph->vertex_count;
    uint8_t member[MOST];
    double best = -2.0;

    for (uint32_t bits = 0; bits < 1U << n; bits++) {
        for (uint32_t v = 0; v < n; v++)
            member[v] = bits >> v & 1;
        best = fmax(best, value_or_least(fit(graph, member)));
    }
    return best;
}

/* No flip and no swap, computed from scratch, is better than what was found. */
static void check_no_neighbour_is_better(const clg_graph *graph, fit_of_core *fit,
                                         const clg_core *core)
{
    uint32_t n = graph->vertex_count;
    uint8_t member[MOST];

    memcpy(member, core->member, n);
    check_near(value_or_least(fit(graph, member)), core->fit.value, 1e-10);
    for (uint32_t u = 0; u < n; u++) {
        member[u] = !member[u];
        assert_true(value_or_least(fit(graph, member)) <= core->fit.value + 1e-9);
        for (uint32_t v = 0; v < u; v++) {
            if (core->member[u] == core->member[v])
                continue;
            member[v] = !member[v];
            assert_true(value_or_least(fit(graph, member)) <= core->fit.value + 1e-9);
            member[v] = !member[v];
        }
        member[u] = !member[u];
    }
}

static void no_flip_or_swap_betters_what_was_found(void **state)
{
    (void)state;
    clg_core_room room = {0};
    clg_core core;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        clg_graph graph =
            graph_random(8 + (uint32_t)(seed % 30), false, 0.2, seed % 2 == 0, seed);
        check_ok(clg_core_find(&graph, CLG_CORE_QUICK, &room, &core, &err));
        if (core.fit.status == CLG_VALUE_OK)
            check_no_neighbour_is_better(&graph, clg_core_fit, &core);
        check_ok(clg_core_find_missing(&graph, CLG_CORE_QUICK, &room, &core, &err));
        if (core.fit.status == CLG_VALUE_OK)
            check_no_neighbour_is_better(&graph, clg_core_fit_missing, &core);
        clg_graph_clear(&graph);
    }
    clg_core_room_clear(&room);
}

static void a_thorough_search_without_mixed_pairs_finds_the_best(void **state)
{
    (void)state;
    clg_core_room room = {0};
    clg_core core;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        clg_graph graph =
            graph_random(4 + (uint32_t)(seed % 7), false, 0.4, seed % 2 == 0, seed);
        double best = best_of_all(&graph, clg_core_fit_missing);
        check_ok(clg_core_find_missing(&graph, CLG_CORE_THOROUGH, &room, &core, &err));
        check_near(value_or_least(core.fit), best, 1e-9);
        if (best > -2.0)
            assert_true(core.hits >= 1 && core.hits <= core.starts);
        clg_graph_clear(&graph);
    }
    clg_core_room_clear(&room);
}

/* A clique of three, two isolates, and ties between that are of no concern. */
static void mixed_pairs_are_of_no_concern(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}, {0, 3, 1.0}};
    clg_graph graph = CLG_GRAPH_INIT;
    clg_core_room room = {0};
    clg_core core;

    check_ok(clg_graph_from_ties(&graph, 5, false, ties, 4, &err));
    check_ok(clg_core_find_missing(&graph, CLG_CORE_QUICK, &room, &core, &err));
    check_near(core.fit.value, 1.0, 1e-12);
    assert_int_equal(core.size, 3);
    clg_core_room_clear(&room);
    clg_graph_clear(&graph);
}

/* be_discrete_cpmissing_degree_threshold_corr and _core */
static void thresholds_of_the_karate_club(void **state)
{
    (void)state;
    static const uint8_t core_of_reference[] = {1, 2, 3, 4, 9, 14, 24, 32, 33, 34};
    clg_graph graph = karate();
    clg_core_room room = {0};
    clg_core core;

    check_ok(clg_core_sweep_missing(&graph, &room, &core, &err));
    check_near(core.fit.value, 0.5363058927285493, 1e-9);
    assert_int_equal(core.size, COUNT_OF(core_of_reference));
    for (size_t i = 0; i < COUNT_OF(core_of_reference); i++)
        assert_true(core.member[core_of_reference[i] - 1]);
    check_ok(clg_core_find_missing(&graph, CLG_CORE_THOROUGH, &room, &core, &err));
    assert_true(core.fit.value >= 0.5363058927285493);
    check_no_neighbour_is_better(&graph, clg_core_fit_missing, &core);
    clg_core_room_clear(&room);
    clg_graph_clear(&graph);
}

static void scores_induce_the_best_of_their_prefixes(void **state)
{
    (void)state;
    clg_graph graph = karate();
    clg_core_room room = {0};
    clg_core core, best;
    double scores[MEMBERS], other[MEMBERS];
    uint8_t member[MEMBERS] = {0};
    double highest = -2.0;

    assert_int_equal(clg_nonlinear_core(&graph, scores, other), CLG_VALUE_OK);
    check_ok(clg_core_of_order(&graph, scores, &room, &core, &err));
    for (int k = 1; k <= MEMBERS - 2; k++) {
        uint32_t next = MEMBERS;
        for (uint32_t v = 0; v < MEMBERS; v++)
            if (!member[v] && (next == MEMBERS || scores[v] > scores[next]))
                next = v;
        member[next] = 1;
        highest = fmax(highest, value_or_least(clg_core_fit(&graph, member)));
    }
    check_near(core.fit.value, highest, 1e-12);
    check_near(clg_core_fit(&graph, core.member).value, highest, 1e-12);
    check_ok(clg_core_find(&graph, CLG_CORE_THOROUGH, &room, &best, &err));
    assert_true(best.fit.value >= highest - 1e-12);
    clg_core_room_clear(&room);
    clg_graph_clear(&graph);
}

/* be_r_null_ER_mean, _max, _p; be_r_null_degree_preserving_mean, _p */
static void chance_gives_the_karate_club_a_core_too(void **state)
{
    (void)state;
    clg_graph graph = karate();
    clg_core_null_room room = {0};
    clg_core_null null;

    check_ok(clg_core_null_find(&graph, CLG_CHANCE_RANDOM, 199, 1, &room, &null, &err));
    assert_int_equal(null.status, CLG_VALUE_OK);
    assert_int_equal(null.test.draws, 199);
    check_near(null.test.mean, 0.19699768547729776, 0.01);
    check_near(null.largest, 0.2552439609368985, 0.03);
    check_near(clg_monte_carlo_p(&null.test).value, 0.004975124378109453, 0.01);
    assert_true(clg_monte_carlo_z(&null.test).value > 5.0);
    check_ok(
        clg_core_null_find(&graph, CLG_CHANCE_REWIRED, 199, 1, &room, &null, &err));
    check_near(null.test.mean, 0.40411225335105216, 0.01);
    check_near(clg_monte_carlo_p(&null.test).value, 0.009950248756218905, 0.1);
    assert_true(null.largest < 0.47);
    clg_core_null_room_clear(&room);
    clg_graph_clear(&graph);
}

static void a_network_without_a_core_has_no_null(void **state)
{
    (void)state;
    clg_graph none = graph_empty(6, false), star = graph_star(8);
    clg_core_null_room room = {0};
    clg_core_null null;

    check_ok(clg_core_null_find(&none, CLG_CHANCE_RANDOM, 9, 1, &room, &null, &err));
    assert_int_equal(null.status, CLG_VALUE_UNDEFINED);
    /* a star can't be rewired: the sd is 0, and there is no z */
    check_ok(clg_core_null_find(&star, CLG_CHANCE_REWIRED, 9, 1, &room, &null, &err));
    check_near(null.test.mean, 1.0, 1e-12);
    assert_int_equal(clg_monte_carlo_z(&null.test).status, CLG_VALUE_UNDEFINED);
    check_near(clg_monte_carlo_p(&null.test).value, 1.0, 0.0);
    clg_core_null_room_clear(&room);
    clg_graph_clear(&none);
    clg_graph_clear(&star);
}

/* ---- Rombach ---- */

static double quality_by_definition(const clg_graph *graph, const uint32_t *order,
                                    double a, double b)
{
    uint32_t n = graph->vertex_count;
    double c[MOST], quality = 0.0, outside = floor(b * n);

    for (uint32_t i = 0; i < n; i++) {
        double r = i + 1.0;
        c[order[i]] = r <= outside ? r * (1.0 - a) / (2.0 * outside)
                                   : (r - outside) * (1.0 - a) / (2.0 * (n - outside)) +
                                         (1.0 + a) / 2.0;
    }
    for (uint32_t v = 0; v < n; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            quality += graph->weight[e] * c[v] * c[graph->target[e]];
    return quality;
}

static void swap_places(uint32_t *order, uint32_t i, uint32_t j)
{
    uint32_t held = order[i];

    order[i] = order[j];
    order[j] = held;
}

static double best_of_orders(const clg_graph *graph, uint32_t *order, uint32_t fixed)
{
    double best = 0.0;

    if (fixed == graph->vertex_count)
        return quality_by_definition(graph, order, 0.5, 0.6);
    for (uint32_t i = fixed; i < graph->vertex_count; i++) {
        swap_places(order, fixed, i);
        best = fmax(best, best_of_orders(graph, order, fixed + 1));
        swap_places(order, fixed, i);
    }
    return best;
}

static void the_best_of_all_orders_is_found(void **state)
{
    (void)state;
    clg_rombach_room room = {0};

    for (uint64_t seed = 1; seed <= 20; seed++) {
        clg_graph graph = graph_random(6, false, 0.5, seed % 2 == 0, seed);
        uint32_t order[] = {0, 1, 2, 3, 4, 5};
        clg_value quality;
        check_ok(clg_rombach_find(&graph, 0.5, 0.6, 20, &room, &quality, &err));
        check_near(quality.value, best_of_orders(&graph, order, 0), 1e-9);
        clg_graph_clear(&graph);
    }
    clg_rombach_room_clear(&room);
}

static void no_swap_of_two_places_betters_an_order(void **state)
{
    (void)state;
    clg_rombach_room room = {0};

    for (uint64_t seed = 1; seed <= 20; seed++) {
        clg_graph graph = graph_random(30, false, 0.2, seed % 2 == 0, seed);
        uint32_t order[MOST];
        clg_value quality;
        check_ok(clg_rombach_find(&graph, 0.3, 0.7, 0, &room, &quality, &err));
        memcpy(order, room.best, 30 * sizeof *order);
        check_near(quality_by_definition(&graph, order, 0.3, 0.7), quality.value, 1e-9);
        for (uint32_t i = 0; i < 30; i++)
            for (uint32_t j = 0; j < i; j++) {
                swap_places(order, i, j);
                assert_true(quality_by_definition(&graph, order, 0.3, 0.7) <=
                            quality.value * (1.0 + 1e-9));
                swap_places(order, i, j);
            }
        clg_graph_clear(&graph);
    }
    clg_rombach_room_clear(&room);
}

/* rombach_R_degree_order_a.5_b.8, rombach_R_best_found_a.5_b.8 */
static void orders_of_the_karate_club(void **state)
{
    (void)state;
    clg_graph graph = karate();
    clg_rombach_room room = {0};
    uint32_t order[MEMBERS], placed = 0;
    double coefficient[MEMBERS], value[MEMBERS], scores[MEMBERS];
    clg_value quality;
    clg_value_status found;

    for (size_t degree = 0; placed < MEMBERS; degree++)
        for (uint32_t v = 0; v < MEMBERS; v++)
            if (graph.first[v + 1] - graph.first[v] == degree)
                order[placed++] = v;
    check_near(clg_rombach_quality(&graph, order, 0.5, 0.8, coefficient, value),
               32.95638769911258, 1e-9);
    check_ok(clg_rombach_find(&graph, 0.5, 0.8, 20, &room, &quality, &err));
    assert_true(quality.value >= 36.97931888804904 - 1e-6);
    check_ok(clg_rombach_scores(&graph, 10, &room, scores, &found, &err));
    assert_int_equal(found, CLG_VALUE_OK);
    check_near(fmax(scores[0], scores[33]), 1.0, 0.0);
    assert_true(scores[11] < 0.6); /* with one tie */
    clg_rombach_room_clear(&room);
    clg_graph_clear(&graph);
}

/* ---- closeness, profile, attendance ---- */

/* Distances sum up to 3, 4, 4, 5: over all 16 / 4, in the triangle 11 / 3. */
static void a_triangle_is_nearer_than_its_tail(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 9.0}, {0, 3, 1.0}};
    clg_graph graph = CLG_GRAPH_INIT, star = graph_star(9),
              none = graph_empty(3, false);
    clg_closeness_room room = {0};
    clg_closeness_core core;
    clg_monte_carlo test;
    clg_value excess;

    check_ok(clg_graph_from_ties(&graph, 6, false, ties, 4, &err));
    check_ok(clg_closeness_core_find(&graph, &room, &core, &err));
    check_near(core.ratio.value, 12.0 / 11.0, 1e-12);
    assert_int_equal(core.k, 2);
    assert_int_equal(core.size, 3);
    check_ok(clg_closeness_core_excess(&star, 5, 1, &room, &test, &excess, &err));
    check_near(excess.value, 0.0, 1e-12); /* a star can't be rewired */
    assert_int_equal(test.draws, 5);
    check_ok(clg_closeness_core_excess(&none, 5, 1, &room, &test, &excess, &err));
    assert_int_equal(excess.status, CLG_VALUE_UNDEFINED);
    clg_closeness_room_clear(&room);
    clg_graph_clear(&graph);
    clg_graph_clear(&star);
    clg_graph_clear(&none);
}

/* rossa_order_1based */
static void the_profile_of_the_karate_club(void **state)
{
    (void)state;
    static const uint32_t reference[MEMBERS] = {
        12, 2,  5,  6,  9,  10, 13, 15, 16, 19, 21, 23, 24, 25, 27, 29, 14,
        8,  20, 17, 18, 22, 32, 28, 30, 31, 11, 7,  26, 4,  3,  33, 1,  34};
    clg_graph graph = karate();
    uint32_t order[MEMBERS];
    double alpha[MEMBERS], inside[MEMBERS], sum = 0.0, before = 0.0;
    clg_value c = clg_alpha_centralization(&graph, order, alpha, inside);

    check_near(c.value, 0.640898039713278, 1e-9);
    for (uint32_t k = 0; k < MEMBERS; k++) {
        assert_int_equal(order[k] + 1, reference[k]);
        assert_true(alpha[order[k]] >= before - 1e-12); /* grows */
        before = alpha[order[k]];
        sum += k + 1 < MEMBERS ? before : 0.0;
    }
    check_near(before, 1.0, 1e-12);
    check_near(1.0 - 2.0 / (MEMBERS - 2.0) * sum, c.value, 1e-12);
    clg_graph_clear(&graph);
}

/* Drops one person or meeting at a time, by looking at all again. */
static void drop_by_definition(uint8_t cells[10][8], uint32_t alpha, uint32_t beta,
                               uint8_t *people, uint8_t *meetings)
{
    bool changes = true;

    memset(people, 1, 10);
    memset(meetings, 1, 8);
    while (changes) {
        changes = false;
        for (int i = 0; i < 18; i++) {
            uint8_t *kept = i < 10 ? &people[i] : &meetings[i - 10];
            uint32_t count = 0;
            for (int j = 0; j < (i < 10 ? 8 : 10); j++)
                count +=
                    i < 10 ? cells[i][j] && meetings[j] : cells[j][i - 10] && people[j];
            if (*kept && count < (i < 10 ? alpha : beta)) {
                *kept = 0;
                changes = true;
            }
        }
    }
}

static void cores_of_tables_are_what_is_left(void **state)
{
    (void)state;
    clg_attendance_core_room room = {0};
    clg_two_mode table = {0};

    for (uint64_t seed = 1; seed <= 40; seed++) {
        clg_random random = clg_random_stream(seed, "cells", 0, 0, 0);
        uint8_t cells[10][8], people[10], meetings[8], left[10], held[8];
        uint32_t vertex[80], meeting[80], coreness[10];
        size_t count = 0;
        for (uint32_t v = 0; v < 10; v++)
            for (uint32_t m = 0; m < 8; m++)
                if ((cells[v][m] = clg_random_below(&random, 10) < 4) != 0) {
                    vertex[count] = v;
                    meeting[count++] = m;
                }
        check_ok(clg_two_mode_from_pairs(&table, 10, 8, vertex, meeting, count, &err));
        check_ok(clg_attendance_coreness(&table, &room, coreness, &err));
        for (uint32_t alpha = 0; alpha <= 5; alpha++)
            for (uint32_t beta = 0; beta <= 5; beta++) {
                drop_by_definition(cells, alpha, beta, left, held);
                check_ok(clg_attendance_core(&table, alpha, beta, &room, people,
                                             meetings, &err));
                assert_memory_equal(people, left, sizeof people);
                assert_memory_equal(meetings, held, sizeof meetings);
                for (int v = 0; alpha == beta && v < 10; v++)
                    assert_int_equal(left[v], coreness[v] >= alpha);
            }
    }
    clg_two_mode_clear(&table);
    clg_attendance_core_room_clear(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_flip_or_swap_betters_what_was_found),
        cmocka_unit_test(a_thorough_search_without_mixed_pairs_finds_the_best),
        cmocka_unit_test(mixed_pairs_are_of_no_concern),
        cmocka_unit_test(thresholds_of_the_karate_club),
        cmocka_unit_test(scores_induce_the_best_of_their_prefixes),
        cmocka_unit_test(chance_gives_the_karate_club_a_core_too),
        cmocka_unit_test(a_network_without_a_core_has_no_null),
        cmocka_unit_test(the_best_of_all_orders_is_found),
        cmocka_unit_test(no_swap_of_two_places_betters_an_order),
        cmocka_unit_test(orders_of_the_karate_club),
        cmocka_unit_test(a_triangle_is_nearer_than_its_tail),
        cmocka_unit_test(the_profile_of_the_karate_club),
        cmocka_unit_test(cores_of_tables_are_what_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
