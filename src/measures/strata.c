#include "measures/strata.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

static bool find_attribute(const clg_study *study, const char *name, size_t *place)
{
    for (size_t i = 0; i < study->people.attribute_count; i++)
        if (strcmp(study->people.attributes[i].name, name) == 0) {
            *place = i;
            return true;
        }
    return false;
}

static void take_defaults(clg_strata *strata, const clg_study *study)
{
    static const char *const usual[] = {"role", "department"};

    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        strata->attribute_count += find_attribute(
            study, usual[i], &strata->attribute[strata->attribute_count]);
}

static bool is_listed(const clg_strata *strata, size_t place)
{
    for (size_t a = 0; a < strata->attribute_count; a++)
        if (strata->attribute[a] == place)
            return true;
    return false;
}

static clg_status take_named(clg_strata *strata, const clg_study *study, clg_error *err)
{
    const clg_texts *names = &study->settings.strata;

    if (names->count == 1 && strcmp(clg_texts_at(names, 0), "none") == 0)
        return CLG_OK;
    for (size_t i = 0; i < names->count; i++) {
        size_t place;
        if (!find_attribute(study, clg_texts_at(names, i), &place))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "strata: people.csv has no column '%.80s'",
                            clg_texts_at(names, i));
        if (!is_listed(strata, place))
            strata->attribute[strata->attribute_count++] = place;
    }
    return CLG_OK;
}

/* Marks the levels that occur, then lists them in order. */
static clg_status list_strata(clg_strata *strata, const clg_study *study,
                              uint32_t school, const clg_category *attribute,
                              size_t *count, clg_error *err)
{
    const size_t *first = study->schools.person_first;
    size_t levels = attribute->levels.count;
    bool is_missing = false;
    clg_status status = clg_array_reserve(&strata->place, &strata->place_room,
                                          levels + 1, sizeof *strata->place, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&strata->level, &strata->level_room,
                                   *count + levels + 1, sizeof *strata->level, err);
    if (status != CLG_OK)
        return status;
    memset(strata->place, 0, levels * sizeof *strata->place);
    for (size_t p = first[school]; p < first[school + 1]; p++) {
        if (study->people.standing[p] != CLG_STANDING_MEMBER)
            continue;
        if (attribute->codes[p] < 0)
            is_missing = true;
        else
            strata->place[attribute->codes[p]] = 1;
    }
    for (size_t l = 0; l < levels; l++)
        if (strata->place[l] != 0)
            strata->level[(*count)++] = (int32_t)l;
    if (is_missing)
        strata->level[(*count)++] = CLG_STRATUM_MISSING;
    return CLG_OK;
}

static clg_status list_all(clg_strata *strata, const clg_study *study, clg_error *err)
{
    size_t cells = (size_t)study->schools.count * strata->attribute_count, count = 0;
    clg_status status = CLG_OK;

    strata->first = clg_array_new(cells + 1, sizeof *strata->first, err);
    if (strata->first == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t a = 0; status == CLG_OK && a < strata->attribute_count; a++) {
            strata->first[s * strata->attribute_count + a] = count;
            status = list_strata(strata, study, s,
                                 clg_strata_attribute(strata, study, a), &count, err);
        }
    strata->first[cells] = count;
    return status;
}

clg_status clg_strata_find(clg_strata *strata, const clg_study *study, clg_error *err)
{
    size_t most = study->settings.strata.count + 2;
    clg_status status = CLG_OK;

    *strata = (clg_strata){0};
    strata->attribute = clg_array_new(most, sizeof *strata->attribute, err);
    if (strata->attribute == NULL)
        return CLG_ERROR_MEMORY;
    if (study->settings.strata.count == 0)
        take_defaults(strata, study);
    else
        status = take_named(strata, study, err);
    if (status == CLG_OK)
        status = list_all(strata, study, err);
    if (status != CLG_OK)
        clg_strata_clear(strata);
    return status;
}

void clg_strata_clear(clg_strata *strata)
{
    clg_free(strata->attribute);
    clg_free(strata->first);
    clg_free(strata->level);
    clg_free(strata->place);
    clg_free(strata->codes);
    *strata = (clg_strata){0};
}

const clg_category *clg_strata_attribute(const clg_strata *strata,
                                         const clg_study *study, size_t a)
{
    return &study->people.attributes[strata->attribute[a]];
}

size_t clg_strata_count(const clg_strata *strata, uint32_t school, size_t a)
{
    size_t cell = school * strata->attribute_count + a;

    return strata->first[cell + 1] - strata->first[cell];
}

int32_t clg_strata_level(const clg_strata *strata, uint32_t school, size_t a,
                         size_t stratum)
{
    return strata->level[strata->first[school * strata->attribute_count + a] + stratum];
}

clg_status clg_strata_groups(clg_strata *strata, const clg_scope *scope, size_t a,
                             clg_groups *groups, clg_error *err)
{
    const clg_category *attribute = clg_strata_attribute(strata, scope->study, a);
    size_t count = clg_strata_count(strata, scope->school, a);
    uint32_t known = 0;
    clg_status status =
        clg_array_reserve(&strata->codes, &strata->codes_room, scope->vertex_count,
                          sizeof *strata->codes, err);

    if (status != CLG_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        int32_t level = clg_strata_level(strata, scope->school, a, i);
        if (level != CLG_STRATUM_MISSING)
            strata->place[level] = (int32_t)known++;
    }
    for (uint32_t v = 0; v < scope->vertex_count; v++) {
        int32_t level = attribute->codes[scope->vertex_person[v]];
        strata->codes[v] = level < 0 ? -1 : strata->place[level];
    }
    return clg_groups_fill(groups, strata->codes, scope->vertex_count, known, err);
}
