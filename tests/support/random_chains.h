/* Small random models and panels, to hold what is read from chains against all paths.
 */
#ifndef CLG_TESTS_RANDOM_CHAINS_H
#define CLG_TESTS_RANDOM_CHAINS_H

#include "small_panel.h"

#include "base/random.h"
#include "trajectory/hmm/model.h"

enum { CHAIN_MOST_T = 6, CHAIN_MOST_K = 3, CHAIN_MOST_SCHOOLS = 40 };

/* Normal states with means 0, 1, 2, ... and variance 1; transition [i * states + j]. */
clg_hmm chain_model(uint32_t states, uint32_t indicators, clg_topology topology,
                    const double *initial, const double *transition);
/* With random starts and moves where the topology has them, one indicator. */
void random_chain_model(clg_random *random, clg_topology topology, uint32_t states,
                        clg_hmm *model);
/* Schools of 1 to CHAIN_MOST_T windows, a quarter of the values missing. */
clg_panel random_chain_panel(clg_random *random, uint32_t schools);

#endif
