#include "measures/significance/assess.h"

#include "base/memory.h"
#include "measures/compute.h"
#include "measures/history.h"

#include <string.h>

enum { LEAST = 10, TRADES_A_ROW = 5, SWAPS_A_TIE = 10 };
enum { PURPOSE_NULL = 100, PURPOSE_INTERVAL = 200 }; /* of random streams */

/* One call. */
typedef struct work {
    clg_assessor *a;
    clg_scope *scope;
    const clg_measure_list *measures;
    const clg_groups *groups;
    uint32_t stream;
    const clg_assess_options *options;
    clg_assessment *results;
} work;

void clg_assessor_clear(clg_assessor *a)
{
    clg_curveball_clear(&a->curveball);
    clg_rewiring_clear(&a->rewiring);
    clg_resample_clear(&a->resample);
    clg_groups_clear(&a->shuffled);
    clg_free(a->tests);
    clg_free(a->replicates);
    clg_free(a->block);
    clg_free(a->start);
    clg_free(a->joined);
    clg_free(a->left);
    *a = (clg_assessor){0};
}

static clg_status compute(const work *w, size_t i, const clg_groups *groups,
                          clg_value *value, clg_error *err)
{
    uint8_t why = CLG_VALUE_OK;
    clg_status status = clg_measure_compute(w->measures->items[i], w->scope, groups,
                                            &value->value, &why, err);

    value->status = (clg_value_status)why;
    return status;
}

static clg_status observe(work *w, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < w->measures->count; i++) {
        clg_value none = clg_value_undefined();
        w->results[i] = (clg_assessment){none, none, none, none, none, none, none, 0};
        status = compute(w, i, w->groups, &w->results[i].value, err);
        w->a->tests[i] = clg_monte_carlo_of(w->results[i].value.value);
    }
    return status;
}

/* The kind of meeting, if meetings have kinds. */
static const clg_category *kinds_of(const clg_study *study)
{
    for (size_t i = 0; i < study->meetings.attribute_count; i++)
        if (strcmp(study->meetings.attributes[i].name, "kind") == 0)
            return &study->meetings.attributes[i];
    return NULL;
}

static uint32_t window_of(const clg_history *history, int64_t start)
{
    for (size_t i = 0; history != NULL && i < history->count; i++)
        if (history->windows[i].begin <= start && start < history->windows[i].end)
            return (uint32_t)i + 1;
    return 0;
}

static clg_status reserve_limits(clg_assessor *a, const clg_two_mode *table,
                                 clg_error *err)
{
    clg_status status = clg_array_reserve(
        &a->block, &a->block_room, table->meeting_count + 1, sizeof *a->block, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&a->start, &a->start_room, table->meeting_count + 1,
                                   sizeof *a->start, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&a->joined, &a->joined_room, table->vertex_count + 1,
                                   sizeof *a->joined, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&a->left, &a->left_room, table->vertex_count + 1,
                                   sizeof *a->left, err);
    return status;
}

/* Blocks are window times kind; people may attend while they are members. */
static clg_status find_limits(work *w, clg_curveball_limits *limits, clg_error *err)
{
    const clg_study *study = w->scope->study;
    const clg_two_mode *table = w->scope->attendance;
    const clg_category *kinds = kinds_of(study);
    uint32_t kind_count = kinds != NULL ? (uint32_t)kinds->levels.count + 1 : 1;
    clg_assessor *a = w->a;
    clg_status status = reserve_limits(a, table, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t m = 0; m < table->meeting_count; m++) {
        size_t meeting = table->meeting_begin + m;
        int32_t kind = kinds != NULL ? kinds->codes[meeting] : -1;
        a->start[m] = study->meetings.start[meeting];
        a->block[m] = window_of(w->scope->history, a->start[m]) * kind_count +
                      (uint32_t)(kind + 1);
    }
    for (uint32_t v = 0; v < table->vertex_count; v++) {
        a->joined[v] = study->people.joined[w->scope->vertex_person[v]];
        a->left[v] = study->people.left[w->scope->vertex_person[v]];
    }
    *limits = (clg_curveball_limits){a->block, a->joined, a->left, a->start};
    return CLG_OK;
}

static bool is_too_small(const work *w, bool of_attendance)
{
    const clg_scope *scope = w->scope;

    if (scope->vertex_count < LEAST)
        return true;
    return of_attendance ? scope->study->has_attendance &&
                               scope->attendance->meeting_count < LEAST
                         : scope->exchanges->arc_count < LEAST;
}

static bool needs_exchanges(const clg_measure *measure)
{
    return measure->graph == CLG_OF_EXCHANGES;
}

/* Can the measure be tested at all? The reason why not goes to what is asked for. */
static clg_value_status obstacle(const work *w, size_t i, bool needs_attendance)
{
    const clg_measure *measure = w->measures->items[i];

    if (w->results[i].value.status != CLG_VALUE_OK)
        return w->results[i].value.status;
    if (needs_attendance && !w->scope->study->has_attendance)
        return CLG_VALUE_NO_LOG;
    return is_too_small(w, !needs_exchanges(measure)) ? CLG_VALUE_TOO_SMALL
                                                      : CLG_VALUE_OK;
}

