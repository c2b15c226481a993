/* Core and periphery: by hand, by going through all cores, by identities. */
#include "check.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"
#include "measures/core/borgatti_everett.h"
#include "measures/core/core_missing.h"
#include "measures/core/coreness.h"
#include "measures/core/minres.h"
#include "measures/core/nonlinear.h"
#include "measures/core/rich_core.h"
#include "measures/core/shells.h"
#include "measures/core/splittance.h"
#include "small_graphs.h"

enum { MOST = 16 };

/* r by its definition: a correlation over pairs; in_both says which pairs count. */
static double pearson(const clg_graph *graph, const uint8_t *member, bool mixed)
{
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

    for (uint32_t i = 0; i < graph->vertex_count; i++)
        for (uint32_t j = i + 1; j < graph->vertex_count; j++) {
            double d = mixed ? member[i] | member[j] : member[i] & member[j], w = 0.0;
            if (!mixed && member[i] != member[j])
                continue;
            for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
                w = graph->target[e] == j ? graph->weight[e] : w;
            n += 1.0;
            x += d;
            y += w;
            xx += d * d;
            yy += w * w;
            xy += d * w;
        }
    return (xy - x * y / n) / sqrt((xx - x * x / n) * (yy - y * y / n));
}

static void take_bits(uint32_t bits, uint32_t n, uint8_t *member)
{
    for (uint32_t v = 0; v < n; v++)
        member[v] = bits >> v & 1;
}

static void the_closed_form_is_the_correlation(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint32_t n = 4 + (uint32_t)(seed % 7);
        clg_graph graph = graph_random(n, false, 0.4, seed % 2 == 0, seed);
        uint8_t member[MOST];
        for (uint32_t bits = 1; bits + 1 < 1U << n; bits += 7) {
            double mixed, apart;
            clg_value fit, missing;
            take_bits(bits, n, member);
            mixed = pearson(&graph, member, true);
            apart = pearson(&graph, member, false);
            fit = clg_core_fit(&graph, member);
            missing = clg_core_fit_missing(&graph, member);
            if (fit.status == CLG_VALUE_OK)
                check_near(fit.value, mixed, 1e-10);
            if (missing.status == CLG_VALUE_OK)
                check_near(missing.value, apart, 1e-10);
        }
        clg_graph_clear(&graph);
    }
}

static double best_of_all(const clg_graph *graph)
{
    double best = -2.0;
    uint8_t member[MOST];

    for (uint32_t bits = 1; bits < 1U << graph->vertex_count; bits++) {
        clg_value fit;
        take_bits(bits, graph->vertex_count, member);
        fit = clg_core_fit(graph, member);
        if (fit.status == CLG_VALUE_OK && fit.value > best)
            best = fit.value;
    }
    return best;
}

static void a_thorough_search_finds_the_best_of_all_cores(void **state)
{
    (void)state;
    clg_core_room room = {0};
    unsigned quick_hits = 0, graphs = 0;

    for (uint64_t seed = 1; seed <= 60; seed++) {
        clg_graph graph =
            graph_random(5 + (uint32_t)(seed % 7), false, 0.35, seed % 2 == 0, seed);
        double best = best_of_all(&graph);
        clg_core core;
        if (best > -2.0) {
            check_ok(clg_core_find(&graph, CLG_CORE_THOROUGH, &room, &core, &err));
            check_near(core.fit.value, best, 1e-9);
            check_near(clg_core_fit(&graph, core.member).value, core.fit.value, 1e-9);
            assert_true(core.hits >= 1 && core.hits <= core.starts);
            check_ok(clg_core_find(&graph, CLG_CORE_QUICK, &room, &core, &err));
            assert_true(core.fit.value <= best + 1e-9);
            quick_hits += core.fit.value > best - 1e-9;
            graphs++;
        }
        clg_graph_clear(&graph);
    }
    print_message("one start finds the best core of %u in %u small graphs\n",
                  quick_hits, graphs);
    assert_true(quick_hits * 10 >= graphs * 8);
    clg_core_room_clear(&room);
}

