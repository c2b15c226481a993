#include "study/windows.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"
#include "study/activity.h"
#include "study/breaks.h"
#include "study/calendar.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WINDOWS = 100000 };

/* Columns while their length is not known. */
typedef struct rows {
    clg_windows *windows;
    size_t start_room, end_room;
} rows;

static clg_status append(rows *to, int64_t start, int64_t end, const char *label,
                         clg_error *err)
{
    clg_windows *windows = to->windows;
    char text[CLG_SPAN_LABEL_SIZE];
    size_t count = windows->count;
    clg_status status;

    status = clg_array_reserve(&windows->start_day, &to->start_room, count + 1,
                               sizeof *windows->start_day, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&windows->end_day, &to->end_room, count + 1,
                                   sizeof *windows->end_day, err);
    clg_format_date(start, text);
    if (status == CLG_OK)
        status = clg_texts_append(&windows->ids, text, strlen(text), err);
    if (label == NULL) {
        clg_span_label(windows->window, start, end, text);
        label = text;
    }
    if (status == CLG_OK)
        status = clg_texts_append(&windows->labels, label, strlen(label), err);
    if (status != CLG_OK)
        return status;
    windows->start_day[count] = start;
    windows->end_day[count] = end;
    windows->count++;
    return CLG_OK;
}

static clg_status fail_too_many(const clg_windows *windows, int64_t first, int64_t last,
                                clg_error *err)
{
    char step[16], from[CLG_DATE_SIZE], to[CLG_DATE_SIZE];

    clg_span_format(windows->step, step);
    clg_format_date(first, from);
    clg_format_date(last, to);
    clg_fail(err, CLG_ERROR_ARGUMENT, "windows every %s from %s to %s are more than %d",
             step, from, to, MOST_WINDOWS);
    clg_hint(err,
             "a wrong year in one row may be the reason; otherwise choose a longer "
             "step");
    return CLG_ERROR_ARGUMENT;
}

/* Windows on the calendar: from the unit that holds the first activity, by steps. */
static clg_status lay_out_spans(rows *to, int64_t first, int64_t last, clg_error *err)
{
    clg_windows *windows = to->windows;
    int64_t origin = clg_span_floor(windows->window, first), start = origin;

    for (int64_t k = 1; start <= last; k++) {
        int64_t end = clg_span_after(windows->window, start, 1);
        clg_status status;

        if (windows->count == MOST_WINDOWS)
            return fail_too_many(windows, first, last, err);
        status = append(to, start, end, NULL, err);
        if (status != CLG_OK)
            return status;
        start = clg_span_after(windows->step, origin, k);
    }
    return CLG_OK;
}

static int compare_terms(const void *a, const void *b)
{
    const clg_break *left = *(const clg_break *const *)a;
    const clg_break *right = *(const clg_break *const *)b;

    return (left->first_day > right->first_day) - (left->first_day < right->first_day);
}

static clg_status append_terms(rows *to, const clg_break *const *terms, size_t count,
                               int64_t first, int64_t last, clg_error *err)
{
    char day[CLG_DATE_SIZE];

    for (size_t i = 0; i < count; i++) {
        clg_status status = CLG_OK;

        clg_format_date(terms[i]->first_day, day);
        if (i > 0 && terms[i]->first_day == terms[i - 1]->first_day)
            return clg_fail(err, CLG_ERROR_ARGUMENT, "two terms begin on %s", day);
        if (terms[i]->end_day > first && terms[i]->first_day <= last)
            status = append(to, terms[i]->first_day, terms[i]->end_day, terms[i]->label,
                            err);
        if (status != CLG_OK)
            return status;
    }
    if (to->windows->count == 0)
        return clg_fail(
            err, CLG_ERROR_ARGUMENT,
            "none of the terms overlaps the time in which anything happened");
    return CLG_OK;
}

static clg_status lay_out_terms(rows *to, const clg_study *study, int64_t first,
                                int64_t last, clg_error *err)
{
    const clg_break **terms = NULL;
    clg_status status;

    if (study->term_count == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "windows of terms need terms");
    if (study->term_count > MOST_WINDOWS)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%zu terms are more than %d",
                        study->term_count, MOST_WINDOWS);
    terms = clg_array_new(study->term_count, sizeof *terms, err);
    if (terms == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < study->term_count; i++)
        terms[i] = &study->terms[i];
    qsort(terms, study->term_count, sizeof *terms, compare_terms);
    status = append_terms(to, terms, study->term_count, first, last, err);
    clg_free(terms);
    return status;
}

