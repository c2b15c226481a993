/* What people say beside what the logs show: over schools, do they go together? */
#include "run/results_assessment.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "compare/scales/rank_correlation.h"
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
     "Hochberg 1995)"},
};

/* Measures that are charted, since a leader can act on them: as the report does. */
static clg_status list_measures(clg_asked *asked, clg_error *err)
{
    const clg_plain_name *plain;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && (plain = clg_plain_name_at(i)) != NULL;
         i++) {
        const clg_column *column = clg_table_column(&asked->results->school, plain->id);
        if (plain->is_charted && column != NULL && column->type == CLG_COLUMN_MEASURE)
            status = clg_texts_append(&asked->results->assessment.measures, plain->id,
                                      strlen(plain->id), err);
    }
    return status;
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

static clg_status put_row(clg_asked *asked, size_t row, size_t index, size_t measure,
                          const double *means, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    const char *id = clg_texts_at(&tables->measures, measure);
    uint32_t schools = asked->results->study->schools.count;
    clg_column *values = clg_table_column(&tables->log, "r");
    clg_rank_correlation found;
    clg_status status = clg_rank_correlation_find(
        means + index * schools, clg_table_column(&asked->results->school, id)->values,
        schools, &found, err);

    if (status != CLG_OK)
        return status;
    clg_asked_put_keys(&tables->log, row, &asked->list[index], 0);
    clg_table_column(&tables->log, "measure")->codes[row] = (int32_t)measure;
    clg_table_column(&tables->log, "schools")->codes[row] = (int32_t)found.pairs;
    clg_cell_set(&values[0], row, found.r, found.status);
    clg_cell_set(&values[1], row, found.low, found.interval_status);
    clg_cell_set(&values[2], row, found.high, found.interval_status);
    clg_cell_set(&values[3], row, found.p, found.status);
    clg_cell_set(&values[4], row, found.p, found.status);
    return CLG_OK;
}

static clg_status fill(clg_asked *asked, const double *means, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    double *q = clg_table_column(&tables->log, "q")->values;
    size_t count = tables->measures.count, from = 0;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < asked->count; i++) {
        bool is_last = i + 1 == asked->count ||
                       asked->list[i + 1].scores.sheet != asked->list[i].scores.sheet;
        for (size_t m = 0; status == CLG_OK && m < count; m++)
            status = put_row(asked, i * count + m, i, m, means, err);
        if (status != CLG_OK || !is_last)
            continue;
        status = clg_adjust(CLG_BH, q + from, q + from, (i + 1) * count - from, err);
        from = (i + 1) * count;
    }
    return status;
}

clg_status clg_asked_make_log(clg_asked *asked, clg_error *err)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    clg_table_maker maker = {&tables->log, CLG_OK, err};
    double *means;

    maker.status = list_measures(asked, err);
    if (maker.status == CLG_OK)
        maker.status = clg_table_init(
            maker.table, "assessment_log",
            "one row a wave, scale and measure of the logs: whether they go together "
            "over schools; what size and density do to a measure is not taken off",
            asked->count * tables->measures.count, false, err);
    clg_asked_add_keys(&maker, asked, false);
    clg_make_column(&maker, CLG_COLUMN_CATEGORY, "measure", "", "as in school.csv",
                    &tables->measures);
    clg_make_column(&maker, CLG_COLUMN_COUNT, "schools", "schools",
                    "schools with a mean and the measure", NULL);
    for (int i = 0; i < FIGURES; i++)
        clg_make_column(&maker, CLG_COLUMN_MEASURE, figures[i][0], figures[i][1],
                        figures[i][2], NULL);
    if (maker.status != CLG_OK)
        return maker.status;
    means = means_of(asked, err);
    maker.status = means != NULL ? fill(asked, means, err) : CLG_ERROR_MEMORY;
    clg_free(means);
    return maker.status;
}
