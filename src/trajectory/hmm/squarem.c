/* SQUAREM: leaps along the way that two EM steps point to (Varadhan & Roland 2008,
 * Scandinavian Journal of Statistics 35:335, scheme S3).
 *
 *     r = F(x) - x,  v = F(F(x)) - F(x) - r,  a = -|r| / |v| <= -1
 *     x' = x - 2 a r + a^2 v
 *
 * a = -1 is F(F(x)) itself. Not x but its coordinates are extrapolated: lengths |r| and
 * |v| mean something only if an indicator counted in minutes weighs as much as one
 * counted in hours, and what must be positive is so on its logarithm. Probabilities
 * stay as they are, because on a logarithm those that vanish would run away; one that
 * the leap takes below zero gets its value at F(F(x)), and its row is made to sum to 1
 * again, so that no leap is lost to the bounds.
 *
 * A leap is accepted if the objective at x' is not below the one at F(x), which is
 * known already: then no cycle is worse than an EM step, and F(F(x)), which is known to
 * be better, need not be evaluated. Otherwise a <- (a - 1) / 2, twice, then a = -1. */
#include "trajectory/hmm/em_parts.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>

enum { LEAP_TRIES = 3 };

/* ---- coordinates ---- */

static const char *const kinds[CLG_FAMILY_COUNT] = {[CLG_FAMILY_NORMAL] = "lp",
                                                    [CLG_FAMILY_POISSON] = "p",
                                                    [CLG_FAMILY_NEGBIN] = "pp",
                                                    [CLG_FAMILY_GAMMA] = "pp",
                                                    [CLG_FAMILY_BINOMIAL] = "s",
                                                    [CLG_FAMILY_BETABINOMIAL] = "pp",
                                                    [CLG_FAMILY_CATEGORICAL] =
                                                        "cccccccc",
                                                    [CLG_FAMILY_HURDLE_POISSON] = "ps",
                                                    [CLG_FAMILY_HURDLE_NEGBIN] = "pps",
                                                    [CLG_FAMILY_HURDLE_GAMMA] = "pps"};

const char *clg_family_kinds(clg_family family)
{
    return kinds[family];
}

static double unit_of(const clg_priors *priors, uint32_t indicator)
{
    double variance = priors->global_variance[indicator];

    return variance > 0.0 ? sqrt(variance) : 1.0;
}

uint32_t clg_hmm_coordinates(const clg_hmm *model, const clg_priors *priors,
                             double *coordinates)
{
    uint32_t count = 0, states = model->state_count;

    for (uint32_t k = 0; k < states; k++)
        coordinates[count++] = model->initial[k];
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++)
            coordinates[count++] = model->transition[i][j];
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        const char *kind = kinds[model->family[d]];
        double unit = unit_of(priors, d);
        for (uint32_t k = 0; k < states; k++)
            for (int i = 0; kind[i] != '\0'; i++) {
                double value = model->theta[d][k][i];
                coordinates[count++] = kind[i] == 'l'   ? value / unit
                                       : kind[i] == 'p' ? log(fmax(value, DBL_MIN))
                                                        : value;
            }
    }
    return count;
}

double clg_hmm_change(const clg_hmm *before, const clg_hmm *after,
                      const clg_priors *priors)
{
    double x[CLG_MOST_COORDINATES], y[CLG_MOST_COORDINATES], most = 0.0;
    uint32_t count = clg_hmm_coordinates(before, priors, x);

    clg_hmm_coordinates(after, priors, y);
    for (uint32_t i = 0; i < count; i++)
        most = fmax(most, fabs(y[i] - x[i]));
    return most;
}

/* ---- back to a model ---- */

/* Shares from coordinates; `safe` holds those of F(F(x)) and takes the result. */
static void put_shares(const double *coordinates, uint32_t count, double *safe)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < count; k++) {
        if (coordinates[k] > 0.0)
            safe[k] = coordinates[k];
        sum += safe[k];
    }
    for (uint32_t k = 0; k < count; k++)
        safe[k] /= sum;
}

/* At most a factor of e^4 from F(F(x)). */
static double positive_of(double coordinate, double safe)
{
    double middle = log(fmax(safe, DBL_MIN));

    return exp(fmin(fmax(coordinate, middle - 4.0), middle + 4.0));
}

static void put_theta(const char *kind, const double *coordinates, double unit,
                      double *safe)
{
    if (kind[0] == 'c') {
        put_shares(coordinates, CLG_THETA, safe);
        return;
    }
    for (int i = 0; kind[i] != '\0'; i++) {
        if (kind[i] == 'l')
            safe[i] = coordinates[i] * unit;
        else if (kind[i] == 'p')
            safe[i] = positive_of(coordinates[i], safe[i]);
        else if (coordinates[i] > 0.0 && coordinates[i] < 1.0)
            safe[i] = coordinates[i];
    }
}

