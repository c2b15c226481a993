#include "run/model_parts_json.h"

#include "trajectory/hmm/emission.h"

#include <math.h>

json_t *clg_json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *clg_json_numbers(const double *values, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, clg_json_number(values[i]));
    return list;
}

json_t *clg_json_texts(const clg_texts *texts)
{
    json_t *list = json_array();

    for (size_t i = 0; i < texts->count; i++)
        json_array_append_new(list, json_string(clg_texts_at(texts, i)));
    return list;
}

static json_t *parameter_of(const clg_hmm *model, uint32_t indicator, int parameter)
{
    json_t *list = json_array();

    for (uint32_t k = 0; k < model->state_count; k++)
        json_array_append_new(list,
                              clg_json_number(model->theta[indicator][k][parameter]));
    return list;
}

static json_t *categories_of(const clg_hmm *model, uint32_t indicator)
{
    json_t *rows = json_array();

    for (uint32_t k = 0; k < model->state_count; k++)
        json_array_append_new(rows,
                              clg_json_numbers(model->theta[indicator][k], CLG_THETA));
    return rows;
}

static json_t *emission_of(const clg_hmm *model, const clg_panel *panel,
                           uint32_t indicator)
{
    clg_family family = model->family[indicator];
    const char *const *names = clg_family_parameters(family);
    int extra = model->exposure[indicator];
    json_t *emission = json_pack("{s:s, s:s}", "indicator",
                                 clg_texts_at(&panel->indicators, indicator), "family",
                                 clg_family_name(family));

    if (extra >= 0)
        json_object_set_new(
            emission, "exposure",
            json_string(clg_texts_at(&panel->extra_names, (size_t)extra)));
    if (family == CLG_FAMILY_CATEGORICAL)
        json_object_set_new(emission, "probabilities", categories_of(model, indicator));
    else
        for (int p = 0; names[p] != NULL; p++)
            json_object_set_new(emission, names[p], parameter_of(model, indicator, p));
    return emission;
}

void clg_model_set_json(json_t *object, const clg_hmm *model, const clg_panel *panel)
{
    json_t *moves = json_array(), *emissions = json_array();

    for (uint32_t k = 0; k < model->state_count; k++)
        json_array_append_new(
            moves, clg_json_numbers(model->transition[k], model->state_count));
    for (uint32_t d = 0; d < model->indicator_count; d++)
        json_array_append_new(emissions, emission_of(model, panel, d));
    json_object_set_new(object, "pi",
                        clg_json_numbers(model->initial, model->state_count));
    json_object_set_new(object, "A", moves);
    json_object_set_new(object, "emissions", emissions);
}