static void networks_without_structure_have_no_core(void **state)
{
    (void)state;
    clg_graph graphs[] = {graph_empty(0, false), graph_empty(1, false), graph_dyad(),
                          graph_empty(5, false), graph_complete(10)};
    clg_core_room room = {0};
    clg_core core;

    for (size_t i = 0; i < COUNT_OF(graphs); i++) {
        check_ok(clg_core_find(&graphs[i], CLG_CORE_THOROUGH, &room, &core, &err));
        assert_int_equal(core.fit.status, CLG_VALUE_UNDEFINED);
        assert_int_equal(core.size, 0);
        check_ok(
            clg_core_find_missing(&graphs[i], CLG_CORE_THOROUGH, &room, &core, &err));
        assert_int_equal(core.fit.status, CLG_VALUE_UNDEFINED);
        clg_graph_clear(&graphs[i]);
    }
    clg_core_room_clear(&room);
}

static void the_hub_is_the_core_of_a_star(void **state)
{
    (void)state;
    clg_graph star = graph_star(10);
    clg_core_room room = {0};
    clg_core core;

    check_ok(clg_core_find(&star, CLG_CORE_QUICK, &room, &core, &err));
    check_near(core.fit.value, 1.0, 1e-12);
    assert_int_equal(core.size, 1);
    assert_int_equal(core.member[0], 1);
    clg_core_blocks blocks = clg_core_count_blocks(&star, core.member);
    assert_int_equal(clg_core_density(&blocks, 0).status, CLG_VALUE_UNDEFINED);
    check_near(clg_core_density(&blocks, 1).value, 1.0, 0.0);
    check_near(clg_core_density(&blocks, 2).value, 0.0, 0.0);
    clg_core_room_clear(&room);
    clg_graph_clear(&star);
}

static void scaling_all_weights_changes_no_fit(void **state)
{
    (void)state;
    clg_core_room room = {0};

    for (uint64_t seed = 1; seed <= 20; seed++) {
        clg_graph graph = graph_random(12, false, 0.4, true, seed);
        clg_core core;
        double fit;
        check_ok(clg_core_find(&graph, CLG_CORE_QUICK, &room, &core, &err));
        fit = core.fit.value;
        for (size_t e = 0; e < graph.arc_count; e++)
            graph.weight[e] *= 7.0;
        check_ok(clg_core_find(&graph, CLG_CORE_QUICK, &room, &core, &err));
        check_near(core.fit.value, fit, 1e-12);
        clg_graph_clear(&graph);
    }
    clg_core_room_clear(&room);
}

/* The same network with vertex v called n - 1 - v. */
static clg_graph turned_round(const clg_graph *graph)
{
    clg_graph turned = CLG_GRAPH_INIT;
    clg_tie ties[MOST * MOST];
    uint32_t last = graph->vertex_count - 1;
    size_t count = 0;

    for (uint32_t v = 0; v <= last; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (graph->target[e] > v)
                ties[count++] =
                    (clg_tie){last - v, last - graph->target[e], graph->weight[e]};
    check_ok(clg_graph_from_ties(&turned, last + 1, false, ties, count, &err));
    return turned;
}

/* Who is in the core may depend on the names: of a tie that only the core's side holds
 * together, either end will do. */
static void other_names_change_nothing(void **state)
{
    (void)state;
    clg_core_room room = {0}, other_room = {0};

    for (uint64_t seed = 1; seed <= 30; seed++) {
        clg_graph graph = graph_random(11, false, 0.4, true, seed);
        clg_graph other = turned_round(&graph);
        double a[MOST], b[MOST], c[MOST], room_of_numbers[MOST];
        clg_core core, turned;
        check_ok(clg_core_find(&graph, CLG_CORE_THOROUGH, &room, &core, &err));
        check_ok(clg_core_find(&other, CLG_CORE_THOROUGH, &other_room, &turned, &err));
        check_near(core.fit.value, turned.fit.value, 1e-12);
        clg_strength_core(&graph, a, room_of_numbers);
        clg_strength_core(&other, b, room_of_numbers);
        for (uint32_t v = 0; v < 11; v++)
            check_near(a[v], b[10 - v], 1e-12);
        (void)clg_nonlinear_core(&graph, a, c);
        (void)clg_nonlinear_core(&other, b, c);
        for (uint32_t v = 0; v < 11; v++) {
            check_near(a[v], b[10 - v], 1e-9);
        }
        clg_graph_clear(&graph);
        clg_graph_clear(&other);
    }
    clg_core_room_clear(&room);
    clg_core_room_clear(&other_room);
}

static bool has_tie(const clg_graph *graph, uint32_t a, uint32_t b)
{
    for (size_t e = graph->first[a]; e < graph->first[a + 1]; e++)
        if (graph->target[e] == b)
            return true;
    return false;
}

/* Ties missing in the core and present in the periphery, of the best of all cores. */
static unsigned fewest_edits(const clg_graph *graph)
{
    uint32_t n = graph->vertex_count;
    unsigned fewest = n * n;

    for (uint32_t bits = 0; bits < 1U << n; bits++) {
        unsigned edits = 0;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n; j++) {
                unsigned inside = (bits >> i & 1) + (bits >> j & 1);
                edits += inside == 2   ? !has_tie(graph, i, j)
                         : inside == 0 ? has_tie(graph, i, j)
                                       : 0;
            }
        fewest = edits < fewest ? edits : fewest;
    }
    return fewest;
}

