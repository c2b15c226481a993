#include "trajectory/fit/energy_curves.h"

#include "base/memory.h"
#include "trajectory/change/partition.h"
#include "trajectory/change/run_length.h"

#include <math.h>

typedef struct work {
    const clg_panel *panel;
    const double *energy;
    const uint8_t *stages;
    clg_energy_curves *curves;
    double *time;      /* [row] */
    clg_smooth smooth; /* room for the longest school */
    uint32_t *entries; /* the same */
} work;

static clg_status reserve(work *w, clg_error *err)
{
    clg_energy_curves *c = w->curves;
    size_t rows = clg_panel_rows(w->panel), schools = w->panel->school_count;
    uint32_t most = clg_panel_longest(w->panel);
    bool ok = (c->smooth = clg_array_new(rows, sizeof *c->smooth, err)) &&
              (c->error = clg_array_new(rows, sizeof *c->error, err)) &&
              (c->drawn = clg_array_new(rows, sizeof *c->drawn, err)) &&
              (c->drawn_error = clg_array_new(rows, sizeof *c->drawn_error, err)) &&
              (c->is_change = clg_array_new(rows, sizeof *c->is_change, err)) &&
              (c->alarm = clg_array_new(rows, sizeof *c->alarm, err)) &&
              (c->courses = clg_array_new(schools, sizeof *c->courses, err)) &&
              (c->shrunk =
                   clg_array_new(schools * CLG_MOST_SHRUNK, sizeof *c->shrunk, err)) &&
              (w->time = clg_array_new(rows, sizeof *w->time, err)) &&
              (w->entries = clg_array_new(most, sizeof *w->entries, err));

    return ok ? clg_smooth_init(&w->smooth, most, err) : CLG_ERROR_MEMORY;
}

static clg_status smooth_school(work *w, uint32_t school, clg_error *err)
{
    size_t first = w->panel->first[school], length = w->panel->length[school];
    clg_energy_curves *c = w->curves;
    clg_status status = clg_smooth_fit(&w->smooth, w->time + first, w->energy + first,
                                       NULL, (uint32_t)length, NULL, err);
    uint32_t point = 0;

    for (size_t t = 0; status == CLG_OK && t < length; t++) {
        bool is_observed = !isnan(w->energy[first + t]);
        c->smooth[first + t] = clg_smooth_at(&w->smooth, w->time[first + t]);
        c->error[first + t] = is_observed ? w->smooth.error[point] : NAN;
        point += is_observed;
    }
    return status;
}

static clg_status find_changes(work *w, uint32_t school, clg_error *err)
{
    const clg_change_options options = CLG_CHANGE_OPTIONS_INIT;
    size_t first = w->panel->first[school];
    uint32_t length = w->panel->length[school], entries;
    clg_change_costs costs = {.length = 0};
    clg_changes changes = {0};
    clg_status status =
        clg_change_costs_init(&costs, w->energy + first, length, 1, &options, err);

    if (status == CLG_OK)
        status = clg_changes_find(&costs, clg_change_penalty(&costs), &changes, err);
    if (status == CLG_OK) {
        for (uint32_t i = 0; i < changes.count; i++)
            w->curves->is_change[first + changes.at[i]] = 1;
        entries = clg_stage_entries(w->stages + first, length, w->entries);
        clg_change_agreement_add(&w->curves->agreement, length, w->entries, entries,
                                 changes.at, changes.count);
    }
    clg_changes_clear(&changes);
    clg_change_costs_clear(&costs);
    return status;
}

static clg_status find_alarms(work *w, uint32_t school, clg_error *err)
{
    const clg_run_options options = CLG_RUN_OPTIONS_INIT;
    size_t first = w->panel->first[school], length = w->panel->length[school];
    clg_run_lengths runs = {0};
    clg_status status =
        clg_run_lengths_find(w->energy + first, (uint32_t)length, &options, &runs, err);

    /* Before the baseline is over every level is young, and that is no alarm. */
    for (size_t t = 0; status == CLG_OK && t < length; t++)
        w->curves->alarm[first + t] = t >= options.baseline ? runs.alarm[t] : NAN;
    clg_run_lengths_clear(&runs);
    return status;
}

static clg_status find_all(work *w, int threads, clg_error *err)
{
    const clg_panel *panel = w->panel;
    clg_energy_curves *c = w->curves;
    const clg_series series = {panel->school_count, panel->first, w->time, w->energy,
                               NULL};
    clg_status status = CLG_OK;

    clg_series_times(panel, w->time);
    for (uint32_t s = 0; status == CLG_OK && s < panel->school_count; s++) {
        if (panel->length[s] == 0)
            continue;
        status = smooth_school(w, s, err);
        if (status == CLG_OK)
            status = find_changes(w, s, err);
        if (status == CLG_OK)
            status = find_alarms(w, s, err);
    }
    if (status == CLG_OK)
        status = clg_courses_fit(&series, threads, c->courses, &c->population,
                                 c->shrunk, err);
    if (status == CLG_OK)
        status = clg_population_fit(&series, threads, &c->common, err);
    if (status == CLG_OK)
        status = clg_population_schools(&c->common, &series, threads, c->drawn,
                                        c->drawn_error, err);
    return status;
}

clg_status clg_energy_curves_find(const clg_panel *panel, const double *energy,
                                  const uint8_t *stages, int threads,
                                  clg_energy_curves *curves, clg_error *err)
{
    work w = {.panel = panel, .energy = energy, .stages = stages, .curves = curves};
    clg_status status;

    *curves = (clg_energy_curves){0};
    status = reserve(&w, err);
    if (status == CLG_OK)
        status = find_all(&w, threads, err);
    clg_smooth_clear(&w.smooth);
    clg_free(w.entries);
    clg_free(w.time);
    if (status != CLG_OK)
        clg_energy_curves_clear(curves);
    return status;
}

void clg_energy_curves_clear(clg_energy_curves *curves)
{
    clg_free(curves->smooth);
    clg_free(curves->error);
    clg_free(curves->drawn);
    clg_free(curves->drawn_error);
    clg_free(curves->is_change);
    clg_free(curves->alarm);
    clg_free(curves->courses);
    clg_free(curves->shrunk);
    *curves = (clg_energy_curves){0};
}
