/* The kernel of the batched E-step, for registers of KERNEL_WIDTH doubles: included by
 * batch_kernel_*.c, each compiled for its instructions.
 *
 * A block is done as many lanes at a time as fit a register, in three sweeps:
 *     1. forward: log b, its exponential and alpha of one window after the other;
 *     2. backward: beta lives in registers only, gamma takes the place of alpha;
 *     3. for each indicator its sums over time, so that they stay in registers.
 * K is a constant in each instance, so that loops over states are unrolled and what
 * belongs to a state is a register. What a mask takes away becomes 0 by "and", never by
 * multiplication. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_KERNEL_BODY_H
#define CLG_TRAJECTORY_HMM_BATCH_KERNEL_BODY_H

#include "trajectory/hmm/batch_kernel_density.h"

#include <string.h>

INLINE vector arrive(const clg_kernel_model *model, const vector *alpha, uint32_t j,
                     const uint32_t K, const bool is_banded)
{
    vector sum = (vector){0};

    if (is_banded) {
        vector stay = alpha[j] * model->transition[j][j];
        return j == 0 ? stay : alpha[j - 1] * model->transition[j - 1][j] + stay;
    }
#pragma GCC unroll 8
    for (uint32_t i = 0; i < K; i++)
        sum += alpha[i] * model->transition[i][j];
    return sum;
}

/* alpha of the window from that of the one before, not yet scaled; returns its sum. */
INLINE vector step_forward(const clg_kernel_model *model, const clg_kernel_block *block,
                           uint32_t t, const lanes *at, const uint32_t K,
                           const bool is_banded, const vector *density, vector *alpha)
{
    vector next[CLG_MOST_STATES], sum = (vector){0};

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        next[k] = t == 0 ? load(block->initial[k] + at->offset)
                         : arrive(model, alpha, k, K, is_banded);
        next[k] *= density[k];
        sum = k == 0 ? next[k] : sum + next[k];
    }
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        alpha[k] = next[k];
    return sum;
}

static bool is_complete_window(const clg_kernel_model *model,
                               const clg_kernel_block *block, uint32_t t)
{
    const uint16_t *observed = block->observed + (size_t)t * model->indicator_count;
    uint16_t all_of_them = UINT16_MAX;

    for (uint32_t d = 0; d < model->indicator_count; d++)
        all_of_them &= observed[d];
    return all_of_them == UINT16_MAX;
}

/* The sum of alpha is 1 by definition where nothing is observed, and does not count
 * after a school's end: exactly 1 then, so that no data have log-likelihood 0. A model
 * whose probabilities do not sum to 1 is left to itself. */
static vector settle(const clg_kernel_model *model, const clg_kernel_block *block,
                     uint32_t t, const lanes *at, vector sum)
{
    const uint16_t *observed = block->observed + (size_t)t * model->indicator_count;
    uint16_t any = 0;
    bits mask = (bits)(sum > 1.0 - 1e-12) & (bits)(sum < 1.0 + 1e-12);

    for (uint32_t d = 0; d < model->indicator_count; d++)
        any |= observed[d];
    return choose((mask & ~seen(at, any)) | ~alive(at, t), all(1.0), sum);
}

/* The product of all sums as a number in [1, 2) and an exponent. */
typedef struct likelihood {
    vector product, shift;
    bits exponent, is_sound;
} likelihood;

INLINE void multiply(likelihood *total, vector sum, vector shift)
{
    bits product = (bits)(total->product * sum);

    total->shift += shift;
    total->is_sound &= (bits)(sum >= 1e-280);
    total->exponent += product >> 52;
    total->product =
        (vector)((product & 0xfffffffffffffu) | (uint64_t)0x3ff0000000000000u);
}

