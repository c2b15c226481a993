#include "small_graphs.h"

#include "check.h"

#include "base/random.h"

enum { TIES = 40000 };

typedef struct list {
    size_t count;
    clg_tie ties[TIES];
} list;

static clg_graph build(uint32_t vertices, bool is_directed, const list *ties)
{
    clg_graph graph = CLG_GRAPH_INIT;

    check_ok(clg_graph_from_ties(&graph, vertices, is_directed, ties->ties, ties->count,
                                 &err));
    return graph;
}

static void add(list *ties, uint32_t from, uint32_t to, double weight)
{
    assert_true(ties->count < TIES);
    ties->ties[ties->count++] = (clg_tie){from, to, weight};
}

clg_graph graph_empty(uint32_t vertices, bool is_directed)
{
    clg_graph graph = CLG_GRAPH_INIT;

    check_ok(clg_graph_from_ties(&graph, vertices, is_directed, NULL, 0, &err));
    return graph;
}

clg_graph graph_dyad(void)
{
    return graph_path(2);
}

clg_graph graph_star(uint32_t vertices)
{
    static list ties;

    ties.count = 0;
    for (uint32_t v = 1; v < vertices; v++)
        add(&ties, 0, v, 1.0);
    return build(vertices, false, &ties);
}

clg_graph graph_path(uint32_t vertices)
{
    static list ties;

    ties.count = 0;
    for (uint32_t v = 1; v < vertices; v++)
        add(&ties, v - 1, v, 1.0);
    return build(vertices, false, &ties);
}

clg_graph graph_complete(uint32_t vertices)
{
    return graph_random(vertices, false, 1.0, false, 1);
}

clg_graph graph_two_triangles(void)
{
    static list ties;

    ties.count = 0;
    for (uint32_t v = 0; v < 6; v += 3) {
        add(&ties, v, v + 1, 1.0);
        add(&ties, v + 1, v + 2, 1.0);
        add(&ties, v + 2, v, 1.0);
    }
    return build(6, false, &ties);
}

clg_graph graph_triangle_dyad_isolates(void)
{
    static list ties;

    ties.count = 0;
    add(&ties, 0, 1, 1.0);
    add(&ties, 1, 2, 1.0);
    add(&ties, 2, 0, 1.0);
    add(&ties, 3, 4, 1.0);
    return build(7, false, &ties);
}

clg_graph graph_random(uint32_t vertices, bool is_directed, double density,
                       bool is_weighted, uint64_t seed)
{
    static list ties;
    clg_random random = clg_random_stream(seed, "graph", 0, 0, 0);

    ties.count = 0;
    for (uint32_t v = 0; v < vertices; v++) {
        for (uint32_t w = is_directed ? 0 : v + 1; w < vertices; w++) {
            double weight = 1.0 - clg_random_uniform(&random);
            if (v != w && clg_random_uniform(&random) < density)
                add(&ties, v, w, is_weighted ? weight : 1.0);
        }
    }
    return build(vertices, is_directed, &ties);
}
