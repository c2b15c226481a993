/* Robust z scores, averaged. See energy.h. */
#include "trajectory/energy.h"

#include "base/fail.h"
#include "base/memory.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

/* MAD times this estimates the standard deviation of a normal distribution. */
static const double mad_factor = 1.4826;
static const double least_share = 0.5;

const char *clg_index_part_status_name(clg_index_part_status status)
{
    static const char *const names[CLG_INDEX_PART_STATUS_COUNT] = {
        "used", "not chosen", "unobserved", "constant"};

    return names[status];
}

/* The value per unit of exposure; NaN if either is missing. */
static double value_at(const clg_panel *panel, const int16_t *exposure, uint32_t school,
                       uint32_t t, uint32_t indicator)
{
    int extra = exposure != NULL ? exposure[indicator] : -1;

    if (!clg_panel_has(panel, school, t, indicator))
        return (double)NAN;
    return clg_panel_value(panel, school, t, indicator) /
           (extra >= 0 ? panel->extra[extra][panel->first[school] + t] : 1.0);
}

/* The observed values of an indicator, school by school. */
static size_t gather(const clg_panel *panel, const int16_t *exposure,
                     uint32_t indicator, double *values)
{
    size_t count = 0;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double value = value_at(panel, exposure, s, t, indicator);
            if (isfinite(value))
                values[count++] = value;
        }
    return count;
}

/* Centre and scale of n values, which are moved about. */
static void find_scale(double *values, size_t n, clg_index_part *part)
{
    double least, most, sd, centre;

    if (n == 0) {
        part->status = CLG_INDEX_PART_UNOBSERVED;
        return;
    }
    gsl_stats_minmax(&least, &most, values, 1, n);
    if (!(most > least)) {
        part->status = CLG_INDEX_PART_CONSTANT;
        return;
    }
    sd = gsl_stats_sd(values, 1, n);
    centre = gsl_stats_median(values, 1, n);
    for (size_t i = 0; i < n; i++)
        values[i] = fabs(values[i] - centre);
    part->centre = centre;
    part->scale = mad_factor * gsl_stats_median(values, 1, n);
    if (!(part->scale > 0.0))
        part->scale = sd;
    part->status = CLG_INDEX_PART_USED;
}

static clg_status find_parts(const clg_panel *panel, const double *weights,
                             const int16_t *exposure, clg_index *index, clg_error *err)
{
    double *values = clg_array_new(clg_panel_rows(panel), sizeof *values, err);

    if (values == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t d = 0; d < panel->indicator_count; d++) {
        clg_index_part *part = &index->parts[d];
        *part = (clg_index_part){clg_texts_at(&panel->indicators, d), weights[d],
                                 (double)NAN, (double)NAN, CLG_INDEX_PART_NOT_CHOSEN};
        if (weights[d] != 0.0)
            find_scale(values, gather(panel, exposure, d, values), part);
    }
    clg_free(values);
    return CLG_OK;
}

static double used_weight(const clg_index *index)
{
    double sum = 0.0;

    for (uint32_t d = 0; d < index->part_count; d++)
        if (index->parts[d].status == CLG_INDEX_PART_USED)
            sum += fabs(index->parts[d].weight);
    return sum;
}

static void fill_row(const clg_panel *panel, const int16_t *exposure, uint32_t school,
                     uint32_t t, clg_index *index, double whole)
{
    size_t row = panel->first[school] + t;
    double sum = 0.0, observed = 0.0;
    bool is_enough;

    for (uint32_t d = 0; d < index->part_count; d++) {
        const clg_index_part *part = &index->parts[d];
        double value = value_at(panel, exposure, school, t, d);

        if (part->status != CLG_INDEX_PART_USED || !isfinite(value))
            continue;
        observed += fabs(part->weight);
        sum += part->weight * (value - part->centre) / part->scale;
    }
    /* Weights such as .1 have no exact sum: half is half up to rounding. */
    is_enough = observed > 0.0 && observed >= least_share * whole * (1.0 - 1e-12);
    index->values[row] = is_enough ? sum / observed : (double)NAN;
    index->statuses[row] = is_enough     ? CLG_VALUE_OK
                           : whole > 0.0 ? CLG_VALUE_UNDEFINED
                                         : CLG_VALUE_DEGENERATE;
}

clg_status clg_index_compute(const clg_panel *panel, const double *weights,
                             const int16_t *exposure, clg_index *index, clg_error *err)
{
    clg_status status;
    double whole;

    memset(index, 0, sizeof *index);
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (!isfinite(weights[d]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "the weight of %s is %g, expected a finite number",
                            clg_texts_at(&panel->indicators, d), weights[d]);

    index->part_count = panel->indicator_count;
    index->row_count = clg_panel_rows(panel);
    index->values = clg_array_new(index->row_count, sizeof *index->values, err);
    index->statuses = clg_array_new(index->row_count, sizeof *index->statuses, err);
    status = index->values == NULL || index->statuses == NULL
                 ? CLG_ERROR_MEMORY
                 : find_parts(panel, weights, exposure, index, err);
    if (status != CLG_OK) {
        clg_index_clear(index);
        return status;
    }
    whole = used_weight(index);
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            fill_row(panel, exposure, s, t, index, whole);
    return CLG_OK;
}

void clg_index_clear(clg_index *index)
{
    clg_free(index->values);
    clg_free(index->statuses);
    memset(index, 0, sizeof *index);
}
