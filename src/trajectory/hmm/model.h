/* A hidden Markov model: what is free in it, and its parameters.
 *
 * A plain value of fixed size: copied by assignment, compared and extrapolated by
 * SQUAREM, kept by the thousand in a bootstrap. */
#ifndef CLG_TRAJECTORY_HMM_MODEL_H
#define CLG_TRAJECTORY_HMM_MODEL_H

#include "trajectory/panel.h"

enum { CLG_MOST_STATES = 8, CLG_THETA = 8 };

/* How an indicator is distributed in a state, and what theta[] holds. x is the value, e
 * the exposure or the number of trials (1 without one). */
typedef enum clg_family {
    CLG_FAMILY_NORMAL,         /* mean, variance */
    CLG_FAMILY_POISSON,        /* rate: x ~ Poisson(e rate) */
    CLG_FAMILY_NEGBIN,         /* mean, size: mean e mu, variance m + m^2 / size */
    CLG_FAMILY_GAMMA,          /* mean, shape; x > 0 */
    CLG_FAMILY_BINOMIAL,       /* probability: x of e */
    CLG_FAMILY_BETABINOMIAL,   /* alpha, beta: x of e */
    CLG_FAMILY_CATEGORICAL,    /* probabilities of 1 .. 8; a zero is for ever */
    CLG_FAMILY_HURDLE_POISSON, /* rate, P(x = 0): x > 0 zero-truncated */
    CLG_FAMILY_HURDLE_NEGBIN,  /* mean, size (before truncation), P(x = 0) */
    CLG_FAMILY_HURDLE_GAMMA,   /* mean, shape of x > 0, P(x = 0) */
    CLG_FAMILY_COUNT
} clg_family;

/* Which moves between states are free. */
typedef enum clg_topology {
    CLG_TOPOLOGY_BAKIS1,  /* stay, or on to the next; the last absorbs */
    CLG_TOPOLOGY_BAKIS2,  /* also skip one */
    CLG_TOPOLOGY_REGRESS, /* bakis1, and back to the one before */
    CLG_TOPOLOGY_RENEW,   /* bakis1, and from the last to the first or second */
    CLG_TOPOLOGY_CYCLIC,  /* stay, or on, from the last to the first */
    CLG_TOPOLOGY_ERGODIC, /* all */
    CLG_TOPOLOGY_COUNT
} clg_topology;

bool clg_topology_find(const char *name, clg_topology *topology); /* "bakis1", ... */

typedef struct clg_hmm {
    uint32_t state_count, indicator_count;
    uint8_t starts[CLG_MOST_STATES];                   /* 1: initial is free there */
    uint8_t allowed[CLG_MOST_STATES][CLG_MOST_STATES]; /* 1: the move is free */
    double initial[CLG_MOST_STATES];
    double transition[CLG_MOST_STATES][CLG_MOST_STATES];
    clg_family family[CLG_MOST_INDICATORS];
    int16_t exposure[CLG_MOST_INDICATORS]; /* extra column of the panel, -1: all 1 */
    double theta[CLG_MOST_INDICATORS][CLG_MOST_STATES][CLG_THETA];
} clg_hmm;

/* States, indicators and masks; all starts free, all parameters 0, families normal. */
void clg_hmm_init(clg_hmm *model, uint32_t state_count, uint32_t indicator_count,
                  clg_topology topology);

/* Frees every move that one of the topologies does, and no other; a bit 1 << topology
 * each. */
void clg_hmm_allow(clg_hmm *model, uint32_t topologies);

/* Free parameters: (free starts - 1) + sum over states of (free moves - 1) + those of
 * the emissions. */
uint32_t clg_hmm_free_parameters(const clg_hmm *model);

#endif
