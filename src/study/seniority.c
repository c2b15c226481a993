#include "study/seniority.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Levels stand in byte order, as those of every attribute. */
enum { LONG, MIDDLE, NEW, LEVELS };
static const char *const level_names[LEVELS] = {"long", "middle", "new"};

static bool is_wanted(const clg_study *study)
{
    const clg_texts *names = &study->settings.strata;
    bool is_named = false;

    for (size_t i = 0; i < names->count; i++)
        is_named = is_named || strcmp(clg_texts_at(names, i), CLG_SENIORITY) == 0;
    for (size_t i = 0; i < study->people.attribute_count; i++)
        if (strcmp(study->people.attributes[i].name, CLG_SENIORITY) == 0)
            return false;
    return is_named;
}

static int64_t last_event(const clg_study *study)
{
    int64_t last = INT64_MIN;

    for (size_t m = 0; m < study->meetings.count; m++)
        if (study->meetings.start[m] > last)
            last = study->meetings.start[m];
    for (size_t i = 0; i < study->exchanges.count; i++)
        if (study->exchanges.time[i] > last)
            last = study->exchanges.time[i];
    return last;
}

/* Seconds; below 0 where it is not known. Who joins after the last event is new. */
static int64_t tenure_of(const clg_people *people, size_t p, int64_t last)
{
    int64_t end = people->left[p] < last ? people->left[p] : last;

    if (people->standing[p] != CLG_STANDING_MEMBER ||
        people->joined[p] == CLG_SINCE_EVER)
        return -1;
    return end > people->joined[p] ? end - people->joined[p] : 0;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The longest tenure of the first third, and of the first two. */
static void find_cuts(int64_t *known, size_t count, int64_t cuts[2])
{
    qsort(known, count, sizeof *known, ascending);
    cuts[0] = known[(count + 2) / 3 - 1];
    cuts[1] = known[(2 * count + 2) / 3 - 1];
}

static clg_status add_attribute(clg_people *people, clg_category **added,
                                clg_error *err)
{
    size_t count = people->attribute_count;
    clg_category *all = clg_array_new(count + 1, sizeof *all, err), *own;
    clg_status status = CLG_OK;

    if (all == NULL)
        return CLG_ERROR_MEMORY;
    if (count > 0)
        memcpy(all, people->attributes, count * sizeof *all);
    clg_free(people->attributes);
    people->attributes = all;
    people->attribute_count++;
    *added = own = &all[count];
    own->name = clg_text_copy(CLG_SENIORITY, strlen(CLG_SENIORITY), err);
    own->codes = clg_array_new(people->count + 1, sizeof *own->codes, err);
    if (own->name == NULL || own->codes == NULL)
        return CLG_ERROR_MEMORY;
    for (int l = 0; l < LEVELS && status == CLG_OK; l++)
        status =
            clg_texts_append(&own->levels, level_names[l], strlen(level_names[l]), err);
    return status;
}

static clg_status divide(clg_people *people, int64_t last, int64_t *known, size_t count,
                         clg_error *err)
{
    int64_t cuts[2];
    clg_category *own;
    clg_status status = add_attribute(people, &own, err);

    if (status != CLG_OK)
        return status;
    find_cuts(known, count, cuts);
    for (size_t p = 0; p < people->count; p++) {
        int64_t tenure = tenure_of(people, p, last);
        own->codes[p] = tenure < 0          ? -1
                        : tenure <= cuts[0] ? NEW
                        : tenure <= cuts[1] ? MIDDLE
                                            : LONG;
    }
    return CLG_OK;
}

clg_status clg_study_add_seniority(clg_study *study, clg_error *err)
{
    int64_t last = last_event(study), *known;
    size_t count = 0;
    clg_status status = CLG_OK;

    if (!is_wanted(study))
        return CLG_OK;
    known = clg_array_new(study->people.count + 1, sizeof *known, err);
    if (known == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t p = 0; p < study->people.count; p++) {
        int64_t tenure = tenure_of(&study->people, p, last);
        if (tenure >= 0)
            known[count++] = tenure;
    }
    if (count > 0)
        status = divide(&study->people, last, known, count, err);
    clg_free(known);
    return status;
}
