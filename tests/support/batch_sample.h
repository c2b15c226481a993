/* Random panels and models for tests of the E-step, and the E-step by its definition.
 */
#ifndef CLG_TESTS_BATCH_SAMPLE_H
#define CLG_TESTS_BATCH_SAMPLE_H

#include "small_panel.h"

#include "trajectory/hmm/batch.h"

typedef struct batch_sample {
    clg_panel panel;
    clg_hmm model;
    double *weights; /* [s] 0, 1 or in between */
} batch_sample;

/* Schools of 1 to 40 windows, some founded; cells of any family, missing with a
 * probability of its own in each trial; exposures, some missing. The topology, states
 * and indicators are the caller's; families are of `families` (a bit each). */
batch_sample batch_sample_of(uint64_t trial, uint32_t schools, uint32_t states,
                             uint32_t indicators, clg_topology topology,
                             uint32_t families);
void batch_sample_clear(batch_sample *sample);

enum {
    EVERY_FAMILY = (1 << CLG_FAMILY_COUNT) - 1,
    FAST_FAMILIES = 1 << CLG_FAMILY_NORMAL | 1 << CLG_FAMILY_POISSON |
                    1 << CLG_FAMILY_GAMMA | 1 << CLG_FAMILY_BINOMIAL
};

/* What clg_batch_expect gives, and of looked-up indicators sums of gamma x and of
 * gamma e, as first and second. Outputs are as those of clg_batch_options. */
typedef struct plain_outputs {
    clg_expectations sums;
    double *posterior, *school_loglik, *school_moves;
} plain_outputs;
plain_outputs plain_expect(const batch_sample *sample, bool is_weighted);
void plain_outputs_clear(plain_outputs *outputs);

/* The same from the batch: the weights of looked-up values are summed. */
plain_outputs batched_expect(clg_batch *batch, const batch_sample *sample,
                             bool is_weighted, int threads);
clg_batch *batch_of(const batch_sample *sample);

/* Equal to `tolerance` times 1 or the size of the number. */
void check_outputs(const batch_sample *sample, const plain_outputs *actual,
                   const plain_outputs *expected, double tolerance);
/* Bit by bit. */
void check_same_outputs(const batch_sample *sample, const plain_outputs *actual,
                        const plain_outputs *expected);

#endif
