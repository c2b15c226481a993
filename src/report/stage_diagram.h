/* The diagram of stages of development, drawn from data.
 *
 * Above, the energy of all schools over developmental time, with its interval, before a
 * band for each stage that is as wide as the mean time in it: the drawing of Wenger,
 * McDermott and Snyder (2002), Cultivating Communities of Practice, ch. 4, with the
 * curve estimated instead of drawn. Below, for each school that is named, what was
 * observed, window by window and with its gaps, the smoothed curve, and the posterior
 * probability of every stage as a ribbon.
 *
 * Stages are told apart by colour, pattern and number. Nothing is borrowed beyond the
 * call; NaN is what is not known. */
#ifndef CLG_REPORT_STAGE_DIAGRAM_H
#define CLG_REPORT_STAGE_DIAGRAM_H

#include "report/palette.h"

#include "collegium/error.h"

#include <stddef.h>
#include <stdio.h>

enum { CLG_DIAGRAM_STAGES = CLG_PALETTE_SIZE, CLG_DIAGRAM_SCHOOLS = 12 };

/* A curve in developmental time; ascending positions. */
typedef struct clg_diagram_curve {
    size_t count;             /* 0: there is none */
    const double *position;   /* in the unit of the bounds */
    const double *energy;     /* NaN: a gap */
    const double *low, *high; /* NULL: no interval */
} clg_diagram_curve;

/* Windows in order of time. Schools stand below one another window under window: give
 * those of one calendar the same first window, with NaN for what they lack. */
typedef struct clg_diagram_school {
    const char *name;
    size_t window_count;
    const char *const *labels; /* of windows, such as 2026-03; NULL: 1, 2, ... */
    const double *observed;    /* energy; NaN: missing */
    const double *smooth, *low, *high; /* each may be NULL, low and high together */
    const double *posterior; /* [window * stages + stage]; NaN: none; may be NULL */
    const double *entries;   /* [stage]: first window in it, from 0, may be a fraction;
                                what is not in the windows is not drawn; may be NULL */
} clg_diagram_school;

typedef struct clg_stage_diagram {
    const char *title; /* NULL: "Stages of development" */
    uint32_t stage_count;
    const char *const *stage_names;
    const double *bounds; /* stage_count + 1, ascending: where bands begin and end */
    const double *dwell;  /* mean time in each stage, printed; NaN: unknown */
    const char *unit;     /* of both, such as months; NULL: windows */
    const char *energy_title; /* NULL: "Energy index" */
    clg_diagram_curve curve;
    double level;        /* of the intervals, such as .95; 0: not said */
    size_t fitted_count; /* schools the curve is of; 0: not said */
    const char *note;    /* a sentence more under the picture; NULL: none */
    const clg_diagram_school *schools;
    size_t school_count;
} clg_stage_diagram;

/* One <svg> element, 960 wide; id begins the ids in it (letters, digits and hyphens, at
 * most 40). A failed write is left to the stream. CLG_ERROR_ARGUMENT, and nothing
 * written: not 1 to 8 stages, more than 12 schools, bounds that do not ascend, energies
 * that are infinite or above 1e9, probabilities that do not add up to 1. */
clg_status clg_stage_diagram_draw(const clg_stage_diagram *diagram, const char *id,
                                  FILE *stream, clg_error *err) CLG_NODISCARD;

/* The same as a file of its own, complete or not at all. Also CLG_ERROR_IO and
 * CLG_ERROR_MEMORY. */
clg_status clg_stage_diagram_write(const clg_stage_diagram *diagram, const char *path,
                                   clg_error *err) CLG_NODISCARD;

#endif
