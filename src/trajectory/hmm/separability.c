#include "trajectory/hmm/separability.h"

#include "trajectory/hmm/emission.h"

#include <math.h>

static void measure_pair(const clg_hmm *model, const double *e, uint32_t i, uint32_t j,
                         clg_separability *s)
{
    double sum = 0.0;

    for (uint32_t d = 0; d < model->indicator_count; d++) {
        double distance = clg_emission_distance(model->family[d], model->theta[d][i],
                                                model->theta[d][j], e[d]);
        s->indicator[d][i][j] = s->indicator[d][j][i] = distance;
        sum += distance;
    }
    s->distance[i][j] = s->distance[j][i] = sum;
    if (j == i + 1 && !(sum >= s->least)) {
        s->least = sum;
        s->least_pair = i;
    }
    if (sum < CLG_LEAST_SEPARATION) {
        s->weak[s->weak_count][0] = (uint8_t)i;
        s->weak[s->weak_count++][1] = (uint8_t)j;
    }
}

clg_separability clg_separability_of(const clg_panel *panel, const clg_hmm *model)
{
    clg_separability s = {.least = NAN};
    double e[CLG_MOST_INDICATORS];

    for (uint32_t d = 0; d < model->indicator_count; d++)
        e[d] = clg_typical_exposure(panel, model, d, UINT32_MAX);
    for (uint32_t i = 0; i < model->state_count; i++)
        for (uint32_t j = i + 1; j < model->state_count; j++)
            measure_pair(model, e, i, j, &s);
    return s;
}
