/* One ego at a time, on a row with an entry for every vertex. What ends elsewhere than
 * at a neighbour is added too and never read: that is cheaper than asking.
 *
 * Where most pairs are tied, adding whole rows of a matrix is cheaper still, since the
 * processor then adds several entries at once; the zeros among them change no bit. */
#include "measures/isolation/constraint.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

#define MATRIX_LIMIT 512
#define MATRIX_SHARE 4 /* at least one pair in four is tied */

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

/* NULL unless the network is dense and small enough for a matrix. */
static clg_status fill_matrix(const clg_graph *graph, clg_constraint_room *room,
                              const double **matrix, clg_error *err)
{
    size_t n = graph->vertex_count;
    clg_status status;

    *matrix = NULL;
    if (n > MATRIX_LIMIT || MATRIX_SHARE * graph->arc_count < n * n)
        return CLG_OK;
    status = clg_array_reserve(&room->matrix, &room->matrix_room, n * n,
                               sizeof *room->matrix, err);
    if (status != CLG_OK)
        return status;
    for (size_t i = 0; i < n * n; i++)
        room->matrix[i] = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            room->matrix[v * n + graph->target[e]] = room->share[e];
    }
    *matrix = room->matrix;
    return CLG_OK;
}

static void add_row(double *restrict row, const double *restrict other, double scale,
                    uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        row[i] += scale * other[i];
}

static void add_ties(const clg_graph *graph, const double *share, uint32_t via,
                     double scale, double *row)
{
    for (size_t f = graph->first[via]; f < graph->first[via + 1]; f++)
        row[graph->target[f]] += scale * share[f];
}

static void invest(const clg_graph *graph, const double *share, const double *matrix,
                   uint32_t ego, double *row)
{
    uint32_t n = graph->vertex_count;

    for (size_t e = graph->first[ego]; e < graph->first[ego + 1]; e++)
        row[graph->target[e]] = share[e];
    for (size_t e = graph->first[ego]; e < graph->first[ego + 1]; e++) {
        uint32_t via = graph->target[e];
        if (matrix != NULL)
            add_row(row, matrix + (size_t)via * n, share[e], n);
        else
            add_ties(graph, share, via, share[e], row);
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
    const double *matrix = NULL;
    clg_status status = clg_array_reserve(&room->share, &room->share_room,
                                          graph->arc_count, sizeof *room->share, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->row, &room->row_room, graph->vertex_count,
                                   sizeof *room->row, err);
    if (status != CLG_OK)
        return status;
    find_shares(graph, room->share);
    status = fill_matrix(graph, room, &matrix, err);
    if (status != CLG_OK)
        return status;

    for (uint32_t ego = 0; ego < graph->vertex_count; ego++) {
        values[ego] = (double)NAN;
        if (graph->first[ego] == graph->first[ego + 1])
            continue;
        memset(room->row, 0, graph->vertex_count * sizeof *room->row);
        invest(graph, room->share, matrix, ego, room->row);
        values[ego] = sum_of_squares(graph, ego, room->row);
    }
    return CLG_OK;
}

void clg_constraint_room_clear(clg_constraint_room *room)
{
    clg_free(room->share);
    clg_free(room->row);
    clg_free(room->matrix);
    *room = (clg_constraint_room){0};
}
