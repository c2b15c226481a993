#include "compare/network.h"

#include "base/memory.h"
#include "base/monitor.h"
#include "base/text_list.h"
#include "base/threads.h"

#include <math.h>
#include <string.h>

/* Sets compared before the monitor is asked. */
enum { BATCH = 64 };

const char *clg_set_status_name(clg_set_status status)
{
    static const char *const names[] = {"compared", "homogeneous", "empty",
                                        "single",   "no_events",   "no_error",
                                        "no_model", "suppressed"};

    return (unsigned)status < CLG_SET_STATUS_COUNT ? names[status] : NULL;
}

/* ---- the data ---- */

static double *missing_new(size_t count, clg_error *err)
{
    double *values = clg_array_new(count, sizeof *values, err);

    for (size_t i = 0; values != NULL && i < count; i++)
        values[i] = (double)NAN;
    return values;
}

double *clg_network_data_row(const clg_network_data *data, clg_error *err)
{
    return missing_new(((size_t)data->window_count + 1) * data->school_count, err);
}

clg_status clg_network_data_init(clg_network_data *data, clg_error *err)
{
    data->school_count = (uint32_t)data->schools.count;
    data->measure_count = (uint32_t)data->measures.count;
    data->window_count = (uint32_t)data->windows.count - 1;
    data->of = clg_array_new(data->measure_count, sizeof *data->of, err);
    if (data->of == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t m = 0; m < data->measure_count; m++) {
        data->of[m].varies = "none";
        data->of[m].series =
            missing_new((size_t)data->school_count * data->window_count, err);
        if (data->of[m].series == NULL)
            return CLG_ERROR_MEMORY;
    }
    return CLG_OK;
}

clg_status clg_network_data_room(clg_network_data *data, uint32_t measure,
                                 clg_estimate_family family, clg_error *err)
{
    clg_network_measure *m = &data->of[measure];

    m->family = family;
    if (family == CLG_ESTIMATES_NONE)
        return CLG_OK;
    m->value = clg_network_data_row(data, err);
    m->scale = clg_network_data_row(data, err);
    return m->value != NULL && m->scale != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

uint32_t clg_network_phase_end(const clg_network_data *data, uint32_t measure,
                               uint32_t school, uint32_t begin)
{
    uint32_t end = data->window_count;
    size_t low = 0, high = data->rebase_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (data->rebases[middle].school < school)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < data->rebase_count && data->rebases[low].school == school; low++) {
        const clg_rebase *r = &data->rebases[low];

        if ((r->measure == measure || r->measure == CLG_ALL_MEASURES) &&
            r->window > begin && r->window < end)
            end = r->window;
    }
    return end;
}

void clg_network_data_clear(clg_network_data *data)
{
    for (uint32_t m = 0; data->of != NULL && m < data->measure_count; m++) {
        clg_free(data->of[m].series);
        clg_free(data->of[m].value);
        clg_free(data->of[m].scale);
    }
    for (int j = 0; j < CLG_MOST_SIZES; j++)
        clg_free(data->sizes[j]);
    clg_free(data->people);
    clg_free(data->rebases);
    clg_free(data->of);
    clg_texts_clear(&data->schools);
    clg_texts_clear(&data->measures);
    clg_texts_clear(&data->windows);
    clg_texts_clear(&data->size_names);
    *data = (clg_network_data){0};
}

/* ---- one set ---- */

/* A measure that is adjusted for itself would have nothing left. */
static bool is_size_itself(const clg_network_data *data, uint32_t measure, size_t size)
{
    const char *name = clg_texts_at(&data->measures, measure);

    return clg_texts_find(&data->size_names, name, strlen(name)) == size;
}

static clg_estimates estimates_of(const clg_network_data *data,
                                  const clg_compared_set *set)
{
    const clg_network_measure *m = &data->of[set->measure];
    size_t first = (size_t)set->window * data->school_count;
    clg_estimates e = {m->family, m->value + first, m->scale + first, {NULL}, 0};

    for (size_t j = 0; j < data->size_names.count; j++)
        if (!is_size_itself(data, set->measure, j))
            e.sizes[e.size_count++] = data->sizes[j] + first;
    return e;
}

