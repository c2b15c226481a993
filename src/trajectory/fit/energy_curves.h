/* The energy of every school over time: smoothed, with its rise and decline, its
 * change-points and an alarm for a level that has just begun; and how far the
 * change-points agree with the stages. */
#ifndef CLG_TRAJECTORY_FIT_ENERGY_CURVES_H
#define CLG_TRAJECTORY_FIT_ENERGY_CURVES_H

#include "trajectory/change/agreement.h"
#include "trajectory/curve/population.h"
#include "trajectory/curve/rise_decline.h"

typedef struct clg_energy_curves {
    double *smooth, *error; /* [row] and its standard error; NaN if there is none */
    clg_population common;  /* the curve of all schools, over their own time */
    double *drawn, *drawn_error; /* [row] each school's curve, drawn towards it */
    uint8_t *is_change;          /* [row] 1: a level begins here */
    double *alarm;               /* [row] P(the level is at most 3 windows old) */
    clg_course *courses;         /* [s] rise and decline, by itself */
    clg_shrinkage population;    /* of double logistics */
    double *shrunk;              /* [s * 6] parameters, shrunk; NaN: nothing known */
    clg_change_agreement agreement;
} clg_energy_curves;

/* Of an energy index by row (NaN: missing) and the paths of stages by row. Errors as
 * clg_courses_fit. The same bits for any number of threads. */
clg_status clg_energy_curves_find(const clg_panel *panel, const double *energy,
                                  const uint8_t *stages, int threads,
                                  clg_energy_curves *curves,
                                  clg_error *err) CLG_NODISCARD;
void clg_energy_curves_clear(clg_energy_curves *curves);

#endif