/* `model` holds F(F(x)) and takes what the coordinates say as far as it is possible. */
static void put_coordinates(const double *coordinates, const clg_priors *priors,
                            clg_hmm *model)
{
    uint32_t states = model->state_count;

    put_shares(coordinates, states, model->initial);
    coordinates += states;
    for (uint32_t i = 0; i < states; i++, coordinates += states)
        put_shares(coordinates, states, model->transition[i]);
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        const char *kind = kinds[model->family[d]];
        for (uint32_t k = 0; k < states; k++) {
            put_theta(kind, coordinates, unit_of(priors, d), model->theta[d][k]);
            while (*kind != '\0')
                kind++, coordinates++;
            kind = kinds[model->family[d]];
        }
    }
    clg_em_keep_bounds(priors, model);
}

/* ---- one cycle ---- */

typedef struct leap {
    double at[CLG_MOST_COORDINATES], step[CLG_MOST_COORDINATES],
        turn[CLG_MOST_COORDINATES]; /* x, r, v */
    double factor;                  /* -a */
} leap;

static void aim(const clg_hmm *start, const clg_hmm *once, const clg_hmm *twice,
                const clg_priors *priors, leap *to)
{
    uint32_t count = clg_hmm_coordinates(start, priors, to->at);
    double steps = 0.0, turns = 0.0;

    clg_hmm_coordinates(once, priors, to->step);
    clg_hmm_coordinates(twice, priors, to->turn);
    for (uint32_t i = 0; i < count; i++) {
        to->turn[i] -= to->step[i];
        to->step[i] -= to->at[i];
        to->turn[i] -= to->step[i];
        steps += to->step[i] * to->step[i];
        turns += to->turn[i] * to->turn[i];
    }
    to->factor = turns > 0.0 ? fmax(sqrt(steps / turns), 1.0) : 1.0;
}

static clg_hmm land(const leap *to, const clg_hmm *twice, const clg_priors *priors)
{
    double coordinates[CLG_MOST_COORDINATES], a = to->factor;
    clg_hmm model = *twice;
    uint32_t count = clg_hmm_coordinates(twice, priors, coordinates);

    if (a == 1.0)
        return model;
    for (uint32_t i = 0; i < count; i++)
        coordinates[i] = to->at[i] + 2.0 * a * to->step[i] + a * a * to->turn[i];
    put_coordinates(coordinates, priors, &model);
    return model;
}

/* Evaluates where the leap lands; shorter ones until the objective has not fallen. */
static clg_status leap_on(clg_em_work *work, clg_em_run *run, leap *to,
                          const clg_hmm *twice, clg_error *err)
{
    double least = work->objective - 1e-12 * fabs(work->objective);

    to->factor = fmin(to->factor, run->stride);
    if (to->factor == run->stride)
        run->stride *= 4.0;
    for (int tries = 1;; tries++) {
        clg_hmm model = land(to, twice, &work->priors);
        clg_status status = clg_em_evaluate(work, &model, err);
        bool is_possible = status != CLG_ERROR_ARGUMENT;

        if (status != CLG_OK && (is_possible || to->factor == 1.0))
            return status;
        run->evaluations++;
        if (to->factor == 1.0 || (is_possible && work->objective >= least)) {
            run->model = model;
            run->objective = work->objective;
            return CLG_OK;
        }
        run->stride = fmax(to->factor, 4.0);
        to->factor = tries < LEAP_TRIES - 1 ? 0.5 * (to->factor + 1.0) : 1.0;
    }
}

static clg_status run_cycle(clg_em_work *work, clg_em_run *run, clg_error *err)
{
    clg_hmm start = run->model, twice;
    clg_status status = clg_em_step(work, run, err);
    uint32_t empty_states;
    leap to;

    if (status != CLG_OK || run->is_converged)
        return status;
    twice = run->model;
    clg_em_maximise(work->batch, &work->expectations, &work->priors, &twice,
                    &empty_states);
    aim(&start, &run->model, &twice, &work->priors, &to);
    status = clg_array_reserve(&run->history, &run->history_room,
                               run->history_count + 1, sizeof *run->history, err);
    if (status == CLG_OK) {
        run->history[run->history_count++] = work->expectations.loglik;
        status = leap_on(work, run, &to, &twice, err);
    }
    return status;
}

clg_status clg_squarem_cycle(clg_em_work *work, clg_em_run *run, clg_error *err)
{
    clg_em_run before = *run;
    clg_status status = run_cycle(work, run, err);

    if (status != CLG_OK) {
        before.history = run->history;
        before.history_room = run->history_room;
        *run = before;
    }
    return status;
}
