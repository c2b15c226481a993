#include "measures/significance/resample.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t week = 7 * 86400;
enum { WEEKS_A_BLOCK = 4 };

void clg_resample_clear(clg_resample *r)
{
    clg_two_mode_clear(&r->table);
    clg_free(r->vertex);
    clg_free(r->meeting);
    clg_free(r->chosen);
    clg_free(r->ties);
    clg_free(r->drawn);
    clg_graph_clear(&r->graph);
    *r = (clg_resample){0};
}

/* The table of the chosen meetings, in the order in which they were drawn: attendees
 * are counted by vertex, then put in place. */
static clg_status build(clg_resample *r, const clg_two_mode *table, size_t count,
                        clg_error *err)
{
    size_t presences = 0, *next;
    clg_status status;

    for (size_t m = 0; m < count; m++)
        presences += clg_meeting_size(table, r->chosen[m]);
    status = clg_array_reserve(&r->vertex, &r->vertex_room, presences + 1,
                               sizeof *r->vertex, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&r->meeting, &r->meeting_room, presences + 1,
                                   sizeof *r->meeting, err);
    if (status != CLG_OK)
        return status;
    next = clg_array_new((size_t)table->vertex_count + 2, sizeof *next, err);
    if (next == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t m = 0; m < count; m++)
        for (size_t e = table->meeting_first[r->chosen[m]];
             e < table->meeting_first[r->chosen[m] + 1]; e++)
            next[table->attendee[e] + 1]++;
    for (uint32_t v = 0; v < table->vertex_count; v++)
        next[v + 1] += next[v];
    for (size_t m = 0; m < count; m++)
        for (size_t e = table->meeting_first[r->chosen[m]];
             e < table->meeting_first[r->chosen[m] + 1]; e++) {
            size_t place = next[table->attendee[e]]++;
            r->vertex[place] = table->attendee[e];
            r->meeting[place] = (uint32_t)m;
        }
    clg_free(next);
    status = clg_two_mode_from_pairs(&r->table, table->vertex_count, (uint32_t)count,
                                     r->vertex, r->meeting, presences, err);
    if (status == CLG_OK && table->is_weighted)
        status = clg_array_reserve(&r->table.weight, &r->table.weight_room, count + 1,
                                   sizeof *r->table.weight, err);
    r->table.is_weighted = status == CLG_OK && table->is_weighted;
    for (size_t m = 0; r->table.is_weighted && m < count; m++)
        r->table.weight[m] = table->weight[r->chosen[m]];
    return status;
}

static size_t first_from(const int64_t *start, size_t count, int64_t moment)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (start[middle] < moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

clg_status clg_resample_blocks(clg_resample *r, const clg_two_mode *table,
                               const int64_t *start, clg_random *random, clg_error *err)
{
    size_t held = table->meeting_count, count = 0;
    int64_t weeks = held > 0 ? (start[held - 1] - start[0]) / week + 1 : 0;
    int64_t length = weeks < WEEKS_A_BLOCK ? weeks : WEEKS_A_BLOCK;

    for (int64_t done = 0; done < weeks; done += length) {
        int64_t span = weeks - done < length ? weeks - done : length;
        int64_t begin =
            start[0] + week * clg_random_below(random, (uint32_t)(weeks - span + 1));
        size_t from = first_from(start, held, begin);
        size_t to = first_from(start, held, begin + span * week);
        clg_status status =
            clg_array_reserve(&r->chosen, &r->chosen_room, count + (to - from) + 1,
                              sizeof *r->chosen, err);
        if (status != CLG_OK)
            return status;
        for (size_t m = from; m < to; m++)
            r->chosen[count++] = (uint32_t)m;
    }
    return build(r, table, count, err);
}

clg_status clg_resample_half(clg_resample *r, const clg_two_mode *table,
                             clg_random *random, clg_error *err)
{
    uint32_t held = table->meeting_count, half = (held + 1) / 2, count = 0;
    clg_status status = clg_array_reserve(&r->chosen, &r->chosen_room, held + 1,
                                          sizeof *r->chosen, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t m = 0; m < held; m++) /* each of the rest with its share of places */
        if (clg_random_below(random, held - m) < half - count)
            r->chosen[count++] = m;
    return build(r, table, count, err);
}

/* The arcs of one pair of drawn vertices; of twins, those of a random other pair. */
static size_t add_pair(clg_resample *r, const clg_graph *graph, uint32_t i, uint32_t j,
                       size_t count, clg_random *random)
{
    uint32_t a = r->drawn[i], b = r->drawn[j], n = graph->vertex_count;

    if (a == b) {
        a = clg_random_below(random, n);
        b = clg_random_below(random, n - 1);
        b += b >= a;
    }
    for (int way = 0; way < (graph->is_directed ? 2 : 1); way++) {
        uint32_t from = way == 0 ? a : b, to = way == 0 ? b : a;
        for (size_t e = graph->first[from]; e < graph->first[from + 1]; e++)
            if (graph->target[e] == to)
                r->ties[count++] =
                    (clg_tie){way == 0 ? i : j, way == 0 ? j : i, graph->weight[e]};
    }
    return count;
}

clg_status clg_resample_vertices(clg_resample *r, const clg_graph *graph,
                                 clg_random *random, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    size_t count = 0;
    clg_status status =
        clg_array_reserve(&r->drawn, &r->drawn_room, n + 1, sizeof *r->drawn, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&r->ties, &r->tie_room, (size_t)n * n + 1,
                                   sizeof *r->ties, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < n; v++)
        r->drawn[v] = clg_random_below(random, n);
    for (uint32_t i = 0; n > 1 && i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            count = add_pair(r, graph, i, j, count, random);
    return clg_graph_from_ties(&r->graph, n, graph->is_directed, r->ties, count, err);
}

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

double clg_quantile(double *values, size_t count, double share)
{
    double place;
    size_t below;

    if (count == 0)
        return (double)NAN;
    qsort(values, count, sizeof *values, ascending);
    place = share * (double)(count - 1);
    below = (size_t)place;
    if (below + 1 >= count)
        return values[count - 1];
    return values[below] +
           (place - (double)below) * (values[below + 1] - values[below]);
}
