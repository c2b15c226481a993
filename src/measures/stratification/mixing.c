#include "measures/stratification/mixing.h"

#include "base/memory.h"

typedef struct margins {
    size_t group_count;   /* codes, not all of which occur */
    double *size;         /* vertices in a group */
    double *from, *to;    /* weight of arcs that leave and enter a group */
    double inside, total; /* weight */
} margins;

static size_t code_count(const int32_t *groups, uint32_t vertices)
{
    int32_t largest = -1;

    for (uint32_t v = 0; v < vertices; v++)
        largest = groups[v] > largest ? groups[v] : largest;
    return (size_t)(largest + 1);
}

static void fill(margins *m, const clg_graph *graph, const int32_t *groups)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        int32_t p = groups[v];
        if (p < 0)
            continue;
        m->size[p] += 1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            int32_t q = groups[graph->target[e]];
            if (q < 0)
                continue;
            m->from[p] += graph->weight[e];
            m->to[q] += graph->weight[e];
            m->total += graph->weight[e];
            m->inside += p == q ? graph->weight[e] : 0.0;
        }
    }
}

static clg_value expected_ei(const margins *m)
{
    double people = 0.0, same = 0.0, inside;
    size_t occurring = 0;

    for (size_t p = 0; p < m->group_count; p++) {
        people += m->size[p];
        same += m->size[p] * m->size[p];
        occurring += m->size[p] > 0.0;
    }
    if (occurring < 2)
        return clg_value_undefined();
    inside = same - people;
    return clg_value_of((people * people - same - inside) / (people * (people - 1.0)));
}

static clg_value assortativity(const margins *m)
{
    double chance = 0.0;

    for (size_t p = 0; p < m->group_count; p++)
        chance += (m->from[p] / m->total) * (m->to[p] / m->total);
    if (!(1.0 - chance > 1e-12)) /* all ties in one group, up to rounding */
        return clg_value_undefined();
    return clg_value_of((m->inside / m->total - chance) / (1.0 - chance));
}

clg_status clg_mixing_find(const clg_graph *graph, const int32_t *groups,
                           clg_mixing *mixing, clg_error *err)
{
    margins m = {code_count(groups, graph->vertex_count), NULL, NULL, NULL, 0.0, 0.0};
    double *block = clg_array_new(3 * m.group_count, sizeof *block, err);

    if (block == NULL)
        return CLG_ERROR_MEMORY;
    m.size = block;
    m.from = block + m.group_count;
    m.to = block + 2 * m.group_count;
    fill(&m, graph, groups);

    mixing->ei_expected = expected_ei(&m);
    mixing->ei = mixing->assortativity = clg_value_undefined();
    if (mixing->ei_expected.status == CLG_VALUE_OK && m.total > 0.0) {
        mixing->ei = clg_value_of((m.total - 2.0 * m.inside) / m.total);
        mixing->assortativity = assortativity(&m);
    }
    clg_free(block);
    return CLG_OK;
}
