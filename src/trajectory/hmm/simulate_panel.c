#include "trajectory/hmm/simulate_panel.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { SIMULATE_PURPOSE = 0x534d };

static clg_status copy_names(const clg_texts *from, clg_texts *to, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < from->count; i++)
        status =
            clg_texts_append(to, clg_texts_at(from, i), clg_texts_length(from, i), err);
    return status;
}

static clg_status copy_columns(const clg_panel *from, clg_panel *to, clg_error *err)
{
    size_t rows = clg_panel_rows(from);
    clg_status status = CLG_OK;

    for (size_t e = 0; status == CLG_OK && e < from->extra_names.count; e++) {
        double *values;
        status =
            clg_panel_add_extra(to, clg_texts_at(&from->extra_names, e), &values, err);
        if (status == CLG_OK)
            memcpy(values, from->extra[e], rows * sizeof *values);
    }
    if (status == CLG_OK && from->time != NULL) {
        to->time = clg_array_new(rows, sizeof *to->time, err);
        if (to->time == NULL)
            return CLG_ERROR_MEMORY;
        memcpy(to->time, from->time, rows * sizeof *to->time);
    }
    return status;
}

/* All of a panel but its cells. */
static clg_status copy_frame(const clg_panel *from, clg_panel *to, clg_error *err)
{
    clg_status status =
        clg_panel_init(to, &from->schools, from->length, &from->indicators, err);

    if (status == CLG_OK)
        status = copy_names(&from->windows, &to->windows, err);
    if (status == CLG_OK)
        status = copy_columns(from, to, err);
    if (status == CLG_OK) {
        memcpy(to->window, from->window, clg_panel_rows(from) * sizeof *to->window);
        memcpy(to->is_founded, from->is_founded, from->school_count);
    }
    return status;
}

static uint8_t draw_state(const double *shares, uint32_t states, clg_random *random)
{
    double left = clg_random_uniform(random);
    uint32_t last = 0;

    for (uint32_t k = 0; k < states; k++) {
        if (!(shares[k] > 0.0))
            continue;
        last = k;
        left -= shares[k];
        if (left < 0.0)
            break;
    }
    return (uint8_t)last;
}

static void draw_window(const clg_hmm *model, const clg_panel *pattern, uint32_t school,
                        uint32_t t, uint8_t state, clg_random *random, clg_panel *out)
{
    for (uint32_t d = 0; d < model->indicator_count; d++) {
        int16_t extra = model->exposure[d];
        double e = extra < 0 ? 1.0 : pattern->extra[extra][pattern->first[school] + t];
        if (clg_panel_has(pattern, school, t, d) && !isnan(e))
            clg_panel_set(
                out, school, t, d,
                clg_emission_draw(model->family[d], model->theta[d][state], e, random));
    }
}

static void draw_school(const clg_hmm *model, const clg_panel *pattern, uint32_t school,
                        clg_random *random, clg_panel *out, uint8_t *states)
{
    uint8_t state = 0;

    for (uint32_t t = 0; t < pattern->length[school]; t++) {
        if (t > 0)
            state = draw_state(model->transition[state], model->state_count, random);
        else if (!pattern->is_founded[school])
            state = draw_state(model->initial, model->state_count, random);
        draw_window(model, pattern, school, t, state, random, out);
        if (states != NULL)
            states[pattern->first[school] + t] = state;
    }
}

clg_status clg_hmm_simulate(const clg_hmm *model, const clg_panel *pattern,
                            uint64_t seed, uint64_t replicate, clg_panel *out,
                            uint8_t *states, clg_error *err)
{
    clg_status status;

    memset(out, 0, sizeof *out);
    if (model->indicator_count != pattern->indicator_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the model has %u indicators, the panel %u",
                        model->indicator_count, pattern->indicator_count);
    status = copy_frame(pattern, out, err);
    if (status != CLG_OK) {
        clg_panel_clear(out);
        return status;
    }
    for (uint32_t s = 0; s < pattern->school_count; s++) {
        clg_random random = clg_random_stream(seed, clg_texts_at(&pattern->schools, s),
                                              0, SIMULATE_PURPOSE, replicate);
        draw_school(model, pattern, s, &random, out, states);
    }
    return CLG_OK;
}
