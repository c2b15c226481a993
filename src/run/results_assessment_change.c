/* How scales changed from one wave to the next, in people who answered both. */
#include "run/results_assessment.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "compare/scales/wave_change.h"

#include <math.h>
#include <stdint.h>

/* A scale in two waves, by the items that both have, and every person of either. */
typedef struct pair {
    const clg_asked_scale *before, *after;
    clg_scale_scores first, second;
    double *from, *to;    /* [person] scores; NaN: none in that wave */
    size_t *school_first; /* persons of school s begin here; count + 1 */
    size_t *row;          /* [school] of the table; SIZE_MAX: takes no part */
} pair;

static void pair_clear(pair *of)
{
    clg_scale_scores_clear(&of->first);
    clg_scale_scores_clear(&of->second);
    clg_free(of->from);
    clg_free(of->to);
    clg_free(of->school_first);
    clg_free(of->row);
}

/* Persons of both sheets in order, as rows of study.people. */
static void merge(const clg_study *study, pair *of)
{
    const clg_sheet *a = of->first.sheet, *b = of->second.sheet;
    uint32_t i = 0, k = 0, school = 0;
    size_t count = 0;

    for (; i < a->people || k < b->people; count++) {
        bool is_first =
            k >= b->people || (i < a->people && a->person[i] <= b->person[k]);
        bool is_second =
            i >= a->people || (k < b->people && b->person[k] <= a->person[i]);
        uint32_t person = is_first ? a->person[i] : b->person[k];

        while (school < study->people.school[person])
            of->school_first[++school] = count;
        of->from[count] = is_first ? of->first.person[i++] : (double)NAN;
        of->to[count] = is_second ? of->second.person[k++] : (double)NAN;
    }
    while (school < study->schools.count)
        of->school_first[++school] = count;
}

static clg_status pair_new(const clg_study *study, const clg_asked_scale *before,
                           const clg_asked_scale *after, pair *of, clg_error *err)
{
    const clg_scale_items *scale = before->scores.scale;
    const clg_sheet *a = before->scores.sheet, *b = after->scores.sheet;
    size_t most = (size_t)a->people + b->people;
    clg_status status;

    *of = (pair){.before = before, .after = after};
    status = clg_scale_scores_new(scale, a, b, &of->first, err);
    if (status == CLG_OK)
        status = clg_scale_scores_new(scale, b, a, &of->second, err);
    if (status != CLG_OK)
        return status;
    of->from = clg_array_new(most, sizeof *of->from, err);
    of->to = clg_array_new(most, sizeof *of->to, err);
    of->school_first =
        clg_array_new((size_t)study->schools.count + 1, sizeof *of->school_first, err);
    of->row = clg_array_new(study->schools.count, sizeof *of->row, err);
    if (of->from == NULL || of->to == NULL || of->school_first == NULL ||
        of->row == NULL)
        return CLG_ERROR_MEMORY;
    merge(study, of);
    return CLG_OK;
}

/* The same scale in the wave before, or NULL. */
static const clg_asked_scale *earlier(const clg_asked *asked, size_t index)
{
    const clg_asked_scale *of = &asked->list[index], *found = NULL;

    for (size_t i = 0; i < index; i++)
        if (asked->list[i].scores.scale == of->scores.scale)
            found = &asked->list[i];
    return found;
}

enum { COUNTS = 4, MEASURES = 10 };

static const char *const counts[COUNTS][3] = {
    {"items", "items", "items of the scale that both waves have"},
    {"pairs", "people", "people with a score in both waves; the change is theirs"},
    {"first_only", "people", "people with a score in the first wave only; left out"},
    {"second_only", "people", "people with a score in the second wave only; left out"},
};

static const char *const measures[MEASURES][3] = {
    {"change", "points",
     "mean over pairs of second - first; fewer than 5 pairs: TOO_SMALL"},
    {"se", "points", "standard deviation of the differences / sqrt(pairs)"},
    {"low", "points", "change - t se, 95 %, t at pairs - 1 degrees of freedom"},
    {"high", "points", "change + t se"},
    {"p", "1", "of no change, two-sided, paired t"},
    {"q", "1",
     "p held against all schools of the scale and waves (Benjamini & Hochberg "
     "1995)"},
    {"effect", "1",
     "Hedges' g: change in standard deviations of the first wave, "
     "corrected for small samples (Becker 1988)"},
    {"effect_se", "1", "sqrt(2 (1 - r) / pairs + g^2 / (2 pairs)), r between waves"},
    {"effect_low", "1", "95 % interval, normal"},
    {"effect_high", "1", "95 % interval, normal"},
};

