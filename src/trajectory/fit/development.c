#include "trajectory/fit/development.h"

#include "base/memory.h"

#include <math.h>

static uint32_t run_end(const uint8_t *stages, uint32_t begin, uint32_t length)
{
    uint32_t end = begin + 1;

    while (end < length && stages[end] == stages[begin])
        end++;
    return end;
}

/* ---- places ---- */

/* One run of a stage: when it begins, how long it is, and what is seen of it. */
typedef struct run {
    double begin, length, width;
    bool has_entry, has_exit;
} run;

static double share_over(const run *r, double time)
{
    double elapsed = time - r->begin + 0.5, whole = fmax(r->length, r->width);

    if (r->has_entry && r->has_exit)
        return elapsed / r->length;
    if (r->has_entry)
        return elapsed / whole;
    if (r->has_exit)
        return 1.0 - (r->length - elapsed) / whole;
    return 0.5 + (elapsed - 0.5 * r->length) / whole;
}

void clg_development_places(const double *time, const uint8_t *stages, uint32_t length,
                            bool is_founded, const double *bounds, double *places)
{
    for (uint32_t begin = 0, end; begin < length; begin = end) {
        uint8_t k = stages[begin];
        run r = {time[begin], 0.0, bounds[k + 1] - bounds[k], begin > 0 || is_founded,
                 false};

        end = run_end(stages, begin, length);
        r.length = time[end - 1] - time[begin] + 1.0;
        r.has_exit = end < length;
        for (uint32_t t = begin; t < end; t++)
            places[t] = bounds[k] + r.width * share_over(&r, time[t]);
    }
}

/* ---- widths ---- */

/* Mean length of the runs in a stage, as far as they are seen. */
static double mean_run(const clg_panel *panel, const double *time,
                       const uint8_t *stages, uint8_t stage)
{
    double total = 0.0;
    uint32_t runs = 0;

    for (uint32_t s = 0; s < panel->school_count; s++) {
        const uint8_t *path = stages + panel->first[s];
        const double *at = time + panel->first[s];
        for (uint32_t begin = 0, end; begin < panel->length[s]; begin = end) {
            end = run_end(path, begin, panel->length[s]);
            if (path[begin] == stage) {
                total += at[end - 1] - at[begin] + 1.0;
                runs++;
            }
        }
    }
    return runs > 0 ? total / runs : 1.0;
}

static void find_bounds(const clg_panel *panel, const double *time,
                        const uint8_t *stages, const double *stay,
                        clg_development *development)
{
    enum { MOST_RUNS_WIDE = 3 }; /* an estimate far beyond what is seen is no width */

    for (uint32_t k = 0; k < development->stage_count; k++) {
        double seen = mean_run(panel, time, stages, (uint8_t)k);
        double width = isfinite(stay[k]) ? fmin(stay[k], MOST_RUNS_WIDE * seen) : seen;
        development->stay[k] = isfinite(stay[k]) ? stay[k] : NAN;
        development->bounds[k + 1] = development->bounds[k] + fmax(width, 0.5);
    }
}

/* ---- passages ---- */

/* Cuts schools where the path goes back: first[] has room for rows + 1. */
static uint32_t cut_passages(const clg_panel *panel, const double *places,
                             size_t *first)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (size_t row = panel->first[s]; row < panel->first[s + 1]; row++)
            if (row == panel->first[s] || places[row] <= places[row - 1])
                first[count++] = row;
    first[count] = clg_panel_rows(panel);
    return count;
}

static void draw_curve(clg_development *development)
{
    double end = development->bounds[development->stage_count];

    for (int i = 0; i < CLG_DEVELOPMENT_POINTS; i++) {
        double at = end * i / (CLG_DEVELOPMENT_POINTS - 1), error;
        development->position[i] = at;
        development->energy[i] =
            clg_population_at(&development->population, at, &error);
        development->low[i] = development->energy[i] - 1.959963984540054 * error;
        development->high[i] = development->energy[i] + 1.959963984540054 * error;
    }
}

clg_status clg_development_find(const clg_panel *panel, uint32_t stage_count,
                                const double *stay, const double *energy,
                                const uint8_t *stages, int threads,
                                clg_development *development, clg_error *err)
{
    size_t rows = clg_panel_rows(panel);
    double *time = clg_array_new(rows, sizeof *time, err);
    double *places = clg_array_new(rows, sizeof *places, err);
    size_t *first = clg_array_new(rows + 1, sizeof *first, err);
    clg_status status = CLG_ERROR_MEMORY;

    *development = (clg_development){.stage_count = stage_count};
    if (time != NULL && places != NULL && first != NULL) {
        clg_series_times(panel, time);
        find_bounds(panel, time, stages, stay, development);
        for (uint32_t s = 0; s < panel->school_count; s++)
            clg_development_places(time + panel->first[s], stages + panel->first[s],
                                   panel->length[s], panel->is_founded[s] != 0,
                                   development->bounds, places + panel->first[s]);
        development->passage_count = cut_passages(panel, places, first);
        const clg_series series = {development->passage_count, first, places, energy,
                                   NULL};
        status = clg_population_fit(&series, threads, &development->population, err);
    }
    clg_free(first);
    clg_free(places);
    clg_free(time);
    if (status == CLG_OK)
        draw_curve(development);
    return status;
}
