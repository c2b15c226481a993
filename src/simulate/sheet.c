#include "simulate/sheet.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/time.h"

#include <errno.h>
#include <string.h>

enum { BUFFER_SIZE = 1 << 18 };

static clg_status fail_writing(const char *name, int reason, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_IO, name, 0, 0, "cannot write: %s",
                       strerror(reason));
}

clg_status clg_sheet_failure(const clg_sheet *sheet, clg_error *err)
{
    return fail_writing(sheet->name, sheet->failure, err);
}

clg_status clg_sheet_open(const char *folder, const char *name, const char *header,
                          clg_sheet *sheet, clg_error *err)
{
    char *path = clg_path_join(folder, name, err);
    clg_status status = CLG_ERROR_MEMORY;

    *sheet = (clg_sheet){.name = name};
    if (path == NULL)
        goto cleanup;
    sheet->buffer = clg_array_new(BUFFER_SIZE, 1, err);
    if (sheet->buffer == NULL)
        goto cleanup;
    sheet->stream = fopen(path, "wb");
    if (sheet->stream == NULL) {
        status = fail_writing(name, errno, err);
        goto cleanup;
    }
    clg_sheet_text(sheet, header);
    clg_sheet_text(sheet, "\n");
    status = CLG_OK;

cleanup:
    clg_free(path);
    if (status != CLG_OK)
        clg_sheet_discard(sheet);
    return status;
}

static void flush(clg_sheet *sheet)
{
    if (sheet->failure == 0 &&
        fwrite(sheet->buffer, 1, sheet->used, sheet->stream) != sheet->used)
        sheet->failure = errno ? errno : EIO;
    sheet->used = 0;
}

clg_status clg_sheet_close(clg_sheet *sheet, clg_error *err)
{
    int failure;

    flush(sheet);
    failure = sheet->failure;
    if (fclose(sheet->stream) != 0 && failure == 0)
        failure = errno;
    sheet->stream = NULL;
    clg_sheet_discard(sheet);
    return failure == 0 ? CLG_OK : fail_writing(sheet->name, failure, err);
}

void clg_sheet_discard(clg_sheet *sheet)
{
    if (sheet->stream != NULL)
        fclose(sheet->stream);
    sheet->stream = NULL;
    clg_free(sheet->buffer);
    sheet->buffer = NULL;
}

void clg_sheet_bytes(clg_sheet *sheet, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t room = BUFFER_SIZE - sheet->used;
        size_t part = length < room ? length : room;

        memcpy(sheet->buffer + sheet->used, bytes, part);
        sheet->used += part;
        bytes += part;
        length -= part;
        if (sheet->used == BUFFER_SIZE)
            flush(sheet);
    }
}

void clg_sheet_text(clg_sheet *sheet, const char *text)
{
    clg_sheet_bytes(sheet, text, strlen(text));
}

void clg_sheet_number(clg_sheet *sheet, uint64_t number)
{
    char digits[24];
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    clg_sheet_bytes(sheet, digits + first, sizeof digits - first);
}

void clg_sheet_date(clg_sheet *sheet, int64_t day)
{
    char date[CLG_DATE_SIZE];

    clg_format_date(day, date);
    clg_sheet_text(sheet, date);
}

size_t clg_csv_field(const char *text, char *field, size_t size)
{
    bool needs_quotes = strpbrk(text, ",\"\r\n") != NULL;
    size_t length = 0;

    if (needs_quotes)
        field[length++] = '"';
    for (; *text != '\0' && length + 3 < size; text++) {
        if (*text == '"')
            field[length++] = '"';
        field[length++] = *text;
    }
    if (needs_quotes)
        field[length++] = '"';
    field[length] = '\0';
    return length;
}
