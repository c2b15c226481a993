#include "trajectory/dynamics/covariate_part.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Mean and deviation of the observed values; false if one is infinite. */
static bool describe(const double *values, size_t rows, double *mean, double *sd,
                     bool *is_dummy)
{
    double count = 0.0, sum = 0.0, squares = 0.0;

    *is_dummy = true;
    for (size_t r = 0; r < rows; r++) {
        if (isinf(values[r]))
            return false;
        if (isnan(values[r]))
            continue;
        *is_dummy = *is_dummy && (values[r] == 0.0 || values[r] == 1.0);
        sum += values[r];
        count++;
    }
    *mean = count > 0.0 ? sum / count : 0.0;
    for (size_t r = 0; r < rows; r++)
        if (!isnan(values[r]))
            squares += (values[r] - *mean) * (values[r] - *mean);
    *sd = count > 0.0 ? sqrt(squares / count) : 0.0;
    if (*sd <= 1e-12 * fabs(*mean))
        *sd = 0.0;
    return true;
}

/* Column p of the design; how many windows had to be filled in. */
static size_t fill(clg_covariate_fit *fit, uint32_t p)
{
    const clg_panel *panel = fit->panel;
    const double *values = panel->extra[fit->model.column[p]];
    double mean = fit->model.mean[p], sd = fit->model.sd[p];
    size_t filled = 0;

    for (uint32_t s = 0; s < panel->school_count; s++) {
        double last = mean;
        for (size_t r = panel->first[s]; r < panel->first[s + 1]; r++) {
            filled += isnan(values[r]) ? 1 : 0;
            last = isnan(values[r]) ? last : values[r];
            fit->x[r * fit->width + 1 + p] = sd > 0.0 ? (last - mean) / sd : 0.0;
        }
    }
    return filled;
}

clg_status clg_covariate_design(clg_covariate_fit *fit, clg_covariates_result *result,
                                clg_error *err)
{
    clg_covariate_model *model = &fit->model;
    size_t rows = clg_panel_rows(fit->panel);

    fit->x = clg_array_new(rows * fit->width, sizeof *fit->x, err);
    if (fit->x == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t r = 0; r < rows; r++)
        fit->x[r * fit->width] = 1.0;
    for (uint32_t p = 0; p < model->covariate_count; p++) {
        int column = model->column[p];
        if (!describe(fit->panel->extra[column], rows, &model->mean[p], &model->sd[p],
                      &result->is_dummy[p]))
            return clg_fail(err, CLG_ERROR_ARGUMENT, "covariate '%s' is infinite",
                            clg_texts_at(&fit->panel->extra_names, (size_t)column));
        result->filled[p] = fill(fit, p);
    }
    return CLG_OK;
}

/* One row of the transition matrix, p[j]. */
static void move_from(const clg_covariate_model *model, uint32_t i, const double *x,
                      double *p)
{
    uint32_t states = model->plain.state_count, width = model->covariate_count + 1;
    double largest = 0.0, sum = 0.0;

    for (uint32_t j = 0; j < states; j++) {
        p[j] = 0.0;
        for (uint32_t c = 0; j != i && c < width; c++)
            p[j] += model->coefficient[i][j][c] * x[c];
        if (j == i || model->plain.allowed[i][j])
            largest = fmax(largest, p[j]);
    }
    for (uint32_t j = 0; j < states; j++) {
        p[j] = j == i || model->plain.allowed[i][j] ? exp(p[j] - largest) : 0.0;
        sum += p[j];
    }
    for (uint32_t j = 0; j < states; j++)
        p[j] /= sum;
}

void clg_covariates_transition(const clg_covariate_model *model, const double *x,
                               double (*transition)[CLG_MOST_STATES])
{
    for (uint32_t i = 0; i < model->plain.state_count; i++)
        move_from(model, i, x, transition[i]);
}

/* Adds one window's part to gradient and minus the Hessian of state i. xi[j] are the
 * posterior probabilities of being in i now and in j next. */
