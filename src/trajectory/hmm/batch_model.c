/* The parameters of a model as the kernel takes them. */
#include "trajectory/hmm/batch_part.h"

#include <math.h>

#define LOG_TWO_PI 1.8378770664093454836

/* Log of a probability or rate of 0: x times it is 0 for x = 0, otherwise so low that
 * the school is found to be impossible if it has to. */
static double log_or_least(double p)
{
    return p > 0.0 ? log(p) : -1e290;
}

static void set_normal(const clg_hmm *model, uint32_t d, uint32_t k,
                       clg_kernel_model *to)
{
    const double *theta = model->theta[d][k];

    to->mean[to->normal_count][k] = theta[0];
    to->curvature[to->normal_count][k] = -0.5 / theta[1];
    to->constant[d][k] = -0.5 * (LOG_TWO_PI + log(theta[1]));
}

static void set_linear(const clg_hmm *model, uint32_t d, uint32_t k,
                       clg_kernel_model *to)
{
    const double *theta = model->theta[d][k];
    double *slope = &to->slope[to->linear_count][k];
    double *second = &to->second_slope[to->linear_count][k];

    switch (model->family[d]) {
    case CLG_FAMILY_POISSON:
        *slope = log_or_least(theta[0]);
        *second = -theta[0];
        break;
    case CLG_FAMILY_GAMMA:
        *slope = -theta[1] / theta[0];
        *second = theta[1] - 1.0;
        to->constant[d][k] = theta[1] * log(theta[1] / theta[0]) - lgamma(theta[1]);
        break;
    default:
        *slope = log_or_least(theta[0]);
        *second = theta[0] < 1.0 ? log1p(-theta[0]) : log_or_least(0.0);
    }
}

static void set_indicator(const clg_batch *batch, const clg_hmm *model, uint32_t d,
                          clg_kernel_model *to)
{
    switch (clg_batch_kind_of(model->family[d])) {
    case CLG_BATCH_NORMAL:
        for (uint32_t k = 0; k < model->state_count; k++)
            set_normal(model, d, k, to);
        to->normal[to->normal_count++] = d;
        break;
    case CLG_BATCH_LINEAR:
        for (uint32_t k = 0; k < model->state_count; k++)
            set_linear(model, d, k, to);
        to->linear[to->linear_count++] = d;
        break;
    case CLG_BATCH_LOOKED_UP:
        to->log_density[to->looked_up_count] = batch->lookup[d].log_density;
        to->looked_up[to->looked_up_count++] = d;
    }
}

/* In the order in which the kernel adds those of an incomplete window. */
static double sum_constants(const clg_kernel_model *model, uint32_t k)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < model->normal_count; i++)
        sum += model->constant[model->normal[i]][k];
    for (uint32_t i = 0; i < model->linear_count; i++)
        sum += model->constant[model->linear[i]][k];
    return sum;
}

void clg_batch_set_parameters(const clg_batch *batch, const clg_hmm *model,
                              clg_kernel_model *to)
{
    uint32_t states = model->state_count;

    *to = (clg_kernel_model){.state_count = states,
                             .indicator_count = model->indicator_count,
                             .is_banded = true};
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t j = 0; j < states; j++) {
            to->transition[i][j] = model->transition[i][j];
            if (model->transition[i][j] != 0.0 && j != i && j != i + 1)
                to->is_banded = false;
        }
    for (uint32_t d = 0; d < model->indicator_count; d++)
        set_indicator(batch, model, d, to);
    for (uint32_t k = 0; k < states; k++)
        to->all_constants[k] = sum_constants(to, k);
}
