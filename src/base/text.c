#include "base/text.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

clg_status clg_texts_append(clg_texts *texts, const char *text, size_t length,
                            clg_error *err)
{
    size_t begin = texts->count > 0 ? texts->first[texts->count] : 0;
    clg_status status;

    status = clg_array_reserve(&texts->first, &texts->first_room, texts->count + 2,
                               sizeof *texts->first, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&texts->bytes, &texts->bytes_room,
                                   begin + length + 1, 1, err);
    if (status != CLG_OK)
        return status;

    if (length > 0)
        memcpy(texts->bytes + begin, text, length);
    texts->bytes[begin + length] = '\0';
    texts->first[texts->count] = begin;
    texts->count++;
    texts->first[texts->count] = begin + length + 1;
    return CLG_OK;
}

const char *clg_texts_at(const clg_texts *texts, size_t index)
{
    return texts->bytes + texts->first[index];
}

size_t clg_texts_length(const clg_texts *texts, size_t index)
{
    return texts->first[index + 1] - texts->first[index] - 1;
}

void clg_texts_clear(clg_texts *texts)
{
    clg_free(texts->first);
    clg_free(texts->bytes);
    *texts = (clg_texts)CLG_TEXTS_INIT;
}

int clg_bytes_compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t shared = a_length < b_length ? a_length : b_length;
    int order = shared > 0 ? memcmp(a, b, shared) : 0;

    if (order != 0)
        return order;
    return (a_length > b_length) - (a_length < b_length);
}

/* What the sort of clg_texts_rank moves: qsort passes no context. */
typedef struct entry {
    const char *bytes;
    size_t length;
    size_t index;
} entry;

static int compare_entries(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    int order =
        clg_bytes_compare(left->bytes, left->length, right->bytes, right->length);

    if (order != 0)
        return order;
    return (left->index > right->index) - (left->index < right->index);
}

clg_status clg_texts_rank(const clg_texts *texts, uint32_t *ranks, clg_error *err)
{
    entry *entries = clg_array_new(texts->count, sizeof *entries, err);

    if (entries == NULL)
        return CLG_ERROR_MEMORY;

    for (size_t i = 0; i < texts->count; i++)
        entries[i] = (entry){clg_texts_at(texts, i), clg_texts_length(texts, i), i};
    qsort(entries, texts->count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < texts->count; i++)
        ranks[entries[i].index] = (uint32_t)i;

    clg_free(entries);
    return CLG_OK;
}
