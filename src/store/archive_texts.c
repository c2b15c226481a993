/* Texts in an archive: their bytes and where each begins; and the fields of structs,
 * which lie in the file as columns like all else. */
#include "store/archive.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 128 };

static bool texts_are_sound(const clg_texts *texts, size_t byte_count)
{
    const size_t *first = texts->first;

    if (first[0] != 0 || first[texts->count] != byte_count)
        return false;
    for (size_t i = 0; i < texts->count; i++)
        if (first[i] >= first[i + 1] || first[i + 1] > byte_count ||
            memchr(texts->bytes + first[i], 0, first[i + 1] - first[i]) !=
                texts->bytes + first[i + 1] - 1)
            return false;
    return true;
}

static void read_texts(clg_archive *archive, const char *of_first, const char *of_bytes,
                       clg_texts *texts)
{
    size_t first_count = 0, byte_count = 0;

    texts->first = clg_archive_read(archive, of_first, CLG_CELLS_U64, &first_count);
    if (archive->status == CLG_OK)
        texts->bytes = clg_archive_read(archive, of_bytes, CLG_CELLS_U8, &byte_count);
    texts->first_room = first_count;
    texts->bytes_room = byte_count;
    if (archive->status != CLG_OK)
        return;
    texts->count = first_count > 0 ? first_count - 1 : 0;
    if (first_count > 0 && !texts_are_sound(texts, byte_count))
        clg_archive_damaged(archive, "%s is not a list of texts", of_bytes);
}

void clg_archive_texts(clg_archive *archive, const char *name, clg_texts *texts)
{
    char of_first[NAME_SIZE], of_bytes[NAME_SIZE];
    size_t first_count = texts->count > 0 ? texts->count + 1 : 0;

    if (archive->status != CLG_OK)
        return;
    snprintf(of_first, sizeof of_first, "%s.first", name);
    snprintf(of_bytes, sizeof of_bytes, "%s.bytes", name);
    if (archive->is_reading) {
        read_texts(archive, of_first, of_bytes, texts);
        if (archive->status != CLG_OK || texts->count == 0)
            clg_texts_clear(texts);
        return;
    }
    clg_archive_write(archive, of_first, CLG_CELLS_U64, texts->first, first_count);
    if (archive->status == CLG_OK)
        clg_archive_write(archive, of_bytes, CLG_CELLS_U8, texts->bytes,
                          first_count > 0 ? texts->first[texts->count] : 0);
}

void clg_archive_text(clg_archive *archive, const char *name, char **text)
{
    clg_archive_text_field(archive, name, text, sizeof *text, 1);
}

/* ---- fields of structs ---- */

void clg_archive_room(clg_archive *archive, void *array, size_t count, size_t size)
{
    void *room = NULL;

    if (archive->status != CLG_OK || !archive->is_reading)
        return;
    room = clg_array_new(count, size, archive->err);
    if (room == NULL)
        archive->status = CLG_ERROR_MEMORY;
    else
        memcpy(array, &room, sizeof room);
}

void clg_archive_field(clg_archive *archive, const char *name, clg_cells cells,
                       void *field, size_t stride, size_t count)
{
    size_t size = clg_cells_size(cells);
    char *column = NULL;

    if (archive->status != CLG_OK)
        return;
    if (!archive->is_reading) {
        column = clg_array_new(count, size, archive->err);
        if (column == NULL)
            archive->status = CLG_ERROR_MEMORY;
        for (size_t i = 0; column != NULL && i < count; i++)
            memcpy(column + i * size, (char *)field + i * stride, size);
    }
    clg_archive_column(archive, name, cells, &column, count);
    if (archive->is_reading && archive->status == CLG_OK)
        for (size_t i = 0; i < count; i++)
            memcpy((char *)field + i * stride, column + i * size, size);
    clg_free(column);
}

static char **text_of(char **field, size_t stride, size_t i)
{
    return (char **)(void *)((char *)field + i * stride);
}

/* NULL becomes the text "-", any other text "=" and itself. */
static void gather_texts(clg_archive *archive, clg_texts *texts, char **field,
                         size_t stride, size_t count)
{
    for (size_t i = 0; archive->status == CLG_OK && i < count; i++) {
        const char *text = *text_of(field, stride, i);
        size_t length = text != NULL ? strlen(text) : 0;
        char *marked = clg_array_new(length + 2, 1, archive->err);

        if (marked == NULL) {
            archive->status = CLG_ERROR_MEMORY;
            return;
        }
        marked[0] = text != NULL ? '=' : '-';
        if (length > 0)
            memcpy(marked + 1, text, length);
        archive->status = clg_texts_append(texts, marked, length + 1, archive->err);
        clg_free(marked);
    }
}

static void scatter_texts(clg_archive *archive, const clg_texts *texts, char **field,
                          size_t stride)
{
    for (size_t i = 0; archive->status == CLG_OK && i < texts->count; i++) {
        const char *text = clg_texts_at(texts, i);
        size_t length = clg_texts_length(texts, i);
        char **place = text_of(field, stride, i);

        if (text[0] == '-')
            continue;
        *place = clg_text_copy(text + (length > 0), length > 0 ? length - 1 : 0,
                               archive->err);
        if (*place == NULL)
            archive->status = CLG_ERROR_MEMORY;
    }
}

void clg_archive_text_field(clg_archive *archive, const char *name, char **field,
                            size_t stride, size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;

    if (archive->status != CLG_OK)
        return;
    if (!archive->is_reading)
        gather_texts(archive, &texts, field, stride, count);
    clg_archive_texts(archive, name, &texts);
    if (archive->status == CLG_OK && texts.count != count)
        clg_archive_damaged(archive, "%s has %zu texts, expected %zu", name,
                            texts.count, count);
    if (archive->is_reading)
        scatter_texts(archive, &texts, field, stride);
    clg_texts_clear(&texts);
}