static clg_random stream_of(const work *w, int purpose, uint32_t replicate)
{
    const char *school = clg_texts_at(&w->scope->study->schools.ids, w->scope->school);

    return clg_random_stream(w->options->seed, school, w->stream, (uint64_t)purpose,
                             replicate);
}

/* One shuffled copy; *groups are what the measures get. */
static clg_status shuffle(work *w, clg_null null, clg_random *random,
                          const clg_groups **groups, clg_error *err)
{
    clg_assessor *a = w->a;
    clg_status status = CLG_OK;

    *groups = w->groups;
    switch (null) {
    case CLG_NULL_LABELS:
        clg_shuffle_labels(&a->shuffled, random);
        *groups = &a->shuffled;
        break;
    case CLG_NULL_ACTIVITY:
        clg_curveball_scatter(&a->curveball, random);
        status = clg_scope_show_attendance(w->scope, &a->curveball.table, err);
        break;
    case CLG_NULL_ATTENDANCE:
        clg_curveball_sample(&a->curveball, TRADES_A_ROW, random);
        status = clg_scope_show_attendance(w->scope, &a->curveball.table, err);
        break;
    case CLG_NULL_EXCHANGES:
        status = clg_rewire(&a->rewiring, SWAPS_A_TIE, random, err);
        clg_scope_show_exchanges(w->scope, &a->rewiring.graph);
        break;
    case CLG_NULL_DIRECTIONS:
        status = clg_flip_directions(&a->rewiring, random, err);
        clg_scope_show_exchanges(w->scope, &a->rewiring.graph);
        break;
    case CLG_NULL_TIMES: clg_scope_show_times(w->scope, random); break;
    case CLG_NULL_NONE: break;
    }
    return status;
}

static bool is_of_attendance(clg_null null)
{
    return null == CLG_NULL_ACTIVITY || null == CLG_NULL_ATTENDANCE;
}

static clg_status start_null(work *w, clg_null null, clg_error *err)
{
    clg_curveball_limits limits;
    clg_status status = CLG_OK;

    if (null == CLG_NULL_LABELS) {
        status = clg_groups_fill(&w->a->shuffled, w->groups->code,
                                 w->groups->vertex_count, w->groups->group_count, err);
        w->a->shuffled.number = w->groups->number;
    }
    if (null == CLG_NULL_EXCHANGES || null == CLG_NULL_DIRECTIONS)
        status = clg_rewiring_start(&w->a->rewiring, w->scope->exchanges, err);
    if (!is_of_attendance(null))
        return status;
    status = find_limits(w, &limits, err);
    if (status == CLG_OK)
        status =
            clg_curveball_start(&w->a->curveball, w->scope->attendance, limits, err);
    return status;
}

/* Is any measure of this null still open? */
static bool is_open(const work *w, clg_null null)
{
    for (size_t i = 0; i < w->measures->count; i++)
        if (w->measures->items[i]->null == null && !w->a->tests[i].is_done)
            return true;
    return false;
}

static clg_status draw(work *w, clg_null null, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t r = 0; status == CLG_OK && r < w->options->resample; r++) {
        clg_random random = stream_of(w, PURPOSE_NULL + (int)null, r);
        const clg_groups *groups = NULL;
        if (!is_open(w, null))
            break;
        status = shuffle(w, null, &random, &groups, err);
        for (size_t i = 0; status == CLG_OK && i < w->measures->count; i++) {
            clg_value value;
            if (w->measures->items[i]->null != null || w->a->tests[i].is_done)
                continue;
            status = compute(w, i, groups, &value, err);
            clg_monte_carlo_add(&w->a->tests[i], value, true);
        }
    }
    clg_scope_show_own(w->scope);
    return status;
}

static clg_status test_null(work *w, clg_null null, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; i < w->measures->count; i++) {
        clg_value_status why = obstacle(w, i, is_of_attendance(null));
        clg_assessment *result = &w->results[i];
        if (w->measures->items[i]->null != null || why == CLG_VALUE_OK)
            continue;
        w->a->tests[i].is_done = true; /* nothing to draw for */
        result->mean = result->sd = result->z = result->p = clg_value_none(why);
    }
    if (!is_open(w, null))
        return CLG_OK;
    status = start_null(w, null, err);
    if (status == CLG_OK)
        status = draw(w, null, err);
    for (size_t i = 0; status == CLG_OK && i < w->measures->count; i++) {
        clg_assessment *result = &w->results[i];
        const clg_monte_carlo *test = &w->a->tests[i];
        if (w->measures->items[i]->null != null || test->draws == 0)
            continue;
        result->draws = test->draws;
        result->mean = clg_value_of(test->mean);
        result->sd = clg_monte_carlo_sd(test);
        result->z = clg_monte_carlo_z(test);
        result->p = clg_monte_carlo_p(test);
    }
    return status;
}

/* ---- intervals ---- */