INLINE void sweep_forward(const clg_kernel_model *model, clg_kernel_block *block,
                          const lanes *at, const uint32_t K, const bool is_banded,
                          double *gamma, likelihood *total)
{
    vector alpha[CLG_MOST_STATES], density[CLG_MOST_STATES];
    bool is_complete = block->complete == (UINT32_C(1) << model->indicator_count) - 1;

    for (uint32_t t = 0; t < at->longest; t++) {
        size_t place = (size_t)t * K * KERNEL_WIDTH;
        vector shift, sum, scale;
        bool is_whole = is_complete || is_complete_window(model, block, t);

        if (is_whole)
            find_log_densities(model, block, t, at, K, true, density);
        else
            find_log_densities(model, block, t, at, K, false, density);
        shift = scale_densities(K, density);
        sum = step_forward(model, block, t, at, K, is_banded, density, alpha);
        if (!is_whole)
            sum = settle(model, block, t, at, sum);
        multiply(total, sum, shift);
        scale = 1.0 / sum;
        store(block->scale + (size_t)t * KERNEL_WIDTH, scale);
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++) {
            alpha[k] *= scale;
            store(block->density + place + k * KERNEL_WIDTH, density[k]);
            store(gamma + place + k * KERNEL_WIDTH, alpha[k]);
        }
    }
}

/* beta of a window from that of the next; adds the expected moves but for the
 * transition, which is the same at all times. Schools that end here begin with 1. */
INLINE void step_back(const clg_kernel_model *model, const clg_kernel_block *block,
                      uint32_t t, const lanes *at, const uint32_t K,
                      const bool is_banded, const vector *alpha, vector *beta,
                      vector moves[][CLG_MOST_STATES])
{
    const double *density = block->density + (size_t)(t + 1) * K * KERNEL_WIDTH;
    vector scale = load(block->scale + (size_t)(t + 1) * KERNEL_WIDTH);
    vector rest[CLG_MOST_STATES];
    bits mask = t + 1 < at->shortest ? ~(bits){0} : alive(at, t + 1);

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        rest[k] = load(density + k * KERNEL_WIDTH) * scale * beta[k];
    if (t + 1 >= at->shortest)
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++)
            rest[k] = keep(rest[k], mask);
#pragma GCC unroll 8
    for (uint32_t i = 0; i < K; i++) {
        vector sum = (vector){0};
#pragma GCC unroll 8
        for (uint32_t j = 0; j < K; j++) {
            if (is_banded && j != i && j != i + 1)
                continue;
            sum += rest[j] * model->transition[i][j];
            moves[i][j] += alpha[i] * rest[j];
        }
        beta[i] = sum;
    }
    if (t + 1 >= at->shortest)
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++)
            beta[k] = choose(mask, beta[k], all(1.0));
}

/* gamma of the window takes the place of alpha. A large beta says that the state has an
 * advantage beyond the range of alpha. */
INLINE void finish_window(uint32_t t, const lanes *at, const uint32_t K,
                          const vector *alpha, const vector *beta, double *gamma,
                          vector *occupied, bits *is_sound)
{
    vector advantage = beta[0];

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        vector here = alpha[k] * beta[k];
        if (t >= at->shortest)
            here = keep(here, alive(at, t));
        if (k > 0)
            advantage += beta[k];
        occupied[k] += here;
        store(gamma + k * KERNEL_WIDTH, here);
    }
    *is_sound &= (bits)(advantage <= 1e280);
}

INLINE void sweep_back(const clg_kernel_model *model, clg_kernel_block *block,
                       const lanes *at, const uint32_t K, const bool is_banded,
                       double *gamma, bits *is_sound)
{
    vector alpha[CLG_MOST_STATES], beta[CLG_MOST_STATES];
    vector occupied[CLG_MOST_STATES], moves[CLG_MOST_STATES][CLG_MOST_STATES];
    double *sums = block->sums + at->offset;

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        beta[k] = all(1.0);
        occupied[k] = (vector){0};
#pragma GCC unroll 8
        for (uint32_t j = 0; j < K; j++)
            moves[k][j] = (vector){0};
    }
    for (uint32_t t = at->longest; t-- > 0;) {
        double *here = gamma + (size_t)t * K * KERNEL_WIDTH;
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++)
            alpha[k] = load(here + k * KERNEL_WIDTH);
        if (t + 1 < at->longest)
            step_back(model, block, t, at, K, is_banded, alpha, beta, moves);
        finish_window(t, at, K, alpha, beta, here, occupied, is_sound);
    }
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        store(sums + clg_sums_occupied(K, k) * CLG_LANES, occupied[k]);
        store(sums + clg_sums_initial(k) * CLG_LANES,
              at->longest > 0 ? load(gamma + k * KERNEL_WIDTH) : (vector){0});
