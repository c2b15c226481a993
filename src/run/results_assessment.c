#include "run/results_assessment.h"

#include "base/count_text.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "base/time.h"
#include "report/indicator_map.h"

#include <stdlib.h>
#include <string.h>

/* Instruments that the literature brings along, and how many items they have. */
static const struct {
    const char *name;
    uint32_t items;
} known[] = {
    {"principles", 10}, {"conditions", 9}, {CLG_INDICATORS, CLG_INDICATOR_COUNT}};

bool clg_asked_takes_part(const clg_asked_scale *of, uint32_t school)
{
    return of->scores.scale->instrument->takes_part[school] != 0;
}

/* ---- keys ---- */

void clg_asked_add_keys(clg_table_maker *maker, const clg_asked *asked,
                        bool with_schools)
{
    const clg_results *results = asked->results;

    if (with_schools)
        clg_make_column(maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                        &results->study->schools.ids);
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "wave", "",
                    "the date on which the wave begins", &results->assessment.waves);
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "instrument", "", "the questionnaire",
                    &results->study->assessments.instrument.levels);
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "scale", "",
                    "the scale of study.yaml, or all items of the instrument",
                    &results->assessment.scales);
}

void clg_asked_put_keys(clg_table *table, size_t row, const clg_asked_scale *of,
                        uint32_t school)
{
    clg_column *school_column = clg_table_column(table, "school");

    if (school_column != NULL)
        school_column->codes[row] = (int32_t)school;
    clg_table_column(table, "wave")->codes[row] = of->wave;
    clg_table_column(table, "instrument")->codes[row] =
        (int32_t)of->scores.scale->instrument->level;
    clg_table_column(table, "scale")->codes[row] = of->name;
}

/* ---- notes ---- */

static clg_status note_instrument(clg_asked *asked, const clg_instrument *of,
                                  clg_error *err)
{
    const clg_study *study = asked->results->study;
    const char *name = clg_texts_at(&study->assessments.instrument.levels, of->level);
    clg_status status = CLG_OK;

    if (of->settings == NULL || !(of->settings->low < of->settings->high))
        status = clg_answers_note(&asked->answers, err,
                                  "instrument '%.60s': study.yaml gives no scale of "
                                  "answers; %g to %g is taken, as found",
                                  name, of->low, of->high);
    for (size_t i = 0; status == CLG_OK && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0 && known[i].items != of->item_count)
            status = clg_answers_note(&asked->answers, err,
                                      "instrument '%s' has %u items, answers have %u",
                                      known[i].name, known[i].items, of->item_count);
    return status;
}

static clg_status note_count(clg_answers *answers, uint64_t count, const char *one,
                             const char *many, clg_error *err)
{
    char text[CLG_COUNT_TEXT_SIZE];

    if (count == 0)
        return CLG_OK;
    return clg_answers_note(answers, err, "%s %s", clg_count_text(count, text),
                            count == 1 ? one : many);
}

static clg_status note_counts(clg_answers *answers, clg_error *err)
{
    clg_status status =
        note_count(answers, answers->repeated,
                   "answer was given again within a wave: the last one counts",
                   "answers were given again within a wave: the last one counts", err);

    if (status == CLG_OK)
        status = note_count(answers, answers->early,
                            "answer before the first wave: not used",
                            "answers before the first wave: not used", err);
    if (status == CLG_OK)
        status = note_count(
            answers, answers->others,
            "time somebody answered who is no member of the school then: not used",
            "times somebody answered who is no member of the school then: not used",
            err);
    return status;
}

/* ---- the list of what was asked ---- */

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Days on which some wave begins, as texts in order. */
static clg_status list_waves(clg_asked *asked, clg_error *err)
{
    const clg_answers *answers = &asked->answers;
    int64_t *days = clg_array_new(answers->sheet_count, sizeof *days, err);
    clg_status status = days != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    char date[CLG_DATE_SIZE];

    for (size_t i = 0; status == CLG_OK && i < answers->sheet_count; i++)
        days[i] = answers->sheets[i].begin;
    if (status == CLG_OK)
        qsort(days, answers->sheet_count, sizeof *days, ascending);
    for (size_t i = 0; status == CLG_OK && i < answers->sheet_count; i++) {
        clg_format_date(days[i], date);
        status = clg_texts_add_once(&asked->results->assessment.waves, date,
                                    strlen(date), err);
    }
    clg_free(days);
    return status;
}

