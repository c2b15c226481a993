/* The only door to libcsv. Records come one at a time, so no state survives from one
 * to the next, and a record in trouble can't spoil those after it. */
#include "ingest/csv.h"

#include "base/fail.h"
#include "base/memory.h"

#include <csv.h>
#include <string.h>

struct clg_csv_reader {
    struct csv_parser parser;
    clg_csv_fields fields;
    bool is_out_of_memory;
};

static void *resize(void *block, size_t size)
{
    size_t room = 0;

    return clg_array_reserve(&block, &room, size, 1, NULL) == CLG_OK ? block : NULL;
}

static clg_status start(struct csv_parser *parser, char delimiter, clg_error *err)
{
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return clg_fail(err, CLG_ERROR_DEPENDENCY, "libcsv can't be set up");
    csv_set_delim(parser, (unsigned char)delimiter);
    csv_set_realloc_func(parser, resize);
    csv_set_free_func(parser, clg_free);
    csv_set_blk_size(parser, 1024);
    return CLG_OK;
}

clg_status clg_csv_reader_new(char delimiter, clg_csv_reader **out, clg_error *err)
{
    clg_csv_reader *reader = clg_array_new(1, sizeof *reader, err);
    clg_status status = CLG_ERROR_MEMORY;

    *out = NULL;
    if (reader == NULL)
        return status;
    status = start(&reader->parser, delimiter, err);
    if (status != CLG_OK) {
        clg_free(reader);
        return status;
    }
    *out = reader;
    return CLG_OK;
}

void clg_csv_reader_free(clg_csv_reader *reader)
{
    if (reader == NULL)
        return;
    csv_free(&reader->parser);
    clg_free(reader->fields.first);
    clg_free(reader->fields.bytes);
    clg_free(reader);
}

/* libcsv can't be told to stop, so trouble is remembered. `text` ends with NUL. */
static void take_field(void *text, size_t length, void *payload)
{
    clg_csv_reader *reader = payload;
    clg_csv_fields *fields = &reader->fields;
    size_t begin = fields->count > 0 ? fields->first[fields->count] : 0;
    size_t needed = begin + length + 1;

    if (needed > fields->bytes_room &&
        clg_array_reserve(&fields->bytes, &fields->bytes_room, needed, 1, NULL) !=
            CLG_OK)
        reader->is_out_of_memory = true;
    if (fields->count + 2 > fields->first_room &&
        clg_array_reserve(&fields->first, &fields->first_room, fields->count + 2,
                          sizeof *fields->first, NULL) != CLG_OK)
        reader->is_out_of_memory = true;
    if (reader->is_out_of_memory)
        return;
    memcpy(fields->bytes + begin, text, length + 1);
    fields->first[fields->count] = begin;
    fields->first[++fields->count] = needed;
}

clg_status clg_csv_reader_parse(clg_csv_reader *reader, const char *bytes,
                                const clg_csv_record *record,
                                const clg_csv_fields **fields, clg_error *err)
{
    /* With its line end, which closes the last field; at the file's end fini does. */
    size_t length = record->next - record->begin;
    bool is_sound;

    *fields = &reader->fields;
    reader->fields.count = 0;
    reader->is_out_of_memory = false;
    is_sound = csv_parse(&reader->parser, bytes + record->begin, length, take_field,
                         NULL, reader) == length;
    if (is_sound && record->next == record->end)
        is_sound = csv_fini(&reader->parser, take_field, NULL, reader) == 0;
    if (reader->is_out_of_memory ||
        (!is_sound && csv_error(&reader->parser) != CSV_EPARSE))
        return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate room for a record");
    if (!is_sound)
        return clg_fail(err, CLG_ERROR_DEPENDENCY,
                        "libcsv refuses a record that was found sound");
    return CLG_OK;
}
