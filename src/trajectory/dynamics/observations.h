/* Emissions of models whose transitions are not those of the plain one.
 *
 * The distinct (x, e) of an indicator are numbered once: a log density is computed once
 * for each of them, and the M-step sees each of them once, with its summed weight. The
 * log densities of all windows, and later their posterior probabilities, stand by row,
 * so that a school's part of them is what clg_chain takes. */
#ifndef CLG_TRAJECTORY_DYNAMICS_OBSERVATIONS_H
#define CLG_TRAJECTORY_DYNAMICS_OBSERVATIONS_H

#include "trajectory/dynamics/coordinates.h"
#include "trajectory/hmm/emission.h"

typedef struct clg_distinct_values {
    size_t count;
    double *x, *e;
    uint32_t *number; /* [row] which of them; UINT32_MAX: missing */
    double floor;     /* of a normal variance: 1e-6 of the indicator's own */
    double observed;  /* cells */
} clg_distinct_values;

typedef struct clg_observations {
    const clg_panel *panel;
    uint32_t states;
    size_t rows;
    clg_distinct_values indicators[CLG_MOST_INDICATORS];
    double *log_density; /* [row * K + k], set by clg_observations_evaluate */
    double *posterior;   /* [row * K + k], set by the owner's E-step */
    double *table; /* [number * K + k] or [k * count + number], of one indicator */
} clg_observations;

/* Reads states, families and exposures of the model. A cell whose exposure is missing
 * counts as missing. CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: what clg_emission_check
 * says of a cell. O(rows D log rows). */
clg_status clg_observations_init(clg_observations *observations, const clg_panel *panel,
                                 const clg_hmm *model, clg_error *err) CLG_NODISCARD;
void clg_observations_clear(clg_observations *observations);

/* log_density of every row under the model's emissions. */
void clg_observations_evaluate(clg_observations *observations, const clg_hmm *model,
                               int threads);
/* The M-step of emissions and initial probabilities from `posterior`. A state with
 * fewer than 2 expected cells of an indicator, or a share below 1e-8 of them, keeps its
 * parameters. Schools founded in their first window do not count for `initial`. */
void clg_observations_maximise(clg_observations *observations, clg_hmm *model,
                               int threads);
/* score[coordinate] = derivative of the log-likelihood (Fisher's identity: of its
 * expected complete form) at the model that `posterior` belongs to; derivatives of log
 * densities other than normal ones are central differences. */
void clg_observations_score(clg_observations *observations, const clg_hmm *model,
                            const clg_coordinates *coordinates, int threads,
                            double *score);

#endif
