/* Groups in the ties: by hand, against all divisions of small graphs, and their labels
 * from window to window. */
#include "check.h"
#include "small_graphs.h"

#include "base/random.h"
#include "graph/igraph_bridge.h"
#include "measures/community/labels.h"

#include <math.h>

static void two_triangles_and_a_bridge(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}, {2, 3, 1.0},
                            {3, 4, 1.0}, {3, 5, 1.0}, {4, 5, 1.0}};
    const int32_t expected[] = {0, 0, 0, 1, 1, 1, -1};
    clg_graph graph = CLG_GRAPH_INIT;
    clg_communities found = {0};

    check_ok(clg_graph_from_ties(&graph, 7, false, ties, COUNT_OF(ties), &err));
    check_ok(clg_communities_find(&found, &graph, 5, &err));
    assert_int_equal(found.count, 2); /* who is alone is no group */
    for (size_t v = 0; v < 7; v++)
        assert_int_equal(found.group[v], expected[v]);
    /* twice 3/7 - (7/14)^2 */
    assert_true(fabs(found.modularity - 5.0 / 14.0) < 1e-12);
    clg_communities_clear(&found);
    clg_graph_clear(&graph);
}

static void without_ties_there_are_no_groups(void **state)
{
    (void)state;
    clg_graph graph = CLG_GRAPH_INIT;
    clg_communities found = {0};

    for (uint32_t n = 0; n < 3; n++) {
        check_ok(clg_graph_from_ties(&graph, n, false, NULL, 0, &err));
        check_ok(clg_communities_find(&found, &graph, 5, &err));
        assert_int_equal(found.count, 0);
        assert_true(isnan(found.modularity));
        for (uint32_t v = 0; v < n; v++)
            assert_int_equal(found.group[v], -1);
    }
    clg_communities_clear(&found);
    clg_graph_clear(&graph);
}

static double modularity_of(const clg_graph *graph, const uint32_t *group)
{
    double within = 0.0, sum = 0.0, strengths[8] = {0}, expected = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            sum += graph->weight[e];
            strengths[group[v]] += graph->weight[e];
            if (group[v] == group[graph->target[e]])
                within += graph->weight[e];
        }
    for (int g = 0; g < 8; g++)
        expected += strengths[g] / sum * (strengths[g] / sum);
    return within / sum - expected;
}

/* Over all divisions, as strings in which each number is at most one more than the
 * largest before it. */
static double best_modularity(const clg_graph *graph, uint32_t *group, uint32_t v,
                              uint32_t used)
{
    double best = -1.0;

    if (v == graph->vertex_count)
        return modularity_of(graph, group);
    for (uint32_t g = 0; g <= used; g++) {
        group[v] = g;
        best = fmax(best, best_modularity(graph, group, v + 1, used + (g == used)));
    }
    return best;
}

static void the_best_of_all_divisions(void **state)
{
    (void)state;
    clg_graph graph = CLG_GRAPH_INIT;
    uint32_t best_found = 0, rounds = 0;

    for (uint64_t round = 0; round < 60; round++) {
        clg_random random = clg_random_stream(5, "community", 0, 0, round);
        uint32_t n = 3 + clg_random_below(&random, 5), group[8], count;
        clg_tie ties[28];
        size_t m = 0;
        double modularity;
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a + 1; b < n; b++)
                if (clg_random_below(&random, 2) == 0)
                    ties[m++] =
                        (clg_tie){a, b, 0.5 * (1.0 + clg_random_below(&random, 4))};
        if (m == 0)
            continue;
        check_ok(clg_graph_from_ties(&graph, n, false, ties, m, &err));
        check_ok(clg_leiden(&graph, 5, group, &count, &modularity, &err));
        assert_true(fabs(modularity - modularity_of(&graph, group)) < 1e-12);
        double best = best_modularity(&graph, (uint32_t[8]){0}, 0, 0);
        assert_true(modularity <= best + 1e-12);
        best_found += modularity >= best - 1e-9;
        rounds++;
    }
    assert_true(rounds > 50);
    assert_true(best_found >= rounds - 2); /* a search, not a proof */
    clg_graph_clear(&graph);
}

