/* What people say beside what the logs show: over schools, do they go together? */
#include "run/results_assessment.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "base/text_list.h"
#include "compare/scales/rank_correlation.h"
#include "report/indicator_map.h"
#include "report/strings.h"

#include <math.h>
#include <string.h>

enum { FIGURES = 5 };

static const char *const figures[FIGURES][3] = {
    {"r", "1",
     "Spearman's rank correlation over schools of the scale's mean and the measure "
     "over "
     "the whole period; fewer than 5 schools: TOO_SMALL"},
    {"low", "1",
     "tanh(atanh(r) - 1.96 se), se^2 = (1 + r^2 / 2) / (schools - 3) (Bonett & Wright "
     "2000)"},
    {"high", "1", "tanh(atanh(r) + 1.96 se)"},
    {"p", "1",
     "of no correlation, two-sided: by all orders up to 7 schools, then by Student's "
     "t"},
    {"q", "1",
     "p held against all scales and measures of the instrument and wave (Benjamini & "
     "Hochberg 1995); those shown_by_logs, which were named beforehand, only against "
     "one another"},
};

/* Measures of the schools, so that a column of schools.csv is none; NULL: not there. */
static const double *measured(const clg_asked *asked, const char *id)
{
    const clg_column *column = clg_table_column(&asked->results->school, id);

    return column != NULL && column->type == CLG_COLUMN_MEASURE ? column->values : NULL;
}

/* The measure by which logs can show what the scale asks for, or NULL. */
static const char *proxy_of(const clg_asked *asked, size_t index)
{
    const clg_scale_items *scale = asked->list[index].scores.scale;
    const clg_texts *names = &asked->results->study->assessments.instrument.levels;
    int number = clg_indicator_of_scale(clg_texts_at(names, scale->instrument->level),
                                        scale->name);

    return number > 0 ? clg_indicator_measure(number) : NULL;
}

/* Measures that are charted, since a leader can act on them, as the report does: these
 * stand beside every scale. After them proxies, each beside its own scale only. */
static clg_status list_measures(clg_asked *asked, size_t *charted, clg_error *err)
{
    clg_texts *measures = &asked->results->assessment.measures;
    const clg_plain_name *plain;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && (plain = clg_plain_name_at(i)) != NULL; i++)
        if (plain->is_charted && measured(asked, plain->id) != NULL)
            status = clg_texts_append(measures, plain->id, strlen(plain->id), err);
    *charted = measures->count;
    for (size_t i = 0; status == CLG_OK && i < asked->count; i++) {
        const char *proxy = proxy_of(asked, i);
        if (proxy != NULL)
            status = clg_texts_add_once(measures, proxy, strlen(proxy), err);
    }
    return status;
}

static bool is_proxy(const clg_asked *asked, size_t index, size_t measure)
{
    const char *proxy = proxy_of(asked, index);

    return proxy != NULL &&
           strcmp(clg_texts_at(&asked->results->assessment.measures, measure), proxy) ==
               0;
}

static size_t count_rows(const clg_asked *asked, size_t charted)
{
    size_t rows = 0;

    for (size_t i = 0; i < asked->count; i++)
        for (size_t m = 0; m < asked->results->assessment.measures.count; m++)
            rows += m < charted || is_proxy(asked, i, m);
    return rows;
}

/* means[scale * schools + school], from the table of scales; NaN where there is none.
 */
static double *means_of(const clg_asked *asked, clg_error *err)
{
    uint32_t schools = asked->results->study->schools.count;
    const clg_column *mean =
        clg_table_column(&asked->results->assessment.scale, "mean");
    double *means = clg_array_new(asked->count * schools, sizeof *means, err);
    size_t row = 0;

    for (uint32_t s = 0; means != NULL && s < schools; s++)
        for (size_t i = 0; i < asked->count; i++)
            means[i * schools + s] = clg_asked_takes_part(&asked->list[i], s)
                                         ? mean->values[row++]
                                         : (double)NAN;
    return means;
}

static clg_status correlate(const clg_asked *asked, const double *means, const char *id,
                            clg_rank_correlation *found, clg_error *err)
{
    const double *values = measured(asked, id);

    *found = (clg_rank_correlation){.status = CLG_VALUE_TOO_SMALL,
                                    .interval_status = CLG_VALUE_TOO_SMALL};
    return values == NULL
               ? CLG_OK
               : clg_rank_correlation_find(
                     means, values, asked->results->study->schools.count, found, err);
}

