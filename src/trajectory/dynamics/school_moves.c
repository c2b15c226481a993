#include "trajectory/dynamics/school_moves.h"

#include "base/memory.h"
#include "base/special.h"
#include "trajectory/dynamics/sweep.h"

#include <math.h>

enum { MOST_STEPS = 100 };

static const double least_log = -6.907755278982137, most_log = 13.815510557964274;

static const char *const names[] = {"ok", "homogeneous", "no move", "no data"};

const char *clg_moves_status_name(clg_moves_status status)
{
    return names[status];
}

/* One row of all schools' moves at one concentration. */
typedef struct row {
    uint32_t states;
    const double *moves; /* those of school 0 from the state */
    const double *mean;
    double concentration;
} row;

static double psi_difference(double a, double x)
{
    double unused;

    return log1p(x / a) -
           (clg_log_minus_digamma(a + x, &unused) - clg_log_minus_digamma(a, &unused));
}

/* sums: derivative of the log-likelihood by kappa; log-likelihood less that without
 * heterogeneity; schools with moves. */
static clg_status visit(void *payload, uint32_t school, int worker, double *sums,
                        clg_error *err)
{
    const row *r = payload;
    const double *n = r->moves + (size_t)school * r->states * r->states;
    double kappa = r->concentration, total = 0.0;

    (void)worker;
    (void)err;
    for (uint32_t j = 0; j < r->states; j++)
        total += r->mean[j] > 0.0 ? n[j] : 0.0;
    if (!(total > 1e-9))
        return CLG_OK;
    sums[0] -= psi_difference(kappa, total);
    sums[1] -= clg_log_rising(kappa, total);
    sums[2]++;
    for (uint32_t j = 0; j < r->states; j++)
        if (r->mean[j] > 0.0 && n[j] > 0.0) {
            double share = kappa * r->mean[j];
            sums[0] += r->mean[j] * psi_difference(share, n[j]);
            sums[1] += clg_log_rising(share, n[j]) - n[j] * log(r->mean[j]);
        }
    return CLG_OK;
}

static clg_status add_up(row *r, uint32_t schools, int threads, double log_kappa,
                         double *sums, clg_error *err)
{
    const clg_sweep sweep = {.school_count = schools,
                             .threads = threads,
                             .sum_count = 3,
                             .visit = visit,
                             .payload = r};

    r->concentration = exp(log_kappa);
    return clg_sweep_schools(&sweep, sums, err);
}

/* The log-likelihood has one maximum at most (Levin and Reeds 1977, Annals of
 * Statistics 5:79): the root of its derivative by false position, with the weight of an
 * end that stays halved (Illinois). sums are left at the maximum. */
static clg_status find_root(row *r, uint32_t schools, int threads, double *sums,
                            clg_error *err)
{
    double low = least_log, high = most_log, at_low, at_high;
    int side = 0;
    clg_status status = add_up(r, schools, threads, low, sums, err);

    at_low = r->concentration * sums[0];
    if (status != CLG_OK || at_low <= 0.0)
        return status;
    status = add_up(r, schools, threads, high, sums, err);
    at_high = r->concentration * sums[0];
    if (at_high >= 0.0)
        return status;
    for (int i = 0; i < MOST_STEPS && status == CLG_OK && high - low > 1e-9; i++) {
        double middle = (low * at_high - high * at_low) / (at_high - at_low), at_middle;
        status = add_up(r, schools, threads, middle, sums, err);
        at_middle = r->concentration * sums[0];
        if (fabs(at_middle) < 1e-10 * sums[2])
            return status;
        if (at_middle > 0.0) {
            low = middle;
            at_low = at_middle;
            at_high *= side > 0 ? 0.5 : 1.0;
            side = 1;
        } else {
            high = middle;
            at_high = at_middle;
            at_low *= side < 0 ? 0.5 : 1.0;
            side = -1;
        }
    }
    return status;
}

static bool is_ever_left(const clg_hmm *model, uint32_t i)
{
    for (uint32_t j = 0; j < model->state_count; j++)
        if (j != i && model->allowed[i][j])
            return true;
    return false;
}

static clg_status fit_row(const clg_hmm *model, const double *moves, uint32_t i,
                          int threads, clg_school_moves *result, clg_error *err)
{
    row r = {.states = model->state_count,
             .moves = moves + (size_t)i * model->state_count,
             .mean = model->transition[i]};
    double sums[3];
    clg_status status;

    result->concentration[i] = result->gain[i] = NAN;
    result->status[i] = CLG_MOVES_NO_MOVE;
    if (!is_ever_left(model, i))
        return CLG_OK;
    status = find_root(&r, result->school_count, threads, sums, err);
    if (status != CLG_OK)
        return status;
    result->schools[i] = (uint32_t)sums[2];
    result->status[i] = CLG_MOVES_NO_DATA;
    if (result->schools[i] < 2)
        return CLG_OK;
    result->concentration[i] = r.concentration;
    result->gain[i] = fmax(2.0 * sums[1], 0.0);
    result->status[i] =
        log(r.concentration) >= most_log - 1e-6 ? CLG_MOVES_HOMOGENEOUS : CLG_MOVES_OK;
    return CLG_OK;
}

static void shrink(const clg_hmm *model, const double *moves, uint32_t school,
                   uint32_t i, clg_school_moves *result)
{
    uint32_t states = model->state_count;
    size_t first = ((size_t)school * states + i) * states;
    bool is_known = result->status[i] <= CLG_MOVES_HOMOGENEOUS;
    double kappa = is_known ? result->concentration[i] : 1.0, total = kappa;
    double leaving = 0.0;

    for (uint32_t j = 0; is_known && j < states; j++)
        total += moves[first + j];
    for (uint32_t j = 0; j < states; j++) {
        double n = is_known ? moves[first + j] : 0.0;
        result->transition[first + j] = (n + kappa * model->transition[i][j]) / total;
        leaving += j == i ? 0.0 : result->transition[first + j];
    }
    result->dwell[(size_t)school * states + i] = 1.0 / leaving;
}

clg_status clg_school_moves_fit(const clg_hmm *model, uint32_t school_count,
                                const double *moves, int threads,
                                clg_school_moves *result, clg_error *err)
{
    uint32_t states = model->state_count;
    size_t rows = (size_t)school_count * states;
    clg_status status = CLG_OK;

    *result = (clg_school_moves){.school_count = school_count, .state_count = states};
    result->transition = clg_array_new(rows * states, sizeof(double), err);
    result->dwell = clg_array_new(rows, sizeof(double), err);
    if (result->transition == NULL || result->dwell == NULL)
        status = CLG_ERROR_MEMORY;
    for (uint32_t i = 0; status == CLG_OK && i < states; i++)
        status = fit_row(model, moves, i, clg_sweep_threads(threads), result, err);
    for (uint32_t s = 0; status == CLG_OK && s < school_count; s++)
        for (uint32_t i = 0; i < states; i++)
            shrink(model, moves, s, i, result);
    if (status != CLG_OK)
        clg_school_moves_clear(result);
    return status;
}

void clg_school_moves_clear(clg_school_moves *result)
{
    clg_free(result->transition);
    clg_free(result->dwell);
    *result = (clg_school_moves){.transition = NULL};
}