/* ---- labels ---- */

enum { PEOPLE = 10, WINDOWS = 5 };

typedef struct past {
    clg_snapshot snapshots[WINDOWS];
    uint32_t person[PEOPLE], label[WINDOWS][PEOPLE];
    clg_history history;
} past;

/* A window of people 0, 1, ... in groups written as letters, '.' for none. */
static void add_window(past *p, const char *groups)
{
    size_t w = p->history.count;
    int32_t group[PEOPLE];
    clg_communities now = {.group = group};
    uint32_t n = 0;

    for (; groups[n] != '\0'; n++) {
        group[n] = groups[n] == '.' ? -1 : groups[n] - 'a';
        if (group[n] >= (int32_t)now.count)
            now.count = (uint32_t)group[n] + 1;
        p->person[n] = n;
    }
    check_ok(clg_communities_label(&now, p->person, n, &p->history, p->label[w], &err));
    p->snapshots[w] = (clg_snapshot){
        .vertex_count = n, .person = p->person, .community = p->label[w]};
    p->history.windows = p->snapshots;
    p->history.count = w + 1;
}

static void check_labels(const past *p, size_t window, const char *expected)
{
    for (size_t v = 0; expected[v] != '\0'; v++)
        assert_int_equal(p->label[window][v], expected[v] - '0');
}

static void labels_stay_with_groups(void **state)
{
    (void)state;
    past p = {0};

    add_window(&p, "aaabbb..");
    check_labels(&p, 0, "11122200");
    add_window(&p, "bb.aaaa.");
    check_labels(&p, 1, "11022220"); /* 2/3 and 3/4 of the earlier ones */
    add_window(&p, "...aaabb");
    check_labels(&p, 2, "00022233"); /* a new group */
    add_window(&p, "aaa...bb");
    check_labels(&p, 3, "11100033"); /* the first is back, by those last seen in it */
    add_window(&p, "aaaaaaaa");
    check_labels(&p, 4, "11111111"); /* 3/8, as 2, but older */
}

static void a_tie_of_labels_goes_to_the_older(void **state)
{
    (void)state;
    past p = {0};

    add_window(&p, "aabb");
    add_window(&p, "aaaa"); /* half of either */
    check_labels(&p, 1, "1111");
    add_window(&p, "aabb"); /* a split: the rest is new, as 2 was last seen as ..22 */
    check_labels(&p, 2, "1122");
}

static void the_period_has_the_usual_labels(void **state)
{
    (void)state;
    past p = {0};
    int32_t group[] = {0, 0, 0, 1, 1, 1, -1};
    clg_communities all = {.group = group, .count = 2};
    uint32_t label[7];

    add_window(&p, "aaabbb.");
    add_window(&p, "aabbbb.");
    add_window(&p, "aaabb..");
    check_ok(clg_communities_label_period(&all, p.person, 7, &p.history, label, &err));
    for (size_t v = 0; v < 7; v++)
        assert_int_equal(label[v], v < 3 ? 1 : v < 6 ? 2 : 0);
    p.history.count = 0; /* never measured in a window: names of their own */
    check_ok(clg_communities_label_period(&all, p.person, 7, &p.history, label, &err));
    assert_int_equal(label[0], 1);
    assert_int_equal(label[5], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_triangles_and_a_bridge),
        cmocka_unit_test(without_ties_there_are_no_groups),
        cmocka_unit_test(the_best_of_all_divisions),
        cmocka_unit_test(labels_stay_with_groups),
        cmocka_unit_test(a_tie_of_labels_goes_to_the_older),
        cmocka_unit_test(the_period_has_the_usual_labels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
