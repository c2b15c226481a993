/* Every measure of a plain network on the graphs that all must pass, by hand. */
#include "check.h"

#include "base/memory.h"
#include "measures/plain_network.h"
#include "small_graphs.h"

#include <string.h>

static clg_network_measures measure(const clg_graph *graph, const int32_t *groups)
{
    clg_network_measures measures;

    check_ok(clg_network_measure(graph, groups, &measures, &err));
    return measures;
}

static clg_value value_of(const clg_network_measures *measures, const char *id)
{
    for (size_t i = 0; i < measures->value_count; i++)
        if (strcmp(measures->values[i].id, id) == 0)
            return measures->values[i].value;
    return clg_value_none(CLG_VALUE_STATUS_COUNT);
}

static clg_value cell_of(const clg_network_measures *measures, const char *id,
                         uint32_t v)
{
    for (size_t i = 0; i < measures->column_count; i++) {
        const clg_network_column *column = &measures->columns[i];
        if (strcmp(column->id, id) == 0)
            return (clg_value){column->values[v], column->statuses[v]};
    }
    return clg_value_none(CLG_VALUE_STATUS_COUNT);
}

static void check_value(clg_value value, const char *id, double expected)
{
    if (isnan(expected)) {
        if (value.status != CLG_VALUE_UNDEFINED || !isnan(value.value))
            fail_msg("%s is %.17g, expected it undefined", id, value.value);
    } else if (value.status != CLG_VALUE_OK || !(fabs(value.value - expected) <= 1e-12))
        fail_msg("%s is %.17g, expected %.17g", id, value.value, expected);
}

typedef struct expectation {
    const char *id;
    double value;
} expectation;

#define NONE ((double)NAN)