static clg_status lay_out(const clg_study *study, clg_windows *windows, clg_error *err)
{
    const clg_settings *settings = &study->settings;
    rows to = {windows, 0, 0};
    int64_t first, last;

    windows->window = settings->window;
    windows->step = settings->has_step ? settings->step : settings->window;
    windows->has_terms = settings->window.unit == CLG_SPAN_TERMS;
    if (windows->has_terms && settings->has_step)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a step can't be used with windows of terms");
    if (!clg_activity_days(study, &first, &last))
        return CLG_OK;
    return windows->has_terms ? lay_out_terms(&to, study, first, last, err)
                              : lay_out_spans(&to, first, last, err);
}

static int64_t midnight(const clg_zone *zone, int64_t day)
{
    int64_t utc;

    (void)clg_zone_to_utc(zone, day * CLG_DAY, &utc);
    return utc;
}

static clg_status set_instants(const clg_study *study, clg_windows *windows,
                               clg_error *err)
{
    size_t count = windows->count, cells = study->zone_count * count;

    windows->begin = clg_array_new(cells, sizeof *windows->begin, err);
    windows->end = clg_array_new(cells, sizeof *windows->end, err);
    if (windows->begin == NULL || windows->end == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t z = 0; z < study->zone_count; z++) {
        for (size_t w = 0; w < count; w++) {
            windows->begin[z * count + w] =
                midnight(study->zones[z], windows->start_day[w]);
            windows->end[z * count + w] =
                midnight(study->zones[z], windows->end_day[w]);
        }
    }
    return CLG_OK;
}

/* ---- states ---- */

static clg_status set_breaks(const clg_study *study, clg_windows *windows,
                             clg_error *err)
{
    clg_school_breaks breaks;
    clg_status status = clg_school_breaks_new(study, &breaks, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t s = 0; s < study->schools.count; s++) {
        size_t count = clg_school_breaks_find(&breaks, s);
        uint8_t *state = windows->state + (size_t)s * windows->count;

        for (uint32_t w = 0; w < windows->count; w++)
            if (clg_days_cover(breaks.days, count, windows->start_day[w],
                               windows->end_day[w]))
                state[w] = CLG_WINDOW_BREAK;
    }
    clg_school_breaks_clear(&breaks);
    return CLG_OK;
}

static bool any_is_active(const clg_study *study, const clg_windows *windows,
                          uint32_t w)
{
    for (uint32_t s = 0; s < study->schools.count; s++)
        if (clg_school_is_active(study, s, clg_window_begin(windows, study, s, w),
                                 clg_window_end(windows, study, s, w)))
            return true;
    return false;
}

static void set_inactive(const clg_study *study, clg_windows *windows)
{
    for (uint32_t w = 0; w < windows->count; w++) {
        if (any_is_active(study, windows, w))
            continue;
        for (size_t s = 0; s < study->schools.count; s++) {
            uint8_t *state = &windows->state[s * windows->count + w];
            if (*state == CLG_WINDOW_OPEN)
                *state = CLG_WINDOW_INACTIVE;
        }
    }
}

static clg_status set_states(const clg_study *study, clg_windows *windows,
                             clg_error *err)
{
    clg_status status;

    windows->state = clg_array_new((size_t)study->schools.count * windows->count,
                                   sizeof *windows->state, err);
    if (windows->state == NULL)
        return CLG_ERROR_MEMORY;
    status = set_breaks(study, windows, err);
    if (status == CLG_OK)
        set_inactive(study, windows);
    return status;
}

clg_status clg_windows_new(const clg_study *study, clg_windows *windows, clg_error *err)
{
    clg_status status;

    *windows = (clg_windows){.ids = CLG_TEXTS_INIT, .labels = CLG_TEXTS_INIT};
    status = lay_out(study, windows, err);
    if (status == CLG_OK)
        status = set_instants(study, windows, err);
    if (status == CLG_OK)
        status = set_states(study, windows, err);
    if (status != CLG_OK)
        clg_windows_clear(windows);
    return status;
}

void clg_windows_clear(clg_windows *windows)
{
    clg_free(windows->start_day);
    clg_free(windows->end_day);
    clg_texts_clear(&windows->ids);
    clg_texts_clear(&windows->labels);
    clg_free(windows->begin);
    clg_free(windows->end);
    clg_free(windows->state);
    *windows = (clg_windows){.ids = CLG_TEXTS_INIT, .labels = CLG_TEXTS_INIT};
}

int64_t clg_window_begin(const clg_windows *windows, const clg_study *study,
                         uint32_t school, uint32_t window)
{
    return windows
        ->begin[(size_t)study->schools.zone[school] * windows->count + window];
}

int64_t clg_window_end(const clg_windows *windows, const clg_study *study,
                       uint32_t school, uint32_t window)
{
    return windows->end[(size_t)study->schools.zone[school] * windows->count + window];
}
