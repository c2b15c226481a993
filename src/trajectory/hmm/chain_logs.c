/* Forward-backward in log space, for sequences whose scaled form underflows.
 *
 * The same quantities as in chain.c, as logarithms: alpha stays normalised and beta
 * divided by the c_t to come, so that long sequences lose no digits. */
#include "trajectory/hmm/chain_part.h"

#include "base/memory.h"

void clg_chain_take_logs(const clg_chain *chain, double *logs)
{
    size_t cells = (size_t)chain->states * chain->states;

    if (chain->step != 0 || chain->length == 1)
        return;
    for (size_t c = 0; c < cells; c++)
        logs[c] = log(chain->transition[c]);
}

/* log(exp a + exp b), one of them finite or both -INFINITY. */
static double log_sum(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;

    return low == -INFINITY ? high : high + log1p(exp(low - high));
}

static void predict(const clg_chain *chain, clg_chain_room *room, size_t t)
{
    size_t k = chain->states;
    const double *before = room->alpha + (t - 1) * k;

    for (size_t j = 0; j < k; j++) {
        double sum = -INFINITY;
        for (size_t i = 0; i < k; i++)
            sum = log_sum(
                sum, before[i] + clg_chain_log_move(chain, room->scaled, t - 1, i, j));
        room->alpha[t * k + j] = sum;
    }
}

/* False: no state is possible. */
static bool filter(const clg_chain *chain, clg_chain_room *room, size_t t)
{
    size_t k = chain->states;
    double *alpha = room->alpha + t * k, sum = -INFINITY;

    for (size_t j = 0; j < k; j++) {
        alpha[j] += chain->log_density[t * k + j];
        sum = log_sum(sum, alpha[j]);
    }
    if (sum == -INFINITY)
        return false;
    for (size_t j = 0; j < k; j++)
        alpha[j] -= sum;
    room->shift[t] = sum;
    return true;
}

static bool go_forward(const clg_chain *chain, clg_chain_room *room)
{
    for (size_t j = 0; j < chain->states; j++)
        room->alpha[j] = log(chain->initial[j]);
    if (!filter(chain, room, 0))
        return false;
    for (size_t t = 1; t < chain->length; t++) {
        predict(chain, room, t);
        if (!filter(chain, room, t))
            return false;
    }
    return true;
}

/* log A_ij B_{t+1}(j) beta_{t+1}(j) / c_{t+1} */
static double onward(const clg_chain *chain, const clg_chain_room *room, size_t t,
                     size_t i, size_t j)
{
    size_t next = (t + 1) * chain->states + j;

    return clg_chain_log_move(chain, room->scaled, t, i, j) + chain->log_density[next] +
           room->beta[next] - room->shift[t + 1];
}

static void go_backward(const clg_chain *chain, clg_chain_room *room)
{
    size_t k = chain->states;

    for (size_t i = 0; i < k; i++)
        room->beta[(chain->length - 1) * k + i] = 0.0;
    for (size_t t = chain->length - 1; t-- > 0;)
        for (size_t i = 0; i < k; i++) {
            double sum = -INFINITY;
            for (size_t j = 0; j < k; j++)
                sum = log_sum(sum, onward(chain, room, t, i, j));
            room->beta[t * k + i] = sum;
        }
}

static void add_moves(const clg_chain *chain, const clg_chain_room *room,
                      clg_chain_sums *sums, size_t t)
{
    size_t k = chain->states;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            clg_chain_keep_pair(
                chain, sums, t, i, j,
                exp(room->alpha[t * k + i] + onward(chain, room, t, i, j)));
}

static void sum_up(const clg_chain *chain, const clg_chain_room *room,
                   clg_chain_sums *sums)
{
    size_t cells = chain->length * chain->states;

    clg_chain_keep_scale(chain, room, sums);
    for (size_t c = 0; sums->gamma != NULL && c < cells; c++)
        sums->gamma[c] = exp(room->alpha[c] + room->beta[c]);
    if (sums->moves != NULL || sums->pairs != NULL)
        for (size_t t = 0; t + 1 < chain->length; t++)
            add_moves(chain, room, sums, t);
}

clg_status clg_chain_pass_in_logs(const clg_chain *chain, clg_chain_room *room,
                                  clg_chain_sums *sums, clg_error *err)
{
    clg_status status = clg_chain_reserve(chain, room, err);

    if (status != CLG_OK)
        return status;
    room->is_in_logs = true;
    clg_chain_take_logs(chain, room->scaled);
    if (!go_forward(chain, room)) {
        clg_chain_set_impossible(chain, sums);
        return CLG_OK;
    }
    go_backward(chain, room);
    sum_up(chain, room, sums);
    return CLG_OK;
}
