#include "measures/backbone/fixed.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "measures/significance/curveball.h"

#include <math.h>
#include <string.h>

enum { TRADES_A_ROW = 5 };

static void count_meetings(const clg_two_mode *t, uint32_t *together)
{
    size_t n = t->vertex_count;

    memset(together, 0, n * n * sizeof *together);
    for (uint32_t m = 0; m < t->meeting_count; m++)
        for (size_t e = t->meeting_first[m]; e < t->meeting_first[m + 1]; e++)
            for (size_t f = t->meeting_first[m]; f < t->meeting_first[m + 1]; f++)
                together[t->attendee[e] * n + t->attendee[f]]++;
}

clg_status clg_fixed_backbone(const clg_two_mode *table, uint32_t copies,
                              clg_random *random, double *p, clg_error *err)
{
    size_t n = table->vertex_count;
    uint32_t *together = clg_array_new(2 * n * n + 1, sizeof *together, err);
    uint32_t *copy = together != NULL ? together + n * n : NULL;
    clg_curveball curveball = {0};
    clg_status status = CLG_ERROR_MEMORY;

    if (together != NULL)
        status = clg_curveball_start(&curveball, table, (clg_curveball_limits){0}, err);
    for (size_t i = 0; status == CLG_OK && i < n * n; i++)
        p[i] = 1.0;
    if (status == CLG_OK)
        count_meetings(table, together);
    for (uint32_t c = 0; status == CLG_OK && c < copies; c++) {
        clg_curveball_sample(&curveball, TRADES_A_ROW, random);
        count_meetings(&curveball.table, copy);
        for (size_t i = 0; i < n * n; i++)
            p[i] += copy[i] >= together[i];
    }
    for (size_t i = 0; status == CLG_OK && i < n * n; i++)
        p[i] = together[i] == 0 || i / n == i % n ? 1.0 : p[i] / ((double)copies + 1.0);
    clg_curveball_clear(&curveball);
    clg_free(together);
    return status;
}

static double end_of(const clg_graph *graph, uint32_t v, double weight)
{
    double degree = (double)(graph->first[v + 1] - graph->first[v]), strength = 0.0;

    for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
        strength += graph->weight[e];
    return degree > 1.0 ? pow(1.0 - weight / strength, degree - 1.0) : 1.0;
}

void clg_disparity(const clg_graph *graph, double *p)
{
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            p[e] = fmin(end_of(graph, v, graph->weight[e]),
                        end_of(graph, graph->target[e], graph->weight[e]));
}

size_t clg_backbone_count(const double *p, uint32_t n, double alpha)
{
    size_t count = 0;

    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            count += p[(size_t)i * n + j] < alpha;
    return count;
}

clg_status clg_backbone_count_adjusted(const double *p, const clg_graph *met,
                                       double alpha, size_t *count, clg_error *err)
{
    size_t pairs = 0, n = met->vertex_count;
    double *q = clg_array_new(met->arc_count + 1, sizeof *q, err);
    clg_status status = CLG_ERROR_MEMORY;

    *count = 0;
    if (q != NULL) {
        for (uint32_t v = 0; v < n; v++)
            for (size_t e = met->first[v]; e < met->first[v + 1]; e++)
                if (met->target[e] > v)
                    q[pairs++] = p[v * n + met->target[e]];
        status = clg_adjust(CLG_BH, q, q, pairs, err);
    }
    for (size_t i = 0; status == CLG_OK && i < pairs; i++)
        *count += q[i] < alpha;
    clg_free(q);
    return status;
}
