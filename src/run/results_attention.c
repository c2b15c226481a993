#include "run/results_attention.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "base/text_list.h"
#include "compare/fall.h"
#include "compare/outlier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_PEOPLE = 10,
    LEAST_MEETINGS = 10,
    LEAST_EXCHANGES = 30,
    WINDOWS_BEFORE = 3 /* in which an event may lie before what follows it */
};

typedef enum concern { DIVIDED, DEPENDENT, FADING, CUT_OFF } concern;
static const char *const concern_names[] = {"divided", "dependent", "fading",
                                            "cut off"};

/* The scale on which schools are held against each other. */
typedef enum probe_scale { SCALE_CORRELATION, SCALE_SHARE, SCALE_RATIO } probe_scale;

typedef struct symptom {
    concern concern;
    const char *measure;
    const char *out_of; /* a measure; NULL: the value is a share already */
    bool is_of_attribute, needs_exchanges;
    probe_scale scale;
    double line; /* at least; of ratios at most */
} symptom;

static const symptom probes[] = {
    {DIVIDED, "assortativity", NULL, true, false, SCALE_CORRELATION, 0.5},
    {DEPENDENT, "exchange_busiest_share", NULL, false, true, SCALE_SHARE, 0.5},
    {DEPENDENT, "largest_loss", NULL, false, false, SCALE_SHARE, 0.25},
    {FADING, "activity_rate", NULL, false, false, SCALE_RATIO, 0.5},
    {CUT_OFF, "isolates", "people", false, false, SCALE_SHARE, 0.2},
};

enum { PROBE_COUNT = sizeof probes / sizeof probes[0] };

/* One test, of one attribute if it is of attributes. */
typedef struct trial {
    const symptom *probe;
    size_t attribute; /* SIZE_MAX: none */
} trial;

/* Cells by school, then by question, as the rows of the table are. */
typedef struct attention {
    clg_results *results;
    trial *questions;
    size_t question_count, school_count, window_count, cell_count;
    double *value, *t, *p, *q;
    double *typical;   /* [question] */
    size_t *known;     /* [question] */
    uint32_t *since;   /* [cell]; window_count: no telling */
    double *series;    /* [window], of one school and question */
    double *column[3]; /* [school] */
} attention;

/* ---- what is tested ---- */

static clg_status list_questions(attention *a, clg_error *err)
{
    size_t attributes = a->results->strata.attribute_count;

    a->questions =
        clg_array_new(PROBE_COUNT * (attributes + 1), sizeof *a->questions, err);
    for (size_t i = 0; a->questions != NULL && i < PROBE_COUNT; i++)
        if (!probes[i].is_of_attribute)
            a->questions[a->question_count++] = (trial){&probes[i], SIZE_MAX};
        else
            for (size_t k = 0; k < attributes; k++)
                a->questions[a->question_count++] = (trial){&probes[i], k};
    return a->questions != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status make_room(attention *a, clg_error *err)
{
    double **cells[] = {&a->value, &a->t, &a->p, &a->q};

    a->cell_count = a->question_count * a->school_count;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        if ((*cells[i] = clg_array_new(a->cell_count, sizeof **cells[i], err)) == NULL)
            return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < 3; i++)
        if ((a->column[i] =
                 clg_array_new(a->school_count, sizeof *a->column[i], err)) == NULL)
            return CLG_ERROR_MEMORY;
    a->typical = clg_array_new(a->question_count, sizeof *a->typical, err);
    a->known = clg_array_new(a->question_count, sizeof *a->known, err);
    a->since = clg_array_new(a->cell_count, sizeof *a->since, err);
    a->series = clg_array_new(a->window_count, sizeof *a->series, err);
    if (a->typical == NULL || a->known == NULL || a->since == NULL || a->series == NULL)
        return CLG_ERROR_MEMORY;
    return CLG_OK;
}

