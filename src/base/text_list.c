#include "base/text_list.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

clg_status clg_texts_split(clg_texts *texts, const char *text, char mark,
                           clg_error *err)
{
    clg_status status = CLG_OK;
    const char *end = text;

    while (status == CLG_OK && end != NULL) {
        end = strchr(text, mark);
        status = clg_texts_append(
            texts, text, end != NULL ? (size_t)(end - text) : strlen(text), err);
        text = end != NULL ? end + 1 : text;
    }
    return status;
}

size_t clg_texts_find(const clg_texts *texts, const char *text, size_t length)
{
    for (size_t i = 0; i < texts->count; i++)
        if (clg_bytes_compare(clg_texts_at(texts, i), clg_texts_length(texts, i), text,
                              length) == 0)
            return i;
    return SIZE_MAX;
}

clg_status clg_texts_add_once(clg_texts *texts, const char *text, size_t length,
                              clg_error *err)
{
    if (clg_texts_find(texts, text, length) != SIZE_MAX)
        return CLG_OK;
    return clg_texts_append(texts, text, length, err);
}

void clg_texts_hint_nearest(const clg_texts *texts, const char *word, clg_error *err)
{
    const char **names = clg_array_new(texts->count + 1, sizeof *names, NULL);
    const char *nearest;

    if (names == NULL)
        return;
    for (size_t i = 0; i < texts->count; i++)
        names[i] = clg_texts_at(texts, i);
    nearest = clg_nearest_name(word, names);
    if (nearest != NULL)
        clg_hint(err, "did you mean '%s'?", nearest);
    clg_free(names);
}
