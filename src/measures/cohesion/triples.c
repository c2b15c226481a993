#include "measures/cohesion/triples.h"

static uint32_t common_count(const uint64_t *a, const uint64_t *b, size_t words)
{
    uint32_t count = 0;

    for (size_t w = 0; w < words; w++)
        count += clg_bit_count(a[w] & b[w]);
    return count;
}

static size_t degree(const clg_graph *graph, uint32_t v)
{
    return graph->first[v + 1] - graph->first[v];
}

clg_triples clg_triples_from_bits(const clg_graph *graph, const clg_bit_rows *bits)
{
    clg_triples triples = {0, 0};

    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        const uint64_t *row = clg_bit_row(bits, i);
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
            const uint64_t *next = clg_bit_row(bits, graph->target[e]);
            triples.paths += degree(graph, graph->target[e]) - clg_bit_is_set(next, i);
            triples.closed += common_count(row, next, bits->words);
        }
    }
    return triples;
}

/* marks[k] == i + 1 says i -> k; a later i overwrites, so that nothing is cleared. */
static void count_from(const clg_graph *graph, uint32_t i, const uint32_t *marks,
                       clg_triples *triples)
{
    for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
        uint32_t j = graph->target[e];
        for (size_t f = graph->first[j]; f < graph->first[j + 1]; f++) {
            uint32_t k = graph->target[f];
            triples->paths += k != i;
            triples->closed += marks[k] == i + 1;
        }
    }
}

clg_triples clg_triples_from_rows(const clg_graph *graph, uint32_t *marks)
{
    clg_triples triples = {0, 0};

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        marks[v] = 0;
    for (uint32_t i = 0; i < graph->vertex_count; i++) {
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
            marks[graph->target[e]] = i + 1;
        count_from(graph, i, marks, &triples);
    }
    return triples;
}

clg_value clg_transitivity(clg_triples triples)
{
    return clg_value_share((double)triples.closed, (double)triples.paths);
}
