#include "run/fit_diagram.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "report/stage_diagram.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Series over all windows of the panel, so that schools stand below one another. */
typedef struct school_drawing {
    double *observed, *smooth, *low, *high, *posterior;
    double entries[CLG_MOST_STATES];
} school_drawing;

typedef struct drawing {
    const clg_fitted *fitted;
    const char **labels;
    clg_texts names;
    school_drawing drawn[CLG_DIAGRAM_SCHOOLS];
    clg_diagram_school schools[CLG_DIAGRAM_SCHOOLS];
    uint32_t numbers[CLG_DIAGRAM_SCHOOLS];
} drawing;

static void drawing_clear(drawing *d)
{
    for (int i = 0; i < CLG_DIAGRAM_SCHOOLS; i++)
        clg_free(d->drawn[i].observed);
    clg_free(d->labels);
    clg_texts_clear(&d->names);
}

/* One block for the five series. */
static clg_status reserve(const drawing *d, school_drawing *drawn, clg_error *err)
{
    size_t windows = d->fitted->panel->windows.count;
    size_t count = windows * (4 + d->fitted->decoded.states);
    double *block = clg_array_new(count, sizeof *block, err);

    if (block == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        block[i] = NAN;
    drawn->observed = block;
    drawn->smooth = block + windows;
    drawn->low = block + 2 * windows;
    drawn->high = block + 3 * windows;
    drawn->posterior = block + 4 * windows;
    return CLG_OK;
}

static void fill_rows(const drawing *d, uint32_t school, school_drawing *drawn)
{
    const clg_fitted *f = d->fitted;
    uint32_t states = f->decoded.states;

    for (size_t row = f->panel->first[school]; row < f->panel->first[school + 1];
         row++) {
        size_t w = f->panel->window[row];
        double smooth = f->curves.smooth[row], error = f->curves.error[row];
        drawn->observed[w] = f->energy.values[row];
        drawn->smooth[w] = smooth;
        drawn->low[w] = smooth - 1.959963984540054 * error;
        drawn->high[w] = smooth + 1.959963984540054 * error;
        memcpy(&drawn->posterior[w * states], &f->decoded.gamma[row * states],
               states * sizeof *drawn->posterior);
    }
}

static void fill_entries(const drawing *d, uint32_t school, school_drawing *drawn)
{
    const clg_fitted *f = d->fitted;

    for (uint32_t k = 0; k < f->decoded.states; k++) {
        const clg_entry *entry = &f->decoded.schools[school].entries[k];
        bool is_known =
            entry->status == CLG_ENTRY_REACHED && entry->median != CLG_NO_WINDOW;
        drawn->entries[k] =
            is_known ? (double)f->panel->window[f->panel->first[school] + entry->median]
                     : NAN;
    }
}

static clg_status find_schools(drawing *d, const char *list, clg_error *err)
{
    const clg_texts *schools = &d->fitted->panel->schools;
    clg_status status = CLG_OK;

    if (list != NULL)
        status = clg_texts_split(&d->names, list, ',', err);
    if (status == CLG_OK && d->names.count > CLG_DIAGRAM_SCHOOLS)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--plot-schools: %zu schools, expected %d at most",
                        d->names.count, CLG_DIAGRAM_SCHOOLS);
    for (size_t i = 0; status == CLG_OK && i < d->names.count; i++) {
        size_t found = clg_texts_find(schools, clg_texts_at(&d->names, i),
                                      clg_texts_length(&d->names, i));
        if (found == SIZE_MAX)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "--plot-schools: there is no school '%s' in the panel",
                            clg_texts_at(&d->names, i));
        d->numbers[i] = (uint32_t)found;
    }
    return status;
}

static clg_status fill_schools(drawing *d, clg_error *err)
{
    const clg_texts *windows = &d->fitted->panel->windows;
    clg_status status = CLG_OK;

    d->labels = clg_array_new(windows->count, sizeof *d->labels, err);
    if (d->labels == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t w = 0; w < windows->count; w++)
        d->labels[w] = clg_texts_at(windows, w);
    for (size_t i = 0; status == CLG_OK && i < d->names.count; i++) {
        school_drawing *drawn = &d->drawn[i];
        status = reserve(d, drawn, err);
        if (status != CLG_OK)
            break;
        fill_rows(d, d->numbers[i], drawn);
        fill_entries(d, d->numbers[i], drawn);
        d->schools[i] = (clg_diagram_school){clg_texts_at(&d->names, i),
                                             windows->count,
                                             d->labels,
                                             drawn->observed,
                                             drawn->smooth,
                                             drawn->low,
                                             drawn->high,
                                             drawn->posterior,
                                             drawn->entries};
    }
    return status;
}

static clg_status draw(const drawing *d, const char *path, clg_error *err)
{
    const clg_fitted *f = d->fitted;
    const clg_development *development = &f->development;
    const char *names[CLG_MOST_STATES];
    bool has_curve = development->population.status == CLG_VALUE_OK;
    const clg_stage_diagram diagram = {
        .stage_count = f->decoded.states,
        .stage_names = names,
        .bounds = development->bounds,
        .dwell = development->stay,
        .unit = "windows",
        .energy_title = "Energy index (standard deviations)",
        .curve = {has_curve ? CLG_DEVELOPMENT_POINTS : 0, development->position,
                  development->energy, development->low, development->high},
        .level = 0.95,
        .fitted_count = f->panel->school_count,
        .schools = d->schools,
        .school_count = d->names.count};

    for (uint32_t k = 0; k < f->decoded.states; k++)
        names[k] = f->spec->stages.stages[k];
    return clg_stage_diagram_write(&diagram, path, err);
}

clg_status clg_fit_draw(const clg_fitted *fitted, const char *schools, const char *path,
                        clg_error *err)
{
    drawing d = {.fitted = fitted};
    clg_status status = find_schools(&d, schools, err);

    if (status == CLG_OK)
        status = fill_schools(&d, err);
    if (status == CLG_OK)
        status = draw(&d, path, err);
    drawing_clear(&d);
    return status;
}
