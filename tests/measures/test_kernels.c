/* The kernels on random small networks: against igraph, against definitions written
 * out plainly, and their fast ways against their plain ones. */
#include "check.h"

#include "graph/igraph_bridge.h"
#include "measures/cohesion/density.h"
#include "measures/cohesion/triples.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/paths.h"
#include "measures/stratification/gini.h"
#include "small_graphs.h"

#include <igraph.h>

enum { TRIALS = 60, ROOM = 200 };

static uint32_t size_of(uint64_t trial)
{
    return (uint32_t)(1 + trial * 7 % 31);
}

static clg_graph random_graph(uint64_t trial, bool is_directed)
{
    const double densities[] = {0.05, 0.15, 0.4, 0.8, 1.0};

    return graph_random(size_of(trial), is_directed, densities[trial % 5], true, trial);
}

static void to_igraph(const clg_graph *graph, igraph_t *out, igraph_vector_t *weights)
{
    igraph_vector_int_t edges;

    igraph_vector_int_init(&edges, 0);
    igraph_vector_init(weights, 0);
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            if (!graph->is_directed && graph->target[e] < v)
                continue;
            igraph_vector_int_push_back(&edges, v);
            igraph_vector_int_push_back(&edges, graph->target[e]);
            igraph_vector_push_back(weights, graph->weight[e]);
        }
    }
    igraph_create(out, &edges, graph->vertex_count, graph->is_directed);
    igraph_vector_int_destroy(&edges);
}

static clg_paths paths_of(const clg_graph *graph)
{
    clg_paths paths = {0};

    check_ok(clg_paths_find(&paths, graph, &err));
    return paths;
}

/* One source at a time. */
static clg_paths paths_by_rows_of(const clg_graph *graph)
{
    clg_paths paths = paths_of(graph);

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        paths.betweenness[v] = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        clg_paths_by_rows(&paths, graph, v);
    return paths;
}

static void check_paths(const clg_graph *graph)
{
    igraph_t other;
    igraph_vector_t weights, expected;
    clg_paths paths = paths_of(graph);
    double n = (double)graph->vertex_count;
    double pairs = (n - 1.0) * (n - 2.0) / (graph->is_directed ? 1.0 : 2.0);

    to_igraph(graph, &other, &weights);
    igraph_vector_init(&expected, 0);
    igraph_betweenness(&other, &expected, igraph_vss_all(), true, NULL);
    for (uint32_t v = 0; n > 2.0 && v < graph->vertex_count; v++)
        check_near(clg_betweenness(&paths, v).value, VECTOR(expected)[v] / pairs,
                   1e-12);
    igraph_harmonic_centrality(&other, &expected, igraph_vss_all(), IGRAPH_OUT, NULL,
                               true);
    for (uint32_t v = 0; n > 1.0 && v < graph->vertex_count; v++)
        check_near(clg_harmonic(&paths, v).value, VECTOR(expected)[v], 1e-12);
    igraph_vector_destroy(&expected);
    igraph_vector_destroy(&weights);
    igraph_destroy(&other);
    clg_paths_clear(&paths);
}

static void paths_agree_with_igraph(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 2 * TRIALS; trial++) {
        clg_graph graph = random_graph(trial, trial % 2 == 1);
        check_paths(&graph);
        clg_graph_clear(&graph);
    }
}

/* From sparse, with pieces, to dense; sizes around the width of a panel. */
static void panels_and_rows_find_the_same_paths(void **state)
{
    (void)state;
    const uint32_t sizes[] = {1, 2, 63, 64, 65, 130, 199};

    for (uint64_t trial = 0; trial < 3 * COUNT_OF(sizes); trial++) {
        uint32_t size = sizes[trial / 3];
        double density = (double)(trial % 3 == 0 ? 2 : 10) * (double)(trial % 3 + 1) /
                         (trial % 3 == 2 ? 60.0 : (double)size + 1.0);
        clg_graph graph = graph_random(size, false, density, false, trial);
        clg_paths rows = paths_by_rows_of(&graph), panels = paths_of(&graph);

        for (uint32_t v = 0; v < size; v++) {
            check_near(panels.nearness[v], rows.nearness[v], 1e-12);
            check_near(panels.betweenness[v], rows.betweenness[v], 1e-10);
        }
        clg_paths_clear(&rows);
        clg_paths_clear(&panels);
        clg_graph_clear(&graph);
    }
}

/* Two dense groups joined by a chain, so that a search on bits has many levels. */
static void long_ways_through_dense_groups(void **state)
{
    (void)state;
    static clg_tie ties[4000];
    size_t count = 0;
    clg_graph graph = CLG_GRAPH_INIT;

    for (uint32_t i = 0; i < 40; i++)
        for (uint32_t j = 0; j < i; j++) {
            ties[count++] = (clg_tie){i, j, 1.0};
            ties[count++] = (clg_tie){50 + i, 50 + j, 1.0};
        }
    for (uint32_t v = 39; v < 50; v++)
        ties[count++] = (clg_tie){v, v + 1, 1.0};
    check_ok(clg_graph_from_ties(&graph, 92, false, ties, count, &err));
    check_paths(&graph);
    clg_graph_clear(&graph);
}

static void constraint_agrees_with_igraph(void **state)
{
    (void)state;
    clg_constraint_room room = {0};

    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        clg_graph graph = random_graph(trial, false);
        double values[ROOM];
        igraph_t other;
        igraph_vector_t weights, expected;

        check_ok(clg_constraint(&graph, &room, values, &err));
        to_igraph(&graph, &other, &weights);
        igraph_vector_init(&expected, 0);
        igraph_constraint(&other, &expected, igraph_vss_all(), &weights);
        for (uint32_t v = 0; v < graph.vertex_count; v++) {
            assert_int_equal(isnan(values[v]), isnan(VECTOR(expected)[v]));
            if (!isnan(values[v]))
                check_near(values[v], VECTOR(expected)[v], 1e-12);
        }
        igraph_vector_destroy(&expected);
        igraph_vector_destroy(&weights);
        igraph_destroy(&other);
        clg_graph_clear(&graph);
    }
    clg_constraint_room_clear(&room);
}