static clg_status put_row(clg_asked *asked, size_t row, size_t index, size_t measure,
                          const double *means, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    clg_column *values = clg_table_column(&tables->log, "r");
    clg_rank_correlation found;
    clg_status status =
        correlate(asked, means + index * asked->results->study->schools.count,
                  clg_texts_at(&tables->measures, measure), &found, err);

    if (status != CLG_OK)
        return status;
    clg_asked_put_keys(&tables->log, row, &asked->list[index], 0);
    clg_table_column(&tables->log, "measure")->codes[row] = (int32_t)measure;
    clg_table_column(&tables->log, "shown_by_logs")->status[row] =
        is_proxy(asked, index, measure);
    clg_table_column(&tables->log, "schools")->codes[row] = (int32_t)found.pairs;
    clg_cell_set(&values[0], row, found.r, found.status);
    clg_cell_set(&values[1], row, found.low, found.interval_status);
    clg_cell_set(&values[2], row, found.high, found.interval_status);
    clg_cell_set(&values[3], row, found.p, found.status);
    clg_cell_set(&values[4], row, found.p, found.status);
    return CLG_OK;
}

/* q of the rows of one wave of an instrument: of scales with their proxies, which were
 * named beforehand, or of all others. room for as many numbers. */
static clg_status adjust(clg_table *table, size_t from, size_t to, uint8_t is_shown,
                         double *room, clg_error *err)
{
    const uint8_t *shown = clg_table_column(table, "shown_by_logs")->status;
    const double *p = clg_table_column(table, "p")->values;
    double *q = clg_table_column(table, "q")->values;
    clg_status status;

    for (size_t row = from; row < to; row++)
        room[row - from] = shown[row] == is_shown ? p[row] : (double)NAN;
    status = clg_adjust(CLG_BH, room, room, to - from, err);
    for (size_t row = from; status == CLG_OK && row < to; row++)
        if (shown[row] == is_shown)
            q[row] = room[row - from];
    return status;
}

static clg_status fill(clg_asked *asked, const double *means, size_t charted,
                       double *room, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    size_t row = 0, from = 0;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < asked->count; i++) {
        bool is_last = i + 1 == asked->count ||
                       asked->list[i + 1].scores.sheet != asked->list[i].scores.sheet;
        for (size_t m = 0; status == CLG_OK && m < tables->measures.count; m++)
            if (m < charted || is_proxy(asked, i, m))
                status = put_row(asked, row++, i, m, means, err);
        for (int shown = 0; status == CLG_OK && is_last && shown < 2; shown++)
            status = adjust(&tables->log, from, row, shown == 1, room, err);
        if (is_last)
            from = row;
    }
    return status;
}

static clg_status make_columns(clg_asked *asked, size_t rows, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    clg_table_maker maker = {&tables->log, CLG_OK, err};

    maker.status = clg_table_init(
        maker.table, "assessment_log",
        "one row a wave, scale and measure of the logs: whether they go together "
        "over schools; what size and density do to a measure is not taken off",
        rows, false, err);
    clg_asked_add_keys(&maker, asked, false);
    clg_make_column(&maker, CLG_COLUMN_CATEGORY, "measure", "", "as in school.csv",
                    &tables->measures);
    clg_make_column(
        &maker, CLG_COLUMN_FLAG, "shown_by_logs", "",
        "true: the measure is a plausible proxy (grade B, our own choice) of "
        "this indicator of communities of practice; false: it stands beside "
        "the scale and no more",
        NULL);
    clg_make_column(&maker, CLG_COLUMN_COUNT, "schools", "schools",
                    "schools with a mean and the measure", NULL);
    for (int i = 0; i < FIGURES; i++)
        clg_make_column(&maker, CLG_COLUMN_MEASURE, figures[i][0], figures[i][1],
                        figures[i][2], NULL);
    return maker.status;
}

clg_status clg_asked_make_log(clg_asked *asked, clg_error *err)
{
    double *means = NULL, *room = NULL;
    size_t charted, rows = 0;
    clg_status status = list_measures(asked, &charted, err);

    if (status == CLG_OK) {
        rows = count_rows(asked, charted);
        status = make_columns(asked, rows, err);
    }
    if (status == CLG_OK) {
        means = means_of(asked, err);
        room = means != NULL ? clg_array_new(rows, sizeof *room, err) : NULL;
        status =
            room != NULL ? fill(asked, means, charted, room, err) : CLG_ERROR_MEMORY;
    }
    clg_free(means);
    clg_free(room);
    return status;
}
