#include "measures/backbone/backbone_functions.h"

#include "base/memory.h"
#include "graph/projection.h"
#include "measures/backbone/fixed.h"
#include "measures/backbone/stochastic.h"
#include "measures/value.h"

enum { COPIES = 999 };

/* Pairs of people below 5 %, without and with adjusting for all pairs that met. */
typedef struct counted {
    clg_value raw, adjusted;
} counted;

static clg_status count_pairs(const clg_two_mode *table, const double *p,
                              counted *found, clg_error *err)
{
    clg_projected projected = {0};
    size_t adjusted = 0;
    clg_status status = clg_project(&projected, NULL, table, CLG_PROJECTION_COUNT, err);

    if (status == CLG_OK)
        status = clg_backbone_count_adjusted(p, &projected.graph, 0.05, &adjusted, err);
    found->raw = clg_value_of((double)clg_backbone_count(p, table->vertex_count, 0.05));
    found->adjusted = clg_value_of((double)adjusted);
    clg_projected_clear(&projected);
    return status;
}

static clg_status find_fixed(const clg_two_mode *table, counted *found, clg_error *err)
{
    size_t n = table->vertex_count;
    double *p = clg_array_new(n * n + 1, sizeof *p, err);
    clg_random random = clg_random_stream(1, "backbone", n, table->presence_count, 0);
    clg_status status = CLG_ERROR_MEMORY;

    if (p != NULL)
        status = clg_fixed_backbone(table, COPIES, &random, p, err);
    if (status == CLG_OK)
        status = count_pairs(table, p, found, err);
    clg_free(p);
    return status;
}

clg_status clg_backbone_backbone_ties(clg_affiliation *attendance, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    counted found;
    clg_status status = find_fixed(attendance->table, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.raw, 0, values, statuses);
    return status;
}

clg_status clg_backbone_backbone_ties_adjusted(clg_affiliation *attendance,
                                               double *values, uint8_t *statuses,
                                               clg_error *err)
{
    counted found;
    clg_status status = find_fixed(attendance->table, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.adjusted, 0, values, statuses);
    return status;
}

static clg_status find_stochastic(const clg_two_mode *table, counted *found,
                                  clg_error *err)
{
    size_t n = table->vertex_count;
    double *p = clg_array_new(n * n + 1, sizeof *p, err);
    clg_value_status fitted = CLG_VALUE_OK;
    clg_status status = CLG_ERROR_MEMORY;

    if (p != NULL)
        status = clg_stochastic_backbone(table, p, &fitted, err);
    if (status == CLG_OK)
        status = count_pairs(table, p, found, err);
    if (fitted != CLG_VALUE_OK)
        found->raw = found->adjusted = clg_value_none(fitted);
    clg_free(p);
    return status;
}

clg_status clg_backbone_stochastic_ties(clg_affiliation *attendance, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    counted found;
    clg_status status = find_stochastic(attendance->table, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.raw, 0, values, statuses);
    return status;
}

clg_status clg_backbone_stochastic_ties_adjusted(clg_affiliation *attendance,
                                                 double *values, uint8_t *statuses,
                                                 clg_error *err)
{
    counted found;
    clg_status status = find_stochastic(attendance->table, &found, err);

    if (status == CLG_OK)
        clg_value_store(found.adjusted, 0, values, statuses);
    return status;
}

clg_status clg_backbone_disparity_ties(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    double *p = NULL, count = 0.0;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK) {
        p = clg_array_new(graph->arc_count + 1, sizeof *p, err);
        status = p != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    if (status != CLG_OK)
        return status;
    clg_disparity(graph, p);
    for (size_t e = 0; e < graph->arc_count; e++)
        count += p[e] < 0.05 ? 0.5 : 0.0;
    clg_value_store(graph->arc_count > 0 ? clg_value_of(count) : clg_value_undefined(),
                    0, values, statuses);
    clg_free(p);
    return CLG_OK;
}
