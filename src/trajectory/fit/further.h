/* What is found out beyond the model and the schools: how sure its parameters are, how
 * schools differ in moving, how many stages, what goes with moving on, classes of
 * trajectories, durations, groups of courses. Each only where it was asked for, but the
 * first two. */
#ifndef CLG_TRAJECTORY_FIT_FURTHER_H
#define CLG_TRAJECTORY_FIT_FURTHER_H

#include "trajectory/curve/groups.h"
#include "trajectory/dynamics/classes.h"
#include "trajectory/dynamics/covariates.h"
#include "trajectory/dynamics/durations.h"
#include "trajectory/dynamics/school_moves.h"
#include "trajectory/fit/spec.h"
#include "trajectory/hmm/select.h"
#include "trajectory/hmm/uncertainty.h"

typedef struct clg_further {
    bool has_uncertainty;        /* by sandwich, or by bootstrap if asked for */
    clg_uncertainty uncertainty; /* of the model's parameters */
    bool has_moves;
    clg_school_moves moves; /* each school's own transitions */
    bool has_selection;
    clg_selection selection;
    bool has_covariates;
    clg_covariates_result covariates;
    bool has_classes;
    clg_classes_result classes;
    bool has_durations;
    clg_durations_result durations;
    bool has_groups;
    clg_course_groups groups; /* of the energy index */
    clg_course_groups_choice choices[CLG_MOST_GROUPS];
    uint32_t choice_count;
} clg_further;

/* `em` is the fit of `batch`, whose panel it reads; energy [row], NaN missing. Errors
 * of the parts. The same bits for any number of threads. */
clg_status clg_further_find(clg_batch *batch, const clg_fit_spec *spec,
                            const clg_em_result *em, const double *energy,
                            clg_further *further, clg_error *err) CLG_NODISCARD;
void clg_further_clear(clg_further *further);

#endif
