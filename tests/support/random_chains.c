#include "random_chains.h"

/* Normal states with means 0, 1, 2, ... and variance 1. */
clg_hmm chain_model(uint32_t states, uint32_t indicators, clg_topology topology,
                    const double *initial, const double *transition)
{
    clg_hmm model;

    clg_hmm_init(&model, states, indicators, topology);
    for (uint32_t k = 0; k < states; k++) {
        model.initial[k] = initial[k];
        for (uint32_t j = 0; j < states; j++)
            model.transition[k][j] = transition[k * states + j];
        for (uint32_t d = 0; d < indicators; d++) {
            model.theta[d][k][0] = k;
            model.theta[d][k][1] = 1.0;
        }
    }
    return model;
}

void random_chain_model(clg_random *random, clg_topology topology, uint32_t states,
                        clg_hmm *model)
{
    double initial[CHAIN_MOST_K], transition[CHAIN_MOST_K * CHAIN_MOST_K], sum = 0.0;

    clg_hmm_init(model, states, 1, topology);
    for (uint32_t k = 0; k < states; k++)
        sum += initial[k] = clg_random_uniform(random) + 0.05;
    for (uint32_t k = 0; k < states; k++)
        initial[k] /= sum;
    for (uint32_t i = 0; i < states; i++) {
        sum = 0.0;
        for (uint32_t j = 0; j < states; j++) {
            double p = clg_random_uniform(random) + 0.05;
            transition[i * states + j] = model->allowed[i][j] ? p : 0.0;
            sum += transition[i * states + j];
        }
        for (uint32_t j = 0; j < states; j++)
            transition[i * states + j] /= sum;
    }
    *model = chain_model(states, 1, topology, initial, transition);
}

/* One school's values, some missing. */
clg_panel random_chain_panel(clg_random *random, uint32_t schools)
{
    uint32_t lengths[CHAIN_MOST_SCHOOLS] = {0};
    clg_panel panel;

    for (uint32_t s = 0; s < schools; s++)
        lengths[s] = 1 + clg_random_below(random, CHAIN_MOST_T);
    panel = small_panel(schools, lengths, 1);
    for (uint32_t s = 0; s < schools; s++)
        for (uint32_t t = 0; t < lengths[s]; t++)
            if (clg_random_below(random, 4) != 0)
                clg_panel_set(&panel, s, t, 0, 4.0 * clg_random_uniform(random) - 1.0);
    return panel;
}
