#include "trajectory/dynamics/durations.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static bool never_ends(const clg_hmm *plain, uint32_t i)
{
    for (uint32_t j = 0; j < plain->state_count; j++)
        if (j != i && plain->allowed[i][j])
            return false;
    return true;
}

static void set_moves(clg_durations *model, const clg_hmm *plain, uint32_t i)
{
    double leaving = 1.0 - plain->transition[i][i];
    uint32_t ways = 0;

    for (uint32_t j = 0; j < plain->state_count; j++)
        ways += j != i && plain->allowed[i][j];
    for (uint32_t j = 0; j < plain->state_count; j++)
        if (j == i)
            model->stages.transition[i][j] = ways == 0;
        else if (plain->allowed[i][j])
            model->stages.transition[i][j] =
                leaving > 1e-12 ? plain->transition[i][j] / leaving : 1.0 / ways;
}

void clg_durations_init(clg_durations *model, const clg_hmm *plain,
                        clg_duration_family family, uint32_t substates,
                        bool ages_are_free)
{
    memset(model, 0, sizeof *model);
    model->stages = *plain;
    model->family = family;
    for (uint32_t i = 0; i < plain->state_count; i++) {
        bool ends = !never_ends(plain, i);
        uint32_t m = ends && family != CLG_DURATION_GEOMETRIC ? substates : 1;
        double left = 1.0, sum = 0.0;
        model->substates[i] = m;
        set_moves(model, plain, i);
        if (ends)
            clg_duration_start(family, 1.0 - plain->transition[i][i], m,
                               model->parameters[i], model->hazard[i]);
        for (uint32_t j = 0; j < m; j++) {
            model->age[i][j] = j == 0 || ages_are_free ? left : 0.0;
            sum += model->age[i][j];
            left *= 1.0 - model->hazard[i][j];
        }
        for (uint32_t j = 0; j < m; j++)
            model->age[i][j] /= sum;
    }
}

static uint32_t first_substates(const clg_durations *model, uint32_t *first)
{
    uint32_t count = 0;

    for (uint32_t k = 0; k < model->stages.state_count; k++) {
        first[k] = count;
        count += model->substates[k];
    }
    return count;
}

uint32_t clg_durations_expand(const clg_durations *model, uint32_t *owner,
                              double *initial, double *transition)
{
    uint32_t first[CLG_MOST_STATES], count = first_substates(model, first);

    if (transition != NULL)
        memset(transition, 0, (size_t)count * count * sizeof *transition);
    for (uint32_t k = 0; k < model->stages.state_count; k++)
        for (uint32_t j = 0; j < model->substates[k]; j++) {
            uint32_t n = first[k] + j, on = j + 1 < model->substates[k] ? n + 1 : n;
            double *row;
            if (owner != NULL)
                owner[n] = k;
            if (initial != NULL)
                initial[n] = model->stages.initial[k] * model->age[k][j];
            if (transition == NULL)
                continue;
            row = transition + (size_t)n * count;
            row[on] += 1.0 - model->hazard[k][j];
            for (uint32_t next = 0; next < model->stages.state_count; next++)
                if (next != k)
                    row[first[next]] +=
                        model->hazard[k][j] * model->stages.transition[k][next];
        }
    return count;
}

clg_status clg_duration_room_init(clg_duration_room *room, uint32_t states,
                                  uint32_t substates, size_t length, clg_error *err)
{
    *room = (clg_duration_room){.alpha = NULL};
    room->alpha = clg_array_new(length * substates, sizeof *room->alpha, err);
    room->work = clg_array_new(2 * (size_t)substates + length * (states + 1),
                               sizeof *room->work, err);
    return room->alpha == NULL || room->work == NULL ? CLG_ERROR_MEMORY : CLG_OK;
}

void clg_duration_room_clear(clg_duration_room *room)
{
    clg_free(room->alpha);
    clg_free(room->work);
    clg_chain_room_clear(&room->chain);
    *room = (clg_duration_room){.alpha = NULL};
}

/* One school under way. */
typedef struct walk {
    const clg_durations *model;
    uint32_t states, count, first[CLG_MOST_STATES];
    size_t length;
    const double *log_density;
    bool is_founded;
    double *alpha, *next, *beta, *density, *scale;
    double *gamma;
    clg_duration_counts *counts;
} walk;

