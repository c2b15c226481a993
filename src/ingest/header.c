#include "ingest/header.h"

#include "ingest/csv.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LIST_SIZE = 300 };

static const char delimiters[] = {',', '\t', ';'};

static char find_delimiter(const char *bytes, size_t begin, size_t size)
{
    size_t counts[sizeof delimiters] = {0}, best = 0;
    bool is_quoted = false;

    for (size_t at = begin; at < size; at++) {
        if (bytes[at] == '"')
            is_quoted = !is_quoted;
        if (is_quoted)
            continue;
        if ((bytes[at] == '\r' || bytes[at] == '\n') && at > begin)
            break;
        for (size_t i = 0; i < sizeof delimiters; i++)
            counts[i] += bytes[at] == delimiters[i];
    }
    for (size_t i = 1; i < sizeof delimiters; i++)
        if (counts[i] > counts[best])
            best = i;
    return delimiters[best];
}

static clg_status take_names(const char *bytes, const clg_csv_record *record,
                             clg_header *header, clg_error *err)
{
    clg_csv_reader *reader = NULL;
    const clg_csv_fields *fields = NULL;
    clg_status status = clg_csv_reader_new(header->delimiter, &reader, err);

    if (status != CLG_OK)
        return status;
    status = clg_csv_reader_parse(reader, bytes, record, &fields, err);
    for (size_t i = 0; status == CLG_OK && i < fields->count; i++) {
        const char *field = clg_csv_field(fields, i);
        size_t length = clg_csv_field_length(fields, i);

        for (; length > 0 && *field == ' '; length--)
            field++;
        while (length > 0 && field[length - 1] == ' ')
            length--;
        status = clg_texts_append(&header->names, field, length, err);
    }
    clg_csv_reader_free(reader);
    return status;
}

clg_status clg_header_read(const char *bytes, size_t begin, size_t size,
                           const clg_file_settings *file, const char *name,
                           clg_header *header, clg_error *err)
{
    clg_csv_scanner scanner;
    clg_csv_record record;
    uint64_t column;

    *header = (clg_header){CLG_TEXTS_INIT, 0, 1, size};
    while (begin < size && (bytes[begin] == '\r' || bytes[begin] == '\n'))
        begin++;
    header->delimiter =
        file->delimiter != 0 ? file->delimiter : find_delimiter(bytes, begin, size);
    scanner = clg_csv_scan(bytes, begin, size, header->delimiter);
    if (!clg_csv_scanner_next(&scanner, &record))
        return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                           "the file is empty, expected a header row");
    if (record.trouble != CLG_CSV_SOUND) {
        clg_csv_locate(bytes, record.wrong_at, &header->line, &column);
        return clg_fail_at(err, CLG_ERROR_PARSE, name, header->line, column, "%s",
                           clg_csv_explain(record.trouble));
    }
    clg_csv_locate(bytes, record.begin, &header->line, &column);
    header->body = record.next;
    return take_names(bytes, &record, header, err);
}

void clg_header_clear(clg_header *header)
{
    clg_texts_clear(&header->names);
}

static size_t count_exact(const clg_header *header, const char *name, long *field)
{
    size_t found = 0;

    for (size_t i = 0; i < header->names.count; i++) {
        if (strcmp(clg_texts_at(&header->names, i), name) == 0) {
            *field = found == 0 ? (long)i : *field;
            found++;
        }
    }
    return found;
}

static size_t count_without_case(const clg_header *header, const char *name,
                                 long *field)
{
    size_t found = 0;

    for (size_t i = 0; i < header->names.count; i++) {
        if (strcasecmp(clg_texts_at(&header->names, i), name) == 0) {
            *field = (long)i;
            found++;
        }
    }
    return found;
}

/* "; the columns are a, b, c; did you mean 'b'?", short enough for a message. */
static void describe(const clg_header *header, const char *wanted, char list[LIST_SIZE])
{
    const char *names[65], *nearest;
    size_t used = 0, count = header->names.count < 64 ? header->names.count : 64;

    list[0] = '\0';
    for (size_t i = 0; i < count; i++)
        names[i] = clg_texts_at(&header->names, i);
    names[count] = NULL;
    nearest = clg_nearest_name(wanted, names);
    for (size_t i = 0; i < count && used < LIST_SIZE - 100; i++)
        used += (size_t)snprintf(list + used, LIST_SIZE - used, "%s%.60s",
                                 i == 0 ? "; the columns are " : ", ", names[i]);
    if (nearest != NULL)
        snprintf(list + used, LIST_SIZE - used, "; did you mean '%.60s'?", nearest);
}

static clg_status fail_missing(const clg_header *header, const char *name,
                               const char *source, const char *wanted, clg_error *err)
{
    char list[LIST_SIZE];

    describe(header, source, list);
    if (strcmp(source, wanted) == 0)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, name, header->line, 0,
                           "no column '%s'%s", wanted, list);
    return clg_fail_at(err, CLG_ERROR_SCHEMA, name, header->line, 0,
                       "no column '%s' to read '%s' from%s", source, wanted, list);
}

static const char *mapped_source(const clg_file_settings *file, const char *wanted)
{
    for (size_t i = 0; i < file->columns_to.count; i++)
        if (strcmp(clg_texts_at(&file->columns_to, i), wanted) == 0)
            return clg_texts_at(&file->columns_from, i);
    return NULL;
}

static bool is_mapped_elsewhere(const clg_file_settings *file, const char *source)
{
    for (size_t i = 0; i < file->columns_from.count; i++)
        if (strcmp(clg_texts_at(&file->columns_from, i), source) == 0)
            return true;
    return false;
}

static bool bind_constant(const clg_file_settings *file, const char *wanted,
                          clg_binding *binding)
{
    for (size_t i = 0; i < file->values_to.count; i++) {
        if (strcmp(clg_texts_at(&file->values_to, i), wanted) == 0) {
            binding->constant = clg_texts_at(&file->values, i);
            binding->constant_length = clg_texts_length(&file->values, i);
            return true;
        }
    }
    return false;
}

clg_status clg_header_bind(const clg_header *header, const clg_file_settings *file,
                           const char *name, const char *wanted, bool is_required,
                           clg_binding *binding, clg_error *err)
{
    const char *mapped = mapped_source(file, wanted);
    const char *source = mapped != NULL ? mapped : wanted;
    size_t found;

    *binding = (clg_binding){-1, NULL, 0};
    if (bind_constant(file, wanted, binding))
        return CLG_OK;
    found = count_exact(header, source, &binding->field);
    if (found == 0 && count_without_case(header, source, &binding->field) != 1)
        binding->field = -1;
    if (found > 1)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, name, header->line, 0,
                           "the column '%s' occurs twice", source);
    /* What is mapped to another column is not read under its own name too. */
    if (mapped == NULL && binding->field >= 0 &&
        is_mapped_elsewhere(file, clg_texts_at(&header->names, (size_t)binding->field)))
        binding->field = -1;
    if (binding->field < 0 && (is_required || mapped != NULL))
        return fail_missing(header, name, source, wanted, err);
    return CLG_OK;
}

const char *clg_header_canonical(const clg_header *header,
                                 const clg_file_settings *file, size_t field)
{
    const char *name = clg_texts_at(&header->names, field);

    for (size_t i = 0; i < file->columns_from.count; i++)
        if (strcmp(clg_texts_at(&file->columns_from, i), name) == 0)
            return clg_texts_at(&file->columns_to, i);
    if (name[0] == '\0' || mapped_source(file, name) != NULL)
        return NULL;
    return name;
}
