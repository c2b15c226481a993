/* The inside of the batched E-step: 16 schools, one a lane, through time and back.
 *
 * The kernel is one source, batch_kernel_body.h, compiled once for each width of vector
 * registers. It works lane by lane with the same operations in the same order whatever
 * the width, fused multiplication is off, and nothing passes from lane to lane: so all
 * give the same bits, and those of a school do not depend on its neighbours. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_KERNEL_H
#define CLG_TRAJECTORY_HMM_BATCH_KERNEL_H

#include "trajectory/hmm/model.h"

/* log b of state k is a constant of each observed indicator, and
 *     normal                     curvature (x - mean)^2
 *     poisson, gamma, binomial   slope x + second_slope y, y a second column
 *     looked up                  an entry of a table. */
typedef struct clg_kernel_model {
    uint32_t state_count, indicator_count;
    bool is_banded; /* from i to i and i + 1 only */
    double transition[CLG_MOST_STATES][CLG_MOST_STATES];
    double constant[CLG_MOST_INDICATORS][CLG_MOST_STATES];
    double all_constants[CLG_MOST_STATES]; /* their sum: normal, then linear ones */
    uint32_t normal_count, linear_count, looked_up_count;
    uint32_t normal[CLG_MOST_INDICATORS]; /* which indicators */
    uint32_t linear[CLG_MOST_INDICATORS];
    uint32_t looked_up[CLG_MOST_INDICATORS];
    double mean[CLG_MOST_INDICATORS][CLG_MOST_STATES]; /* [i-th normal][k] */
    double curvature[CLG_MOST_INDICATORS][CLG_MOST_STATES];
    double slope[CLG_MOST_INDICATORS][CLG_MOST_STATES]; /* [i-th linear][k] */
    double second_slope[CLG_MOST_INDICATORS][CLG_MOST_STATES];
    const double *log_density[CLG_MOST_INDICATORS]; /* [value * K + k], 0: missing */
} clg_kernel_model;

/* One block: what is known of it, room to work in, and what comes out. */
typedef struct clg_kernel_block {
    uint32_t windows;
    uint32_t complete; /* bit d: every cell of indicator d is observed */
    const double *values;
    const uint16_t *observed;
    const double *second[CLG_MOST_INDICATORS];     /* [i-th linear][t * 16 + lane] */
    const uint32_t *number[CLG_MOST_INDICATORS];   /* [i-th looked up][t * 16 + lane] */
    const uint32_t *value_of[CLG_MOST_INDICATORS]; /* of a number of this chunk */
    double *gathered[CLG_MOST_INDICATORS];         /* sums of gamma of such a number */
    double length[CLG_LANES];                      /* windows; 0: no school */
    double initial[CLG_MOST_STATES][CLG_LANES];
    double *density, *scale; /* [windows * K * width], [windows * width] */
    double *gamma;           /* see clg_kernel_gamma() */
    double *sums;            /* [clg_sums_count * 16] */
    /* The likelihood is product 2^exponent e^shift. */
    double product[CLG_LANES], shift[CLG_LANES];
    int64_t exponent[CLG_LANES];
    uint64_t is_sound[CLG_LANES]; /* 0: the scaled passes lost something */
} clg_kernel_block;

typedef void clg_kernel_pass(const clg_kernel_model *model, clg_kernel_block *block);
typedef void clg_kernel_gather(const clg_kernel_model *model,
                               const clg_kernel_block *block, const double *weight);

typedef struct clg_kernel {
    const char *name;
    uint32_t width;                                /* lanes of a register */
    clg_kernel_pass *pass[CLG_MOST_STATES + 1][2]; /* [K][is_banded] */
    /* Adds gamma of each looked-up cell, times the lane's weight, to what is gathered
     * of its number; to that of 0 where the cell is missing. */
    clg_kernel_gather *gather[CLG_MOST_STATES + 1]; /* [K] */
    /* total += weight sums, lane by lane; nothing where the weight is 0. */
    void (*add)(double *total, const double *sums, const double *weight, size_t count);
} clg_kernel;

extern const clg_kernel clg_kernel_baseline;
#ifdef __x86_64__
extern const clg_kernel clg_kernel_avx2, clg_kernel_avx512;
#endif

/* Where gamma of a block of so many windows keeps (t, k, lane): the kernel takes as
 * many lanes at a time as fit a register. */
static inline size_t clg_kernel_gamma(const clg_kernel *kernel, uint32_t windows,
                                      uint32_t states, uint32_t t, uint32_t k,
                                      uint32_t lane)
{
    size_t part = lane / kernel->width;

    return ((part * windows + t) * states + k) * kernel->width + lane % kernel->width;
}

/* The order of the sums; 0 is the log-likelihood, `which` is 0 count, 1 first, 2
 * second. */
static inline uint32_t clg_sums_initial(uint32_t k)
{
    return 1 + k;
}

static inline uint32_t clg_sums_occupied(uint32_t states, uint32_t k)
{
    return 1 + states + k;
}

static inline uint32_t clg_sums_moves(uint32_t states, uint32_t i, uint32_t j)
{
    return 1 + (2 + i) * states + j;
}

static inline uint32_t clg_sums_indicator(uint32_t states, uint32_t indicator,
                                          uint32_t which, uint32_t k)
{
    return 1 + (2 + states + 3 * indicator + which) * states + k;
}

static inline uint32_t clg_sums_count(uint32_t states, uint32_t indicators)
{
    return clg_sums_indicator(states, indicators, 0, 0);
}

#endif
