/* Means, agreement and reliability of the scales. */
#include "run/results_assessment.h"

#include "base/memory.h"
#include "compare/scales/agreement.h"
#include "compare/scales/intraclass.h"
#include "compare/scales/reliability.h"
#include "compare/student.h"
#include "results/table_maker.h"

#include <math.h>

/* ---- a school's answers to a scale ---- */

typedef struct summary {
    uint32_t people, partial;
    double mean, sd;
} summary;

static summary summarise(const clg_scale_scores *of, uint32_t school)
{
    summary out = {0, 0, 0.0, 0.0};
    double square = 0.0;

    for (size_t row = of->sheet->school_first[school];
         row < of->sheet->school_first[school + 1]; row++) {
        double score = of->person[row], apart = score - out.mean;
        out.partial += of->any[row] && isnan(score);
        if (isnan(score))
            continue;
        out.mean += apart / ++out.people;
        square += apart * (score - out.mean);
    }
    out.sd = out.people > 1 ? sqrt(square / (out.people - 1.0)) : 0.0;
    return out;
}

/* The variance of answers without agreement: all answers of the scale equally likely.
 */
static double null_variance(const clg_instrument *of)
{
    double range = of->high - of->low;

    return of->is_whole && range < 1e6 ? clg_uniform_variance((uint32_t)range + 1)
                                       : range * range / 12.0;
}

/* Answers of those whose score counts, moved together into room. */
static clg_agreement agreement_of(const clg_scale_scores *of, uint32_t school,
                                  double *room)
{
    const clg_instrument *instrument = of->scale->instrument;
    clg_agreement none = {CLG_VALUE_DEGENERATE, 0, 0, NAN, NAN};
    uint32_t people = 0;

    for (size_t row = of->sheet->school_first[school];
         row < of->sheet->school_first[school + 1]; row++) {
        if (isnan(of->person[row]))
            continue;
        for (uint32_t i = 0; i < of->items; i++)
            room[(size_t)people * of->items + i] = of->scores[row * of->items + i];
        people++;
    }
    if (!(instrument->high > instrument->low))
        return none;
    return clg_agreement_of(room, people, of->items, null_variance(instrument));
}

enum { MEASURES = 8 };

static const struct {
    const char *name, *unit, *definition;
} measures[MEASURES] = {
    {"response_rate", "1",
     "people who answered any item of the scale / members; without a roster: no_log; "
     "more answers than members: UNDEFINED"},
    {"mean", "points",
     "mean over people of the mean of their answers, reversed items turned over; fewer "
     "than 5 people: TOO_SMALL"},
    {"sd", "points", "standard deviation of people's scores"},
    {"se", "points", "sd / sqrt(people)"},
    {"low", "points", "mean - t se, 95 %, t at people - 1 degrees of freedom"},
    {"high", "points", "mean + t se"},
    {"rwg", "1",
     "rwg(J) = J (1 - m) / (J (1 - m) + m), m = variance_ratio, J items: 1 all agree, "
     "0 "
     "no more than by chance (James, Demaree & Wolf 1984)"},
    {"variance_ratio", "1",
     "mean variance of the items over people / variance if all answers of the scale "
     "were equally likely; one answer only: DEGENERATE"},
};

static void put_rate(clg_column *column, size_t row, const clg_study *study,
                     double answered, double members)
{
    clg_value_status status = !study->has_roster ? CLG_VALUE_NO_LOG
                              : members > 0.0 && answered <= members
                                  ? CLG_VALUE_OK
                                  : CLG_VALUE_UNDEFINED;

    clg_cell_set(column, row, status == CLG_VALUE_OK ? answered / members : 0.0,
                 status);
}

static void put_measures(clg_column *columns, size_t row, const clg_scale_scores *of,
                         uint32_t school, double *room)
{
    summary found = summarise(of, school);
    clg_value_status status =
        found.people < CLG_LEAST_ANSWERS ? CLG_VALUE_TOO_SMALL : CLG_VALUE_OK;
    clg_agreement agreement = agreement_of(of, school, room);
    clg_value_status agreed = status != CLG_VALUE_OK ? status : agreement.status;
    double se = found.sd / sqrt(fmax(found.people, 1.0));
    double reach =
        se * (found.people > 1 ? clg_t_quantile(0.975, found.people - 1.0) : 0.0);

    clg_cell_set(&columns[1], row, found.mean, status);
    clg_cell_set(&columns[2], row, found.sd, status);
    clg_cell_set(&columns[3], row, se, status);
    clg_cell_set(&columns[4], row, found.mean - reach, status);
    clg_cell_set(&columns[5], row, found.mean + reach, status);
    clg_cell_set(&columns[6], row, agreement.rwg, agreed);
    clg_cell_set(&columns[7], row, agreement.variance_ratio, agreed);
}

