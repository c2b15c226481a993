/* Panels and sequences for tests of trajectories, written by hand or drawn. */
#ifndef CLG_TESTS_SMALL_PANEL_H
#define CLG_TESTS_SMALL_PANEL_H

#include "base/random.h"
#include "trajectory/hmm/model.h"

#include <stdbool.h>

/* Schools s00000, s00001, ... of these lengths; indicators x0, x1, ...; all missing. */
clg_panel small_panel(uint32_t schools, const uint32_t *lengths, uint32_t indicators);
/* All of the same length. */
clg_panel even_panel(uint32_t schools, uint32_t length, uint32_t indicators);
/* Times by row, all 0, which the panel frees. */
double *small_panel_time(clg_panel *panel);
/* A further column, all NaN. */
double *small_panel_extra(clg_panel *panel, const char *name);

/* bakis1 with one normal indicator: means 0, 2, 4, ..., variance .5, equal starts,
 * stages of 5 windows. */
clg_hmm normal_stages(uint32_t states);

double draw_normal(clg_random *random, double mean, double variance);
double draw_exponential(clg_random *random, double rate);
/* One of 0 .. count - 1 with these probabilities. */
uint32_t draw_index(clg_random *random, const double *probabilities, uint32_t count);

/* No value is below the one before by more than 1e-9 of its size. */
bool never_falls(const double *history, size_t count);

#endif
