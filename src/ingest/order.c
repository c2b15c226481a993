#include "ingest/order.h"

#include "base/memory.h"
#include "base/threads.h"

#include <string.h>

enum { RUN = 16 };

clg_status clg_group(const uint32_t *groups, size_t count, size_t group_count,
                     size_t **first, uint32_t **items, clg_error *err)
{
    size_t kept = 0, *next;

    *items = NULL;
    *first = next = clg_array_new(group_count + 2, sizeof **first, err);
    if (next == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (groups[i] == CLG_NO_CODE)
            continue;
        next[groups[i] + 2]++;
        kept++;
    }
    *items = clg_array_new(kept, sizeof **items, err);
    if (*items == NULL) {
        clg_free(*first);
        *first = NULL;
        return CLG_ERROR_MEMORY;
    }
    for (size_t g = 0; g < group_count; g++)
        next[g + 2] += next[g + 1];
    /* next[g + 1] is where group g goes on; at the end, where group g + 1 begins. */
    for (size_t i = 0; i < count; i++)
        if (groups[i] != CLG_NO_CODE)
            (*items)[next[groups[i] + 1]++] = (uint32_t)i;
    return CLG_OK;
}

static void sort_run(uint32_t *items, size_t count, clg_precedes *precedes,
                     const void *context)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t item = items[i];
        size_t at = i;

        for (; at > 0 && precedes(item, items[at - 1], context); at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Merges items[0 .. middle) and items[middle .. count), unless they are in order. */
static void merge(uint32_t *items, size_t middle, size_t count, uint32_t *scratch,
                  clg_precedes *precedes, const void *context)
{
    size_t left = 0, right = middle, at = 0;

    if (!precedes(items[middle], items[middle - 1], context))
        return;
    memcpy(scratch, items, middle * sizeof *items);
    while (left < middle && right < count)
        items[at++] = precedes(items[right], scratch[left], context) ? items[right++]
                                                                     : scratch[left++];
    memcpy(items + at, scratch + left, (middle - left) * sizeof *items);
}

static void sort(uint32_t *items, size_t count, uint32_t *scratch,
                 clg_precedes *precedes, const void *context)
{
    for (size_t at = 0; at < count; at += RUN)
        sort_run(items + at, count - at < RUN ? count - at : RUN, precedes, context);
    for (size_t width = RUN; width < count; width *= 2)
        for (size_t at = 0; at + width < count; at += 2 * width) {
            size_t rest = count - at;
            merge(items + at, width, rest < 2 * width ? rest : 2 * width, scratch,
                  precedes, context);
        }
}

clg_status clg_sort_groups(uint32_t *items, const size_t *first, size_t group_count,
                           clg_precedes *precedes, const void *context, int threads,
                           clg_error *err)
{
    uint32_t *scratch = clg_array_new(first[group_count], sizeof *scratch, err);

    if (scratch == NULL)
        return CLG_ERROR_MEMORY;
#pragma omp parallel for schedule(dynamic, 64) num_threads(threads)
    for (size_t g = 0; g < group_count; g++)
        sort(items + first[g], first[g + 1] - first[g], scratch + first[g], precedes,
             context);
    (void)threads;
    clg_free(scratch);
    return CLG_OK;
}

typedef struct text_order {
    const clg_texts *texts;
} text_order;

static bool text_precedes(uint32_t a, uint32_t b, const void *context)
{
    const clg_texts *texts = ((const text_order *)context)->texts;

    return clg_bytes_compare(clg_texts_at(texts, a), clg_texts_length(texts, a),
                             clg_texts_at(texts, b), clg_texts_length(texts, b)) < 0;
}

/* levels[code] = place among the codes that occur, -1 for the others. */
static clg_status rank_levels(const clg_texts *texts, const uint32_t *codes,
                              size_t count, int32_t *levels, clg_texts *names,
                              clg_error *err)
{
    text_order order = {texts};
    size_t first[2] = {0, 0};
    uint32_t *used = clg_array_new(texts->count, sizeof *used, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (used == NULL)
        return status;
    for (size_t i = 0; i < count; i++)
        if (codes[i] != CLG_NO_CODE)
            levels[codes[i]] = 1;
    for (size_t code = 0; code < texts->count; code++) {
        if (levels[code] != 0)
            used[first[1]++] = (uint32_t)code;
        levels[code] = -1;
    }
    status = clg_sort_groups(used, first, 1, text_precedes, &order, 1, err);
    for (size_t i = 0; status == CLG_OK && i < first[1]; i++) {
        levels[used[i]] = (int32_t)i;
        status = clg_texts_append(names, clg_texts_at(texts, used[i]),
                                  clg_texts_length(texts, used[i]), err);
    }
    clg_free(used);
    return status;
}

clg_status clg_category_make(const char *name, const clg_texts *texts,
                             const uint32_t *codes, size_t count,
                             clg_category *category, clg_error *err)
{
    int32_t *levels = clg_array_new(texts->count, sizeof *levels, err);
    clg_status status = CLG_ERROR_MEMORY;

    *category = (clg_category){NULL, CLG_TEXTS_INIT, NULL};
    if (levels == NULL)
        return status;
    category->name = clg_text_copy(name, strlen(name), err);
    category->codes = clg_array_new(count, sizeof *category->codes, err);
    if (category->name != NULL && category->codes != NULL)
        status = rank_levels(texts, codes, count, levels, &category->levels, err);
    for (size_t i = 0; status == CLG_OK && i < count; i++)
        category->codes[i] = codes[i] == CLG_NO_CODE ? -1 : levels[codes[i]];
    clg_free(levels);
    return status;
}

clg_status clg_category_add(clg_category **list, size_t *list_count, const char *name,
                            const clg_texts *texts, const uint32_t *codes, size_t count,
                            clg_error *err)
{
    clg_category *grown = clg_array_new(*list_count + 1, sizeof *grown, err);

    if (grown == NULL)
        return CLG_ERROR_MEMORY;
    if (*list_count > 0)
        memcpy(grown, *list, *list_count * sizeof *grown);
    clg_free(*list);
    *list = grown;
    return clg_category_make(name, texts, codes, count, &grown[(*list_count)++], err);
}