#pragma GCC unroll 8
        for (uint32_t j = 0; j < K; j++)
            store(sums + clg_sums_moves(K, k, j) * CLG_LANES,
                  moves[k][j] * model->transition[k][j]);
    }
}

/* Sums over time of gamma, gamma u and gamma v of one indicator; u and v by kind. */
typedef enum sum_kind { SUM_OF_RESIDUALS, SUM_OF_COLUMNS, SUM_OF_GAMMA } sum_kind;

INLINE void sum_indicator(const clg_kernel_model *model, clg_kernel_block *block,
                          const lanes *at, const uint32_t K, const double *gamma,
                          uint32_t d, const sum_kind kind, uint32_t i,
                          const bool is_complete)
{
    vector sum[3][CLG_MOST_STATES];
    double *sums = block->sums + at->offset;

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        sum[0][k] = sum[1][k] = sum[2][k] = (vector){0};
    for (uint32_t t = at->longest; t-- > 0;) {
        size_t cell = (size_t)t * model->indicator_count + d;
        vector x = load(block->values + cell * CLG_LANES + at->offset);
        vector y = kind != SUM_OF_COLUMNS
                       ? x
                       : load(block->second[i] + (size_t)t * CLG_LANES + at->offset);
        bits mask = is_complete ? at->bit : seen(at, block->observed[cell]);
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++) {
            vector here = load(gamma + ((size_t)t * K + k) * KERNEL_WIDTH);
            if (!is_complete) {
                here = keep(here, mask);
                sum[0][k] += here;
            }
            if (kind == SUM_OF_RESIDUALS) {
                vector r = x - model->mean[i][k], first = here * r;
                sum[1][k] += first;
                sum[2][k] += first * r;
            } else if (kind == SUM_OF_COLUMNS) {
                sum[1][k] += here * x;
                sum[2][k] += here * y;
            }
        }
    }
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        vector count =
            is_complete ? load(sums + clg_sums_occupied(K, k) * CLG_LANES) : sum[0][k];
        store(sums + clg_sums_indicator(K, d, 0, k) * CLG_LANES, count);
        store(sums + clg_sums_indicator(K, d, 1, k) * CLG_LANES, sum[1][k]);
        store(sums + clg_sums_indicator(K, d, 2, k) * CLG_LANES, sum[2][k]);
    }
}

INLINE void sum_kind_of(const clg_kernel_model *model, clg_kernel_block *block,
                        const lanes *at, const uint32_t K, const double *gamma,
                        const uint32_t *indicators, uint32_t count, const sum_kind kind)
{
    for (uint32_t i = 0; i < count; i++)
        if (block->complete >> indicators[i] & 1)
            sum_indicator(model, block, at, K, gamma, indicators[i], kind, i, true);
        else
            sum_indicator(model, block, at, K, gamma, indicators[i], kind, i, false);
}

INLINE void sum_indicators(const clg_kernel_model *model, clg_kernel_block *block,
                           const lanes *at, const uint32_t K, const double *gamma)
{
    sum_kind_of(model, block, at, K, gamma, model->normal, model->normal_count,
                SUM_OF_RESIDUALS);
    sum_kind_of(model, block, at, K, gamma, model->linear, model->linear_count,
                SUM_OF_COLUMNS);
    sum_kind_of(model, block, at, K, gamma, model->looked_up, model->looked_up_count,
                SUM_OF_GAMMA);
}

typedef void sum_pass(const clg_kernel_model *model, clg_kernel_block *block,
                      const lanes *at, const double *gamma);

INLINE lanes lanes_from(const clg_kernel_block *block, uint32_t offset)
{
    lanes at = {.offset = offset, .shortest = UINT32_MAX};

    at.length = load(block->length + offset);
    for (uint32_t l = 0; l < KERNEL_WIDTH; l++) {
        uint32_t length = (uint32_t)block->length[offset + l];
        at.shortest = length < at.shortest ? length : at.shortest;
        at.longest = length > at.longest ? length : at.longest;
        at.bit[l] = UINT64_C(1) << (offset + l);
    }
    return at;
}

