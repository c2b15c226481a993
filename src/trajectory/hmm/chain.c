/* Forward-backward in scaled form.
 *
 * B_t is divided by c_t as soon as that is known. Then alpha_t(j) = (sum alpha_{t-1}(i)
 * A_ij) B_t(j), beta_t(i) = sum A_ij B_{t+1}(j) beta_{t+1}(j), and an expected move is
 * alpha_t(i) A_ij B_{t+1}(j) beta_{t+1}(j): no division is left. */
#include "trajectory/hmm/chain_part.h"

#include "base/memory.h"

#include <string.h>

/* A double loses up to 1e-323 of alpha_t(k) c_t; the rest of the sequence may give the
 * state an advantage of beta_t(k) over the others. Together they must stay nothing. */
#define MOST_ADVANTAGE 1e290

static clg_status reserve_doubles(double **array, size_t room, size_t needed,
                                  size_t *reached, clg_error *err)
{
    *reached = room;
    return clg_array_reserve(array, reached, needed, sizeof **array, err);
}

clg_status clg_chain_reserve(const clg_chain *chain, clg_chain_room *room,
                             clg_error *err)
{
    size_t k = chain->states, cells = (chain->length > k ? chain->length : k) * k;
    size_t reached = 0;

    if (reserve_doubles(&room->alpha, room->double_room, cells, &reached, err) ||
        reserve_doubles(&room->beta, room->double_room, cells, &reached, err) ||
        reserve_doubles(&room->scaled, room->double_room, cells, &reached, err))
        return CLG_ERROR_MEMORY;
    room->double_room = reached;
    return clg_array_reserve(&room->shift, &room->shift_room, chain->length,
                             sizeof *room->shift, err);
}

void clg_chain_room_clear(clg_chain_room *room)
{
    clg_free(room->alpha);
    clg_free(room->beta);
    clg_free(room->scaled);
    clg_free(room->shift);
    clg_free(room->back);
    *room = (clg_chain_room){0};
}

void clg_chain_set_impossible(const clg_chain *chain, clg_chain_sums *sums)
{
    size_t k = chain->states;

    sums->loglik = -INFINITY;
    if (sums->gamma != NULL)
        memset(sums->gamma, 0, chain->length * k * sizeof *sums->gamma);
    if (sums->pairs != NULL)
        memset(sums->pairs, 0, (chain->length - 1) * k * k * sizeof *sums->pairs);
    if (sums->scale != NULL)
        memset(sums->scale, 0, chain->length * sizeof *sums->scale);
}

static double largest_of(const double *numbers, size_t count)
{
    double largest = -INFINITY;

    for (size_t i = 0; i < count; i++)
        largest = numbers[i] > largest ? numbers[i] : largest;
    return largest;
}

/* P(state at t | windows before t) in alpha. */
static void predict(const clg_chain *chain, double *alpha, size_t t)
{
    size_t k = chain->states;
    const double *before = alpha + (t - 1) * k, *matrix;
    double *now = alpha + t * k;

    memset(now, 0, k * sizeof *now);
    matrix = clg_chain_matrix(chain, t - 1);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; before[i] > 0.0 && j < k; j++)
            if (matrix[i * k + j] > 0.0)
                now[j] += before[i] * matrix[i * k + j];
}

/* Takes window t in: alpha, B_t / c_t, and log c_t + m_t in shift. False: underflow. */
static bool filter(const clg_chain *chain, clg_chain_room *room, size_t t)
{
    size_t k = chain->states;
    const double *log_density = chain->log_density + t * k;
    double *alpha = room->alpha + t * k, *scaled = room->scaled + t * k;
    double shift = largest_of(log_density, k), sum = 0.0;

    if (shift == -INFINITY)
        return false;
    for (size_t j = 0; j < k; j++) {
        scaled[j] = exp(log_density[j] - shift);
        alpha[j] *= scaled[j];
        sum += alpha[j];
    }
    if (!(sum >= CLG_CHAIN_LEAST))
        return false;
    for (size_t j = 0; j < k; j++) {
        alpha[j] /= sum;
        scaled[j] /= sum;
    }
    room->shift[t] = log(sum) + shift;
    return true;
}

static bool go_forward(const clg_chain *chain, clg_chain_room *room)
{
    memcpy(room->alpha, chain->initial, chain->states * sizeof *room->alpha);
    if (!filter(chain, room, 0))
        return false;
    for (size_t t = 1; t < chain->length; t++) {
        predict(chain, room->alpha, t);
        if (!filter(chain, room, t))
            return false;
    }
    return true;
}

/* beta; scaled becomes B_t(j) beta_t(j) / c_t. */
static bool go_backward(const clg_chain *chain, clg_chain_room *room)
{
    size_t k = chain->states;

    for (size_t t = chain->length; t-- > 0;) {
        double *beta = room->beta + t * k, *scaled = room->scaled + t * k, most;
        for (size_t i = 0; t + 1 < chain->length && i < k; i++) {
            const double *row = clg_chain_matrix(chain, t) + i * k;
            beta[i] = 0.0;
            for (size_t j = 0; j < k; j++)
                if (row[j] > 0.0)
                    beta[i] += row[j] * scaled[k + j];
        }
        if (t + 1 == chain->length)
            for (size_t i = 0; i < k; i++)
                beta[i] = 1.0;
        most = MOST_ADVANTAGE / largest_of(scaled, k); /* the largest B_t is 1 */
        for (size_t i = 0; i < k; i++) {
            if (!(beta[i] <= most))
                return false;
            scaled[i] *= beta[i];
        }
    }
    return true;
}

static void add_moves(const clg_chain *chain, const clg_chain_room *room,
                      clg_chain_sums *sums, size_t t)
{
    size_t k = chain->states;
    const double *alpha = room->alpha + t * k, *next = room->scaled + (t + 1) * k;
    const double *matrix = clg_chain_matrix(chain, t);

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double a = matrix[i * k + j];
            clg_chain_keep_pair(chain, sums, t, i, j,
                                a > 0.0 ? alpha[i] * a * next[j] : 0.0);
        }
}

void clg_chain_keep_scale(const clg_chain *chain, const clg_chain_room *room,
                          clg_chain_sums *sums)
{
    sums->loglik = 0.0;
    for (size_t t = 0; t < chain->length; t++)
        sums->loglik += room->shift[t];
    if (sums->scale != NULL)
        memcpy(sums->scale, room->shift, chain->length * sizeof *sums->scale);
}

static void sum_up(const clg_chain *chain, const clg_chain_room *room,
                   clg_chain_sums *sums)
{
    size_t cells = chain->length * chain->states;

    clg_chain_keep_scale(chain, room, sums);
    for (size_t c = 0; sums->gamma != NULL && c < cells; c++)
        sums->gamma[c] = room->alpha[c] * room->beta[c];
    if (sums->moves != NULL || sums->pairs != NULL)
        for (size_t t = 0; t + 1 < chain->length; t++)
            add_moves(chain, room, sums, t);
}

clg_status clg_chain_pass(const clg_chain *chain, clg_chain_room *room,
                          clg_chain_sums *sums, clg_error *err)
{
    clg_status status = clg_chain_reserve(chain, room, err);

    if (status != CLG_OK)
        return status;
    if (!go_forward(chain, room) || !go_backward(chain, room))
        return clg_chain_pass_in_logs(chain, room, sums, err);
    room->is_in_logs = false;
    sum_up(chain, room, sums);
    return CLG_OK;
}
