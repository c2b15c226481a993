/* Paths through a chain: the most likely one, the one with most expected hits, and
 * draws from the posterior. */
#include "trajectory/hmm/chain_part.h"

#include "base/fail.h"
#include "base/memory.h"

enum { MOST_STATES_OF_PATHS = 256 };

/* A path scores the sum of `gain` over its windows, and of the logarithms of its start
 * and moves; with gamma as gain these only say what is possible. */
typedef struct search {
    const clg_chain *chain;
    const double *gamma; /* NULL: the likelihood */
    double *score;       /* [t * K + k] of the best path that ends there */
    double *logs;        /* of the transition, K * K */
    uint32_t *back;      /* [t * K + k] */
} search;

static double only_possible(const search *s, double logarithm)
{
    return s->gamma != NULL && logarithm > -INFINITY ? 0.0 : logarithm;
}

static double gain(const search *s, size_t cell)
{
    double log_density = s->chain->log_density[cell];

    return s->gamma != NULL && log_density > -INFINITY ? s->gamma[cell] : log_density;
}

static void extend(const search *s, size_t t, size_t j)
{
    size_t k = s->chain->states, cell = t * k + j;
    const double *before = s->score + (t - 1) * k;
    double best = -INFINITY;

    s->back[cell] = 0;
    for (size_t i = 0; i < k; i++) {
        double score =
            before[i] +
            only_possible(s, clg_chain_log_move(s->chain, s->logs, t - 1, i, j));
        if (score > best) {
            best = score;
            s->back[cell] = (uint32_t)i;
        }
    }
    s->score[cell] = best + gain(s, cell);
}

static double trace_back(const search *s, uint8_t *path)
{
    size_t k = s->chain->states, last = s->chain->length - 1;
    const double *score = s->score + last * k;
    uint32_t best = 0;
    double reached;

    for (uint32_t j = 1; j < k; j++)
        if (score[j] > score[best])
            best = j;
    reached = score[best];
    for (size_t t = last;; t--) {
        path[t] = (uint8_t)best;
        if (t == 0)
            return reached;
        best = s->back[t * k + best];
    }
}

static clg_status find_path(const clg_chain *chain, const double *gamma,
                            clg_chain_room *room, uint8_t *path, double *score,
                            clg_error *err)
{
    search s = {.chain = chain, .gamma = gamma};
    size_t k = chain->states;
    clg_status status;

    if (k > MOST_STATES_OF_PATHS)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a path through %zu states, expected at most %d", k,
                        MOST_STATES_OF_PATHS);
    status = clg_chain_reserve(chain, room, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&room->back, &room->back_room, chain->length * k,
                                   sizeof *room->back, err);
    if (status != CLG_OK)
        return status;
    s.score = room->beta;
    s.logs = room->scaled;
    s.back = room->back;
    clg_chain_take_logs(chain, s.logs);
    for (size_t j = 0; j < k; j++)
        s.score[j] = only_possible(&s, log(chain->initial[j])) + gain(&s, j);
    for (size_t t = 1; t < chain->length; t++)
        for (size_t j = 0; j < k; j++)
            extend(&s, t, j);
    *score = trace_back(&s, path);
    return CLG_OK;
}

clg_status clg_chain_viterbi(const clg_chain *chain, clg_chain_room *room,
                             uint8_t *path, double *log_probability, clg_error *err)
{
    double score = 0.0;
    clg_status status = find_path(chain, NULL, room, path, &score, err);

    if (log_probability != NULL)
        *log_probability = score;
    return status;
}

clg_status clg_chain_best_allowed(const clg_chain *chain, const double *gamma,
                                  clg_chain_room *room, uint8_t *path, clg_error *err)
{
    double score = 0.0;

    return find_path(chain, gamma, room, path, &score, err);
}

/* Up to a factor P(state i at t | windows up to t, state j at t + 1), or its logarithm
 * where alpha is in logs; at the last t there is no j. */
static double likelihood(const clg_chain *chain, const clg_chain_room *room, size_t t,
                         size_t i, size_t j)
{
    size_t k = chain->states;
    double alpha = room->alpha[t * k + i];
    bool is_last = t + 1 == chain->length;
    double move = is_last ? 1.0 : clg_chain_matrix(chain, t)[i * k + j];

    return room->is_in_logs ? alpha + log(move) : alpha * move;
}

static uint8_t draw_one(const clg_chain *chain, const clg_chain_room *room, size_t t,
                        size_t j, double uniform)
{
    size_t k = chain->states, drawn = 0;
    double most = -INFINITY, total = 0.0, below = 0.0;

    for (size_t i = 0; i < k; i++)
        most = fmax(most, likelihood(chain, room, t, i, j));
    for (size_t i = 0; i < k; i++) {
        double weight = likelihood(chain, room, t, i, j);
        total += room->is_in_logs ? exp(weight - most) : weight;
    }
    for (size_t i = 0; i < k; i++) {
        double weight = likelihood(chain, room, t, i, j);
        weight = room->is_in_logs ? exp(weight - most) : weight;
        if (weight > 0.0 && below <= uniform * total)
            drawn = i;
        below += weight;
    }
    return (uint8_t)drawn;
}

void clg_chain_draw(const clg_chain *chain, const clg_chain_room *room,
                    clg_random *random, uint8_t *path)
{
    uint8_t state = 0;

    for (size_t t = chain->length; t-- > 0;) {
        state = draw_one(chain, room, t, state, clg_random_uniform(random));
        path[t] = state;
    }
}