static double start_of(const walk *w, uint32_t k, uint32_t j)
{
    if (w->is_founded)
        return k == 0 && j == 0 ? 1.0 : 0.0;
    return w->model->stages.initial[k] * w->model->age[k][j];
}

/* What reaches each substate of window t from the one before, without its density. */
static void predict(const walk *w, size_t t, double *to)
{
    const clg_durations *model = w->model;
    const double *from = w->alpha + (t - 1) * w->count;

    memset(to, 0, w->count * sizeof *to);
    for (uint32_t k = 0; k < w->states; k++) {
        double ended = 0.0;
        uint32_t last = model->substates[k] - 1;
        for (uint32_t j = 0; j <= last; j++) {
            double here = from[w->first[k] + j], c = model->hazard[k][j];
            to[w->first[k] + (j < last ? j + 1 : last)] += here * (1.0 - c);
            ended += here * c;
        }
        for (uint32_t next = 0; next < w->states; next++)
            if (next != k)
                to[w->first[next]] += ended * model->stages.transition[k][next];
    }
}

/* False on underflow; *loglik is -INFINITY if a window is impossible in all stages. */
static bool go_forward(const walk *w, double *loglik)
{
    *loglik = 0.0;
    for (size_t t = 0; t < w->length; t++) {
        double *to = w->alpha + t * w->count, *b = w->density + t * w->states;
        double shift = -INFINITY, sum = 0.0;
        for (uint32_t k = 0; k < w->states; k++)
            shift = fmax(shift, w->log_density[t * w->states + k]);
        if (shift == -INFINITY) {
            *loglik = -INFINITY;
            return true;
        }
        if (t > 0)
            predict(w, t, to);
        for (uint32_t k = 0; k < w->states; k++) {
            b[k] = exp(w->log_density[t * w->states + k] - shift);
            for (uint32_t j = 0; j < w->model->substates[k]; j++) {
                double *here = &to[w->first[k] + j];
                *here = (t > 0 ? *here : start_of(w, k, j)) * b[k];
                sum += *here;
            }
        }
        if (sum < 1e-280)
            return false;
        for (uint32_t n = 0; n < w->count; n++)
            to[n] /= sum;
        w->scale[t] = sum;
        *loglik += log(sum) + shift;
    }
    return true;
}

/* beta of stage k in window t, and what is expected of its end; `after`: of ending. */
static double look_back_from(const walk *w, size_t t, uint32_t k, double after)
{
    const double *alpha = w->alpha + t * w->count + w->first[k];
    const double *hazard = w->model->hazard[k], *next = w->next + w->first[k];
    double *beta = w->beta + w->first[k], ended = 0.0;
    uint32_t last = w->model->substates[k] - 1;

    for (uint32_t j = 0; j <= last; j++) {
        double ends = hazard[j] * after;
        double goes_on = (1.0 - hazard[j]) * next[j < last ? j + 1 : last];
        beta[j] = ends + goes_on;
        w->counts->exits[k][j] += alpha[j] * ends;
        w->counts->stays[k][j] += alpha[j] * goes_on;
        ended += alpha[j] * hazard[j];
    }
    return ended;
}

/* beta of window t from `next`, which holds B beta / c of window t + 1. */
static void look_back(const walk *w, size_t t)
{
    for (uint32_t k = 0; k < w->states; k++) {
        const double *moves = w->model->stages.transition[k];
        double after = 0.0, ended;
        for (uint32_t to = 0; to < w->states; to++)
            if (to != k)
                after += moves[to] * w->next[w->first[to]];
        ended = look_back_from(w, t, k, after);
        for (uint32_t to = 0; to < w->states; to++)
            if (to != k)
                w->counts->moves[k][to] += ended * moves[to] * w->next[w->first[to]];
    }
}

/* False if a beta grows so large that what alpha lost to underflow may matter. */
static bool go_back(const walk *w)
{
    for (uint32_t n = 0; n < w->count; n++)
        w->beta[n] = 1.0;
    for (size_t t = w->length; t-- > 0;) {
        if (t + 1 < w->length)
            look_back(w, t);
        for (uint32_t k = 0; k < w->states; k++) {
            double sum = 0.0;
            for (uint32_t j = 0; j < w->model->substates[k]; j++) {
                uint32_t n = w->first[k] + j;
                double here = w->alpha[t * w->count + n] * w->beta[n];
                if (w->beta[n] > 1e280)
                    return false;
                sum += here;
                if (t == 0 && !w->is_founded)
                    w->counts->starts[k][j] += here;
                w->next[n] = w->density[t * w->states + k] * w->beta[n] / w->scale[t];
            }
            w->gamma[t * w->states + k] = sum;
        }
    }
    return true;
}