static clg_status list_scales(clg_asked *asked, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < asked->scales.count; i++) {
        const char *name = asked->scales.scales[i].name;
        status = clg_texts_add_once(&asked->results->assessment.scales, name,
                                    strlen(name), err);
    }
    return status;
}

static clg_status add_scale(clg_asked *asked, const clg_scale_items *scale,
                            const clg_sheet *sheet, clg_error *err)
{
    const clg_assessment_tables *tables = &asked->results->assessment;
    char date[CLG_DATE_SIZE];
    clg_asked_scale *of;
    clg_status status = clg_array_reserve(&asked->list, &asked->room, asked->count + 1,
                                          sizeof *asked->list, err);

    if (status != CLG_OK)
        return status;
    of = &asked->list[asked->count++];
    clg_format_date(sheet->begin, date);
    of->wave = (int32_t)clg_texts_find(&tables->waves, date, strlen(date));
    of->name =
        (int32_t)clg_texts_find(&tables->scales, scale->name, strlen(scale->name));
    return clg_scale_scores_new(scale, sheet, NULL, &of->scores, err);
}

static clg_status list_asked(clg_asked *asked, clg_error *err)
{
    const clg_answers *answers = &asked->answers;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < answers->sheet_count; i++)
        for (size_t k = 0; status == CLG_OK && k < asked->scales.count; k++)
            if (asked->scales.scales[k].instrument == answers->sheets[i].instrument)
                status = add_scale(asked, &asked->scales.scales[k], &answers->sheets[i],
                                   err);
    return status;
}

static void count_asked(clg_asked *asked)
{
    clg_assessment_tables *tables = &asked->results->assessment;
    const clg_answers *answers = &asked->answers;

    tables->instruments = (uint32_t)answers->instrument_count;
    tables->wave_count = (uint32_t)tables->waves.count;
    for (size_t i = 0; i < answers->sheet_count; i++) {
        const clg_sheet *sheet = &answers->sheets[i];
        for (uint32_t s = 0; s < asked->results->study->schools.count; s++)
            if (sheet->instrument->takes_part[s])
                tables->asked += sheet->members[s];
        tables->answered += sheet->people;
    }
}

static clg_status prepare(clg_asked *asked, clg_error *err)
{
    const clg_study *study = asked->results->study;
    clg_answers *answers = &asked->answers;
    clg_status status = clg_answers_new(study, answers, err);

    if (status == CLG_OK)
        status = clg_scale_list_new(study, answers, &asked->scales, err);
    for (size_t i = 0; status == CLG_OK && i < answers->instrument_count; i++)
        status = note_instrument(asked, &answers->instruments[i], err);
    if (status == CLG_OK)
        status = note_counts(answers, err);
    if (status == CLG_OK)
        status = list_waves(asked, err);
    if (status == CLG_OK)
        status = list_scales(asked, err);
    if (status == CLG_OK)
        status = list_asked(asked, err);
    if (status == CLG_OK)
        count_asked(asked);
    return status;
}

static void clear(clg_asked *asked)
{
    for (size_t i = 0; i < asked->count; i++)
        clg_scale_scores_clear(&asked->list[i].scores);
    clg_free(asked->list);
    clg_scale_list_clear(&asked->scales);
    clg_answers_clear(&asked->answers);
}

clg_status clg_results_fill_assessment(clg_results *results, clg_error *err)
{
    clg_asked asked = {.results = results};
    clg_status status;

    if (results->study->assessments.count == 0)
        return CLG_OK;
    status = prepare(&asked, err);
    if (status == CLG_OK)
        status = clg_asked_make_scales(&asked, err);
    if (status == CLG_OK)
        status = clg_asked_make_reliability(&asked, err);
    if (status == CLG_OK)
        status = clg_asked_make_change(&asked, err);
    if (status == CLG_OK)
        status = clg_asked_make_log(&asked, err);
    if (status == CLG_OK) {
        results->assessment.notes = asked.answers.notes;
        asked.answers.notes = (clg_texts)CLG_TEXTS_INIT;
    }
    clear(&asked);
    return status;
}

void clg_assessment_tables_clear(clg_assessment_tables *tables)
{
    clg_table_clear(&tables->scale);
    clg_table_clear(&tables->reliability);
    clg_table_clear(&tables->change);
    clg_table_clear(&tables->log);
    clg_texts_clear(&tables->waves);
    clg_texts_clear(&tables->scales);
    clg_texts_clear(&tables->measures);
    clg_texts_clear(&tables->notes);
}
