/* Rows are dealt to their schools, in each school ordered by window; then it is known
 * which windows a school has, and the panel can be laid out and filled. */
#include "run/panel_build.h"

#include "base/fail.h"
#include "base/memory.h"
#include "run/panel_windows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of the table in its place: sorted by window, of equal ones by row. */
typedef struct visit {
    uint32_t window;
    size_t row;
} visit;

/* Which rows of a school become windows: visits [begin, end). */
typedef struct span {
    size_t begin, end;
    bool is_observed;
} span;

typedef struct builder {
    const clg_panel_source *source;
    clg_panel *panel;
    clg_panel_notes *notes;
    clg_error *err;
    clg_window_order windows;
    clg_texts schools; /* in byte order */
    uint32_t *code;    /* [school] in the table */
    size_t *first;     /* [school] of its visits */
    visit *visits;
    span *spans;          /* [school] */
    uint32_t *lengths;    /* [school] */
    clg_texts kept;       /* names of the indicators */
    double **kept_values; /* [indicator] borrowed columns of the table */
} builder;

clg_status clg_panel_source_fail(const clg_panel_source *source, size_t row,
                                 clg_error *err, const char *format, ...)
{
    uint64_t line = source->table.lines != NULL ? source->table.lines[row] : 0;
    char message[512];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return clg_fail_at(err, CLG_ERROR_PARSE, source->path, line, 0, "%s", message);
}

/* ---- the order of schools, windows and rows ---- */

static clg_status order_schools(builder *b)
{
    const clg_texts *levels = &b->source->table.identifiers[0].levels.texts;
    uint32_t *ranks = clg_array_new(levels->count, sizeof *ranks, b->err);
    clg_status status = ranks != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    b->code = clg_array_new(levels->count, sizeof *b->code, b->err);
    if (b->code == NULL)
        status = CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = clg_texts_rank(levels, ranks, b->err);
    for (uint32_t i = 0; status == CLG_OK && i < levels->count; i++)
        b->code[ranks[i]] = i;
    for (size_t s = 0; status == CLG_OK && s < levels->count; s++)
        status = clg_texts_append(&b->schools, clg_texts_at(levels, b->code[s]),
                                  clg_texts_length(levels, b->code[s]), b->err);
    clg_free(ranks);
    return status;
}

/* first[s] = where the visits of school s begin, which are dealt in order of rows. */
static clg_status deal_rows(builder *b)
{
    const clg_number_table *table = &b->source->table;
    const uint32_t *school = table->identifiers[0].codes;
    const uint32_t *window = table->identifiers[1].codes;
    size_t count = b->schools.count, *next = NULL;

    b->first = clg_array_new(count + 1, sizeof *b->first, b->err);
    b->visits = clg_array_new(table->row_count, sizeof *b->visits, b->err);
    next = clg_array_new(count, sizeof *next, b->err); /* by code */
    if (b->first == NULL || b->visits == NULL || next == NULL) {
        clg_free(next);
        return CLG_ERROR_MEMORY;
    }
    for (size_t row = 0; row < table->row_count; row++)
        next[school[row]]++;
    for (size_t s = 0; s < count; s++) {
        b->first[s + 1] = b->first[s] + next[b->code[s]];
        next[b->code[s]] = b->first[s];
    }
    for (size_t row = 0; row < table->row_count; row++)
        b->visits[next[school[row]]++] = (visit){b->windows.place[window[row]], row};
    clg_free(next);
    return CLG_OK;
}

