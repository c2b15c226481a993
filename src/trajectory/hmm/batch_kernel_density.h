/* The kernel of the batched E-step: densities of one window, for all states. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_KERNEL_DENSITY_H
#define CLG_TRAJECTORY_HMM_BATCH_KERNEL_DENSITY_H

#include "trajectory/hmm/batch_kernel.h"
#include "trajectory/hmm/batch_kernel_vector.h"

/* log b of the kinds of indicators is added up in `sum`, the constants of those
 * observed in `constant`: complete windows share one sum of constants, and a cell that
 * is there gives the same bits whether others are missing or not. */
INLINE void add_normals(const clg_kernel_model *model, const double *values,
                        const uint16_t *observed, const lanes *at, const uint32_t K,
                        const bool is_complete, vector *sum, vector *constant)
{
    for (uint32_t i = 0; i < model->normal_count; i++) {
        uint32_t d = model->normal[i];
        vector x = load(values + d * CLG_LANES);
        fetch_ahead(values + d * CLG_LANES);
        bits mask = is_complete ? at->bit : seen(at, observed[d]);
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++) {
            vector r = x - model->mean[i][k];
            vector part = r * r * model->curvature[i][k];
            sum[k] += is_complete ? part : keep(part, mask);
            if (!is_complete)
                constant[k] += keep(all(model->constant[d][k]), mask);
        }
    }
}

INLINE void add_linear(const clg_kernel_model *model, const clg_kernel_block *block,
                       uint32_t t, const lanes *at, const uint32_t K,
                       const bool is_complete, vector *sum, vector *constant)
{
    for (uint32_t i = 0; i < model->linear_count; i++) {
        size_t cell = (size_t)t * model->indicator_count + model->linear[i];
        vector x = load(block->values + cell * CLG_LANES + at->offset);
        vector y = load(block->second[i] + (size_t)t * CLG_LANES + at->offset);
        bits mask = is_complete ? at->bit : seen(at, block->observed[cell]);
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++) {
            vector part = x * model->slope[i][k] + y * model->second_slope[i][k];
            sum[k] += is_complete ? part : keep(part, mask);
            if (!is_complete)
                constant[k] += keep(all(model->constant[model->linear[i]][k]), mask);
        }
    }
}

INLINE void add_looked_up(const clg_kernel_model *model, const clg_kernel_block *block,
                          uint32_t t, const lanes *at, const uint32_t K, vector *sum)
{
    double found[CLG_MOST_STATES][KERNEL_WIDTH];

    for (uint32_t l = 0; l < KERNEL_WIDTH; l++) {
        size_t place = (size_t)t * CLG_LANES + at->offset + l;
        double lane[CLG_MOST_STATES] = {0.0};
        for (uint32_t i = 0; i < model->looked_up_count; i++) {
            uint32_t value = block->value_of[i][block->number[i][place]];
            const double *row = model->log_density[i] + (size_t)value * K;
#pragma GCC unroll 8
            for (uint32_t k = 0; k < K; k++)
                lane[k] += row[k];
        }
#pragma GCC unroll 8
        for (uint32_t k = 0; k < K; k++)
            found[k][l] = lane[k];
    }
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        sum[k] += load(found[k]);
}

INLINE void find_log_densities(const clg_kernel_model *model,
                               const clg_kernel_block *block, uint32_t t,
                               const lanes *at, const uint32_t K,
                               const bool is_complete, vector *log_density)
{
    size_t cell = (size_t)t * model->indicator_count;
    vector constant[CLG_MOST_STATES];

#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++) {
        log_density[k] = (vector){0};
        constant[k] = is_complete ? all(model->all_constants[k]) : (vector){0};
    }
    add_normals(model, block->values + cell * CLG_LANES + at->offset,
                block->observed + cell, at, K, is_complete, log_density, constant);
    add_linear(model, block, t, at, K, is_complete, log_density, constant);
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        log_density[k] += constant[k];
    if (model->looked_up_count > 0)
        add_looked_up(model, block, t, at, K, log_density);
}

/* Takes the largest log b off all of them, and their exponential; returns it. */
INLINE vector scale_densities(const uint32_t K, vector *density)
{
    vector most = density[0];

#pragma GCC unroll 8
    for (uint32_t k = 1; k < K; k++)
        most = larger(most, density[k]);
#pragma GCC unroll 8
    for (uint32_t k = 0; k < K; k++)
        density[k] = exponential(density[k] - most);
    return most;
}

#endif