enum { COUNTS = 5 };

static const char *const counts[COUNTS][3] = {
    {"items", "items", "items of the scale that were answered in the wave"},
    {"members", "people", "members of the school during the wave"},
    {"people", "people",
     "members who answered at least half of the items; the mean is "
     "theirs"},
    {"partial", "people", "members who answered fewer"},
    {"others", "people",
     "who answered the instrument and are no members then; left out"},
};

static void put_counts(clg_column *columns, size_t row, const clg_scale_scores *of,
                       uint32_t school)
{
    summary found = summarise(of, school);

    columns[0].codes[row] = (int32_t)of->items;
    columns[1].codes[row] = (int32_t)of->sheet->members[school];
    columns[2].codes[row] = (int32_t)found.people;
    columns[3].codes[row] = (int32_t)found.partial;
    columns[4].codes[row] = (int32_t)of->sheet->others[school];
}

static size_t count_rows(const clg_asked *asked)
{
    size_t rows = 0;

    for (uint32_t s = 0; s < asked->results->study->schools.count; s++)
        for (size_t i = 0; i < asked->count; i++)
            rows += clg_asked_takes_part(&asked->list[i], s);
    return rows;
}

static size_t largest_sheet(const clg_asked *asked)
{
    size_t largest = 0;

    for (size_t i = 0; i < asked->count; i++) {
        const clg_scale_scores *of = &asked->list[i].scores;
        size_t cells = (size_t)of->sheet->people * of->items;
        largest = cells > largest ? cells : largest;
    }
    return largest;
}

static void add_columns(clg_table_maker *maker, const clg_asked *asked)
{
    clg_asked_add_keys(maker, asked, true);
    for (int i = 0; i < COUNTS; i++)
        clg_make_column(maker, CLG_COLUMN_COUNT, counts[i][0], counts[i][1],
                        counts[i][2], NULL);
    for (int i = 0; i < MEASURES; i++)
        clg_make_column(maker, CLG_COLUMN_MEASURE, measures[i].name, measures[i].unit,
                        measures[i].definition, NULL);
}

static void fill_row(const clg_asked *asked, const clg_asked_scale *of, uint32_t school,
                     clg_table *table, size_t row, double *room)
{
    clg_column *numbers = table->columns + CLG_ASKED_KEYS, *values = numbers + COUNTS;

    clg_asked_put_keys(table, row, of, school);
    put_counts(numbers, row, &of->scores, school);
    put_rate(values, row, asked->results->study,
             (double)numbers[2].codes[row] + numbers[3].codes[row],
             numbers[1].codes[row]);
    put_measures(values, row, &of->scores, school, room);
}

static clg_status fill_scales(const clg_asked *asked, clg_table *table, clg_error *err)
{
    double *room = clg_array_new(largest_sheet(asked), sizeof *room, err);
    size_t row = 0;

    if (room == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < asked->results->study->schools.count; s++)
        for (size_t i = 0; i < asked->count; i++)
            if (clg_asked_takes_part(&asked->list[i], s))
                fill_row(asked, &asked->list[i], s, table, row++, room);
    clg_free(room);
    return CLG_OK;
}

clg_status clg_asked_make_scales(clg_asked *asked, clg_error *err)
{
    clg_table_maker maker = {&asked->results->assessment.scale, CLG_OK, err};

    maker.status = clg_table_init(maker.table, "assessment",
                                  "one row a school, wave and scale: what its members "
                                  "say; of the schools in which "
                                  "somebody answered the instrument",
                                  count_rows(asked), false, err);
    add_columns(&maker, asked);
    return maker.status == CLG_OK ? fill_scales(asked, maker.table, err) : maker.status;
}

/* ---- reliability ---- */

