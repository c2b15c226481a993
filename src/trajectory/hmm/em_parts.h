/* What the files of em.h share: the state of a fit between two steps. */
#ifndef CLG_TRAJECTORY_HMM_EM_PARTS_H
#define CLG_TRAJECTORY_HMM_EM_PARTS_H

#include "trajectory/hmm/em.h"

/* One start on its way. Everything in it is the same whether the fit was interrupted
 * or not; a checkpoint is a list of these. */
typedef struct clg_em_run {
    uint32_t evaluations; /* E-steps, 0: not begun */
    uint32_t is_converged, is_kept, likelihood_fell;
    double short_objective, objective;
    double stride; /* the longest step of SQUAREM, see squarem.c */
    clg_hmm model;
    size_t history_count, history_room;
    double *history; /* log-likelihood before each M-step */
} clg_em_run;

typedef struct clg_em_work {
    clg_batch *batch;
    const clg_hmm *shape;
    const clg_em_options *options;
    clg_priors priors; /* with the global variances filled in */
    clg_em_run *runs;
    uint32_t run_count;
    uint32_t is_long; /* 0: all starts a few steps each, 1: the best to the end */
    uint32_t current; /* run */
    /* At the model evaluated last, which the next M-step starts from. */
    clg_expectations expectations;
    double objective;
    uint32_t unsaved; /* E-steps since the last checkpoint */
} clg_em_work;

/* The E-step at a model: fills expectations and objective. Asks the monitor first. */
clg_status clg_em_evaluate(clg_em_work *work, const clg_hmm *model,
                           clg_error *err) CLG_NODISCARD;

/* All runs to their ends; goes on where the work stands. */
clg_status clg_em_run_all(clg_em_work *work, clg_error *err) CLG_NODISCARD;
/* Moves a run on whose model has just been evaluated: one EM step, or one cycle of
 * SQUAREM (two EM steps and a leap). Afterwards the run's model has again just been
 * evaluated; after a failure the run is as before. */
clg_status clg_em_step(clg_em_work *work, clg_em_run *run,
                       clg_error *err) CLG_NODISCARD;
clg_status clg_squarem_cycle(clg_em_work *work, clg_em_run *run,
                             clg_error *err) CLG_NODISCARD;

/* Coordinates in which parameters are compared and extrapolated: means of normals in
 * standard deviations of the indicator, probabilities as they are, everything else as
 * its logarithm. */
enum {
    CLG_MOST_COORDINATES = CLG_MOST_STATES * (1 + CLG_MOST_STATES) +
                           CLG_MOST_INDICATORS * CLG_MOST_STATES * CLG_THETA
};
/* What theta[0 ...] are: l a location, p positive, s a share, c one of many shares. */
const char *clg_family_kinds(clg_family family);
uint32_t clg_hmm_coordinates(const clg_hmm *model, const clg_priors *priors,
                             double *coordinates);
/* Largest difference of a coordinate. */
double clg_hmm_change(const clg_hmm *before, const clg_hmm *after,
                      const clg_priors *priors);

/* Least variance that a state may have: the share of the global one, and never less
 * than what rounding makes of a constant. */
double clg_em_variance_floor(const clg_priors *priors, uint32_t indicator, double mean);
/* States that kept their parameters (bits) and CLG_FIT flags of the model. */
uint32_t clg_em_flags(const clg_expectations *expectations, const clg_priors *priors,
                      const clg_hmm *model, uint32_t *empty_states);
/* Makes floors and anchors hold for a model from elsewhere: a start, a leap. */
void clg_em_keep_bounds(const clg_priors *priors, clg_hmm *model);
/* The closest values in the sense of weighted squares that do not fall. */
void clg_isotonic(double *values, const double *weights, uint32_t count);

/* Mean and variance of the observed cells of an indicator; rates x / e where it has an
 * exposure. Both 0 without cells. */
typedef struct clg_spread {
    double count, mean, variance;
} clg_spread;
clg_spread clg_indicator_spread(const clg_panel *panel, const clg_hmm *shape,
                                uint32_t indicator);
/* The exposure of a row, 1 without one; NaN where it is missing. */
double clg_exposure_at(const clg_panel *panel, const clg_hmm *shape, uint32_t indicator,
                       size_t row);
/* Fills the model from rows that are labelled with states; variances [indicator] of
 * all cells. */
void clg_start_from_labels(const clg_panel *panel, const uint8_t *labels,
                           clg_hmm *model, double *variances);

/* Saves the runs. CLG_ERROR_IO, CLG_ERROR_MEMORY. */
clg_status clg_checkpoint_save(clg_em_work *work, clg_error *err) CLG_NODISCARD;
/* Reads them back if there is a file. CLG_ERROR_SCHEMA: it is of other data or options,
 * or damaged. */
clg_status clg_checkpoint_load(clg_em_work *work, clg_error *err) CLG_NODISCARD;

#endif
