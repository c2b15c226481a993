#include "measures/registry.h"

#include "base/fail.h"
#include "base/memory.h"
#include "collegium/suggest.h"

#include <string.h>

static clg_measure_family *const families[] = {
    clg_participation_measures, clg_reach_measures,      clg_level_measures,
    clg_role_measures,          clg_cohesion_measures,   clg_isolation_measures,
    clg_core_measures,          clg_core_score_measures, clg_core_model_measures,
    clg_core_evidence_measures, clg_backbone_measures,   clg_stratification_measures,
    clg_strata_measures,        clg_hierarchy_measures,  clg_temporal_measures,
    clg_community_measures,     clg_content_measures};

static const char *const levels[] = {
    "school", "person", "attribute", "stratum", "person_stratum", "network", "vertex"};

enum {
    FAMILY_COUNT = sizeof families / sizeof families[0],
    LEVEL_COUNT = sizeof levels / sizeof levels[0]
};

size_t clg_measure_count(void)
{
    size_t sum = 0, count = 0;

    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        (void)families[f](&count);
        sum += count;
    }
    return sum;
}

/* The index-th measure of a level; what is left of the index in *index if there are
 * not as many. */
static const clg_measure *find_in_level(const char *level, size_t *index)
{
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        size_t count = 0;
        const clg_measure *measures = families[f](&count);
        for (size_t i = 0; i < count; i++)
            if (strcmp(measures[i].level, level) == 0 && (*index)-- == 0)
                return &measures[i];
    }
    return NULL;
}

const clg_measure *clg_measure_at(size_t index)
{
    const clg_measure *measure = NULL;

    for (size_t l = 0; measure == NULL && l < LEVEL_COUNT; l++)
        measure = find_in_level(levels[l], &index);
    return measure;
}

static bool is_named(const clg_texts *wanted, const char *id)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (strcmp(clg_texts_at(wanted, i), id) == 0)
            return true;
    return false;
}

static bool is_selected(const clg_measure *measure, clg_measure_span span,
                        const clg_texts *wanted)
{
    bool in_windows = measure->measured == CLG_MEASURED_ALWAYS ||
                      measure->measured == CLG_MEASURED_ON_DEMAND;
    bool by_default = measure->measured == CLG_MEASURED_ALWAYS ||
                      measure->measured == CLG_MEASURED_PERIOD;

    if (span == CLG_FOR_WINDOW && !in_windows)
        return false;
    if (wanted == NULL || wanted->count == 0)
        return by_default;
    return (by_default && is_named(wanted, "default")) || is_named(wanted, "all") ||
           is_named(wanted, measure->id);
}

clg_status clg_measure_select(const char *level, clg_measure_span span,
                              const clg_texts *wanted, clg_measure_list *list,
                              clg_error *err)
{
    const clg_measure *measure;
    size_t index = 0, place = 0;

    list->count = 0;
    list->items = clg_array_new(clg_measure_count() + 1, sizeof(clg_measure *), err);
    if (list->items == NULL)
        return CLG_ERROR_MEMORY;
    while ((place = index++, measure = find_in_level(level, &place)) != NULL)
        if (is_selected(measure, span, wanted))
            list->items[list->count++] = measure;
    return CLG_OK;
}

void clg_measure_list_clear(clg_measure_list *list)
{
    clg_free(list->items);
    *list = (clg_measure_list){0, NULL};
}

static clg_status fail_unknown(const char *id, clg_error *err)
{
    size_t count = clg_catalogue_count();
    const char **names = clg_array_new(count + 1, sizeof *names, err);
    const char *nearest;

    if (names == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        names[i] = clg_catalogue_entry_at(i)->id;
    nearest = clg_nearest_name(id, names);
    clg_fail(err, CLG_ERROR_ARGUMENT,
             "--measures: expected default, all, or ids of measures, found '%.80s'",
             id);
    if (nearest != NULL)
        clg_hint(err, "did you mean '%s'?", nearest);
    clg_free(names);
    return CLG_ERROR_ARGUMENT;
}

clg_status clg_measure_wanted_check(const clg_texts *wanted, clg_error *err)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const char *name = clg_texts_at(wanted, i);
        bool is_word = strcmp(name, "default") == 0 || strcmp(name, "all") == 0;
        if (!is_word && clg_catalogue_find(name) == NULL)
            return fail_unknown(name, err);
    }
    return CLG_OK;
}