/* Reads the counts off the sums of the expanded chain. */
static void count_expanded(const walk *w, const double *gamma, const double *moves)
{
    for (uint32_t k = 0; k < w->states; k++)
        for (uint32_t j = 0; j < w->model->substates[k]; j++) {
            uint32_t n = w->first[k] + j, last = w->model->substates[k] - 1;
            const double *row = moves + (size_t)n * w->count;
            w->counts->stays[k][j] += row[j < last ? n + 1 : n];
            for (uint32_t to = 0; to < w->states; to++)
                if (to != k) {
                    w->counts->exits[k][j] += row[w->first[to]];
                    w->counts->moves[k][to] += row[w->first[to]];
                }
            if (!w->is_founded)
                w->counts->starts[k][j] += gamma[n];
            for (size_t t = 0; t < w->length; t++)
                w->gamma[t * w->states + k] += gamma[t * w->count + n];
        }
}

/* The slow way, exact where the scaled one underflows. */
static clg_status pass_expanded(const walk *w, clg_chain_room *room, double *loglik,
                                clg_error *err)
{
    size_t count = w->count;
    uint32_t owner[CLG_MOST_STATES * CLG_MOST_SUBSTATES];
    double *block = clg_array_new(count + 2 * count * count + 2 * w->length * count,
                                  sizeof *block, err);
    double *initial = block, *transition, *moves, *density, *gamma;
    clg_chain chain = {.length = w->length, .states = w->count, .initial = initial};
    clg_chain_sums sums = {.loglik = 0.0};
    clg_status status;

    if (block == NULL)
        return CLG_ERROR_MEMORY;
    chain.transition = transition = initial + count;
    sums.moves = moves = transition + count * count;
    chain.log_density = density = moves + count * count;
    sums.gamma = gamma = density + w->length * count;
    clg_durations_expand(w->model, owner, initial, transition);
    for (uint32_t n = 0; n < count; n++) {
        if (w->is_founded)
            initial[n] = n == 0 ? 1.0 : 0.0;
        for (size_t t = 0; t < w->length; t++)
            density[t * count + n] = w->log_density[t * w->states + owner[n]];
    }
    status = clg_chain_pass(&chain, room, &sums, err);
    *loglik = sums.loglik;
    memset(w->gamma, 0, w->length * w->states * sizeof *w->gamma);
    if (status == CLG_OK && *loglik > -INFINITY)
        count_expanded(w, gamma, moves);
    clg_free(block);
    return status;
}

static void add_counts(clg_duration_counts *to, const clg_duration_counts *counts)
{
    const double *from = (const double *)counts;

    for (size_t i = 0; i < sizeof *to / sizeof(double); i++)
        ((double *)to)[i] += from[i];
}

clg_status clg_durations_pass(const clg_durations *model, const double *log_density,
                              size_t length, bool is_founded, clg_duration_room *room,
                              clg_duration_counts *counts, double *gamma,
                              double *loglik, clg_error *err)
{
    clg_duration_counts own = {.loglik = 0.0};
    walk w = {.model = model,
              .states = model->stages.state_count,
              .length = length,
              .log_density = log_density,
              .is_founded = is_founded,
              .alpha = room->alpha,
              .gamma = gamma,
              .counts = &own};
    clg_status status = CLG_OK;
    bool is_scaled;

    w.count = first_substates(model, w.first);
    w.next = room->work;
    w.beta = w.next + w.count;
    w.density = w.beta + w.count;
    w.scale = w.density + length * w.states;
    is_scaled = go_forward(&w, loglik);
    if (is_scaled && *loglik > -INFINITY)
        is_scaled = go_back(&w);
    if (!is_scaled) {
        memset(&own, 0, sizeof own);
        status = pass_expanded(&w, &room->chain, loglik, err);
    } else if (*loglik == -INFINITY) {
        memset(gamma, 0, length * w.states * sizeof *gamma);
    }
    own.loglik = *loglik;
    add_counts(counts, &own);
    return status;
}