static void splittance_is_the_fewest_edits(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint32_t n = 1 + (uint32_t)(seed % 10), degrees[MOST], counts[MOST + 1];
        clg_graph graph = graph_random(n, false, 0.5, false, seed);
        clg_split split;
        for (uint32_t v = 0; v < n; v++)
            degrees[v] = (uint32_t)(graph.first[v + 1] - graph.first[v]);
        split = clg_split_find(degrees, n, counts);
        check_near(split.splittance.value, fewest_edits(&graph), 0.0);
        assert_true(split.smallest <= split.largest && split.largest <= n);
        if (split.fit.status == CLG_VALUE_OK)
            assert_true(split.fit.value >= 0.0 && split.fit.value <= 1.0);
        clg_graph_clear(&graph);
    }
    assert_int_equal(clg_split_find(NULL, 0, (uint32_t[1]){0}).splittance.status,
                     CLG_VALUE_UNDEFINED);
}

static void the_strength_core_of_unit_weights_is_the_coreness(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        clg_graph graph = graph_random(14, false, 0.3, false, seed);
        double core[MOST], strength[MOST];
        uint32_t coreness[MOST], layer[MOST], degree[MOST];
        clg_strength_core(&graph, core, strength);
        clg_onion_layers(&graph, layer, degree);
        check_ok(clg_coreness(&graph, CLG_ARCS_ALL, coreness, &err));
        for (uint32_t v = 0; v < 14; v++) {
            check_near(core[v], coreness[v], 0.0);
            assert_true(layer[v] >= 1);
            for (uint32_t u = 0; u < 14; u++) /* layers refine the cores */
                if (coreness[u] < coreness[v])
                    assert_true(layer[u] < layer[v]);
        }
        clg_graph_clear(&graph);
    }
}

static void coreness_and_components_are_those_of_igraph(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint32_t n = (uint32_t)(seed % 17), count = 0;
        clg_graph graph =
            graph_random(n, false, 0.05 * (double)(seed % 9), seed % 2 == 0, seed);
        uint32_t coreness[MOST + 1], membership[MOST + 1], queue[MOST + 1];
        uint32_t expected[MOST + 1], components[MOST + 1];
        check_ok(
            clg_components_and_coreness(&graph, components, &count, expected, &err));
        assert_int_equal(clg_components_of(&graph, membership, queue), count);
        clg_coreness_of(&graph, coreness, queue);
        for (uint32_t v = 0; v < n; v++) {
            assert_int_equal(coreness[v], expected[v]);
            assert_int_equal(membership[v], components[v]);
        }
        clg_graph_clear(&graph);
    }
}

