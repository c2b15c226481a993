#include "measures/core/rombach.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/core/strength_order.h"

#include <string.h>

/* Gains below this part of R are rounding. */
static const double least_gain = 1e-12;

/* A vertex; far more than are ever needed. */
enum { MOST_SWAPS = 100 };

void clg_rombach_room_clear(clg_rombach_room *room)
{
    clg_free(room->doubles);
    clg_free(room->numbers);
    *room = (clg_rombach_room){0};
}

static clg_status reserve(clg_rombach_room *room, size_t n, clg_error *err)
{
    clg_status status = clg_array_reserve(&room->doubles, &room->double_room, 4 * n + 1,
                                          sizeof *room->doubles, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->numbers, &room->number_room, 3 * n + 1,
                                   sizeof *room->numbers, err);
    if (status != CLG_OK)
        return status;
    room->coefficient = room->doubles;
    room->value = room->doubles + n;
    room->pull = room->doubles + 2 * n;
    room->row = room->doubles + 3 * n;
    room->order = room->numbers;
    room->best = room->numbers + n;
    room->rank = room->numbers + 2 * n;
    memset(room->row, 0, n * sizeof *room->row);
    return CLG_OK;
}

void clg_rombach_coefficients(uint32_t n, double a, double b, double *coefficient)
{
    uint32_t outside = (uint32_t)(b * (double)n);

    for (uint32_t r = 1; r <= n; r++)
        coefficient[r - 1] =
            r <= outside
                ? (double)r * (1.0 - a) / (2.0 * (double)outside)
                : (double)(r - outside) * (1.0 - a) / (2.0 * (double)(n - outside)) +
                      (1.0 + a) / 2.0;
}

/* sum_j w_ij C_j of one vertex. */
static double pull_on(const clg_graph *graph, uint32_t v, const double *value)
{
    double sum = 0.0;

    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
        sum += graph->weight[e] * value[graph->target[e]];
    return sum;
}

double clg_rombach_quality(const clg_graph *graph, const uint32_t *order, double a,
                           double b, double *coefficient, double *value)
{
    uint32_t n = graph->vertex_count;
    double quality = 0.0;

    clg_rombach_coefficients(n, a, b, coefficient);
    for (uint32_t r = 0; r < n; r++)
        value[order[r]] = coefficient[r];
    for (uint32_t v = 0; v < n; v++)
        quality += value[v] * pull_on(graph, v, value);
    return quality;
}

/* What R gains if i and j change places. */
static double gain_of(const clg_rombach_room *room, uint32_t i, uint32_t j, double w)
{
    double apart = room->value[j] - room->value[i];

    return 2.0 * apart * (room->pull[i] - room->pull[j] - w * apart);
}

static void spread_row(const clg_graph *graph, uint32_t v, double *row,
                       bool is_clearing)
{
    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
        row[graph->target[e]] = is_clearing ? 0.0 : graph->weight[e];
}

static double best_swap(const clg_graph *graph, clg_rombach_room *room, uint32_t *first,
                        uint32_t *second)
{
    uint32_t n = graph->vertex_count;
    double best = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        spread_row(graph, i, room->row, false);
        for (uint32_t j = i + 1; j < n; j++) {
            double gain = gain_of(room, i, j, room->row[j]);
            if (gain > best) {
                best = gain;
                *first = i;
                *second = j;
            }
        }
        spread_row(graph, i, room->row, true);
    }
    return best;
}

static void swap(const clg_graph *graph, clg_rombach_room *room, uint32_t i, uint32_t j)
{
    double value = room->value[i];
    uint32_t rank = room->rank[i];

    room->value[i] = room->value[j];
    room->value[j] = value;
    room->rank[i] = room->rank[j];
    room->rank[j] = rank;
    room->order[room->rank[i]] = i;
    room->order[rank] = j;
    for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
        room->pull[graph->target[e]] += graph->weight[e] * (room->value[i] - value);
    for (size_t e = graph->first[j]; e < graph->first[j + 1]; e++)
        room->pull[graph->target[e]] += graph->weight[e] * (value - room->value[i]);
}

