/* What is to be fitted to a panel, and how: choices with numbers instead of texts. */
#ifndef CLG_TRAJECTORY_FIT_SPEC_H
#define CLG_TRAJECTORY_FIT_SPEC_H

#include "trajectory/dynamics/continuous.h"
#include "trajectory/dynamics/covariates.h"
#include "trajectory/dynamics/duration.h"
#include "trajectory/hmm/em.h"
#include "trajectory/stages.h"

typedef struct clg_fit_spec {
    clg_stage_set stages;
    uint32_t topologies; /* whose moves are free, 1 << clg_topology; 0: bakis1, or for
                            a profile those that it is for */
    clg_hmm shape;       /* states, masks, families, exposures; with has_start values */
    clg_em_options em;   /* em.start is left to the fit */
    bool has_start;      /* shape has starting values */
    bool start_is_profile; /* those of the stage set: other starts are only compared */
    bool is_parity;        /* maximum likelihood, exactly em.most_iterations */
    bool has_continuous_time;
    bool has_rate; /* of continuous time, to start from */
    clg_rates rate;
    int event; /* extra column: 1 where the last state was entered just then; -1 */
    double energy[CLG_MOST_INDICATORS], visibility[CLG_MOST_INDICATORS]; /* weights */
    int covariates[CLG_MOST_COVARIATES]; /* extra columns of the panel */
    uint32_t covariate_count;
    uint32_t classes;                   /* 1: all schools alike */
    uint32_t select_least, select_most; /* numbers of stages compared; 0: none */
    clg_duration_family durations;      /* how long stages last; geometric: as the plain
                                           model has it */
    uint32_t most_groups;               /* 0: no group-based trajectories */
    uint32_t bootstrap;                 /* replicates; 0: none */
    bool bootstrap_is_simulated; /* of panels drawn from the model, not of schools */
    uint32_t horizon;            /* windows ahead, 12 */
    const clg_texts *transforms; /* how each indicator was read; NULL: as it is */
} clg_fit_spec;

/* "none", "log" or "arcsine". */
const char *clg_fit_transform(const clg_fit_spec *spec, uint32_t indicator);

#endif
