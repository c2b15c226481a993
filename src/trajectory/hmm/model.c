#include "trajectory/hmm/model.h"

#include "trajectory/hmm/emission.h"

#include <string.h>

static const char *const names[CLG_TOPOLOGY_COUNT] = {"bakis1", "bakis2", "regress",
                                                      "renew",  "cyclic", "ergodic"};

bool clg_topology_find(const char *name, clg_topology *topology)
{
    for (int i = 0; i < CLG_TOPOLOGY_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            *topology = (clg_topology)i;
            return true;
        }
    return false;
}

static bool move_is_free(clg_topology topology, uint32_t states, uint32_t from,
                         uint32_t to)
{
    bool on = to == from || to == from + 1;

    switch (topology) {
    case CLG_TOPOLOGY_BAKIS1: return on;
    case CLG_TOPOLOGY_BAKIS2: return on || to == from + 2;
    case CLG_TOPOLOGY_REGRESS: return on || to + 1 == from;
    case CLG_TOPOLOGY_RENEW: return on || (from + 1 == states && to < 2);
    case CLG_TOPOLOGY_CYCLIC: return on || (from + 1 == states && to == 0);
    case CLG_TOPOLOGY_ERGODIC:
    case CLG_TOPOLOGY_COUNT: break;
    }
    return true;
}

void clg_hmm_allow(clg_hmm *model, uint32_t topologies)
{
    uint32_t states = model->state_count;

    memset(model->allowed, 0, sizeof model->allowed);
    for (int t = 0; t < CLG_TOPOLOGY_COUNT; t++)
        for (uint32_t i = 0; (topologies >> t & 1) != 0 && i < states; i++)
            for (uint32_t j = 0; j < states; j++)
                model->allowed[i][j] |= move_is_free((clg_topology)t, states, i, j);
}

void clg_hmm_init(clg_hmm *model, uint32_t state_count, uint32_t indicator_count,
                  clg_topology topology)
{
    memset(model, 0,
           sizeof *model); /* no padding left to chance: models are compared */
    model->state_count = state_count;
    model->indicator_count = indicator_count;
    for (uint32_t k = 0; k < state_count; k++)
        model->starts[k] = 1;
    clg_hmm_allow(model, 1u << topology);
    for (uint32_t d = 0; d < CLG_MOST_INDICATORS; d++)
        model->exposure[d] = -1;
}

static uint32_t free_of(const uint8_t *mask, uint32_t count)
{
    uint32_t free_cells = 0;

    for (uint32_t k = 0; k < count; k++)
        free_cells += mask[k] != 0;
    return free_cells > 0 ? free_cells - 1 : 0;
}

/* Categories that are zero in a state are zero for ever, and not estimated. */
static uint32_t free_categories(const double *theta)
{
    uint32_t possible = 0;

    for (int c = 0; c < CLG_THETA; c++)
        possible += theta[c] > 0.0;
    return possible > 0 ? possible - 1 : 0;
}

uint32_t clg_hmm_free_parameters(const clg_hmm *model)
{
    uint32_t count = free_of(model->starts, model->state_count);

    for (uint32_t k = 0; k < model->state_count; k++) {
        count += free_of(model->allowed[k], model->state_count);
        for (uint32_t d = 0; d < model->indicator_count; d++)
            count += model->family[d] == CLG_FAMILY_CATEGORICAL
                         ? free_categories(model->theta[d][k])
                         : clg_family_free_parameters(model->family[d]);
    }
    return count;
}
