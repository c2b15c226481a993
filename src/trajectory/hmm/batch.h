/* The E-step over all schools: expected statistics of a model, 16 schools at a time.
 *
 * A batch is a panel prepared for given families; it borrows the panel. Schools of a
 * block walk through time side by side, one a lane. The backward pass gathers the
 * statistics as it goes, so that neither beta nor xi is ever stored. Each chunk of
 * 1,024 schools is summed by one thread in the order of its blocks, and the chunks by a
 * tree over their numbers: the same bits for any number of threads.
 *
 * Normal, poisson, gamma and binomial indicators have sums of two columns as
 * sufficient statistics. The others are looked up: the distinct (x, e) of an indicator
 * are numbered once, their log densities computed once an iteration, and their
 * posterior weights added up by number. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_H
#define CLG_TRAJECTORY_HMM_BATCH_H

#include "trajectory/hmm/emission.h"

typedef struct clg_batch clg_batch;

/* Reads families and exposures of the model only. Every observed cell has been checked
 * by clg_emission_check. An observed cell whose exposure is missing counts as missing.
 * CLG_ERROR_MEMORY. */
clg_status clg_batch_new(const clg_panel *panel, const clg_hmm *model, clg_batch **out,
                         clg_error *err) CLG_NODISCARD;
void clg_batch_free(clg_batch *batch);
const clg_panel *clg_batch_panel(const clg_batch *batch);

/* What the E-step adds up. gamma(k) is P(state k | the school's data). */
typedef struct clg_expectations {
    double loglik;
    double initial[CLG_MOST_STATES]; /* of schools that are not founded in window 1 */
    double moves[CLG_MOST_STATES][CLG_MOST_STATES];
    double occupied[CLG_MOST_STATES]; /* sum of gamma over all windows */
    /* Over observed cells of indicator d: sum of gamma; and of gamma u, gamma v with
     * normal u = x - mean_k, v = (x - mean_k)^2; poisson u = x, v = e; gamma u = x, v =
     * log x; binomial u = x, v = e. Other families: count only. */
    double count[CLG_MOST_INDICATORS][CLG_MOST_STATES];
    double first[CLG_MOST_INDICATORS][CLG_MOST_STATES];
    double second[CLG_MOST_INDICATORS][CLG_MOST_STATES];
} clg_expectations;

typedef struct clg_batch_options {
    int threads;           /* 0: as many as OpenMP offers */
    const double *weights; /* [s] how often a school counts, 0 allowed; NULL: once */
    double *posterior;     /* out, [row * K + k] gamma; NULL: not wanted */
    double *school_loglik; /* out, [s], unweighted; NULL: not wanted */
    double *school_moves;  /* out, [(s * K + i) * K + j] expected moves; NULL */
} clg_batch_options;

/* One E-step. A school whose scaled forward pass underflows (c_t < 1e-280) is done by
 * clg_chain_pass. CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: a school's data are impossible
 * under the model (its identifier is named; its weight is not 0). O(windows K (K + D)).
 */
clg_status clg_batch_expect(clg_batch *batch, const clg_hmm *model,
                            const clg_batch_options *options,
                            clg_expectations *expectations,
                            clg_error *err) CLG_NODISCARD;

/* After clg_batch_expect: distinct values and weights of looked-up indicator d in state
 * k; borrowed until the next E-step. */
clg_weighted_values clg_batch_values(const clg_batch *batch, uint32_t indicator,
                                     uint32_t state);
/* True for families that are looked up. */
bool clg_family_is_looked_up(clg_family family);

/* log b of one school, [t * K + k], as clg_chain takes it: the scalar way. */
void clg_hmm_log_densities(const clg_hmm *model, const clg_panel *panel,
                           uint32_t school, double *log_density);

/* For benchmarks and tests: which instructions the kernel uses on this processor,
 * "avx512", "avx2" or "baseline". All give the same bits. */
const char *clg_batch_instructions(void);
/* Tests and benchmarks only: use another kernel that the processor has from now on;
 * false if it does not. */
bool clg_batch_use_instructions(clg_batch *batch, const char *name);

#endif
