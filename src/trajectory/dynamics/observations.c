#include "trajectory/dynamics/observations.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 5000 }; /* not worth several threads */

typedef struct cell {
    double x, e;
    uint32_t row;
} cell;

static int compare(const void *a, const void *b)
{
    const cell *first = a, *second = b;

    if (first->x != second->x)
        return first->x < second->x ? -1 : 1;
    if (first->e != second->e)
        return first->e < second->e ? -1 : 1;
    return first->row < second->row ? -1 : first->row > second->row;
}

/* The observed cells of an indicator, sorted by value. */
static clg_status gather(const clg_panel *panel, const clg_hmm *model, uint32_t d,
                         cell *cells, size_t *count, clg_error *err)
{
    const double *exposure =
        model->exposure[d] < 0 ? NULL : panel->extra[model->exposure[d]];
    clg_status status = CLG_OK;

    *count = 0;
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s] && status == CLG_OK; t++) {
            size_t row = panel->first[s] + t;
            double e = exposure == NULL ? 1.0 : exposure[row];
            if (!clg_panel_has(panel, s, t, d) || isnan(e))
                continue;
            cells[*count] = (cell){clg_panel_value(panel, s, t, d), e, (uint32_t)row};
            status = clg_emission_check(model->family[d], cells[*count].x, e, err);
            ++*count;
        }
    qsort(cells, *count, sizeof *cells, compare);
    return status;
}

static void number_cells(const cell *cells, size_t count, size_t rows,
                         clg_distinct_values *values)
{
    for (size_t r = 0; r < rows; r++)
        values->number[r] = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t last = values->count;
        if (last == 0 || values->x[last - 1] != cells[i].x ||
            values->e[last - 1] != cells[i].e) {
            values->x[last] = cells[i].x;
            values->e[last] = cells[i].e;
            values->count++;
        }
        values->number[cells[i].row] = (uint32_t)(values->count - 1);
    }
    values->observed = (double)count;
}

static double variance_of(const cell *cells, size_t count)
{
    double mean = 0.0, squares = 0.0;

    for (size_t i = 0; i < count; i++)
        mean += cells[i].x / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (cells[i].x - mean) * (cells[i].x - mean);
    return count > 0 ? squares / (double)count : 0.0;
}

static clg_status find_distinct(clg_observations *o, const clg_hmm *model, uint32_t d,
                                cell *cells, clg_error *err)
{
    clg_distinct_values *values = &o->indicators[d];
    size_t count = 0;
    clg_status status = gather(o->panel, model, d, cells, &count, err);

    if (status != CLG_OK)
        return status;
    values->x = clg_array_new(count, sizeof *values->x, err);
    values->e = clg_array_new(count, sizeof *values->e, err);
    values->number = clg_array_new(o->rows, sizeof *values->number, err);
    if (values->x == NULL || values->e == NULL || values->number == NULL)
        return CLG_ERROR_MEMORY;
    number_cells(cells, count, o->rows, values);
    values->floor = 1e-6 * variance_of(cells, count);
    return CLG_OK;
}

clg_status clg_observations_init(clg_observations *observations, const clg_panel *panel,
                                 const clg_hmm *model, clg_error *err)
{
    size_t rows = clg_panel_rows(panel), states = model->state_count;
    cell *cells = clg_array_new(rows, sizeof *cells, err);
    clg_status status = cells == NULL ? CLG_ERROR_MEMORY : CLG_OK;

    *observations =
        (clg_observations){.panel = panel, .states = model->state_count, .rows = rows};
    for (uint32_t d = 0; status == CLG_OK && d < model->indicator_count; d++)
        status = find_distinct(observations, model, d, cells, err);
    if (status == CLG_OK) {
        double **wanted[] = {&observations->log_density, &observations->posterior,
                             &observations->table};
        for (size_t i = 0; i < 3 && status == CLG_OK; i++)
            if ((*wanted[i] = clg_array_new(rows * states, sizeof(double), err)) ==
                NULL)
                status = CLG_ERROR_MEMORY;
    }
    clg_free(cells);
    if (status != CLG_OK)
        clg_observations_clear(observations);
    return status;
}

void clg_observations_clear(clg_observations *observations)
{
    for (uint32_t d = 0; d < CLG_MOST_INDICATORS; d++) {
        clg_free(observations->indicators[d].x);
        clg_free(observations->indicators[d].e);
        clg_free(observations->indicators[d].number);
    }
    clg_free(observations->log_density);
    clg_free(observations->posterior);
    clg_free(observations->table);
    *observations = (clg_observations){.panel = NULL};
}

static void add_indicator(clg_observations *o, const clg_hmm *model, uint32_t d,
                          int threads)
{
    const clg_distinct_values *values = &o->indicators[d];
    size_t states = o->states;

#pragma omp parallel for num_threads(threads) schedule(static) if (values->count > FEW)
    for (size_t v = 0; v < values->count; v++)
        for (size_t k = 0; k < states; k++)
            o->table[v * states + k] = clg_emission_log_density(
                model->family[d], model->theta[d][k], values->x[v], values->e[v]);
#pragma omp parallel for num_threads(threads) schedule(static) if (o->rows > FEW)
    for (size_t r = 0; r < o->rows; r++)
        for (size_t k = 0; k < states && values->number[r] != UINT32_MAX; k++)
            o->log_density[r * states + k] += o->table[values->number[r] * states + k];
}

