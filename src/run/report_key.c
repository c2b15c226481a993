#include "run/report_key.h"

#include "base/file.h"
#include "base/memory.h"

#include <string.h>

static void put_field(FILE *stream, const char *text)
{
    bool is_plain = strpbrk(text, ",\"\r\n") == NULL;

    fputs(is_plain ? "" : "\"", stream);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', stream);
        fputc(*text, stream);
    }
    fputs(is_plain ? "" : "\"", stream);
}

clg_status clg_report_key_write(const char *path, const clg_texts *codes,
                                const clg_texts *schools, clg_error *err)
{
    uint32_t *place = clg_array_new(codes->count, sizeof *place, err);
    uint32_t *row = clg_array_new(codes->count, sizeof *row, err);
    clg_output file = {NULL, NULL, NULL};
    clg_status status = CLG_ERROR_MEMORY;

    if (place != NULL && row != NULL)
        status = clg_texts_rank(codes, place, err);
    for (uint32_t i = 0; status == CLG_OK && i < codes->count; i++)
        row[place[i]] = i;
    if (status == CLG_OK)
        status = clg_output_open_private(path, &file, err);
    if (status == CLG_OK) {
        fputs("code,school\n", file.stream);
        for (size_t i = 0; i < codes->count; i++) {
            fprintf(file.stream, "%s,", clg_texts_at(codes, row[i]));
            put_field(file.stream, clg_texts_at(schools, row[i]));
            fputs("\n", file.stream);
        }
        status = clg_output_commit(&file, err);
    }
    clg_free(place);
    clg_free(row);
    return status;
}
