/* Data and models for tests of hidden Markov models: the reference sets, and panels
 * drawn from models. */
#ifndef CLG_TESTS_HMM_SAMPLE_H
#define CLG_TESTS_HMM_SAMPLE_H

#include "small_panel.h"

#include "trajectory/hmm/em.h"

#include <jansson.h>

/* shared/oracles/trajectories/hmm/NAME; the test is skipped where there is none. */
json_t *hmm_oracle(const char *name);
/* All numbers of the nested lists under `name`, in order. */
size_t hmm_numbers(const json_t *json, const char *name, double *numbers);
/* 30 schools, 495 windows, 3 indicators; its start values: 3 states, bakis1, state 1
 * first. */
clg_panel o2_panel(void);
clg_hmm o2_start(const json_t *oracle);
/* Counts of one school in 107 windows. */
clg_panel earthquakes_panel(void);

/* Marks every cell as observed, so that values can be drawn for it. */
void observe_all(clg_panel *panel);
/* Staying with this probability, the rest evenly on the other free moves; state 1 first
 * with 0.9. */
void set_moves(clg_hmm *model, double stay);
/* Normal stages at level * state in the first indicator, falling in the second and so
 * on, variance 1. */
clg_hmm stages_model(uint32_t states, uint32_t indicators, clg_topology topology,
                     double level, double stay);
/* Schools of this length drawn from the model; without missing cells. `states` [row],
 * to be freed, may be NULL. */
clg_panel drawn_panel(const clg_hmm *model, uint32_t schools, uint32_t length,
                      uint64_t seed, uint8_t **states);
/* Makes each cell missing with this probability. */
void lose_cells(clg_panel *panel, double probability, uint64_t seed);

/* A fit that must succeed. */
clg_em_result fitted(const clg_panel *panel, const clg_hmm *shape,
                     const clg_em_options *options);
/* Nothing in the model is NaN, and shares sum to 1. */
void check_model(const clg_hmm *model);

#endif