INLINE void pass(const clg_kernel_model *model, clg_kernel_block *block,
                 const uint32_t K, const bool is_banded, sum_pass *sum)
{
    for (uint32_t offset = 0; offset < CLG_LANES; offset += KERNEL_WIDTH) {
        const lanes at = lanes_from(block, offset);
        double *gamma = block->gamma + (size_t)offset * block->windows * K;
        likelihood total = {.product = all(1.0), .is_sound = ~(bits){0}};

        sweep_forward(model, block, &at, K, is_banded, gamma, &total);
        sweep_back(model, block, &at, K, is_banded, gamma, &total.is_sound);
        sum(model, block, &at, gamma);
        store(block->product + offset, total.product);
        store(block->shift + offset, total.shift);
        total.exponent -= (uint64_t)at.longest * 1023;
        *(bits_at *)(block->is_sound + offset) = total.is_sound;
        memcpy(block->exponent + offset, &total.exponent, sizeof total.exponent);
    }
}

/* In the order of windows, then lanes, whatever the width. */
INLINE void gather(const clg_kernel_model *model, const clg_kernel_block *block,
                   const double *weight, const uint32_t K)
{
    size_t part_size = (size_t)block->windows * K * KERNEL_WIDTH;
    double lane[CLG_LANES][CLG_MOST_STATES];

    for (uint32_t t = 0; t < block->windows; t++) {
        for (uint32_t offset = 0; offset < CLG_LANES; offset += KERNEL_WIDTH) {
            const double *gamma = block->gamma + offset / KERNEL_WIDTH * part_size +
                                  (size_t)t * K * KERNEL_WIDTH;
            vector times = load(weight + offset);
            bits mask = (bits)(times != 0.0);
#pragma GCC unroll 8
            for (uint32_t k = 0; k < K; k++) {
                vector part = keep(times * load(gamma + k * KERNEL_WIDTH), mask);
                for (uint32_t l = 0; l < KERNEL_WIDTH; l++)
                    lane[offset + l][k] = part[l];
            }
        }
        for (uint32_t i = 0; i < model->looked_up_count; i++) {
            const uint32_t *number = block->number[i] + (size_t)t * CLG_LANES;
            for (uint32_t l = 0; l < CLG_LANES; l++) {
                double *to = block->gathered[i] + (size_t)number[l] * K;
#pragma GCC unroll 8
                for (uint32_t k = 0; k < K; k++)
                    to[k] += lane[l][k];
            }
        }
    }
}

static void add(double *total, const double *sums, const double *weight, size_t count)
{
    for (uint32_t offset = 0; offset < CLG_LANES; offset += KERNEL_WIDTH) {
        vector times = load(weight + offset);
        bits mask = (bits)(times != 0.0);
        for (size_t i = offset; i < count * CLG_LANES; i += CLG_LANES)
            store(total + i, load(total + i) + keep(times * load(sums + i), mask));
    }
}

#define PASSES(K)                                                                      \
    static void sum_##K(const clg_kernel_model *model, clg_kernel_block *block,        \
                        const lanes *at, const double *gamma)                          \
    {                                                                                  \
        sum_indicators(model, block, at, K, gamma);                                    \
    }                                                                                  \
    static void pass_##K(const clg_kernel_model *model, clg_kernel_block *block)       \
    {                                                                                  \
        pass(model, block, K, false, sum_##K);                                         \
    }                                                                                  \
    static void pass_##K##_banded(const clg_kernel_model *model,                       \
                                  clg_kernel_block *block)                             \
    {                                                                                  \
        pass(model, block, K, true, sum_##K);                                          \
    }                                                                                  \
    static void gather_##K(const clg_kernel_model *model,                              \
                           const clg_kernel_block *block, const double *weight)        \
    {                                                                                  \
        gather(model, block, weight, K);                                               \
    }

PASSES(1)
PASSES(2)
PASSES(3)
PASSES(4)
PASSES(5)
PASSES(6)
PASSES(7)
PASSES(8)

/* What a batch_kernel_*.c defines. */
#define EACH_STATE(pair)                                                               \
    pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7), pair(8)
#define PASS(K) [K] = {pass_##K, pass_##K##_banded}
#define GATHER(K) [K] = gather_##K
#define KERNEL(its_name)                                                               \
    {                                                                                  \
        .name = its_name, .width = KERNEL_WIDTH, .add = add,                           \
        .pass = {EACH_STATE(PASS)}, .gather = {                                        \
            EACH_STATE(GATHER)                                                         \
        }                                                                              \
    }

#endif
