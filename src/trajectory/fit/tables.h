/* What was fitted, as result tables.
 *
 *     trajectory   school x window: stages, probabilities, energy, visibility, outliers
 *     schools      school: where it stands, since when, what comes next, its entries
 *     forecast     school x windows ahead
 *     indicators   indicator: family, weights in the indices, fit, power to separate
 *     transitions  stage x stage: moves, probabilities with intervals
 *     curve        the energy of all schools over developmental time
 *     selection    number of stages: criteria and held-out likelihood
 *     effects      covariate x move: odds ratios
 *     durations    stage: how long it lasts
 *     groups       group of courses of the energy index
 *
 * The last four are without rows unless they were asked for.
 *
 * A table's levels are borrowed from the panel and from the names below: the names must
 * outlive the tables. */
#ifndef CLG_TRAJECTORY_FIT_TABLES_H
#define CLG_TRAJECTORY_FIT_TABLES_H

#include "results/table.h"
#include "trajectory/fit/fitted.h"

typedef struct clg_fit_tables {
    clg_texts stage_names, family_names, status_names, course_names;
    clg_texts covariate_names, effect_names, transform_names;
    clg_table trajectory, schools, forecast, indicators, transitions, curve;
    clg_table selection, effects, durations, groups;
} clg_fit_tables;

/* CLG_ERROR_MEMORY. */
clg_status clg_fit_tables_make(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err) CLG_NODISCARD;
void clg_fit_tables_clear(clg_fit_tables *tables);

#endif
