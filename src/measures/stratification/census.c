#include "measures/stratification/census.h"

#include "base/memory.h"
#include "measures/cohesion/density.h"

#include <string.h>

clg_dyads clg_dyad_census(const clg_graph *graph)
{
    double n = (double)graph->vertex_count, arcs = (double)graph->arc_count;
    clg_dyads dyads = {0.0, 0.0, 0.0};

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            dyads.mutual += 0.5 * clg_graph_has_arc(graph, graph->target[e], v);
    dyads.asymmetric = arcs - 2.0 * dyads.mutual;
    dyads.none = n * (n - 1.0) / 2.0 - dyads.mutual - dyads.asymmetric;
    return dyads;
}

clg_value clg_dyadic_reciprocity(clg_dyads dyads)
{
    return clg_value_share(dyads.mutual + dyads.none,
                           dyads.mutual + dyads.asymmetric + dyads.none);
}

static const char *const names[16] = {"003",  "012",  "102",  "021D", "021U", "021C",
                                      "111D", "111U", "030T", "030C", "201",  "120D",
                                      "120U", "120C", "210",  "300"};

const char *clg_triad_name(int triad)
{
    return names[triad];
}

/* Kind of the triad whose arcs are the bits a->b 1, b->a 2, a->c 4, c->a 8, b->c 16,
 * c->b 32 (Batagelj & Mrvar 2001, Soc. Networks 23:237). */
static const uint8_t kinds[64] = {
    0, 1,  1,  2,  1, 3,  5, 7,  1,  5,  4,  6,  2, 7,  6,  10, 1,  5,  3,  7, 4, 8,
    8, 12, 5,  9,  8, 13, 6, 13, 11, 14, 1,  4,  5, 6,  5,  8,  9,  13, 3,  8, 8, 11,
    7, 12, 13, 14, 2, 6,  7, 10, 6,  11, 13, 14, 7, 13, 12, 14, 10, 14, 14, 15};

static int code_of(const clg_graph *graph, uint32_t a, uint32_t b)
{
    return clg_graph_has_arc(graph, a, b) + 2 * clg_graph_has_arc(graph, b, a);
}

/* Every connected triad is met once: from its pair a < b that is tied, with a third c
 * tied to either, unless c < b comes first; triads of one tied pair are what is left.
 */
static void count_triads(const clg_graph *both, const clg_graph *graph, uint32_t *marks,
                         double counts[16])
{
    uint32_t n = graph->vertex_count;

    for (uint32_t a = 0; a < n; a++)
        for (size_t e = both->first[a]; e < both->first[a + 1]; e++) {
            uint32_t b = both->target[e], thirds = 0, ends[2] = {a, b};
            int pair;
            if (b < a)
                continue;
            pair = code_of(graph, a, b);
            for (int side = 0; side < 2; side++)
                for (size_t f = both->first[ends[side]];
                     f < both->first[ends[side] + 1]; f++) {
                    uint32_t c = both->target[f];
                    bool tied_to_a;
                    if (c == a || c == b || marks[c] == e + 1)
                        continue;
                    marks[c] = (uint32_t)e + 1;
                    thirds++;
                    tied_to_a = clg_graph_has_arc(both, a, c);
                    if (c > b || (c > a && !tied_to_a))
                        counts[kinds[pair + 4 * code_of(graph, a, c) +
                                     16 * code_of(graph, b, c)]] += 1.0;
                }
            counts[pair == 3 ? 2 : 1] += (double)(n - 2 - thirds);
        }
}

clg_status clg_triad_census(const clg_graph *graph, double counts[16], clg_error *err)
{
    double n = (double)graph->vertex_count, all = n * (n - 1.0) * (n - 2.0) / 6.0;
    uint32_t *marks =
        clg_array_new((size_t)graph->vertex_count + 1, sizeof *marks, err);
    clg_graph both = CLG_GRAPH_INIT;
    clg_status status = CLG_ERROR_MEMORY;

    memset(counts, 0, 16 * sizeof *counts);
    if (marks != NULL)
        status = clg_graph_symmetrize(graph, &both, err);
    if (status == CLG_OK) {
        count_triads(&both, graph, marks, counts);
        for (int t = 1; t < 16; t++)
            all -= counts[t];
        counts[0] = all > 0.0 ? all : 0.0;
    }
    clg_graph_clear(&both);
    clg_free(marks);
    return status;
}