/* Three loops over who is tied to whom. */
static clg_triples plain_triples(const clg_graph *graph)
{
    clg_triples triples = {0, 0};
    uint32_t n = graph->vertex_count;

    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            for (uint32_t k = 0; k < n; k++) {
                bool is_path = i != k && clg_graph_has_arc(graph, i, j) &&
                               clg_graph_has_arc(graph, j, k);
                triples.paths += is_path;
                triples.closed += is_path && clg_graph_has_arc(graph, i, k);
            }
    return triples;
}

static void triples_agree_with_plain_counting(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 2 * TRIALS; trial++) {
        clg_graph graph = random_graph(trial, trial % 2 == 1);
        clg_triples expected = plain_triples(&graph), actual;
        clg_bit_rows bits = {0};
        uint32_t marks[ROOM];

        check_ok(clg_bit_rows_fill(&bits, &graph, &err));
        actual = clg_triples_from_bits(&graph, &bits);
        assert_int_equal(actual.paths, expected.paths);
        assert_int_equal(actual.closed, expected.closed);
        actual = clg_triples_from_rows(&graph, marks);
        assert_int_equal(actual.paths, expected.paths);
        assert_int_equal(actual.closed, expected.closed);
        clg_bit_rows_clear(&bits);
        clg_graph_clear(&graph);
    }
}

static void transitivity_agrees_with_igraph(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        clg_graph graph = random_graph(trial, false);
        clg_value actual = clg_transitivity(plain_triples(&graph));
        double expected = 0.0;
        igraph_t other;
        igraph_vector_t weights;

        to_igraph(&graph, &other, &weights);
        igraph_transitivity_undirected(&other, &expected, IGRAPH_TRANSITIVITY_NAN);
        assert_int_equal(isnan(expected), actual.status == CLG_VALUE_UNDEFINED);
        if (!isnan(expected))
            check_near(actual.value, expected, 1e-12);
        igraph_vector_destroy(&weights);
        igraph_destroy(&other);
        clg_graph_clear(&graph);
    }
}

static uint32_t arcs_in_core(const clg_graph *graph, uint32_t v, clg_arcs arcs,
                             const bool *is_in)
{
    uint32_t count = 0;

    for (uint32_t w = 0; w < graph->vertex_count; w++) {
        if (!is_in[w])
            continue;
        if (arcs != CLG_ARCS_IN || !graph->is_directed)
            count += clg_graph_has_arc(graph, v, w);
        if (arcs != CLG_ARCS_OUT && graph->is_directed)
            count += clg_graph_has_arc(graph, w, v);
    }
    return count;
}

/* Takes away everyone with fewer than k arcs among those left, until none is. */
static void check_core(const clg_graph *graph, clg_arcs arcs, uint32_t k,
                       const uint32_t *coreness)
{
    bool is_in[ROOM], has_changed = true;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        is_in[v] = true;
    while (has_changed) {
        has_changed = false;
        for (uint32_t v = 0; v < graph->vertex_count; v++) {
            if (!is_in[v] || arcs_in_core(graph, v, arcs, is_in) >= k)
                continue;
            is_in[v] = false;
            has_changed = true;
        }
    }
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        assert_int_equal(is_in[v], coreness[v] >= k);
}

static void coreness_agrees_with_plain_peeling(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        clg_graph graph = random_graph(trial, trial % 2 == 1);
        clg_arcs arcs = (clg_arcs)(trial % 3);
        uint32_t coreness[ROOM];

        check_ok(clg_coreness(&graph, arcs, coreness, &err));
        for (uint32_t k = 0; k < 2 * graph.vertex_count; k++)
            check_core(&graph, arcs, k, coreness);
        clg_graph_clear(&graph);
    }
}

static void gini_of_few_numbers(void **state)
{
    (void)state;
    double equal[] = {2.0, 2.0, 2.0}, one_has_all[] = {0.0, 5.0, 0.0, 0.0};
    double zeros[] = {0.0, 0.0}, mixed[] = {3.0, 1.0};

    check_near(clg_gini(equal, 3).value, 0.0, 0.0);
    check_near(clg_gini(one_has_all, 4).value, 0.75, 1e-15);
    check_near(clg_gini(mixed, 2).value, 0.25, 1e-15);
    assert_int_equal(clg_gini(zeros, 2).status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_gini(zeros, 0).status, CLG_VALUE_UNDEFINED);
}

static void bits_are_counted_and_found(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 64; i++) {
        uint64_t one = UINT64_C(1) << i;
        assert_int_equal(clg_bit_count(one), 1);
        assert_int_equal(clg_bit_count(one - 1), i);
        assert_int_equal(clg_bit_lowest(one | UINT64_C(1) << 63), i);
    }
    assert_int_equal(clg_bit_count(UINT64_MAX), 64);
    assert_int_equal(clg_bit_count(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_agree_with_igraph),
        cmocka_unit_test(panels_and_rows_find_the_same_paths),
        cmocka_unit_test(long_ways_through_dense_groups),
        cmocka_unit_test(constraint_agrees_with_igraph),
        cmocka_unit_test(triples_agree_with_plain_counting),
        cmocka_unit_test(transitivity_agrees_with_igraph),
        cmocka_unit_test(coreness_agrees_with_plain_peeling),
        cmocka_unit_test(gini_of_few_numbers),
        cmocka_unit_test(bits_are_counted_and_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
