#include "study/breaks.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static int compare_breaks(const void *a, const void *b)
{
    const clg_break *left = *(const clg_break *const *)a;
    const clg_break *right = *(const clg_break *const *)b;

    if (left->school == NULL || right->school == NULL)
        return (left->school != NULL) - (right->school != NULL);
    return strcmp(left->school, right->school);
}

clg_status clg_school_breaks_new(const clg_study *study, clg_school_breaks *breaks,
                                 clg_error *err)
{
    size_t count = study->break_count;

    *breaks = (clg_school_breaks){.study = study};
    breaks->breaks = clg_array_new(count + 1, sizeof *breaks->breaks, err);
    breaks->days = clg_array_new(count + 1, sizeof *breaks->days, err);
    if (breaks->breaks == NULL || breaks->days == NULL) {
        clg_school_breaks_clear(breaks);
        return CLG_ERROR_MEMORY;
    }
    for (size_t i = 0; i < count; i++)
        breaks->breaks[i] = &study->breaks[i];
    if (count > 1)
        qsort(breaks->breaks, count, sizeof *breaks->breaks, compare_breaks);
    while (breaks->common < count && breaks->breaks[breaks->common]->school == NULL)
        breaks->common++;
    return CLG_OK;
}

void clg_school_breaks_clear(clg_school_breaks *breaks)
{
    clg_free(breaks->breaks);
    clg_free(breaks->days);
    *breaks = (clg_school_breaks){.study = NULL};
}

static size_t first_of(const clg_school_breaks *breaks, const char *school)
{
    size_t low = breaks->common, high = breaks->study->break_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(breaks->breaks[middle]->school, school) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t clg_school_breaks_find(clg_school_breaks *breaks, uint32_t school)
{
    const clg_study *study = breaks->study;
    size_t count = 0;

    for (size_t i = 0; i < breaks->common; i++)
        breaks->days[count++] =
            (clg_days){breaks->breaks[i]->first_day, breaks->breaks[i]->end_day};
    if (breaks->common < study->break_count) {
        const char *id = clg_texts_at(&study->schools.ids, school);
        for (size_t i = first_of(breaks, id);
             i < study->break_count && strcmp(breaks->breaks[i]->school, id) == 0; i++)
            breaks->days[count++] =
                (clg_days){breaks->breaks[i]->first_day, breaks->breaks[i]->end_day};
    }
    return clg_days_unite(breaks->days, count);
}