static void the_alpha_profile_tells_a_star_from_a_clique(void **state)
{
    (void)state;
    clg_graph star = graph_star(10), clique = graph_complete(10);
    clg_graph apart = graph_two_triangles();
    uint32_t order[MOST];
    double strength[MOST], inside[MOST];

    check_near(clg_alpha_centralization(&star, order, strength, inside).value, 1.0,
               1e-12);
    assert_int_equal(order[9], 0);
    check_near(clg_alpha_centralization(&clique, order, strength, inside).value, 0.0,
               1e-12);
    assert_int_equal(clg_alpha_centralization(&apart, order, strength, inside).status,
                     CLG_VALUE_UNDEFINED);
    clg_graph_clear(&star);
    clg_graph_clear(&clique);
    clg_graph_clear(&apart);
}

static void the_residual_is_what_it_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        clg_graph graph = graph_random(10, false, 0.5, true, seed);
        double c[MOST], sum = 0.0;
        for (uint32_t v = 0; v < 10; v++)
            c[v] = 0.1 * (double)((v * 7 + seed) % 10);
        for (uint32_t i = 0; i < 10; i++)
            for (uint32_t j = i + 1; j < 10; j++) {
                double w = 0.0;
                for (size_t e = graph.first[i]; e < graph.first[i + 1]; e++)
                    w = graph.target[e] == j ? graph.weight[e] : w;
                sum += (w - c[i] * c[j]) * (w - c[i] * c[j]);
            }
        check_near(clg_minres_residual(&graph, c), sum, 1e-10);
        clg_graph_clear(&graph);
    }
}

static void least_squares_have_no_end_on_a_star(void **state)
{
    (void)state;
    clg_graph star = graph_star(10), none = graph_empty(4, false);
    double coreness[MOST], other[MOST];

    assert_int_equal(clg_minres_find(&star, coreness, other).status,
                     CLG_VALUE_DEGENERATE);
    assert_int_equal(clg_minres_find(&none, coreness, other).status,
                     CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_nonlinear_core(&star, coreness, other), CLG_VALUE_OK);
    check_near(coreness[0], 1.0, 0.0);
    assert_true(coreness[1] < 1.0);
    assert_int_equal(clg_nonlinear_core(&none, coreness, other), CLG_VALUE_UNDEFINED);
    clg_graph_clear(&star);
    clg_graph_clear(&none);
}

static void isolates_have_no_core_score(void **state)
{
    (void)state;
    clg_graph graph = graph_triangle_dyad_isolates();
    double scores[MOST], other[MOST], highest;
    uint32_t order[MOST];

    assert_int_equal(clg_nonlinear_core(&graph, scores, other), CLG_VALUE_OK);
    check_near(scores[5], 0.0, 0.0);
    check_near(scores[0], 1.0, 1e-9);
    assert_true(scores[3] < scores[0]);
    assert_int_equal(clg_rich_core(&graph, order, scores, &highest), 3);
    check_near(highest, 2.0, 0.0);
    clg_graph_clear(&graph);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_graph star = graph_star(10);
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status == CLG_ERROR_MEMORY; allowed++) {
        clg_core_room room = {0};
        clg_core core;
        clg_test_allocations_left = allowed;
        status = clg_core_find(&star, CLG_CORE_QUICK, &room, &core, NULL);
        clg_test_allocations_left = -1;
        clg_core_room_clear(&room);
    }
    assert_int_equal(status, CLG_OK);
    clg_graph_clear(&star);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_closed_form_is_the_correlation),
        cmocka_unit_test(a_thorough_search_finds_the_best_of_all_cores),
        cmocka_unit_test(networks_without_structure_have_no_core),
        cmocka_unit_test(the_hub_is_the_core_of_a_star),
        cmocka_unit_test(scaling_all_weights_changes_no_fit),
        cmocka_unit_test(other_names_change_nothing),
        cmocka_unit_test(splittance_is_the_fewest_edits),
        cmocka_unit_test(the_strength_core_of_unit_weights_is_the_coreness),
        cmocka_unit_test(coreness_and_components_are_those_of_igraph),
        cmocka_unit_test(the_alpha_profile_tells_a_star_from_a_clique),
        cmocka_unit_test(the_residual_is_what_it_says),
        cmocka_unit_test(least_squares_have_no_end_on_a_star),
        cmocka_unit_test(isolates_have_no_core_score),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