static void clear(attention *a)
{
    clg_free(a->questions);
    clg_free(a->value);
    clg_free(a->t);
    clg_free(a->p);
    clg_free(a->q);
    for (size_t i = 0; i < 3; i++)
        clg_free(a->column[i]);
    clg_free(a->typical);
    clg_free(a->known);
    clg_free(a->since);
    clg_free(a->series);
}

/* ---- values ---- */

/* The columns of a probe in a table. */
typedef struct probed {
    const clg_column *value, *out_of;
} probed;

static probed columns_of(const clg_table *table, const symptom *probe)
{
    return (probed){clg_table_column(table, probe->measure),
                    probe->out_of != NULL ? clg_table_column(table, probe->out_of)
                                          : NULL};
}

static double share_of(const probed *of, size_t row)
{
    double value = of->value != NULL ? of->value->values[row] : (double)NAN;

    return of->out_of != NULL ? value / of->out_of->values[row] : value;
}

static double cell_of(const clg_table *table, const char *name, size_t row)
{
    const clg_column *column = clg_table_column(table, name);

    return column != NULL ? column->values[row] : (double)NAN;
}

/* Where a comparison with NaN is false, nothing is tested. */
static bool is_enough(const attention *a, const symptom *probe, size_t school)
{
    const clg_table *table = &a->results->school;
    bool has_meetings =
        cell_of(table, "meetings", school) >= LEAST_MEETINGS && !probe->needs_exchanges;
    bool has_exchanges = cell_of(table, "exchanges", school) >= LEAST_EXCHANGES &&
                         (probe->needs_exchanges || !a->results->study->has_attendance);

    return cell_of(table, "people", school) >= LEAST_PEOPLE &&
           (has_meetings || has_exchanges);
}

static void take_series(attention *a, const trial *question, size_t school)
{
    const clg_results *results = a->results;
    size_t attributes = results->strata.attribute_count;
    bool is_of_attribute = question->probe->is_of_attribute;
    const clg_table *table =
        is_of_attribute ? &results->attribute_window : &results->school_window;
    const probed columns = columns_of(table, question->probe);

    for (size_t w = 0; w < a->window_count; w++) {
        size_t row = school * a->window_count + w;
        if (is_of_attribute)
            row = row * attributes + question->attribute;
        a->series[w] = share_of(&columns, row);
    }
}

/* Over the whole period. */
static double value_of(const attention *a, const trial *question, size_t school)
{
    const clg_results *results = a->results;
    bool is_of_attribute = question->probe->is_of_attribute;
    const probed columns = columns_of(
        is_of_attribute ? &results->attribute : &results->school, question->probe);

    return share_of(&columns,
                    is_of_attribute
                        ? school * results->strata.attribute_count + question->attribute
                        : school);
}

/* *since is the caller's where there is no value. */
static clg_status take_cell(attention *a, const trial *question, size_t school,
                            double *value, uint32_t *since, clg_error *err)
{
    uint32_t windows = (uint32_t)a->window_count;
    double line = question->probe->line;
    bool is_fading = question->probe->concern == FADING;
    clg_fall fall = {(double)NAN, (double)NAN};
    clg_status status = CLG_OK;

    take_series(a, question, school);
    if (is_fading)
        status = clg_fall_find(a->series, windows, &fall, err);
    *value = is_fading ? fall.ratio : value_of(a, question, school);
    if (status == CLG_OK && !isnan(*value))
        *since = is_fading ? clg_since_below(a->series, windows, line * fall.best)
                           : clg_since_above(a->series, windows, line);
    return status;
}

/* Values near the ends of a scale are drawn in, so that none lies at infinity. */
static double on_scale(probe_scale scale, double x)
{
    const double margin = 0.01;

    switch (scale) {
    case SCALE_CORRELATION: return atanh(fmax(-1.0 + margin, fmin(1.0 - margin, x)));
    case SCALE_SHARE: return log((x + margin) / (1.0 - x + margin));
    case SCALE_RATIO: break;
    }
    return -log(fmax(margin, x));
}

static int ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static double median_of(double *values, size_t count)
{
    size_t known = 0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[known++] = values[i];
    if (known == 0)
        return (double)NAN;
    qsort(values, known, sizeof *values, ascending);
    return 0.5 * (values[(known - 1) / 2] + values[known / 2]);
}