static void put_change(clg_table *table, size_t row, const pair *of, uint32_t school)
{
    size_t from = of->school_first[school], to = of->school_first[school + 1];
    clg_wave_change found =
        clg_wave_change_of(of->from + from, of->to + from, (uint32_t)(to - from));
    clg_column *numbers = table->columns + CLG_ASKED_KEYS + 1;
    clg_column *values = numbers + COUNTS;
    bool is_small = found.pairs < CLG_LEAST_ANSWERS;
    clg_value_status status = is_small ? CLG_VALUE_TOO_SMALL : found.status;
    clg_value_status effect = is_small ? CLG_VALUE_TOO_SMALL : found.effect_status;
    /* All changed alike: the change is known, its error is not. */
    clg_value_status known = status == CLG_VALUE_DEGENERATE ? CLG_VALUE_OK : status;

    clg_asked_put_keys(table, row, of->before, school);
    clg_table_column(table, "next_wave")->codes[row] = of->after->wave;
    numbers[0].codes[row] = (int32_t)of->first.items;
    numbers[1].codes[row] = (int32_t)found.pairs;
    numbers[2].codes[row] = (int32_t)found.first_only;
    numbers[3].codes[row] = (int32_t)found.second_only;
    clg_cell_set(&values[0], row, found.change, known);
    clg_cell_set(&values[1], row, found.error, status);
    clg_cell_set(&values[2], row, found.low, status);
    clg_cell_set(&values[3], row, found.high, status);
    clg_cell_set(&values[4], row, found.p, status);
    clg_cell_set(&values[5], row, found.p, status);
    clg_cell_set(&values[6], row, found.effect, effect);
    clg_cell_set(&values[7], row, found.effect_error, effect);
    clg_cell_set(&values[8], row, found.effect_low, effect);
    clg_cell_set(&values[9], row, found.effect_high, effect);
}

/* q over the schools; room for one number each. */
static clg_status adjust(clg_table *table, const pair *of, uint32_t schools,
                         double *room, clg_error *err)
{
    clg_column *q = clg_table_column(table, "q");
    clg_status status;

    for (uint32_t s = 0; s < schools; s++)
        room[s] = of->row[s] != SIZE_MAX ? q->values[of->row[s]] : (double)NAN;
    status = clg_adjust(CLG_BH, room, room, schools, err);
    for (uint32_t s = 0; status == CLG_OK && s < schools; s++)
        if (of->row[s] != SIZE_MAX)
            q->values[of->row[s]] = room[s];
    return status;
}

static clg_status list_pairs(const clg_asked *asked, pair *pairs, size_t *count,
                             clg_error *err)
{
    clg_status status = CLG_OK;

    *count = 0;
    for (size_t i = 0; status == CLG_OK && i < asked->count; i++) {
        const clg_asked_scale *before = earlier(asked, i);
        if (before != NULL)
            status = pair_new(asked->results->study, before, &asked->list[i],
                              &pairs[(*count)++], err);
    }
    return status;
}

static clg_status make_columns(clg_asked *asked, size_t rows, clg_error *err)
{
    clg_table_maker maker = {&asked->results->assessment.change, CLG_OK, err};

    maker.status = clg_table_init(maker.table, "assessment_change",
                                  "one row a school, scale and wave that another wave "
                                  "follows: how the people who answered both changed",
                                  rows, false, err);
    clg_asked_add_keys(&maker, asked, true);
    clg_make_column(&maker, CLG_COLUMN_CATEGORY, "next_wave", "",
                    "the wave of the instrument that follows",
                    &asked->results->assessment.waves);
    for (int i = 0; i < COUNTS; i++)
        clg_make_column(&maker, CLG_COLUMN_COUNT, counts[i][0], counts[i][1],
                        counts[i][2], NULL);
    for (int i = 0; i < MEASURES; i++)
        clg_make_column(&maker, CLG_COLUMN_MEASURE, measures[i][0], measures[i][1],
                        measures[i][2], NULL);
    return maker.status;
}

static clg_status fill(clg_asked *asked, pair *pairs, size_t count, clg_error *err)
{
    clg_table *table = &asked->results->assessment.change;
    uint32_t schools = asked->results->study->schools.count;
    double *room = clg_array_new(schools, sizeof *room, err);
    clg_status status = room != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    size_t row = 0;

    for (uint32_t s = 0; status == CLG_OK && s < schools; s++)
        for (size_t i = 0; i < count; i++) {
            bool takes_part = clg_asked_takes_part(pairs[i].before, s);
            pairs[i].row[s] = takes_part ? row : SIZE_MAX;
            if (takes_part)
                put_change(table, row++, &pairs[i], s);
        }
    for (size_t i = 0; status == CLG_OK && i < count; i++)
        status = adjust(table, &pairs[i], schools, room, err);
    clg_free(room);
    return status;
}

clg_status clg_asked_make_change(clg_asked *asked, clg_error *err)
{
    pair *pairs = clg_array_new(asked->count, sizeof *pairs, err);
    size_t count = 0, rows = 0;
    clg_status status =
        pairs != NULL ? list_pairs(asked, pairs, &count, err) : CLG_ERROR_MEMORY;

    for (size_t i = 0; i < count; i++)
        for (uint32_t s = 0; s < asked->results->study->schools.count; s++)
            rows += clg_asked_takes_part(pairs[i].before, s);
    if (status == CLG_OK)
        status = make_columns(asked, rows, err);
    if (status == CLG_OK)
        status = fill(asked, pairs, count, err);
    for (size_t i = 0; i < count; i++)
        pair_clear(&pairs[i]);
    clg_free(pairs);
    return status;
}
