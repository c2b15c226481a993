/* The door to igraph: components and coreness of small graphs worked by hand. */
#include "check.h"

#include "graph/igraph_bridge.h"

static void check_numbers(const uint32_t *actual, const uint32_t *expected,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(actual[i], expected[i]);
}

static void triangle_dyad_and_two_isolates(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}, {3, 4, 1.0}};
    clg_graph graph = CLG_GRAPH_INIT;
    uint32_t numbers[7], count = 0;

    check_ok(clg_graph_from_ties(&graph, 7, false, ties, COUNT_OF(ties), &err));
    check_ok(clg_components(&graph, numbers, &count, &err));
    assert_int_equal(count, 4);
    check_numbers(numbers, (uint32_t[]){0, 0, 0, 1, 1, 2, 3}, 7);
    check_ok(clg_coreness(&graph, CLG_ARCS_ALL, numbers, &err));
    check_numbers(numbers, (uint32_t[]){2, 2, 2, 1, 1, 0, 0}, 7);
    clg_graph_clear(&graph);
}

/* A cycle 0 -> 1 -> 2 -> 0 with a mutual pair 0 <-> 3. */
static void direction_matters_to_coreness_only(void **state)
{
    (void)state;
    const clg_tie ties[] = {
        {0, 1, 1.0}, {1, 2, 1.0}, {2, 0, 1.0}, {0, 3, 1.0}, {3, 0, 1.0}};
    clg_graph graph = CLG_GRAPH_INIT;
    uint32_t numbers[5], count = 0;

    check_ok(clg_graph_from_ties(&graph, 5, true, ties, COUNT_OF(ties), &err));
    check_ok(clg_components(&graph, numbers, &count, &err));
    assert_int_equal(count, 2);
    check_ok(clg_coreness(&graph, CLG_ARCS_ALL, numbers, &err));
    check_numbers(numbers, (uint32_t[]){2, 2, 2, 2, 0}, 5);
    check_ok(clg_coreness(&graph, CLG_ARCS_IN, numbers, &err));
    check_numbers(numbers, (uint32_t[]){1, 1, 1, 1, 0}, 5);
    clg_graph_clear(&graph);
}

static void an_empty_graph_has_no_components(void **state)
{
    (void)state;
    clg_graph graph = CLG_GRAPH_INIT;
    uint32_t none[1] = {7}, count = 9;

    check_ok(clg_graph_from_ties(&graph, 0, false, NULL, 0, &err));
    check_ok(clg_components(&graph, none, &count, &err));
    assert_int_equal(count, 0);
    check_ok(clg_coreness(&graph, CLG_ARCS_ALL, none, &err));
    assert_int_equal(none[0], 7);
    clg_graph_clear(&graph);
}

static void the_version_is_known(void **state)
{
    (void)state;
    assert_true(clg_igraph_version()[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triangle_dyad_and_two_isolates),
        cmocka_unit_test(direction_matters_to_coreness_only),
        cmocka_unit_test(an_empty_graph_has_no_components),
        cmocka_unit_test(the_version_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