/* From room->order uphill to where no swap helps; R there. */
static double climb(const clg_graph *graph, double a, double b, clg_rombach_room *room)
{
    uint32_t n = graph->vertex_count, i = 0, j = 0;
    double quality =
        clg_rombach_quality(graph, room->order, a, b, room->coefficient, room->value);

    for (uint32_t v = 0; v < n; v++)
        room->pull[v] = pull_on(graph, v, room->value);
    for (uint32_t r = 0; r < n; r++)
        room->rank[room->order[r]] = r;
    for (uint32_t swaps = 0; swaps < MOST_SWAPS * n; swaps++) {
        if (!(best_swap(graph, room, &i, &j) > least_gain * quality))
            break;
        swap(graph, room, i, j);
    }
    return clg_rombach_quality(graph, room->order, a, b, room->coefficient,
                               room->value);
}

/* By rising strength. `value` is lost. */
static void start_from_strengths(const clg_graph *graph, clg_rombach_room *room)
{
    uint32_t n = graph->vertex_count;

    for (uint32_t v = 0; v < n; v++) {
        room->value[v] = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            room->value[v] -= graph->weight[e];
    }
    clg_order_by(room->value, n, room->order);
}

static void shuffle(uint32_t *order, uint32_t n, clg_random *random)
{
    for (uint32_t last = n; last-- > 1;) {
        uint32_t other = clg_random_below(random, last + 1), held = order[last];
        order[last] = order[other];
        order[other] = held;
    }
}

static clg_value_status readiness(const clg_graph *graph)
{
    if (graph->arc_count == 0)
        return CLG_VALUE_UNDEFINED;
    return graph->vertex_count > CLG_ROMBACH_LIMIT ? CLG_VALUE_NOT_CONVERGED
                                                   : CLG_VALUE_OK;
}

clg_status clg_rombach_find(const clg_graph *graph, double a, double b, uint32_t starts,
                            clg_rombach_room *room, clg_value *quality, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    clg_value_status ready = readiness(graph);
    clg_status status = reserve(room, n, err);

    *quality = clg_value_none(ready);
    if (status != CLG_OK || ready != CLG_VALUE_OK)
        return status;
    start_from_strengths(graph, room);
    for (uint32_t start = 0; start <= starts; start++) {
        clg_random random = clg_random_stream(1, "rombach", n, graph->arc_count, start);
        double found;
        if (start > 0)
            shuffle(room->order, n, &random);
        found = climb(graph, a, b, room);
        if (start > 0 && !(found > quality->value))
            continue;
        *quality = clg_value_of(found);
        memcpy(room->best, room->order, n * sizeof *room->best);
    }
    return CLG_OK;
}

static void scale_to_one(double *scores, uint32_t n)
{
    double largest = 0.0;

    for (uint32_t v = 0; v < n; v++)
        largest = scores[v] > largest ? scores[v] : largest;
    for (uint32_t v = 0; v < n && largest > 0.0; v++)
        scores[v] /= largest;
}

clg_status clg_rombach_scores(const clg_graph *graph, uint32_t steps,
                              clg_rombach_room *room, double *scores,
                              clg_value_status *found, clg_error *err)
{
    uint32_t n = graph->vertex_count;
    clg_status status = reserve(room, n, err);

    *found = readiness(graph);
    if (status != CLG_OK || *found != CLG_VALUE_OK)
        return status;
    for (uint32_t v = 0; v < n; v++)
        scores[v] = 0.0;
    for (uint32_t cell = 0; cell < steps * steps; cell++) {
        double width = 1.0 / (double)steps;
        double a = ((double)(cell / steps) + 0.5) * width, quality;
        double b = ((double)(cell % steps) + 0.5) * width;
        start_from_strengths(graph, room);
        quality = climb(graph, a, b, room);
        for (uint32_t v = 0; v < n; v++)
            scores[v] += room->value[v] * quality;
    }
    scale_to_one(scores, n);
    return CLG_OK;
}