static clg_status ask(attention *a, size_t i, clg_error *err)
{
    const trial *question = &a->questions[i];
    double *x = a->column[0], *t = a->column[1], *p = a->column[2];
    clg_status status = CLG_OK;

    for (size_t s = 0; status == CLG_OK && s < a->school_count; s++) {
        size_t cell = s * a->question_count + i;
        a->value[cell] = x[s] = (double)NAN;
        a->since[cell] = (uint32_t)a->window_count;
        if (!is_enough(a, question->probe, s))
            continue;
        status = take_cell(a, question, s, &a->value[cell], &a->since[cell], err);
        if (!isnan(a->value[cell]))
            x[s] = on_scale(question->probe->scale, a->value[cell]);
    }
    a->known[i] = clg_outliers(x, a->school_count, t, p);
    for (size_t s = 0; s < a->school_count; s++) {
        size_t cell = s * a->question_count + i;
        a->t[cell] = t[s];
        a->p[cell] = p[s];
        x[s] = a->value[cell];
    }
    a->typical[i] = median_of(x, a->school_count);
    return status;
}

/* ---- the table ---- */

static bool is_named(const attention *a, size_t cell)
{
    const symptom *probe = a->questions[cell % a->question_count].probe;
    double value = a->value[cell];
    bool is_large =
        probe->scale == SCALE_RATIO ? value <= probe->line : value >= probe->line;

    return a->q[cell] <= 0.05 && is_large;
}