void clg_observations_evaluate(clg_observations *observations, const clg_hmm *model,
                               int threads)
{
    for (size_t i = 0; i < observations->rows * observations->states; i++)
        observations->log_density[i] = 0.0;
    for (uint32_t d = 0; d < model->indicator_count; d++)
        add_indicator(observations, model, d, threads);
}

/* The posterior weights of one indicator's distinct values in one state. */
static clg_weighted_values weigh(clg_observations *o, uint32_t d, size_t k,
                                 double *total)
{
    const clg_distinct_values *values = &o->indicators[d];
    double *weight = o->table + k * values->count;

    *total = 0.0;
    for (size_t v = 0; v < values->count; v++)
        weight[v] = 0.0;
    for (size_t r = 0; r < o->rows; r++)
        if (values->number[r] != UINT32_MAX)
            weight[values->number[r]] += o->posterior[r * o->states + k];
    for (size_t v = 0; v < values->count; v++)
        *total += weight[v];
    return (clg_weighted_values){
        .x = values->x, .e = values->e, .weight = weight, .count = values->count};
}

static void maximise_state(clg_observations *o, clg_hmm *model, uint32_t d, size_t k)
{
    double total, *theta = model->theta[d][k];
    clg_weighted_values weighted = weigh(o, d, k, &total);

    if (total < 2.0 || total < 1e-8 * o->indicators[d].observed)
        return;
    clg_emission_maximise(model->family[d], &weighted, theta);
    if (model->family[d] == CLG_FAMILY_NORMAL)
        theta[1] = fmax(theta[1], o->indicators[d].floor);
}

/* Sums of gamma in the first windows of schools that were not founded there. */
static double sum_starts(const clg_observations *o, double *starts)
{
    const clg_panel *panel = o->panel;
    double total = 0.0;

    for (size_t k = 0; k < o->states; k++)
        starts[k] = 0.0;
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (size_t k = 0; k < o->states && !panel->is_founded[s]; k++)
            starts[k] += o->posterior[panel->first[s] * o->states + k];
    for (size_t k = 0; k < o->states; k++)
        total += starts[k];
    return total;
}

void clg_observations_maximise(clg_observations *observations, clg_hmm *model,
                               int threads)
{
    double starts[CLG_MOST_STATES], total = sum_starts(observations, starts);

    for (uint32_t k = 0; total > 0.0 && k < observations->states; k++)
        model->initial[k] = starts[k] / total;
    for (uint32_t d = 0; d < model->indicator_count; d++) {
#pragma omp parallel for num_threads(threads)                                          \
    schedule(dynamic, 1) if (observations->rows > FEW)
        for (uint32_t k = 0; k < observations->states; k++)
            maximise_state(observations, model, d, k);
    }
}

/* sum weight log f(x; theta(u)) with coordinate `at` of u moved by step. */
static double expected_log_density(const clg_hmm *model,
                                   const clg_coordinates *coordinates, const double *x,
                                   size_t at, double step,
                                   const clg_weighted_values *values)
{
    const clg_coordinate *c = &coordinates->at[at];
    const double *theta;
    double moved[CLG_COORDINATE_ROOM], sum = 0.0;
    clg_hmm shifted = *model;

    memcpy(moved, x, coordinates->count * sizeof *moved);
    moved[at] += step;
    clg_coordinates_set(coordinates, moved, &shifted);
    theta = shifted.theta[c->indicator][c->state];
    for (size_t v = 0; v < values->count; v++)
        if (values->weight[v] > 0.0)
            sum += values->weight[v] *
                   clg_emission_log_density(model->family[c->indicator], theta,
                                            values->x[v], values->e[v]);
    return sum;
}

static double slope_of_normal(const double *theta, uint32_t index,
                              const clg_weighted_values *values)
{
    double sum = 0.0;

    for (size_t v = 0; v < values->count; v++) {
        double r = values->x[v] - theta[0];
        sum += values->weight[v] *
               (index == 0 ? r / theta[1] : 0.5 * (r * r / theta[1] - 1.0));
    }
    return sum;
}

static void score_state(clg_observations *o, const clg_hmm *model,
                        const clg_coordinates *coordinates, const double *x, uint32_t d,
                        uint32_t k, double *score)
{
    const double step = 1e-5;
    double total;
    clg_weighted_values values = weigh(o, d, k, &total);

    for (size_t i = 0; i < coordinates->count; i++) {
        const clg_coordinate *c = &coordinates->at[i];
        if (c->kind == CLG_COORDINATE_INITIAL || c->indicator != d || c->state != k)
            continue;
        score[i] =
            model->family[d] == CLG_FAMILY_NORMAL
                ? slope_of_normal(model->theta[d][k], c->index, &values)
                : (expected_log_density(model, coordinates, x, i, step, &values) -
                   expected_log_density(model, coordinates, x, i, -step, &values)) /
                      (2.0 * step);
    }
}

void clg_observations_score(clg_observations *observations, const clg_hmm *model,
                            const clg_coordinates *coordinates, int threads,
                            double *score)
{
    double starts[CLG_MOST_STATES], total = sum_starts(observations, starts);
    double x[CLG_COORDINATE_ROOM];

    clg_coordinates_get(coordinates, model, x);
    for (size_t i = 0; i < coordinates->count; i++) {
        const clg_coordinate *c = &coordinates->at[i];
        if (c->kind == CLG_COORDINATE_INITIAL)
            score[i] = starts[c->index] - total * model->initial[c->index];
    }
    for (uint32_t d = 0; d < model->indicator_count; d++) {
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
        for (uint32_t k = 0; k < observations->states; k++)
            score_state(observations, model, coordinates, x, d, k, score);
    }
}
