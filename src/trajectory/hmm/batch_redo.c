/* The school that the scaled passes of the kernel lose: by itself, cell by cell. */
#include "trajectory/hmm/batch_part.h"

#include <math.h>
#include <string.h>

/* u and v of clg_expectations; both 0 for what is looked up. */
static void sufficient(const clg_batch_step *step, uint32_t school, uint32_t t,
                       uint32_t d, uint32_t k, double *u, double *v)
{
    const clg_batch *batch = step->batch;
    double x = clg_panel_value(batch->panel, school, t, d);

    *u = *v = 0.0;
    switch (clg_batch_kind_of(batch->family[d])) {
    case CLG_BATCH_NORMAL:
        *u = x - step->model->theta[d][k][0];
        *v = *u * *u;
        break;
    case CLG_BATCH_LINEAR:
        *u = x;
        *v = batch->second[d][clg_batch_place(batch, school, t)];
        break;
    case CLG_BATCH_LOOKED_UP: break;
    }
}

static void add_window(const clg_batch_step *step, uint32_t school, uint32_t t,
                       const double *gamma, double *lane)
{
    uint32_t states = step->model->state_count;

    for (uint32_t k = 0; k < states; k++) {
        if (t == 0)
            lane[clg_sums_initial(k) * CLG_LANES] = gamma[k];
        lane[clg_sums_occupied(states, k) * CLG_LANES] += gamma[k];
        for (uint32_t d = 0; d < step->model->indicator_count; d++) {
            double u, v;
            if (!clg_batch_has(step->batch, school, t, d) || gamma[k] == 0.0)
                continue;
            sufficient(step, school, t, d, k, &u, &v);
            lane[clg_sums_indicator(states, d, 0, k) * CLG_LANES] += gamma[k];
            lane[clg_sums_indicator(states, d, 1, k) * CLG_LANES] += gamma[k] * u;
            lane[clg_sums_indicator(states, d, 2, k) * CLG_LANES] += gamma[k] * v;
        }
    }
}

static void keep_sums(const clg_batch_step *step, uint32_t school, double loglik,
                      const double *moves, const clg_kernel_block *block,
                      const double *gamma)
{
    uint32_t states = step->model->state_count;
    uint32_t at = step->batch->panel->slot[school] % CLG_LANES;
    double *lane = block->sums + at;

    for (uint32_t i = 0; i < step->sums_count; i++)
        lane[i * CLG_LANES] = 0.0;
    lane[0] = loglik;
    for (uint32_t i = 0; i < states * states; i++)
        lane[clg_sums_moves(states, 0, i) * CLG_LANES] = moves[i];
    for (uint32_t t = 0; t < step->batch->panel->length[school]; t++) {
        add_window(step, school, t, gamma + (size_t)t * states, lane);
        for (uint32_t k = 0; k < states; k++)
            block->gamma[clg_kernel_gamma(step->batch->kernel, block->windows, states,
                                          t, k, at)] = gamma[(size_t)t * states + k];
    }
}

clg_status clg_batch_redo(const clg_batch_step *step, uint32_t school,
                          const clg_kernel_block *block, clg_batch_room *room,
                          clg_error *err)
{
    const clg_hmm *model = step->model;
    const clg_panel *panel = step->batch->panel;
    uint32_t states = model->state_count;
    double transition[CLG_MOST_STATES * CLG_MOST_STATES];
    double moves[CLG_MOST_STATES * CLG_MOST_STATES] = {0.0};
    double initial[CLG_MOST_STATES];
    clg_chain chain = {
        panel->length[school], states, room->log_density, initial, transition, 0};
    clg_chain_sums sums = {.gamma = room->posterior, .moves = moves};
    clg_status status;

    for (uint32_t i = 0; i < states; i++) {
        initial[i] = panel->is_founded[school] ? i == 0 : model->initial[i];
        memcpy(transition + i * states, model->transition[i],
               states * sizeof *transition);
    }
    clg_hmm_log_densities(model, panel, school, room->log_density);
    status = clg_chain_pass(&chain, &room->chain, &sums, err);
    if (status == CLG_OK)
        keep_sums(step, school, sums.loglik, moves, block, room->posterior);
    return status;
}
