/* One ego at a time, on a row with an entry for every vertex. What ends elsewhere than
 * at a neighbour is added too and never read: that is cheaper than asking. */
#include "measures/isolation/constraint.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static void find_shares(const clg_graph *graph, double *share)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double strength = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            strength += graph->weight[e];
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            share[e] = graph->weight[e] / strength;
    }
}

static void invest(const clg_graph *graph, const double *share, uint32_t ego,
                   double *row)
{
    for (size_t e = graph->first[ego]; e < graph->first[ego + 1]; e++)
        row[graph->target[e]] = share[e];
    for (size_t e = graph->first[ego]; e < graph->first[ego + 1]; e++) {
        uint32_t via = graph->target[e];
        for (size_t f = graph->first[via]; f < graph->first[via + 1]; f++)
            row[graph->target[f]] += share[e] * share[f];
    }
}

static double sum_of_squares(const clg_graph *graph, uint32_t ego, const double *row)
{
    double sum = 0.0;

    for (size_t e = graph->first[ego]; e < graph->first[ego + 1]; e++) {
        double invested = row[graph->target[e]];
        sum += invested * invested;
    }
    return sum;
}

clg_status clg_constraint(const clg_graph *graph, clg_constraint_room *room,
                          double *values, clg_error *err)
{
    clg_status status = clg_array_reserve(&room->share, &room->share_room,
                                          graph->arc_count, sizeof *room->share, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->row, &room->row_room, graph->vertex_count,
                                   sizeof *room->row, err);
    if (status != CLG_OK)
        return status;

    find_shares(graph, room->share);
    for (uint32_t ego = 0; ego < graph->vertex_count; ego++) {
        values[ego] = (double)NAN;
        if (graph->first[ego] == graph->first[ego + 1])
            continue;
        memset(room->row, 0, graph->vertex_count * sizeof *room->row);
        invest(graph, room->share, ego, room->row);
        values[ego] = sum_of_squares(graph, ego, room->row);
    }
    return CLG_OK;
}

void clg_constraint_room_clear(clg_constraint_room *room)
{
    clg_free(room->share);
    clg_free(room->row);
    *room = (clg_constraint_room){0};
}
