#include "group_sample.h"

#include "base/random.h"
#include "check.h"
#include "small_graphs.h"

static void fill_table(sample *s)
{
    for (uint32_t v = 0; v < s->n; v++)
        for (size_t e = s->graph.first[v]; e < s->graph.first[v + 1]; e++)
            s->w[v][s->graph.target[e]] = s->graph.weight[e];
}

sample sample_of(uint64_t trial, bool is_directed, uint32_t groups, uint32_t missing)
{
    clg_random random = clg_random_stream(trial, "groups", groups, missing, 0);
    uint32_t n = (uint32_t)(1 + trial % SAMPLE_MOST);
    sample s = {.n = n, .k = groups};

    s.graph = graph_random(n, is_directed, 0.15 + 0.2 * (double)(trial % 4),
                           trial % 3 != 0, trial);
    for (uint32_t v = 0; v < n; v++)
        s.code[v] = missing > 0 && clg_random_below(&random, missing) == 0
                        ? -1
                        : (int32_t)clg_random_below(&random, groups);
    check_ok(clg_groups_fill(&s.groups, s.code, n, groups, &err));
    fill_table(&s);
    return s;
}

sample sample_with_ties(const sample *like, const clg_tie *ties, size_t count,
                        uint32_t n, const int32_t *code)
{
    sample s = {.n = n, .k = like->k};

    check_ok(
        clg_graph_from_ties(&s.graph, n, like->graph.is_directed, ties, count, &err));
    for (uint32_t v = 0; v < n; v++)
        s.code[v] = code[v];
    check_ok(clg_groups_fill(&s.groups, code, n, like->k, &err));
    fill_table(&s);
    return s;
}

size_t sample_ties(const sample *s, clg_tie *ties)
{
    size_t count = 0;

    for (uint32_t v = 0; v < s->n; v++)
        for (uint32_t w = s->graph.is_directed ? 0 : v; w < s->n; w++)
            if (s->w[v][w] > 0.0)
                ties[count++] = (clg_tie){v, w, s->w[v][w]};
    return count;
}

void sample_clear(sample *s)
{
    clg_graph_clear(&s->graph);
    clg_groups_clear(&s->groups);
}
