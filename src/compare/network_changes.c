#include "compare/network_changes.h"

#include "base/memory.h"
#include "base/monitor.h"
#include "base/special.h"
#include "base/threads.h"

#include <math.h>

#define NORMAL_95 1.959963984540054

void clg_change_starts_clear(clg_change_starts *changes)
{
    clg_texts_clear(&changes->labels);
    clg_free(changes->start);
    changes->start = NULL;
}

const char *clg_effect_method_name(clg_effect_method method)
{
    static const char *const names[] = {"segmented", "group_time"};

    return (unsigned)method < CLG_EFFECT_METHOD_COUNT ? names[method] : NULL;
}

const char *clg_effect_part_name(clg_effect_part part)
{
    static const char *const names[] = {"level", "slope", "overall", "lead"};

    return (unsigned)part < CLG_EFFECT_PART_COUNT ? names[part] : NULL;
}

/* One change and measure. */
typedef struct work {
    const clg_network_data *data;
    const clg_network_effect_options *options;
    clg_network_effects *out;
    uint32_t label, measure;
    const uint32_t *start;     /* [school] of the label */
    uint32_t *treated;         /* [school] those that have the change, in order */
    clg_segmented *fits;       /* [of treated] */
    clg_posterior *posteriors; /* [of treated] */
} work;

static clg_status append(work *w, clg_network_effect effect, clg_error *err)
{
    clg_network_effects *out = w->out;
    clg_status status = clg_array_reserve(&out->effects, &out->effect_room,
                                          out->effect_count + 1, sizeof effect, err);

    effect.label = w->label;
    effect.measure = w->measure;
    effect.p = 2.0 * clg_normal_below(-fabs(effect.estimate / effect.error));
    if (status == CLG_OK)
        out->effects[out->effect_count++] = effect;
    return status;
}

/* ---- each school's own series ---- */

static uint32_t list_treated(work *w)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < w->data->school_count; s++)
        if (w->start[s] < w->data->window_count)
            w->treated[count++] = s;
    return count;
}

static void fit_schools(work *w, uint32_t count)
{
    int threads = w->options->threads > 0 ? w->options->threads : clg_thread_limit();
    uint32_t windows = w->data->window_count;
    const double *series = w->data->of[w->measure].series;

#pragma omp parallel for num_threads(threads) schedule(dynamic, 4) if (count >= 32)
    for (uint32_t i = 0; i < count; i++)
        w->fits[i] =
            clg_segmented_fit(series + (size_t)w->treated[i] * windows, windows,
                              w->start[w->treated[i]], CLG_SEGMENTED_AR1);
}

static clg_status append_schools(work *w, uint32_t count, clg_error *err)
{
    clg_network_effects *out = w->out;
    clg_status status =
        clg_array_reserve(&out->schools, &out->school_room, out->school_count + count,
                          sizeof *out->schools, err);

    for (uint32_t i = 0; status == CLG_OK && i < count; i++)
        out->schools[out->school_count + i] = (clg_school_effect){
            w->label,   w->measure,  w->treated[i], w->start[w->treated[i]],
            w->fits[i], (double)NAN, (double)NAN};
    return status;
}

