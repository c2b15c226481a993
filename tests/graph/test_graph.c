/* clg_graph: rows in order, merged parallels, symmetric and turned graphs, bad ties,
 * reuse without allocation, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "graph/graph.h"

static clg_graph graph_of(uint32_t vertices, bool is_directed, const clg_tie *ties,
                          size_t count)
{
    clg_graph graph = CLG_GRAPH_INIT;

    check_ok(clg_graph_from_ties(&graph, vertices, is_directed, ties, count, &err));
    return graph;
}

static void check_row(const clg_graph *graph, uint32_t v, size_t count,
                      const uint32_t *targets, const double *weights)
{
    assert_int_equal(graph->first[v + 1] - graph->first[v], count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(graph->target[graph->first[v] + i], targets[i]);
        check_near(graph->weight[graph->first[v] + i], weights[i], 0.0);
    }
}

static void rows_ascend_and_hold_both_ends(void **state)
{
    (void)state;
    const clg_tie ties[] = {{3, 0, 1.0}, {2, 0, 2.0}, {0, 1, 3.0}, {3, 2, 4.0}};
    clg_graph graph = graph_of(5, false, ties, COUNT_OF(ties));

    assert_int_equal(clg_graph_tie_count(&graph), 4);
    assert_int_equal(graph.arc_count, 8);
    check_row(&graph, 0, 3, (uint32_t[]){1, 2, 3}, (double[]){3.0, 2.0, 1.0});
    check_row(&graph, 2, 2, (uint32_t[]){0, 3}, (double[]){2.0, 4.0});
    check_row(&graph, 4, 0, NULL, NULL);
    clg_graph_clear(&graph);
}

static void parallel_ties_add_up_in_the_order_given(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1e16}, {1, 0, 1.0}, {0, 1, 1.0}};
    clg_graph graph = graph_of(2, false, ties, COUNT_OF(ties));

    assert_int_equal(clg_graph_tie_count(&graph), 1);
    check_row(&graph, 0, 1, (uint32_t[]){1}, (double[]){(1e16 + 1.0) + 1.0});
    check_row(&graph, 1, 1, (uint32_t[]){0}, (double[]){(1e16 + 1.0) + 1.0});
    clg_graph_clear(&graph);
}

static void opposite_arcs_of_a_directed_graph_stay_apart(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {1, 0, 2.0}, {0, 1, 4.0}};
    clg_graph graph = graph_of(2, true, ties, COUNT_OF(ties));

    assert_int_equal(clg_graph_tie_count(&graph), 2);
    check_row(&graph, 0, 1, (uint32_t[]){1}, (double[]){5.0});
    check_row(&graph, 1, 1, (uint32_t[]){0}, (double[]){2.0});
    clg_graph_clear(&graph);
}

static void symmetrized_ties_weigh_both_arcs(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {1, 0, 2.0}, {2, 1, 4.0}};
    clg_graph graph = graph_of(4, true, ties, COUNT_OF(ties)), out = CLG_GRAPH_INIT;

    check_ok(clg_graph_symmetrize(&graph, &out, &err));
    assert_false(out.is_directed);
    assert_int_equal(clg_graph_tie_count(&out), 2);
    check_row(&out, 0, 1, (uint32_t[]){1}, (double[]){3.0});
    check_row(&out, 1, 2, (uint32_t[]){0, 2}, (double[]){3.0, 4.0});
    check_row(&out, 2, 1, (uint32_t[]){1}, (double[]){4.0});
    clg_graph_clear(&out);
    clg_graph_clear(&graph);
}

static void transposing_turns_every_arc(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {2, 1, 2.0}, {2, 0, 4.0}};
    clg_graph graph = graph_of(3, true, ties, COUNT_OF(ties)), out = CLG_GRAPH_INIT;

    check_ok(clg_graph_transpose(&graph, &out, &err));
    check_row(&out, 0, 1, (uint32_t[]){2}, (double[]){4.0});
    check_row(&out, 1, 2, (uint32_t[]){0, 2}, (double[]){1.0, 2.0});
    check_row(&out, 2, 0, NULL, NULL);
    clg_graph_clear(&out);
    clg_graph_clear(&graph);
}

static void an_empty_graph_has_no_rows(void **state)
{
    (void)state;
    clg_graph graph = graph_of(0, true, NULL, 0), out = CLG_GRAPH_INIT;
    clg_graph never_filled = CLG_GRAPH_INIT;

    assert_int_equal(clg_graph_tie_count(&graph), 0);
    assert_int_equal(graph.first[0], 0);
    check_ok(clg_graph_symmetrize(&graph, &out, &err));
    check_ok(clg_graph_transpose(&never_filled, &out, &err));
    assert_int_equal(out.first[0], 0);
    clg_graph_clear(&out);
    clg_graph_clear(&graph);
}

static void bad_ties_are_named(void **state)
{
    (void)state;
    const clg_tie far[] = {{0, 1, 1.0}, {0, 3, 1.0}}, loop[] = {{1, 1, 1.0}};
    const clg_tie zero[] = {{0, 1, 0.0}}, unknown[] = {{0, 1, (double)NAN}};
    clg_graph graph = CLG_GRAPH_INIT;

    check_fails(clg_graph_from_ties(&graph, 3, false, far, 2, &err), CLG_ERROR_ARGUMENT,
                "tie 1 joins 0 and 3, expected vertices below 3");
    check_fails(clg_graph_from_ties(&graph, 3, false, loop, 1, &err),
                CLG_ERROR_ARGUMENT,
                "tie 0 is a loop at vertex 1, expected two vertices");
    check_fails(clg_graph_from_ties(&graph, 3, false, zero, 1, &err),
                CLG_ERROR_ARGUMENT,
                "tie 0 has weight 0, expected a finite one above 0");
    check_fails(clg_graph_from_ties(&graph, 3, false, unknown, 1, &err),
                CLG_ERROR_ARGUMENT,
                "tie 0 has weight nan, expected a finite one above 0");
    clg_graph_clear(&graph);
}

static void building_again_needs_no_memory(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {2, 1, 2.0}, {2, 0, 4.0}};
    clg_graph graph = graph_of(3, true, ties, COUNT_OF(ties)), out = CLG_GRAPH_INIT;

    check_ok(clg_graph_symmetrize(&graph, &out, &err));
    clg_test_allocations_left = 0;
    check_ok(clg_graph_from_ties(&graph, 3, true, ties, COUNT_OF(ties), &err));
    check_ok(clg_graph_symmetrize(&graph, &out, &err));
    clg_test_allocations_left = -1;
    clg_graph_clear(&out);
    clg_graph_clear(&graph);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {2, 1, 2.0}, {2, 0, 4.0}};
    clg_status status = CLG_ERROR_MEMORY;
    int failures = 0;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_graph graph = CLG_GRAPH_INIT, out = CLG_GRAPH_INIT;
        clg_test_allocations_left = allowed;
        status = clg_graph_from_ties(&graph, 3, true, ties, COUNT_OF(ties), NULL);
        if (status == CLG_OK)
            status = clg_graph_symmetrize(&graph, &out, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        failures += status != CLG_OK;
        clg_graph_clear(&out);
        clg_graph_clear(&graph);
    }
    assert_int_equal(failures, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_ascend_and_hold_both_ends),
        cmocka_unit_test(parallel_ties_add_up_in_the_order_given),
        cmocka_unit_test(opposite_arcs_of_a_directed_graph_stay_apart),
        cmocka_unit_test(symmetrized_ties_weigh_both_arcs),
        cmocka_unit_test(transposing_turns_every_arc),
        cmocka_unit_test(an_empty_graph_has_no_rows),
        cmocka_unit_test(bad_ties_are_named),
        cmocka_unit_test(building_again_needs_no_memory),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
