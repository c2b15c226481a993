#include "measures/bit_rows.h"

#include "base/memory.h"

#include <string.h>

clg_status clg_bit_rows_fill(clg_bit_rows *rows, const clg_graph *graph, clg_error *err)
{
    size_t words = ((size_t)graph->vertex_count + 63) / 64;
    size_t needed = words * graph->vertex_count;
    clg_status status =
        clg_array_reserve(&rows->bits, &rows->room, needed, sizeof *rows->bits, err);

    rows->vertex_count = 0;
    if (status != CLG_OK)
        return status;
    if (needed > 0)
        memset(rows->bits, 0, needed * sizeof *rows->bits);
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            clg_bit_set(rows->bits + v * words, graph->target[e]);
    }
    rows->words = words;
    rows->vertex_count = graph->vertex_count;
    return CLG_OK;
}

void clg_bit_rows_clear(clg_bit_rows *rows)
{
    clg_free(rows->bits);
    *rows = (clg_bit_rows){0};
}
