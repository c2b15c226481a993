#include "trajectory/dynamics/ascent.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { HALVINGS = 30, PROPOSALS = 4 };

/* A place, the log-likelihood there and where the map takes it. */
typedef struct place {
    double *x, *next;
    double loglik;
} place;

typedef struct climb {
    const clg_ascent *ascent;
    clg_ascent_result *result;
    double *room;
    double longest;                      /* step, so far */
    place here, after, beyond, proposal; /* x, F(x), F(F(x)), what SQUAREM says */
} climb;

static clg_status reserve(climb *c, clg_error *err)
{
    size_t n = c->ascent->count;
    place *places[] = {&c->here, &c->after, &c->beyond, &c->proposal};

    c->room = clg_array_new(8 * n, sizeof *c->room, err);
    if (c->room == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < 4; i++) {
        places[i]->x = c->room + 2 * i * n;
        places[i]->next = c->room + (2 * i + 1) * n;
    }
    return CLG_OK;
}

static clg_status evaluate(climb *c, place *at, clg_error *err)
{
    const clg_ascent *ascent = c->ascent;
    clg_status status = clg_monitor_check(ascent->monitor, err);

    if (status != CLG_OK)
        return status;
    c->result->evaluations++;
    clg_monitor_report(ascent->monitor, ascent->stage, c->result->evaluations,
                       ascent->most_evaluations);
    return ascent->step(ascent->payload, at->x, at->next, &at->loglik, err);
}

/* Log-likelihoods that differ by less count as equal. */
static double blur(double loglik)
{
    return 1e-11 * (fabs(loglik) + 1.0);
}

static bool is_below(double loglik, double other)
{
    return !(loglik >= other - blur(other));
}

static clg_status remember(climb *c, double loglik, clg_error *err)
{
    clg_ascent_result *result = c->result;
    clg_status status =
        clg_array_reserve(&result->history, &result->history_room,
                          result->history_count + 1, sizeof *result->history, err);

    if (status == CLG_OK)
        result->history[result->history_count++] = loglik;
    return status;
}

/* `to` becomes F(from.x), or what is left of the way there when that goes up. */
static clg_status step_up(climb *c, const place *from, place *to, clg_error *err)
{
    size_t n = c->ascent->count;
    clg_status status;

    memcpy(to->x, from->next, n * sizeof *to->x);
    status = evaluate(c, to, err);
    for (int h = 0; status == CLG_OK && is_below(to->loglik, from->loglik); h++) {
        if (h == HALVINGS) {
            c->result->fell = true;
            memcpy(to->x, from->x, n * sizeof *to->x);
            return evaluate(c, to, err);
        }
        for (size_t i = 0; i < n; i++)
            to->x[i] = 0.5 * (to->x[i] + from->x[i]);
        status = evaluate(c, to, err);
    }
    return status == CLG_OK ? remember(c, to->loglik, err) : status;
}

/* Small changes of both; or none of the log-likelihood that could be seen, when
 * parameters of which it hardly depends may go on for ever. */
static bool has_settled(const climb *c, const place *from, const place *to)
{
    double gain = fabs(to->loglik - from->loglik), largest = 0.0;

    for (size_t i = 0; i < c->ascent->count; i++)
        largest = fmax(largest, fabs(to->x[i] - from->x[i]) / (1.0 + fabs(from->x[i])));
    return gain <= blur(to->loglik) ||
           (gain <= c->ascent->tolerance * (fabs(to->loglik) + 1.0) &&
            largest <= c->ascent->parameter_tolerance);
}

static double step_length(const climb *c)
{
    double r2 = 0.0, v2 = 0.0;

    for (size_t i = 0; i < c->ascent->count; i++) {
        double r = c->after.x[i] - c->here.x[i];
        double v = c->beyond.x[i] - c->after.x[i] - r;
        r2 += r * r;
        v2 += v * v;
    }
    return v2 > 0.0 ? -sqrt(r2 / v2) : -1.0;
}

static void exchange(place *a, place *b)
{
    place other = *a;

    *a = *b;
    *b = other;
}

/* here becomes the proposal if one is good enough, F(F(x)) otherwise. Steps may grow
 * fourfold whenever the longest allowed one was good. */
static clg_status leap(climb *c, clg_error *err)
{
    double a = fmax(step_length(c), -c->longest);
    clg_status status = CLG_OK;

    for (int p = 0; p < PROPOSALS && a < -1.01 && status == CLG_OK; p++) {
        for (size_t i = 0; i < c->ascent->count; i++) {
            double r = c->after.x[i] - c->here.x[i];
            double v = c->beyond.x[i] - c->after.x[i] - r;
            c->proposal.x[i] = c->here.x[i] - 2.0 * a * r + a * a * v;
        }
        status = evaluate(c, &c->proposal, err);
        if (status == CLG_OK && !is_below(c->proposal.loglik, c->beyond.loglik)) {
            exchange(&c->here, &c->proposal);
            c->longest = a == -c->longest ? 4.0 * c->longest : c->longest;
            return remember(c, c->here.loglik, err);
        }
        a = 0.5 * (a - 1.0);
    }
    exchange(&c->here, &c->beyond);
    return status;
}

static clg_status climb_up(climb *c, clg_error *err)
{
    clg_status status = evaluate(c, &c->here, err);

    if (status == CLG_OK && !(c->here.loglik > -INFINITY))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the data are impossible under the start values");
    if (status == CLG_OK)
        status = remember(c, c->here.loglik, err);
    while (status == CLG_OK && c->result->evaluations < c->ascent->most_evaluations) {
        status = step_up(c, &c->here, &c->after, err);
        c->result->is_converged =
            status == CLG_OK && has_settled(c, &c->here, &c->after);
        if (status != CLG_OK || c->result->is_converged || c->result->fell) {
            exchange(&c->here, &c->after);
            return status;
        }
        status = step_up(c, &c->after, &c->beyond, err);
        if (status == CLG_OK)
            status = leap(c, err);
    }
    return status == CLG_OK ? evaluate(c, &c->here, err) : status;
}

clg_status clg_ascend(const clg_ascent *ascent, double *x, clg_ascent_result *result,
                      clg_error *err)
{
    climb c = {.ascent = ascent, .result = result, .longest = 4.0};
    clg_status status;

    *result = (clg_ascent_result){.loglik = NAN};
    status = reserve(&c, err);
    if (status != CLG_OK)
        return status;
    memcpy(c.here.x, x, ascent->count * sizeof *x);
    status = climb_up(&c, err);
    if (status == CLG_OK) {
        memcpy(x, c.here.x, ascent->count * sizeof *x);
        result->loglik = c.here.loglik;
    } else {
        clg_ascent_result_clear(result);
    }
    clg_free(c.room);
    return status;
}

void clg_ascent_result_clear(clg_ascent_result *result)
{
    clg_free(result->history);
    result->history = NULL;
    result->history_count = result->history_room = 0;
}
