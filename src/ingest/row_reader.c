#include "ingest/row_reader.h"

#include "ingest/encoding.h"
#include "ingest/field.h"

#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

clg_status clg_rows_open(clg_row_reader *rows, const char *path, clg_error *err)
{
    clg_file_settings none = {.kind = CLG_TABLE_EXCHANGES};
    size_t begin = 0;
    clg_status status;

    *rows = (clg_row_reader){.name = path, .input = {.bytes = ""}};
    status = clg_input_open(path, path, &rows->input, err);
    if (status == CLG_OK)
        status =
            clg_encoding_check(rows->input.bytes, rows->input.size, path, &begin, err);
    if (status == CLG_OK)
        status = clg_header_read(rows->input.bytes, begin, rows->input.size, &none,
                                 path, &rows->header, err);
    if (status == CLG_OK)
        status = clg_csv_reader_new(rows->header.delimiter, &rows->reader, err);
    if (status == CLG_OK)
        rows->scanner = clg_csv_scan(rows->input.bytes, rows->header.body,
                                     rows->input.size, rows->header.delimiter);
    return status;
}

void clg_rows_close(clg_row_reader *rows)
{
    clg_csv_reader_free(rows->reader);
    clg_header_clear(&rows->header);
    clg_input_close(&rows->input);
}

clg_status clg_rows_find(const clg_row_reader *rows, const char *wanted,
                         bool is_required, long *field, clg_error *err)
{
    clg_file_settings none = {.kind = CLG_TABLE_EXCHANGES};
    clg_binding binding = {-1, NULL, 0};
    clg_status status = clg_header_bind(&rows->header, &none, rows->name, wanted,
                                        is_required, &binding, err);

    *field = binding.field;
    return status;
}

static clg_status fail_at(const clg_row_reader *rows, size_t place, const char *reason,
                          clg_error *err)
{
    uint64_t line, column;

    clg_csv_locate(rows->input.bytes, place, &line, &column);
    return clg_fail_at(err, CLG_ERROR_PARSE, rows->name, line, column, "%s", reason);
}

clg_status clg_rows_next(clg_row_reader *rows, bool *is_row, clg_error *err)
{
    clg_status status;
    uint64_t line, column;

    *is_row = clg_csv_scanner_next(&rows->scanner, &rows->record);
    if (!*is_row)
        return CLG_OK;
    if (rows->record.trouble != CLG_CSV_SOUND)
        return fail_at(rows, rows->record.wrong_at,
                       clg_csv_explain(rows->record.trouble), err);
    status = clg_csv_reader_parse(rows->reader, rows->input.bytes, &rows->record,
                                  &rows->fields, err);
    if (status != CLG_OK || rows->fields->count == rows->header.names.count)
        return status;
    clg_csv_locate(rows->input.bytes, rows->record.begin, &line, &column);
    return clg_fail_at(err, CLG_ERROR_PARSE, rows->name, line, 0,
                       "expected %zu fields as in the header, found %zu",
                       rows->header.names.count, rows->fields->count);
}

clg_status clg_rows_fail(const clg_row_reader *rows, long field, clg_error *err,
                         const char *format, ...)
{
    char reason[512];
    va_list args;

    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    return fail_at(rows,
                   clg_csv_field_offset(rows->input.bytes, &rows->record,
                                        rows->header.delimiter, (size_t)field),
                   reason, err);
}

clg_status clg_rows_fail_empty(const clg_row_reader *rows, long field, clg_error *err)
{
    const clg_texts *names = &rows->header.names;
    char clipped[CLG_CLIP_SIZE];

    return clg_rows_fail(rows, field, err, "no value for '%s'",
                         clg_clip(clg_texts_at(names, (size_t)field),
                                  clg_texts_length(names, (size_t)field), clipped));
}