static clg_status find_intraclass(const clg_study *study, const clg_scale_scores *of,
                                  clg_intraclass *out, clg_error *err)
{
    uint32_t *school = clg_array_new(of->sheet->people, sizeof *school, err);

    if (school == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t row = 0; row < of->sheet->people; row++)
        school[row] = study->people.school[of->sheet->person[row]];
    *out = clg_intraclass_of(of->person, school, of->sheet->people);
    clg_free(school);
    return CLG_OK;
}

enum { FACTS = 6, FIGURES = 6 };

static const char *const facts[FACTS][3] = {
    {"people", "people", "who answered every item; alpha and omega are theirs"},
    {"incomplete", "people", "who answered some items"},
    {"items", "items", "items that vary; only they are used"},
    {"constant_items", "items", "items to which everybody gave the same answer"},
    {"negative_loadings", "items", "items that may want their answers turned over"},
    {"heywood_items", "items", "unique variances at their floor: omega is doubtful"},
};

static const char *const figures[FIGURES][3] = {
    {"alpha", "1",
     "k / (k - 1) (1 - sum of item variances / variance of the sum), over "
     "all schools (Cronbach 1951)"},
    {"alpha_low", "1", "95 % interval (Feldt, Woodruff & Salih 1987)"},
    {"alpha_high", "1", "95 % interval"},
    {"omega", "1",
     "(sum lambda)^2 / ((sum lambda)^2 + sum psi), one factor by maximum "
     "likelihood, over all schools (McDonald 1999)"},
    {"icc1", "1",
     "ICC(1): share of the variance of people's scores that lies between "
     "schools (Bliese 2000)"},
    {"icc2", "1",
     "ICC(2): reliability of the schools' means; below 0.5 they hardly tell "
     "schools apart"},
};

static clg_status put_reliability(clg_column *numbers, clg_column *values, size_t row,
                                  const clg_study *study, const clg_scale_scores *of,
                                  clg_error *err)
{
    clg_reliability found;
    clg_intraclass between;
    clg_status status = clg_reliability_find(of->scores, of->sheet->people, of->items,
                                             NULL, &found, err);

    if (status == CLG_OK)
        status = find_intraclass(study, of, &between, err);
    if (status != CLG_OK)
        return status;
    numbers[0].codes[row] = (int32_t)found.people;
    numbers[1].codes[row] = (int32_t)found.incomplete;
    numbers[2].codes[row] = (int32_t)found.items;
    numbers[3].codes[row] = (int32_t)found.constant_items;
    numbers[4].codes[row] = (int32_t)found.negative_loadings;
    numbers[5].codes[row] = (int32_t)found.heywood_items;
    clg_cell_set(&values[0], row, found.alpha, found.alpha_status);
    clg_cell_set(&values[1], row, found.alpha_low, found.alpha_status);
    clg_cell_set(&values[2], row, found.alpha_high, found.alpha_status);
    clg_cell_set(&values[3], row, found.omega, found.omega_status);
    clg_cell_set(&values[4], row, between.icc1, between.status);
    clg_cell_set(&values[5], row, between.icc2, between.status);
    return CLG_OK;
}

clg_status clg_asked_make_reliability(clg_asked *asked, clg_error *err)
{
    clg_table *table = &asked->results->assessment.reliability;
    clg_table_maker maker = {table, CLG_OK, err};

    maker.status = clg_table_init(table, "assessment_reliability",
                                  "one row a wave and scale, over all schools",
                                  asked->count, false, err);
    clg_asked_add_keys(&maker, asked, false);
    for (int i = 0; i < FACTS; i++)
        clg_make_column(&maker, CLG_COLUMN_COUNT, facts[i][0], facts[i][1], facts[i][2],
                        NULL);
    for (int i = 0; i < FIGURES; i++)
        clg_make_column(&maker, CLG_COLUMN_MEASURE, figures[i][0], figures[i][1],
                        figures[i][2], NULL);
    for (size_t i = 0; maker.status == CLG_OK && i < asked->count; i++) {
        clg_column *numbers = table->columns + CLG_ASKED_KEYS - 1;
        clg_asked_put_keys(table, i, &asked->list[i], 0);
        maker.status =
            put_reliability(numbers, numbers + FACTS, i, asked->results->study,
                            &asked->list[i].scores, err);
    }
    return maker.status;
}