static void add_step(const clg_covariate_fit *fit, uint32_t i, const double *xi,
                     const double *p, const double *x, double *sums)
{
    size_t width = fit->width, size = fit->first[i + 1] - fit->first[i];
    double *gradient = sums + 1 + fit->first[i], *hessian = sums + fit->hessian[i];
    double here = 0.0;

    for (uint32_t j = 0; j < fit->model.plain.state_count; j++)
        here += xi[j];
    if (here < 1e-14)
        return;
    for (size_t a = 0; a < fit->moves[i]; a++) {
        uint32_t j = fit->to[i][a];
        for (size_t c = 0; c < width; c++)
            gradient[a * width + c] += (xi[j] - here * p[j]) * x[c];
        for (size_t b = 0; b <= a; b++) {
            double weight = here * p[j] * ((a == b ? 1.0 : 0.0) - p[fit->to[i][b]]);
            for (size_t c = 0; c < width; c++)
                for (size_t d = 0; d < width; d++)
                    hessian[(a * width + c) * size + b * width + d] +=
                        weight * x[c] * x[d];
        }
    }
}

static clg_status visit(void *payload, uint32_t school, int worker, double *sums,
                        clg_error *err)
{
    clg_covariate_fit *fit = payload;
    clg_school_room *room = &fit->rooms[worker];
    uint32_t states = fit->model.plain.state_count;
    size_t first = fit->panel->first[school], cells = (size_t)states * states;
    clg_chain chain = {
        .length = fit->panel->length[school],
        .states = states,
        .log_density = fit->observations.log_density + first * states,
        .initial = clg_school_initial(fit->panel, &fit->model.plain, school),
        .transition = room->transition,
        .step = cells,
    };
    clg_chain_sums found = {.gamma = fit->observations.posterior + first * states,
                            .pairs = room->pairs};
    clg_status status;

    for (size_t t = 0; t + 1 < chain.length; t++)
        for (uint32_t i = 0; i < states; i++)
            move_from(&fit->model, i, fit->x + (first + t) * fit->width,
                      room->transition + t * cells + i * states);
    status = clg_chain_pass(&chain, &room->chain, &found, err);
    if (status != CLG_OK)
        return status;
    sums[0] += found.loglik;
    for (size_t t = 0; t + 1 < chain.length; t++)
        for (uint32_t i = 0; i < states; i++)
            if (fit->moves[i] > 0)
                add_step(fit, i, room->pairs + t * cells + i * states,
                         room->transition + t * cells + i * states,
                         fit->x + (first + t) * fit->width, sums);
    return CLG_OK;
}

clg_status clg_covariate_expect(clg_covariate_fit *fit, clg_error *err)
{
    const clg_sweep sweep = {.school_count = fit->panel->school_count,
                             .threads = fit->threads,
                             .sum_count = fit->hessian[fit->model.plain.state_count],
                             .visit = visit,
                             .payload = fit};

    clg_observations_evaluate(&fit->observations, &fit->model.plain, fit->threads);
    return clg_sweep_schools(&sweep, fit->sums, err);
}

size_t clg_covariate_count(const clg_covariate_fit *fit)
{
    return fit->coordinates.count + fit->first[fit->model.plain.state_count];
}

void clg_covariate_get(const clg_covariate_fit *fit, double *x)
{
    clg_coordinates_get(&fit->coordinates, &fit->model.plain, x);
    x += fit->coordinates.count;
    for (uint32_t i = 0; i < fit->model.plain.state_count; i++)
        for (uint32_t a = 0; a < fit->moves[i]; a++, x += fit->width)
            memcpy(x, fit->model.coefficient[i][fit->to[i][a]], fit->width * sizeof *x);
}

void clg_covariate_set(clg_covariate_fit *fit, const double *x)
{
    clg_coordinates_set(&fit->coordinates, x, &fit->model.plain);
    x += fit->coordinates.count;
    for (uint32_t i = 0; i < fit->model.plain.state_count; i++)
        for (uint32_t a = 0; a < fit->moves[i]; a++, x += fit->width)
            for (uint32_t c = 0; c < fit->width; c++)
                fit->model.coefficient[i][fit->to[i][a]][c] =
                    fmin(fmax(x[c], -CLG_MOST_COEFFICIENT), CLG_MOST_COEFFICIENT);
}