static clg_status resample_once(work *w, clg_interval how, clg_random *random,
                                clg_error *err)
{
    clg_resample *r = &w->a->resample;
    const clg_two_mode *table = w->scope->attendance;
    clg_status status;

    if (how == CLG_INTERVAL_VERTICES) {
        status = clg_resample_vertices(r, w->scope->exchanges, random, err);
        clg_scope_show_exchanges(w->scope, &r->graph);
        return status;
    }
    status = how == CLG_INTERVAL_MEETINGS
                 ? clg_resample_blocks(r, table, w->a->start, random, err)
                 : clg_resample_half(r, table, random, err);
    return status == CLG_OK ? clg_scope_show_attendance(w->scope, &r->table, err)
                            : status;
}

static clg_status replicate(work *w, clg_interval how, clg_error *err)
{
    uint32_t copies = w->options->resample;
    clg_status status = CLG_OK;

    for (uint32_t r = 0; status == CLG_OK && r < copies; r++) {
        clg_random random = stream_of(w, PURPOSE_INTERVAL + (int)how, r);
        status = resample_once(w, how, &random, err);
        for (size_t i = 0; status == CLG_OK && i < w->measures->count; i++) {
            clg_value value;
            if (w->measures->items[i]->interval != how)
                continue;
            status = compute(w, i, w->groups, &value, err);
            w->a->replicates[i * copies + r] =
                value.status == CLG_VALUE_OK ? value.value : (double)NAN;
        }
        clg_scope_show_own(w->scope); /* the next copy is one of the school */
    }
    return status;
}

/* Those that have a value, at the front. */
static size_t gather(double *values, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[kept++] = values[i];
    return kept;
}

/* What was moved stays what it can be: counts and shares from 0, shares up to 1. */
static void keep_in_range(const clg_measure *measure, clg_assessment *result)
{
    bool is_share = strncmp(measure->range, "[0, 1]", strlen("[0, 1]")) == 0;

    result->low.value = fmax(0.0, result->low.value);
    if (is_share)
        result->high.value = fmin(1.0, result->high.value);
}

/* Half samples are spread around a middle of their own: it is put on the value. */
static void set_interval(work *w, size_t i, clg_interval how)
{
    double *values = w->a->replicates + i * w->options->resample;
    size_t count = gather(values, w->options->resample);
    double tail = (1.0 - w->options->interval) / 2.0, shift = 0.0;
    clg_assessment *result = &w->results[i];

    if (2 * count < w->options->resample)
        return; /* most copies have no value: UNDEFINED */
    if (how == CLG_INTERVAL_SUBSAMPLE)
        shift = result->value.value - clg_quantile(values, count, 0.5);
    result->low = clg_value_of(clg_quantile(values, count, tail) + shift);
    result->high = clg_value_of(clg_quantile(values, count, 1.0 - tail) + shift);
    if (how == CLG_INTERVAL_SUBSAMPLE)
        keep_in_range(w->measures->items[i], result);
}

static clg_status find_intervals(work *w, clg_interval how, clg_error *err)
{
    bool of_attendance = how != CLG_INTERVAL_VERTICES, any = false;
    clg_curveball_limits limits;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < w->measures->count; i++) {
        clg_value_status why = obstacle(w, i, of_attendance);
        if (w->measures->items[i]->interval != how)
            continue;
        any = any || why == CLG_VALUE_OK;
        if (why != CLG_VALUE_OK)
            w->results[i].low = w->results[i].high = clg_value_none(why);
    }
    if (any && of_attendance)
        status = find_limits(w, &limits, err);
    if (any && status == CLG_OK)
        status = replicate(w, how, err);
    for (size_t i = 0; any && status == CLG_OK && i < w->measures->count; i++)
        if (w->measures->items[i]->interval == how &&
            obstacle(w, i, of_attendance) == CLG_VALUE_OK)
            set_interval(w, i, how);
    return status;
}

clg_status clg_assess(clg_assessor *a, clg_scope *scope,
                      const clg_measure_list *measures, const clg_groups *groups,
                      uint32_t stream, const clg_assess_options *options,
                      clg_assessment *results, clg_error *err)
{
    work w = {a, scope, measures, groups, stream, options, results};
    size_t cells = measures->count * (size_t)options->resample;
    clg_status status = clg_array_reserve(&a->tests, &a->test_room, measures->count + 1,
                                          sizeof *a->tests, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&a->replicates, &a->replicate_room, cells + 1,
                                   sizeof *a->replicates, err);
    if (status == CLG_OK)
        status = observe(&w, err);
    for (int null = CLG_NULL_LABELS; status == CLG_OK && null <= CLG_NULL_TIMES; null++)
        if (options->resample > 0 && (null != CLG_NULL_LABELS || groups != NULL))
            status = test_null(&w, (clg_null)null, err);
    for (int how = CLG_INTERVAL_MEETINGS;
         status == CLG_OK && how <= CLG_INTERVAL_VERTICES; how++)
        if (options->resample > 0 && options->interval > 0.0)
            status = find_intervals(&w, (clg_interval)how, err);
    clg_scope_show_own(scope);
    return status;
}
