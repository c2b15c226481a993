#include "small_panel.h"

#include "check.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static void append(clg_texts *texts, const char *format, uint32_t number)
{
    char name[16];

    snprintf(name, sizeof name, "%s%05u", format, number);
    check_ok(clg_texts_append(texts, name, strlen(name), &err));
}

clg_panel small_panel(uint32_t schools, const uint32_t *lengths, uint32_t indicators)
{
    clg_texts school_names = CLG_TEXTS_INIT, indicator_names = CLG_TEXTS_INIT;
    clg_panel panel = {0};

    for (uint32_t s = 0; s < schools; s++)
        append(&school_names, "s", s);
    for (uint32_t d = 0; d < indicators; d++)
        append(&indicator_names, "x", d);
    check_ok(clg_panel_init(&panel, &school_names, lengths, &indicator_names, &err));
    clg_texts_clear(&school_names);
    clg_texts_clear(&indicator_names);
    return panel;
}

clg_panel even_panel(uint32_t schools, uint32_t length, uint32_t indicators)
{
    uint32_t *lengths = clg_array_new(schools, sizeof *lengths, NULL);
    clg_panel panel;

    assert_non_null(lengths);
    for (uint32_t s = 0; s < schools; s++)
        lengths[s] = length;
    panel = small_panel(schools, lengths, indicators);
    clg_free(lengths);
    return panel;
}

double *small_panel_time(clg_panel *panel)
{
    panel->time = clg_array_new(clg_panel_rows(panel), sizeof *panel->time, NULL);
    assert_non_null(panel->time);
    return panel->time;
}

double *small_panel_extra(clg_panel *panel, const char *name)
{
    double *values = NULL;

    check_ok(clg_panel_add_extra(panel, name, &values, &err));
    return values;
}

clg_hmm normal_stages(uint32_t states)
{
    clg_hmm model;

    clg_hmm_init(&model, states, 1, CLG_TOPOLOGY_BAKIS1);
    for (uint32_t k = 0; k < states; k++) {
        model.initial[k] = 1.0 / states;
        model.theta[0][k][0] = 2.0 * k;
        model.theta[0][k][1] = 0.5;
        model.transition[k][k] = k + 1 < states ? 0.8 : 1.0;
        if (k + 1 < states)
            model.transition[k][k + 1] = 0.2;
    }
    return model;
}

double draw_normal(clg_random *random, double mean, double variance)
{
    double u = 1.0 - clg_random_uniform(random), v = clg_random_uniform(random);

    return mean + sqrt(variance) * sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

double draw_exponential(clg_random *random, double rate)
{
    return -log(1.0 - clg_random_uniform(random)) / rate;
}

uint32_t draw_index(clg_random *random, const double *probabilities, uint32_t count)
{
    double u = clg_random_uniform(random);
    uint32_t k = 0;

    while (k + 1 < count && u >= probabilities[k])
        u -= probabilities[k++];
    return k;
}

bool never_falls(const double *history, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (!(history[i] >= history[i - 1] - 1e-9 * fabs(history[i])))
            return false;
    return true;
}