/* Events are in order of schools. */
static size_t first_event(const clg_events *events, uint32_t school)
{
    size_t low = 0, high = events->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (events->school[middle] < school)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The latest event of a school that began before the end of a window and not long
 * before it; SIZE_MAX: none. */
static size_t event_before(const attention *a, uint32_t school, uint32_t window)
{
    const clg_study *study = a->results->study;
    const clg_events *events = &study->events;
    const clg_windows *windows = a->results->windows;
    uint32_t first = window > WINDOWS_BEFORE ? window - WINDOWS_BEFORE : 0;
    int64_t begin = clg_window_begin(windows, study, school, first);
    int64_t end = clg_window_end(windows, study, school, window);
    size_t found = SIZE_MAX;

    for (size_t e = first_event(events, school);
         e < events->count && events->school[e] == school; e++)
        if (events->time[e] >= begin && events->time[e] < end &&
            (found == SIZE_MAX || events->time[e] >= events->time[found]))
            found = e;
    return found;
}

static clg_status add_texts(clg_table *table, const char *name, const char *definition,
                            const char *const *names, size_t count, clg_error *err)
{
    clg_texts texts = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        status = clg_texts_append(&texts, names[i], strlen(names[i]), err);
    if (status == CLG_OK)
        return clg_table_add_owned(table, CLG_COLUMN_CATEGORY, name, "", definition,
                                   &texts, err);
    clg_texts_clear(&texts);
    return status;
}

static clg_status add_keys(attention *a, clg_table *table, clg_error *err)
{
    const clg_results *results = a->results;
    const char *measures[PROBE_COUNT];
    clg_status status = clg_table_add(table, CLG_COLUMN_CATEGORY, "school", "",
                                      "the school", &results->study->schools.ids, err);

    for (size_t i = 0; i < PROBE_COUNT; i++)
        measures[i] = probes[i].measure;
    if (status == CLG_OK)
        status = add_texts(table, "concern", "what it may be a sign of", concern_names,
                           4, err);
    if (status == CLG_OK)
        status = add_texts(table, "measure", "id in the catalogue", measures,
                           PROBE_COUNT, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "attribute", "",
                               "of people, whose values are the groups",
                               &results->attribute_names, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_FLAG, "named", "",
                               "1: beyond the other schools (q <= 5 %) and large: "
                               "assortativity .5, share of exchanges .5, loss .25, "
                               "activity .5, people cut off .2",
                               NULL, err);
    return status;
}

static clg_status add_columns(attention *a, clg_table *table, clg_error *err)
{
    // clang-format off
    static const char *const numbers[][2] = {
        {"value", "over the whole period; isolates: share of the people; activity_rate: latest windows over the best before"},
        {"typical", "median of the schools"},
        {"t", "distance from the other schools, in what they spread by; high is a concern"},
        {"p", "P(T >= t) at schools - 2 degrees of freedom"},
        {"q", "false discoveries over all schools and tests, Benjamini & Hochberg"},
    };
    // clang-format on
    clg_status status = add_keys(a, table, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "schools", "schools",
                               "that have a value", NULL, err);
    for (size_t i = 0; status == CLG_OK && i < 5; i++)
        status = clg_table_add(table, CLG_COLUMN_MEASURE, numbers[i][0], "",
                               numbers[i][1], NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "since", "",
                               "first of the last windows in a row in which it is that "
                               "large; none: not in the last one",
                               &a->results->windows->ids, err);
    if (status == CLG_OK)
        status = clg_table_add(
            table, CLG_COLUMN_CATEGORY, "event", "",
            "the school's latest event in that window or the three before it",
            &a->results->events.labels.texts, err);
    return status;
}

static void put_number(clg_table *table, const char *name, size_t row, double value)
{
    clg_cell_set(clg_table_column(table, name), row, value,
                 isnan(value)   ? CLG_VALUE_UNDEFINED
                 : isinf(value) ? CLG_VALUE_DEGENERATE /* all others are the same */
                                : CLG_VALUE_OK);
}

static void fill_row(const attention *a, clg_table *table, size_t row)
{
    const trial *question = &a->questions[row % a->question_count];
    uint32_t school = (uint32_t)(row / a->question_count), since = a->since[row];
    const clg_column *label = clg_table_column(&a->results->events.event, "label");
    bool has_since = since < a->window_count;
    size_t e = has_since ? event_before(a, school, since) : SIZE_MAX;

    clg_table_column(table, "school")->codes[row] = (int32_t)school;
    clg_table_column(table, "concern")->codes[row] = (int32_t)question->probe->concern;
    clg_table_column(table, "measure")->codes[row] =
        (int32_t)(question->probe - probes);
    clg_table_column(table, "attribute")->codes[row] =
        question->attribute != SIZE_MAX ? (int32_t)question->attribute : -1;
    clg_table_column(table, "named")->status[row] = is_named(a, row);
    clg_table_column(table, "schools")->codes[row] =
        (int32_t)a->known[row % a->question_count];
    put_number(table, "value", row, a->value[row]);
    put_number(table, "typical", row, a->typical[row % a->question_count]);
    put_number(table, "t", row, a->t[row]);
    put_number(table, "p", row, a->p[row]);
    put_number(table, "q", row, a->q[row]);
    clg_table_column(table, "since")->codes[row] = has_since ? (int32_t)since : -1;
    clg_table_column(table, "event")->codes[row] = e != SIZE_MAX ? label->codes[e] : -1;
}

clg_status clg_results_fill_attention(clg_results *results, clg_error *err)
{
    attention a = {.results = results,
                   .school_count = results->study->schools.count,
                   .window_count = results->windows->count};
    clg_table *table = &results->attention;
    clg_status status = list_questions(&a, err);

    if (status == CLG_OK)
        status = make_room(&a, err);
    for (size_t i = 0; status == CLG_OK && i < a.question_count; i++)
        status = ask(&a, i, err);
    if (status == CLG_OK)
        status = clg_adjust(CLG_BH, a.p, a.q, a.cell_count, err);
    if (status == CLG_OK)
        status = clg_table_init(table, "attention",
                                "one row a school and test: what sets a school apart "
                                "from all others; where to begin, no diagnosis",
                                a.cell_count, false, err);
    if (status == CLG_OK)
        status = add_columns(&a, table, err);
    for (size_t row = 0; status == CLG_OK && row < a.cell_count; row++)
        fill_row(&a, table, row);
    clear(&a);
    return status;
}
