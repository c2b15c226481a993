#include "run/answer_scales.h"

#include "base/memory.h"
#include "base/text_list.h"
#include "report/indicator_map.h"

#include <math.h>
#include <string.h>

static const char *item_name(const clg_study *study, const clg_instrument *of,
                             uint32_t place)
{
    return clg_texts_at(&study->assessments.item.levels, of->items[place]);
}

/* CLG_MOST_ITEMS: it is not among them. */
static uint32_t place_of(const clg_study *study, const clg_instrument *of,
                         const char *item)
{
    uint32_t place = 0;

    while (place < of->item_count && strcmp(item_name(study, of, place), item) != 0)
        place++;
    return place < of->item_count ? place : CLG_MOST_ITEMS;
}

static clg_status add_scale(clg_scale_list *list, const clg_instrument *of,
                            const char *name, clg_error *err)
{
    clg_scale_items *scale;
    clg_status status = clg_array_reserve(&list->scales, &list->room, list->count + 1,
                                          sizeof *list->scales, err);

    if (status != CLG_OK)
        return status;
    scale = &list->scales[list->count++];
    *scale = (clg_scale_items){.instrument = of, .name = name};
    scale->items = clg_array_new(of->item_count, sizeof *scale->items, err);
    scale->is_reversed = clg_array_new(of->item_count, sizeof *scale->is_reversed, err);
    return scale->items != NULL && scale->is_reversed != NULL ? CLG_OK
                                                              : CLG_ERROR_MEMORY;
}

static void add_item(const clg_study *study, clg_scale_items *scale, uint32_t place)
{
    const clg_instrument *of = scale->instrument;
    const char *name = item_name(study, of, place);

    scale->is_reversed[scale->item_count] =
        of->settings != NULL &&
        clg_texts_find(&of->settings->reversed, name, strlen(name)) != SIZE_MAX;
    scale->items[scale->item_count++] = place;
}

static clg_status note_item(clg_answers *answers, const clg_instrument *of,
                            const char *item, clg_error *err)
{
    return clg_answers_note(
        answers, err, "instrument '%.60s': item '%.60s' of study.yaml is in no answer",
        of->settings->name, item);
}

/* The scales of study.yaml, whose pairs stand together. */
static clg_status add_named(const clg_study *study, clg_answers *answers,
                            const clg_instrument *of, uint8_t *is_used,
                            clg_scale_list *list, clg_error *err)
{
    const clg_texts *scales = &of->settings->scales;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < scales->count; i++) {
        const char *name = clg_texts_at(scales, i);
        const char *item = clg_texts_at(&of->settings->items, i);
        uint32_t place = place_of(study, of, item);

        if (i == 0 || strcmp(clg_texts_at(scales, i - 1), name) != 0)
            status = add_scale(list, of, name, err);
        if (status == CLG_OK && place == CLG_MOST_ITEMS)
            status = note_item(answers, of, item, err);
        else if (status == CLG_OK) {
            add_item(study, &list->scales[list->count - 1], place);
            is_used[place] = 1;
        }
    }
    return status;
}

static bool is_indicators(const clg_study *study, const clg_instrument *of)
{
    const clg_texts *names = &study->assessments.instrument.levels;

    return strcmp(clg_texts_at(names, of->level), CLG_INDICATORS) == 0;
}

static clg_status add_all(const clg_study *study, const clg_instrument *of,
                          clg_scale_list *list, clg_error *err)
{
    clg_status status = add_scale(list, of, "all", err);

    for (uint32_t i = 0; status == CLG_OK && i < of->item_count; i++)
        add_item(study, &list->scales[list->count - 1], i);
    return status;
}

static clg_status note_reversed(const clg_study *study, clg_answers *answers,
                                const clg_instrument *of, clg_error *err)
{
    const clg_texts *reversed = &of->settings->reversed;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < reversed->count; i++)
        if (place_of(study, of, clg_texts_at(reversed, i)) == CLG_MOST_ITEMS)
            status = note_item(answers, of, clg_texts_at(reversed, i), err);
    return status;
}

static bool has_scale(const clg_scale_list *list, size_t from, const char *name)
{
    while (from < list->count && strcmp(list->scales[from].name, name) != 0)
        from++;
    return from < list->count;
}

/* The scale of the items that are this indicator; nothing where there is none. */
static clg_status add_indicator(const clg_study *study, const clg_instrument *of,
                                int number, uint8_t *is_used, clg_scale_list *list,
                                clg_error *err)
{
    size_t before = list->count;
    clg_status status = CLG_OK;

    for (uint32_t i = 0; status == CLG_OK && i < of->item_count; i++) {
        if (clg_indicator_of_item(item_name(study, of, i)) != number)
            continue;
        if (list->count == before)
            status = add_scale(list, of, clg_indicator_name(number), err);
        if (status == CLG_OK)
            add_item(study, &list->scales[before], i);
        is_used[i] = 1;
    }
    return status;
}

/* Those of which study.yaml has no scale already; its own begin at `from`. */
static clg_status add_indicators(const clg_study *study, clg_answers *answers,
                                 const clg_instrument *of, uint8_t *is_used,
                                 size_t from, clg_scale_list *list, clg_error *err)
{
    uint32_t others = 0;
    clg_status status = CLG_OK;

    for (uint32_t i = 0; i < of->item_count; i++)
        others += clg_indicator_of_item(item_name(study, of, i)) == 0;
    if (others > 0)
        status = clg_answers_note(
            answers, err,
            "instrument '" CLG_INDICATORS "': %u item%s not called 1 to %d", others,
            others == 1 ? " is" : "s are", CLG_INDICATOR_COUNT);
    for (int n = 1; status == CLG_OK && n <= CLG_INDICATOR_COUNT; n++)
        if (!has_scale(list, from, clg_indicator_name(n)))
            status = add_indicator(study, of, n, is_used, list, err);
    return status;
}

