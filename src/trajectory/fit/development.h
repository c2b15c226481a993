/* Energy over developmental time: the curve of the stages, from data.
 *
 * Schools are in different stages in the same month, so that a mean over the calendar
 * shows none of them. Here every window gets a place within its stage: the share of the
 * stage that is over by then. A stage is as wide as schools stay in it on average,
 *
 *     place = begin of the stage + width * u,
 *     u = elapsed / L                      where entry and exit are seen, L long,
 *         elapsed / max(L, width)          where the exit is yet to come,
 *         1 - left / max(L, width)         where the entry was before the first window,
 *         1/2 + (elapsed - L/2) / max(L, width)     where neither is seen.
 *
 * A school that falls back or begins anew starts a new passage. The curve is that of
 * all passages (curve/population.h), with its interval. */
#ifndef CLG_TRAJECTORY_FIT_DEVELOPMENT_H
#define CLG_TRAJECTORY_FIT_DEVELOPMENT_H

#include "trajectory/curve/population.h"
#include "trajectory/hmm/model.h"

enum { CLG_DEVELOPMENT_POINTS = 121 };

typedef struct clg_development {
    uint32_t stage_count, passage_count;
    double stay[CLG_MOST_STATES];       /* mean time in the stage; NaN: never left */
    double bounds[CLG_MOST_STATES + 1]; /* where the stages begin and end */
    clg_population population;
    double position[CLG_DEVELOPMENT_POINTS];
    double energy[CLG_DEVELOPMENT_POINTS]; /* NaN where nothing is known */
    double low[CLG_DEVELOPMENT_POINTS], high[CLG_DEVELOPMENT_POINTS]; /* 95 % */
} clg_development;

/* stay[k]: mean time in stage k, INFINITY if it is never left, which is then as wide as
 * schools have been in it so far. energy [row], NaN missing; stages [row]. The same
 * bits for any number of threads. CLG_ERROR_MEMORY. */
clg_status clg_development_find(const clg_panel *panel, uint32_t stage_count,
                                const double *stay, const double *energy,
                                const uint8_t *stages, int threads,
                                clg_development *development,
                                clg_error *err) CLG_NODISCARD;

/* The places of one school's windows, of length `length`; bounds as in the result. For
 * tests. */
void clg_development_places(const double *time, const uint8_t *stages, uint32_t length,
                            bool is_founded, const double *bounds, double *places);

#endif