/* Pools one part, and gives the schools what it says of them. */
static clg_status pool(work *w, uint32_t count, clg_segmented_part part,
                       clg_effect_part name, clg_error *err)
{
    clg_school_effect *schools = w->out->schools + w->out->school_count;
    clg_network_effect effect = {.method = CLG_EFFECT_SEGMENTED, .part = name};
    clg_pool pool;
    clg_status status = clg_segmented_pool(w->fits, count, part, w->options->tau2,
                                           &pool, w->posteriors, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        *(name == CLG_EFFECT_LEVEL ? &schools[i].level : &schools[i].slope) =
            w->posteriors[i].mean;
    effect.treated = pool.used_count;
    effect.estimate = pool.mean;
    effect.error = pool.mean_error;
    effect.low = pool.mean - NORMAL_95 * pool.mean_error;
    effect.high = pool.mean + NORMAL_95 * pool.mean_error;
    effect.tau2 = pool.used_count > 1 ? pool.tau2 : (double)NAN;
    return append(w, effect, err);
}

static clg_status interrupt_schools(work *w, clg_error *err)
{
    uint32_t count = list_treated(w);
    clg_status status;

    fit_schools(w, count);
    status = append_schools(w, count, err);
    if (status == CLG_OK)
        status = pool(w, count, CLG_SEGMENTED_LEVEL, CLG_EFFECT_LEVEL, err);
    if (status == CLG_OK)
        status = pool(w, count, CLG_SEGMENTED_SLOPE, CLG_EFFECT_SLOPE, err);
    if (status == CLG_OK)
        w->out->school_count += count;
    return status;
}

/* ---- schools against those that have it not yet ---- */

static clg_status append_effect(work *w, const clg_effect *found, clg_effect_part part,
                                int32_t lead, clg_error *err)
{
    return append(w,
                  (clg_network_effect){.method = CLG_EFFECT_GROUP_TIME,
                                       .part = part,
                                       .lead = lead,
                                       .treated = found->treated,
                                       .control = found->control,
                                       .estimate = found->att,
                                       .error = found->error,
                                       .low = found->low,
                                       .high = found->high,
                                       .tau2 = (double)NAN},
                  err);
}

/* With one start for all there is nobody to compare with. */
static bool starts_differ(const work *w)
{
    for (uint32_t s = 1; s < w->data->school_count; s++)
        if (w->start[s] != w->start[0])
            return true;
    return false;
}

static clg_status compare_schools(work *w, clg_error *err)
{
    const clg_network_data *data = w->data;
    const clg_group_time_options options = {w->options->replicates, w->options->seed,
                                            w->options->threads};
    clg_group_time found = {0};
    int32_t most = (int32_t)data->window_count - 1;
    clg_status status =
        clg_group_time_find(data->of[w->measure].series, w->start, data->school_count,
                            data->window_count, &options, &found, err);

    if (status == CLG_OK && found.overall.treated > 0)
        status = append_effect(w, &found.overall, CLG_EFFECT_OVERALL, 0, err);
    for (int32_t lead = -most; status == CLG_OK && lead <= most; lead++) {
        const clg_effect *effect = &found.by_lead[most + lead];
        if (!isnan(effect->att))
            status = append_effect(w, effect, CLG_EFFECT_LEAD, lead, err);
    }
    clg_group_time_clear(&found);
    return status;
}

/* ---- all changes and measures ---- */

static clg_status find(work *w, clg_error *err)
{
    clg_status status = clg_monitor_check(w->options->monitor, err);

    if (status == CLG_OK)
        status = interrupt_schools(w, err);
    if (status == CLG_OK && starts_differ(w))
        status = compare_schools(w, err);
    return status;
}

static clg_status begin(work *w, clg_error *err)
{
    size_t schools = w->data->school_count;
    bool ok = (w->treated = clg_array_new(schools, sizeof *w->treated, err)) &&
              (w->fits = clg_array_new(schools, sizeof *w->fits, err)) &&
              (w->posteriors = clg_array_new(schools, sizeof *w->posteriors, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_network_find_effects(const clg_network_data *data,
                                    const clg_change_starts *changes,
                                    const clg_network_effect_options *options,
                                    clg_network_effects *effects, clg_error *err)
{
    work w = {.data = data, .options = options, .out = effects};
    size_t total = changes->labels.count * data->measure_count;
    clg_status status;

    *effects = (clg_network_effects){0};
    status = begin(&w, err);
    for (size_t i = 0; status == CLG_OK && i < total; i++) {
        w.label = (uint32_t)(i / data->measure_count);
        w.measure = (uint32_t)(i % data->measure_count);
        w.start = changes->start + (size_t)w.label * data->school_count;
        clg_monitor_report(options->monitor, "effects", i, total);
        status = find(&w, err);
    }
    clg_free(w.treated);
    clg_free(w.fits);
    clg_free(w.posteriors);
    return status;
}

void clg_network_effects_clear(clg_network_effects *effects)
{
    clg_free(effects->effects);
    clg_free(effects->schools);
    *effects = (clg_network_effects){0};
}