static void check_values(clg_graph graph, const expectation *expected, size_t count)
{
    clg_network_measures measures = measure(&graph, NULL);

    for (size_t i = 0; i < count; i++)
        check_value(value_of(&measures, expected[i].id), expected[i].id,
                    expected[i].value);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void check_column(const clg_network_measures *measures, const char *id,
                         const double *expected)
{
    for (uint32_t v = 0; v < measures->vertex_count; v++)
        check_value(cell_of(measures, id, v), id, expected[v]);
}

static void nothing_is_undefined_and_counts_are_zero(void **state)
{
    (void)state;
    const expectation expected[] = {{"vertices", 0},
                                    {"ties", 0},
                                    {"density", NONE},
                                    {"mean_degree", NONE},
                                    {"isolates", 0},
                                    {"isolate_share", NONE},
                                    {"components", 0},
                                    {"degeneracy", NONE},
                                    {"largest_component_share", NONE},
                                    {"fragmentation", NONE},
                                    {"transitivity", NONE},
                                    {"degree_centralization", NONE}};
    check_values(graph_empty(0, false), expected, COUNT_OF(expected));
}

static void one_and_two_isolates(void **state)
{
    (void)state;
    const expectation one[] = {{"density", NONE},     {"mean_strength", NONE},
                               {"mean_degree", NONE}, {"isolate_share", 1},
                               {"components", 1},     {"fragmentation", NONE},
                               {"degeneracy", 0},     {"largest_component_share", 1}};
    const expectation two[] = {{"density", 0},       {"isolates", 2},
                               {"fragmentation", 1}, {"transitivity", NONE},
                               {"components", 2},    {"degree_centralization", NONE}};

    check_values(graph_empty(1, false), one, COUNT_OF(one));
    check_values(graph_empty(2, false), two, COUNT_OF(two));
}

static void a_dyad(void **state)
{
    (void)state;
    clg_graph graph = graph_dyad();
    clg_network_measures measures = measure(&graph, NULL);

    check_value(value_of(&measures, "density"), "density", 1.0);
    check_value(value_of(&measures, "fragmentation"), "fragmentation", 0.0);
    check_column(&measures, "constraint", (double[]){1, 1});
    check_column(&measures, "harmonic", (double[]){1, 1});
    check_column(&measures, "betweenness", (double[]){NONE, NONE});
    check_column(&measures, "isolated", (double[]){0, 0});
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void a_star_of_ten(void **state)
{
    (void)state;
    clg_graph graph = graph_star(10);
    clg_network_measures measures = measure(&graph, NULL);

    check_value(value_of(&measures, "density"), "density", 0.2);
    check_value(value_of(&measures, "mean_degree"), "mean_degree", 1.8);
    check_value(value_of(&measures, "transitivity"), "transitivity", 0.0);
    check_value(value_of(&measures, "degree_centralization"), "centralization", 1.0);
    check_value(value_of(&measures, "degeneracy"), "degeneracy", 1.0);
    check_value(cell_of(&measures, "betweenness", 0), "betweenness", 1.0);
    check_value(cell_of(&measures, "betweenness", 7), "betweenness", 0.0);
    check_value(cell_of(&measures, "constraint", 0), "constraint", 1.0 / 9.0);
    check_value(cell_of(&measures, "constraint", 3), "constraint", 1.0);
    check_value(cell_of(&measures, "harmonic", 0), "harmonic", 1.0);
    check_value(cell_of(&measures, "harmonic", 1), "harmonic", (1.0 + 8.0 / 2.0) / 9.0);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

/* p = 1/9: constraint of each = 9 (1/9 + 8/81)^2. */
static void a_complete_graph_of_ten(void **state)
{
    (void)state;
    clg_graph graph = graph_complete(10);
    clg_network_measures measures = measure(&graph, NULL);
    double invested = 1.0 / 9.0 + 8.0 / 81.0;

    check_value(value_of(&measures, "density"), "density", 1.0);
    check_value(value_of(&measures, "transitivity"), "transitivity", 1.0);
    check_value(value_of(&measures, "degree_centralization"), "centralization", 0.0);
    check_value(value_of(&measures, "degeneracy"), "degeneracy", 9.0);
    check_value(cell_of(&measures, "betweenness", 4), "betweenness", 0.0);
    check_value(cell_of(&measures, "constraint", 4), "constraint",
                9.0 * invested * invested);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void a_path_of_five(void **state)
{
    (void)state;
    clg_graph graph = graph_path(5);
    clg_network_measures measures = measure(&graph, NULL);
    double end = (1.0 + 1.0 / 2.0 + 1.0 / 3.0 + 1.0 / 4.0) / 4.0;

    check_value(value_of(&measures, "degree_centralization"), "centralization",
                2.0 / 12.0);
    check_column(&measures, "betweenness",
                 (double[]){0, 3.0 / 6.0, 4.0 / 6.0, 3.0 / 6.0, 0});
    check_column(&measures, "harmonic",
                 (double[]){end, (2.0 + 0.5 + 1.0 / 3.0) / 4.0, 0.75,
                            (2.0 + 0.5 + 1.0 / 3.0) / 4.0, end});
    check_column(&measures, "coreness", (double[]){1, 1, 1, 1, 1});
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void two_triangles(void **state)
{
    (void)state;
    const expectation expected[] = {{"components", 2},
                                    {"largest_component_share", 0.5},
                                    {"fragmentation", 1.0 - 12.0 / 30.0},
                                    {"transitivity", 1},
                                    {"degree_centralization", 0},
                                    {"degeneracy", 2}};
    check_values(graph_two_triangles(), expected, COUNT_OF(expected));
}

static void triangle_dyad_and_two_isolates(void **state)
{
    (void)state;
    clg_graph graph = graph_triangle_dyad_isolates();
    clg_network_measures measures = measure(&graph, NULL);

    check_value(value_of(&measures, "isolates"), "isolates", 2.0);
    check_value(value_of(&measures, "components"), "components", 4.0);
    check_value(value_of(&measures, "fragmentation"), "fragmentation", 17.0 / 21.0);
    check_column(&measures, "constraint",
                 (double[]){1.125, 1.125, 1.125, 1, 1, NONE, NONE});
    check_column(&measures, "coreness", (double[]){2, 2, 2, 1, 1, 0, 0});
    check_column(&measures, "isolated", (double[]){0, 0, 0, 0, 0, 1, 1});
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

/* 0 -> 1 -> 2 -> 0, 0 <-> 3, and 4 alone. */
static void a_directed_network(void **state)
{
    (void)state;
    const clg_tie ties[] = {
        {0, 1, 1.0}, {1, 2, 2.0}, {2, 0, 1.0}, {0, 3, 1.0}, {3, 0, 3.0}};
    clg_graph graph = CLG_GRAPH_INIT;
    clg_network_measures measures;

    check_ok(clg_graph_from_ties(&graph, 5, true, ties, COUNT_OF(ties), &err));
    measures = measure(&graph, NULL);
    check_value(value_of(&measures, "density"), "density", 0.25);
    check_value(value_of(&measures, "reciprocity"), "reciprocity", 0.4);
    check_value(value_of(&measures, "mean_degree"), "mean_degree", 2.0);
    check_value(value_of(&measures, "mean_strength"), "mean_strength", 16.0 / 5.0);
    check_value(value_of(&measures, "components"), "components", 2.0);
    check_value(value_of(&measures, "transitivity"), "transitivity", 0.0);
    check_value(value_of(&measures, "indegree_centralization"), "in", 5.0 / 16.0);
    check_value(value_of(&measures, "outdegree_centralization"), "out", 5.0 / 16.0);
    assert_int_equal(value_of(&measures, "degree_centralization").status,
                     CLG_VALUE_STATUS_COUNT);
    check_column(&measures, "degree", (double[]){4, 2, 2, 2, 0});
    check_column(&measures, "strength", (double[]){6, 3, 3, 4, 0});
    check_column(&measures, "indegree", (double[]){2, 1, 1, 1, 0});
    check_column(&measures, "outdegree", (double[]){2, 1, 1, 1, 0});
    check_column(&measures, "coreness", (double[]){2, 2, 2, 2, 0});
    check_column(&measures, "coreness_in", (double[]){1, 1, 1, 1, 0});
    check_column(&measures, "harmonic",
                 (double[]){2.5 / 4.0, (1.0 + 0.5 + 1.0 / 3.0) / 4.0, 2.0 / 4.0,
                            (1.0 + 0.5 + 1.0 / 3.0) / 4.0, 0});
    /* 0 lies on 2-3, 2-0-1, 3-0-1, 3-0-1-2, 1-2-0-3; 1 on 0-2, 3-2; 2 on 1-0, 1-3. */
    check_column(&measures, "betweenness",
                 (double[]){5.0 / 12.0, 2.0 / 12.0, 2.0 / 12.0, 0, 0});
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void mixing_of_two_triangles(void **state)
{
    (void)state;
    const int32_t apart[] = {0, 0, 0, 1, 1, 1}, mixed[] = {0, 0, 1, 1, 0, -1};
    const int32_t one[] = {2, 2, 2, 2, 2, 2}, inside_one[] = {0, 0, 0, 1, -1, -1};
    clg_graph graph = graph_two_triangles();
    clg_network_measures measures = measure(&graph, apart);

    check_value(value_of(&measures, "ei_index"), "ei_index", -1.0);
    check_value(value_of(&measures, "ei_expected"), "ei_expected",
                (18.0 - 12.0) / 30.0);
    check_value(value_of(&measures, "assortativity"), "assortativity", 1.0);
    clg_network_measures_clear(&measures);
    /* Known ties: 0-1 inside; 0-2, 1-2, 3-4 between. e_00 = 2/8, a = (5/8, 3/8). */
    measures = measure(&graph, mixed);
    check_value(value_of(&measures, "ei_index"), "ei_index", 0.5);
    check_value(value_of(&measures, "ei_expected"), "ei_expected", (12.0 - 8.0) / 20.0);
    check_value(value_of(&measures, "assortativity"), "assortativity",
                (0.25 - 34.0 / 64.0) / (1.0 - 34.0 / 64.0));
    clg_network_measures_clear(&measures);
    measures = measure(&graph, one);
    check_value(value_of(&measures, "ei_index"), "ei_index", NONE);
    check_value(value_of(&measures, "ei_expected"), "ei_expected", NONE);
    check_value(value_of(&measures, "assortativity"), "assortativity", NONE);
    clg_network_measures_clear(&measures);
    measures = measure(&graph, inside_one);
    check_value(value_of(&measures, "ei_index"), "ei_index", -1.0);
    check_value(value_of(&measures, "assortativity"), "assortativity", NONE);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_graph graph = graph_random(9, true, 0.4, true, 3);
    const int32_t groups[9] = {0, 1, 0, 1, 0, 1, 0, 1, 2};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_network_measures measures;
        clg_test_allocations_left = allowed;
        status = clg_network_measure(&graph, groups, &measures, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(status == CLG_OK || measures.value_count == 0);
        assert_true(allowed < 2000);
        clg_network_measures_clear(&measures);
    }
    clg_graph_clear(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_undefined_and_counts_are_zero),
        cmocka_unit_test(one_and_two_isolates),
        cmocka_unit_test(a_dyad),
        cmocka_unit_test(a_star_of_ten),
        cmocka_unit_test(a_complete_graph_of_ten),
        cmocka_unit_test(a_path_of_five),
        cmocka_unit_test(two_triangles),
        cmocka_unit_test(triangle_dyad_and_two_isolates),
        cmocka_unit_test(a_directed_network),
        cmocka_unit_test(mixing_of_two_triangles),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
