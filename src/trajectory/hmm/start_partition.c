/* A start by what the values say: each school's windows are cut into as many parts as
 * there are states so that the squares within parts are least.
 *
 *     F_k(t) = min over s < t of F_(k-1)(s) + C(s, t)
 *     C(s, t) = sum over indicators of S2 - S1^2 / n of the windows s .. t - 1
 *
 * exactly, by dynamic programming over prefix sums of standardised values; missing
 * cells are in no sum. O(T^2 (D + K)) a school. */
#include "trajectory/hmm/em_parts.h"

#include "base/memory.h"

#include <math.h>

typedef struct partition {
    const clg_panel *panel;
    const clg_hmm *model;
    double centre[CLG_MOST_INDICATORS], scale[CLG_MOST_INDICATORS];
    double *sums;  /* [t * 3 D ...] of windows before t: per indicator n, S1, S2 */
    double *cost;  /* [k * (T + 1) + t] F_k(t) */
    uint32_t *cut; /* [k * (T + 1) + t] the s that gave it */
} partition;

static void standardise(partition *work)
{
    for (uint32_t d = 0; d < work->model->indicator_count; d++) {
        clg_spread spread = clg_indicator_spread(work->panel, work->model, d);
        work->centre[d] = spread.mean;
        work->scale[d] = spread.variance > 0.0 ? 1.0 / sqrt(spread.variance) : 0.0;
    }
}

static void sum_prefixes(const partition *work, uint32_t school)
{
    const clg_panel *panel = work->panel;
    uint32_t indicators = panel->indicator_count;

    for (uint32_t d = 0; d < indicators; d++)
        for (uint32_t t = 0; t < panel->length[school]; t++) {
            size_t row = panel->first[school] + t;
            double *before = work->sums + ((size_t)t * indicators + d) * 3;
            double *after = before + (size_t)indicators * 3;
            double e = clg_exposure_at(panel, work->model, d, row), z;

            for (int i = 0; i < 3; i++) {
                before[i] = t == 0 ? 0.0 : before[i];
                after[i] = before[i];
            }
            if (!clg_panel_has(panel, school, t, d) || isnan(e))
                continue;
            z = (clg_panel_value(panel, school, t, d) / e - work->centre[d]) *
                work->scale[d];
            after[0] += 1.0;
            after[1] += z;
            after[2] += z * z;
        }
}

static double cost_of(const partition *work, uint32_t from, uint32_t to)
{
    uint32_t indicators = work->panel->indicator_count;
    const double *before = work->sums + (size_t)from * indicators * 3;
    const double *after = work->sums + (size_t)to * indicators * 3;
    double cost = 0.0;

    for (uint32_t i = 0; i < indicators * 3; i += 3) {
        double count = after[i] - before[i], sum = after[i + 1] - before[i + 1];
        if (count > 0.0)
            cost += after[i + 2] - before[i + 2] - sum * sum / count;
    }
    return cost;
}

/* Ties go to the earlier cut. */
static void find_cuts(const partition *work, uint32_t length)
{
    size_t row = (size_t)length + 1;
    uint32_t states = work->model->state_count;

    for (size_t i = 0; i < row * states; i++)
        work->cost[i] = INFINITY;
    for (uint32_t to = 1; to <= length; to++) {
        work->cost[to] = cost_of(work, 0, to);
        for (uint32_t from = 1; from < to; from++) {
            double last = cost_of(work, from, to);
            for (uint32_t k = 1; k < states; k++) {
                double cost = work->cost[(k - 1) * row + from] + last;
                if (cost < work->cost[k * row + to]) {
                    work->cost[k * row + to] = cost;
                    work->cut[k * row + to] = from;
                }
            }
        }
    }
}

/* A school with fewer windows than states is cut by time. */
static void label_school(const partition *work, uint32_t school, uint8_t *labels)
{
    uint32_t length = work->panel->length[school], to = length;
    uint32_t states = work->model->state_count;

    for (uint32_t t = 0; length < states && t < length; t++)
        labels[t] = (uint8_t)(t * states / length);
    if (length < states)
        return;
    sum_prefixes(work, school);
    find_cuts(work, length);
    for (uint32_t k = states; k-- > 0;) {
        uint32_t from = k > 0 ? work->cut[k * ((size_t)length + 1) + to] : 0;
        for (uint32_t t = from; t < to; t++)
            labels[t] = (uint8_t)k;
        to = from;
    }
}

clg_status clg_start_by_partition(const clg_panel *panel, clg_hmm *model,
                                  clg_error *err)
{
    partition work = {.panel = panel, .model = model};
    clg_status status = CLG_ERROR_MEMORY;
    uint8_t *labels = NULL;
    size_t longest = (size_t)clg_panel_longest(panel) + 1; /* sums before each window */
    double variances[CLG_MOST_INDICATORS];

    if ((labels = clg_array_new(clg_panel_rows(panel), 1, err)) &&
        (work.sums = clg_array_new(longest * panel->indicator_count,
                                   3 * sizeof *work.sums, err)) &&
        (work.cost =
             clg_array_new(longest * model->state_count, sizeof *work.cost, err)) &&
        (work.cut =
             clg_array_new(longest * model->state_count, sizeof *work.cut, err))) {
        standardise(&work);
        for (uint32_t s = 0; s < panel->school_count; s++)
            label_school(&work, s, labels + panel->first[s]);
        clg_start_from_labels(panel, labels, model, variances);
        status = CLG_OK;
    }
    clg_free(labels);
    clg_free(work.sums);
    clg_free(work.cost);
    clg_free(work.cut);
    return status;
}