static int compare_visits(const void *a, const void *b)
{
    const visit *left = a, *right = b;

    if (left->window != right->window)
        return left->window < right->window ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

static clg_status fail_twice(const builder *b, size_t school, const visit *visits)
{
    const clg_panel_source *source = b->source;
    const uint64_t *lines = source->table.lines;
    char before[48] = "";

    if (lines != NULL)
        snprintf(before, sizeof before, ", first in line %llu",
                 (unsigned long long)lines[visits[0].row]);
    return clg_panel_source_fail(
        source, visits[1].row, b->err, "school '%.100s' has window '%.100s' twice%s",
        clg_texts_at(&b->schools, school),
        clg_texts_at(&b->windows.names, visits[0].window), before);
}

static clg_status order_rows(builder *b)
{
    clg_status status = deal_rows(b);

    for (size_t s = 0; status == CLG_OK && s < b->schools.count; s++) {
        visit *visits = b->visits + b->first[s];
        size_t count = b->first[s + 1] - b->first[s];

        qsort(visits, count, sizeof *visits, compare_visits);
        for (size_t i = 0; status == CLG_OK && i + 1 < count; i++)
            if (visits[i].window == visits[i + 1].window)
                status = fail_twice(b, s, visits + i);
    }
    return status;
}

/* ---- which indicators ---- */

/* Why an indicator is of no use: nothing observed, or a standard deviation that is
 * rounding, below 1e-12 of the mean. NULL: it varies. (A column shifted by 1e9 still
 * varies, and must be fitted as before the shift.) */
static const char *reason_against(const double *values, size_t count)
{
    double sum = 0.0, squares = 0.0, mean;
    size_t observed = 0;

    for (size_t i = 0; i < count; i++) {
        observed += isnan(values[i]) ? 0 : 1;
        sum += isnan(values[i]) ? 0.0 : values[i];
    }
    if (observed == 0)
        return "nowhere observed";
    mean = sum / (double)observed;
    for (size_t i = 0; i < count; i++)
        squares += isnan(values[i]) ? 0.0 : (values[i] - mean) * (values[i] - mean);
    return squares <= 1e-24 * mean * mean * (double)observed ? "constant" : NULL;
}

/* Sums of squares must stay finite. */
static clg_status check_magnitude(const builder *b, const char *name,
                                  const double *values)
{
    for (size_t row = 0; row < b->source->table.row_count; row++)
        if (fabs(values[row]) > 1e100)
            return clg_panel_source_fail(b->source, row, b->err,
                                         "'%.100s' is %g, expected 1e100 at most", name,
                                         values[row]);
    return CLG_OK;
}

static clg_status check_count(const builder *b)
{
    if (b->kept.count > CLG_MOST_INDICATORS) {
        (void)clg_fail_at(b->err, CLG_ERROR_ARGUMENT, b->source->path, 0, 0,
                          "%zu indicators, expected %d at most", b->kept.count,
                          CLG_MOST_INDICATORS);
        clg_hint(b->err, "name the ones to be used");
        return CLG_ERROR_ARGUMENT;
    }
    if (b->kept.count > 0)
        return CLG_OK;
    if (b->source->indicators.count == 0)
        return clg_fail_at(b->err, CLG_ERROR_SCHEMA, b->source->path, 0, 0,
                           "no column holds an indicator");
    return clg_fail_at(b->err, CLG_ERROR_SCHEMA, b->source->path, 0, 0,
                       "every indicator is constant or nowhere observed, expected one "
                       "that varies");
}

static clg_status leave_out(const builder *b, const char *name, const char *reason)
{
    const clg_texts *unlogged = &b->source->unlogged;
    clg_status status =
        clg_texts_append(&b->notes->constant_indicators, name, strlen(name), b->err);

    for (size_t i = 0; i < unlogged->count; i++)
        if (strcmp(clg_texts_at(unlogged, i), name) == 0)
            reason = "its log was not given";
    return status == CLG_OK ? clg_texts_append(&b->notes->constant_reasons, reason,
                                               strlen(reason), b->err)
                            : status;
}

static clg_status choose_indicators(builder *b)
{
    const clg_number_table *table = &b->source->table;
    const clg_texts *wanted = &b->source->indicators;
    clg_status status = CLG_OK;

    b->kept_values = clg_array_new(wanted->count, sizeof *b->kept_values, b->err);
    if (b->kept_values == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; status == CLG_OK && i < wanted->count; i++) {
        const char *name = clg_texts_at(wanted, i);
        double *values = table->numbers[clg_number_table_find(table, name)];
        const char *reason = reason_against(values, table->row_count);

        status = check_magnitude(b, name, values);
        if (status != CLG_OK)
            break;
        if (reason == NULL)
            b->kept_values[b->kept.count] = values;
        status = reason == NULL ? clg_texts_append(&b->kept, name, strlen(name), b->err)
                                : leave_out(b, name, reason);
    }
    return status == CLG_OK ? check_count(b) : status;
}

/* ---- which windows of a school ---- */

static bool row_is_observed(const builder *b, size_t row)
{
    for (size_t d = 0; d < b->kept.count; d++)
        if (!isnan(b->kept_values[d][row]))
            return true;
    return false;
}

static span span_of(const builder *b, size_t school)
{
    span all = {b->first[school], b->first[school + 1], true}, s = all;

    while (s.begin < s.end && !row_is_observed(b, b->visits[s.begin].row))
        s.begin++;
    if (s.begin == s.end) {
        all.is_observed = false;
        return all;
    }
    while (!row_is_observed(b, b->visits[s.end - 1].row))
        s.end--;
    if (b->source->is_founded[b->code[school]] || b->source->table.lines != NULL)
        s.begin = all.begin; /* a row of a CSV says that the school was there */
    return s;
}

static uint32_t length_of(const builder *b, const span *s)
{
    return b->source->is_irregular
               ? (uint32_t)(s->end - s->begin)
               : b->visits[s->end - 1].window - b->visits[s->begin].window + 1;
}

static clg_status find_spans(builder *b)
{
    clg_panel_notes *notes = b->notes;

    b->spans = clg_array_new(b->schools.count, sizeof *b->spans, b->err);
    b->lengths = clg_array_new(b->schools.count, sizeof *b->lengths, b->err);
    if (b->spans == NULL || b->lengths == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t s = 0; s < b->schools.count; s++) {
        span found = span_of(b, s);

        b->spans[s] = found;
        b->lengths[s] = length_of(b, &found);
        notes->leading += found.begin - b->first[s];
        notes->trailing += b->first[s + 1] - found.end;
        notes->added += b->lengths[s] - (found.end - found.begin);
        notes->unobserved_schools += !found.is_observed;
    }
    return CLG_OK;
}

/* ---- the panel ---- */

/* The visit's window among those of its school. */
static uint32_t place_of(const builder *b, const span *s, size_t visit_number)
{
    return b->source->is_irregular
               ? (uint32_t)(visit_number - s->begin)
               : b->visits[visit_number].window - b->visits[s->begin].window;
}

static void fill_school(const builder *b, uint32_t school)
{
    clg_panel *panel = b->panel;
    const span *s = &b->spans[school];

    panel->is_founded[school] = b->source->is_founded[b->code[school]];
    for (uint32_t t = 0; t < panel->length[school]; t++)
        panel->window[panel->first[school] + t] = b->visits[s->begin].window + t;
    for (size_t i = s->begin; i < s->end; i++) {
        size_t row = b->visits[i].row;
        uint32_t t = place_of(b, s, i);

        panel->window[panel->first[school] + t] = b->visits[i].window;
        if (b->notes->lines != NULL)
            b->notes->lines[panel->first[school] + t] = b->source->table.lines[row];
        for (uint32_t d = 0; d < panel->indicator_count; d++)
            if (!isnan(b->kept_values[d][row]))
                clg_panel_set(panel, school, t, d, b->kept_values[d][row]);
    }
}

static void fill_extra(const builder *b, const double *from, double *values)
{
    for (uint32_t school = 0; school < b->panel->school_count; school++) {
        const span *s = &b->spans[school];

        for (size_t i = s->begin; i < s->end; i++)
            values[b->panel->first[school] + place_of(b, s, i)] =
                from[b->visits[i].row];
    }
}

static clg_status add_extras(const builder *b)
{
    const clg_number_table *table = &b->source->table;
    const clg_texts *names = &b->source->extras;
    clg_status status = CLG_OK;
    double *values;

    for (size_t e = 0; status == CLG_OK && e < names->count; e++) {
        const char *name = clg_texts_at(names, e);

        status = clg_panel_add_extra(b->panel, name, &values, b->err);
        if (status == CLG_OK)
            fill_extra(b, table->numbers[clg_number_table_find(table, name)], values);
    }
    return status;
}

static clg_status fail_times(const builder *b)
{
    const clg_identifiers *windows = &b->source->table.identifiers[1];

    return clg_panel_source_fail(
        b->source, 0, b->err,
        "irregular windows must all be numbers or all be ISO "
        "dates, found '%.100s' among others",
        clg_texts_at(&windows->levels.texts, windows->codes[0]));
}

static clg_status add_times(const builder *b)
{
    clg_panel *panel = b->panel;
    size_t rows = clg_panel_rows(panel);

    panel->time = clg_array_new(rows, sizeof *panel->time, b->err);
    if (panel->time == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t row = 0; row < rows; row++)
        panel->time[row] = b->windows.time[panel->window[row]];
    return CLG_OK;
}

static clg_status fill_panel(const builder *b)
{
    const clg_texts *windows = &b->windows.names;
    clg_panel *panel = b->panel;
    clg_status status =
        clg_panel_init(panel, &b->schools, b->lengths, &b->kept, b->err);

    for (size_t w = 0; status == CLG_OK && w < windows->count; w++)
        status = clg_texts_append(&panel->windows, clg_texts_at(windows, w),
                                  clg_texts_length(windows, w), b->err);
    if (status == CLG_OK && b->source->table.lines != NULL) {
        b->notes->lines =
            clg_array_new(clg_panel_rows(panel), sizeof *b->notes->lines, b->err);
        status = b->notes->lines != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    for (uint32_t s = 0; status == CLG_OK && s < panel->school_count; s++)
        fill_school(b, s);
    if (status == CLG_OK)
        status = add_extras(b);
    if (status == CLG_OK && b->source->is_irregular)
        status = add_times(b);
    return status;
}

static clg_status order_windows(builder *b)
{
    const clg_texts *names = &b->source->table.identifiers[1].levels.texts;
    clg_error cause = CLG_ERROR_INIT;
    clg_status status = clg_window_order_init(&b->windows, names, &cause);

    if (status != CLG_OK)
        clg_fail_at(b->err, status, b->source->path, 0, 0, "%s", cause.message);
    return status;
}

static clg_status build(builder *b)
{
    const clg_number_table *table = &b->source->table;
    clg_status status = order_windows(b);

    b->notes->row_count = table->row_count;
    if (status == CLG_OK && b->source->is_irregular && b->windows.time == NULL)
        status = fail_times(b);
    if (status == CLG_OK)
        status = order_schools(b);
    if (status == CLG_OK)
        status = order_rows(b);
    if (status == CLG_OK)
        status = choose_indicators(b);
    if (status == CLG_OK)
        status = find_spans(b);
    if (status == CLG_OK)
        status = fill_panel(b);
    return status;
}

clg_status clg_panel_build(const clg_panel_source *source, clg_panel *panel,
                           clg_panel_notes *notes, clg_error *err)
{
    builder b = {.source = source, .panel = panel, .notes = notes, .err = err};
    clg_status status = build(&b);

    clg_window_order_clear(&b.windows);
    clg_texts_clear(&b.schools);
    clg_texts_clear(&b.kept);
    clg_free(b.code);
    clg_free(b.first);
    clg_free(b.visits);
    clg_free(b.spans);
    clg_free(b.lengths);
    clg_free(b.kept_values);
    return status;
}

void clg_panel_source_clear(clg_panel_source *source)
{
    clg_number_table_clear(&source->table);
    clg_texts_clear(&source->indicators);
    clg_texts_clear(&source->extras);
    clg_texts_clear(&source->of_schools);
    clg_texts_clear(&source->unlogged);
    clg_free(source->is_founded);
}