/* Before anything is compared: whether it could be. */
static clg_set_status prospect(const clg_network_data *data,
                               const clg_compared_set *set)
{
    const clg_network_measure *m = &data->of[set->measure];
    size_t first = (size_t)set->window * data->school_count;
    uint32_t values = 0, scales = 0;

    if (m->family == CLG_ESTIMATES_NONE)
        return CLG_SET_NO_MODEL;
    for (uint32_t s = 0; s < data->school_count; s++) {
        bool has_value = !isnan(m->value[first + s]);
        values += has_value;
        scales += has_value && m->scale[first + s] > 0.0;
    }
    if (values == 0)
        return CLG_SET_EMPTY;
    return scales == 0 ? CLG_SET_NO_ERROR : CLG_SET_COMPARED;
}

static clg_set_status outcome(clg_pool_status status)
{
    switch (status) {
    case CLG_POOL_OK: return CLG_SET_COMPARED;
    case CLG_POOL_HOMOGENEOUS: return CLG_SET_HOMOGENEOUS;
    case CLG_POOL_SINGLE: return CLG_SET_SINGLE;
    case CLG_POOL_NO_EVENTS: return CLG_SET_NO_EVENTS;
    case CLG_POOL_EMPTY: break;
    }
    return CLG_SET_EMPTY;
}

static clg_status compare_set(const clg_network_data *data, const char *const *ids,
                              const clg_network_options *options, clg_compared_set *set,
                              clg_error *err)
{
    clg_estimates estimates;
    clg_status status;

    set->status = prospect(data, set);
    if (set->status != CLG_SET_COMPARED)
        return CLG_OK;
    estimates = estimates_of(data, set);
    status = clg_comparison_make(&estimates, ids, data->school_count,
                                 &options->comparison, &set->result, err);
    set->status = outcome(set->result.status);
    return status;
}

/* ---- all of them ---- */

static clg_status compare_batch(const clg_network_data *data, const char *const *ids,
                                const clg_network_options *options,
                                clg_compared_set *sets, int count, clg_error *err)
{
    int threads = options->threads > 0 ? options->threads : clg_thread_limit();
    clg_status statuses[BATCH];
    clg_error errors[BATCH];

#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (int i = 0; i < count; i++) {
        errors[i] = (clg_error)CLG_ERROR_INIT;
        statuses[i] = compare_set(data, ids, options, &sets[i], &errors[i]);
    }
    for (int i = 0; i < count; i++)
        if (statuses[i] != CLG_OK) {
            if (err != NULL)
                *err = errors[i];
            return statuses[i];
        }
    return CLG_OK;
}

static clg_status list_sets(const clg_network_data *data,
                            const clg_network_options *options,
                            clg_compared_network *compared, clg_error *err)
{
    size_t windows = (size_t)options->last_window - options->first_window + 1;

    compared->set_count = windows * data->measure_count;
    compared->sets = clg_array_new(compared->set_count, sizeof *compared->sets, err);
    if (compared->sets == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < compared->set_count; i++) {
        compared->sets[i].measure = (uint32_t)(i / windows);
        compared->sets[i].window = options->first_window + (uint32_t)(i % windows);
    }
    return CLG_OK;
}

clg_status clg_network_compare(const clg_network_data *data,
                               const clg_network_options *options,
                               clg_compared_network *compared, clg_error *err)
{
    const char **ids = clg_array_new(data->school_count, sizeof *ids, err);
    clg_status status = ids != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *compared = (clg_compared_network){NULL, 0};
    for (uint32_t s = 0; ids != NULL && s < data->school_count; s++)
        ids[s] = clg_texts_at(&data->schools, s);
    if (status == CLG_OK)
        status = list_sets(data, options, compared, err);
    for (size_t i = 0; status == CLG_OK && i < compared->set_count; i += BATCH) {
        size_t left = compared->set_count - i;

        clg_monitor_report(options->monitor, "compare", i, compared->set_count);
        status = clg_monitor_check(options->monitor, err);
        if (status == CLG_OK)
            status = compare_batch(data, ids, options, &compared->sets[i],
                                   left < BATCH ? (int)left : BATCH, err);
    }
    clg_free(ids);
    return status;
}

void clg_compared_network_clear(clg_compared_network *compared)
{
    for (size_t i = 0; compared->sets != NULL && i < compared->set_count; i++)
        clg_comparison_clear(&compared->sets[i].result);
    clg_free(compared->sets);
    *compared = (clg_compared_network){NULL, 0};
}