static clg_status note_unused(clg_answers *answers, const clg_instrument *of,
                              const uint8_t *is_used, clg_error *err)
{
    uint32_t unused = 0;

    for (uint32_t i = 0; i < of->item_count; i++)
        unused += !is_used[i];
    if (unused == 0)
        return CLG_OK;
    return clg_answers_note(answers, err,
                            "instrument '%.60s': %u item%s in no scale of study.yaml: "
                            "not used",
                            of->settings->name, unused, unused == 1 ? " is" : "s are");
}

static clg_status add_scales_of(const clg_study *study, clg_answers *answers,
                                const clg_instrument *of, clg_scale_list *list,
                                clg_error *err)
{
    bool has_scales = of->settings != NULL && of->settings->scales.count > 0;
    size_t from = list->count;
    uint8_t *is_used = clg_array_new(of->item_count, sizeof *is_used, err);
    clg_status status = is_used != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK && of->settings != NULL)
        status = note_reversed(study, answers, of, err);
    if (status == CLG_OK)
        status = has_scales ? add_named(study, answers, of, is_used, list, err)
                            : add_all(study, of, list, err);
    if (status == CLG_OK && is_indicators(study, of))
        status = add_indicators(study, answers, of, is_used, from, list, err);
    if (status == CLG_OK && has_scales)
        status = note_unused(answers, of, is_used, err);
    clg_free(is_used);
    return status;
}

static clg_status note_unknown(const clg_study *study, clg_answers *answers,
                               clg_error *err)
{
    const clg_assessment_settings *settings = &study->settings.assessments;
    const clg_texts *known = &study->assessments.instrument.levels;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < settings->instrument_count; i++) {
        const char *name = settings->instruments[i].name;
        if (clg_texts_find(known, name, strlen(name)) == SIZE_MAX)
            status = clg_answers_note(
                answers, err, "instrument '%.60s' of study.yaml is in no answer", name);
    }
    return status;
}

clg_status clg_scale_list_new(const clg_study *study, clg_answers *answers,
                              clg_scale_list *list, clg_error *err)
{
    clg_status status;

    *list = (clg_scale_list){NULL, 0, 0};
    status = note_unknown(study, answers, err);
    for (size_t i = 0; status == CLG_OK && i < answers->instrument_count; i++)
        status = add_scales_of(study, answers, &answers->instruments[i], list, err);
    return status;
}

void clg_scale_list_clear(clg_scale_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        clg_free(list->scales[i].items);
        clg_free(list->scales[i].is_reversed);
    }
    clg_free(list->scales);
    *list = (clg_scale_list){NULL, 0, 0};
}

/* ---- scores ---- */

static double answer(const clg_sheet *sheet, uint32_t row, uint32_t place)
{
    return sheet->scores[(size_t)row * sheet->instrument->item_count + place];
}

static bool is_answered(const clg_sheet *sheet, uint32_t place)
{
    for (uint32_t row = 0; row < sheet->people; row++)
        if (!isnan(answer(sheet, row, place)))
            return true;
    return false;
}

static void score_person(clg_scale_scores *out, uint32_t row)
{
    const double *scores = out->scores + (size_t)row * out->items;
    uint32_t answers = 0;
    double mean = 0.0;

    for (uint32_t i = 0; i < out->items; i++)
        if (!isnan(scores[i]))
            mean += (scores[i] - mean) / ++answers;
    out->any[row] = answers > 0;
    out->person[row] = answers > 0 && 2 * answers >= out->items ? mean : (double)NAN;
}

static void fill(clg_scale_scores *out, const uint32_t *kept)
{
    const clg_scale_items *scale = out->scale;
    double turn = scale->instrument->low + scale->instrument->high;

    for (uint32_t row = 0; row < out->sheet->people; row++) {
        for (uint32_t i = 0; i < out->items; i++) {
            double score = answer(out->sheet, row, scale->items[kept[i]]);
            out->scores[(size_t)row * out->items + i] =
                scale->is_reversed[kept[i]] ? turn - score : score;
        }
        score_person(out, row);
    }
}

clg_status clg_scale_scores_new(const clg_scale_items *scale, const clg_sheet *sheet,
                                const clg_sheet *other, clg_scale_scores *out,
                                clg_error *err)
{
    uint32_t *kept = clg_array_new(scale->item_count, sizeof *kept, err);

    *out = (clg_scale_scores){.sheet = sheet, .scale = scale};
    if (kept == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t i = 0; i < scale->item_count; i++)
        if (is_answered(sheet, scale->items[i]) &&
            (other == NULL || is_answered(other, scale->items[i])))
            kept[out->items++] = i;
    out->scores =
        clg_array_new((size_t)sheet->people * out->items, sizeof *out->scores, err);
    out->person = clg_array_new(sheet->people, sizeof *out->person, err);
    out->any = clg_array_new(sheet->people, sizeof *out->any, err);
    if (out->scores != NULL && out->person != NULL && out->any != NULL)
        fill(out, kept);
    clg_free(kept);
    return out->scores != NULL && out->person != NULL && out->any != NULL
               ? CLG_OK
               : CLG_ERROR_MEMORY;
}

void clg_scale_scores_clear(clg_scale_scores *scores)
{
    clg_free(scores->scores);
    clg_free(scores->person);
    clg_free(scores->any);
    *scores = (clg_scale_scores){.sheet = NULL};
}
