/* Opening the files of a table, agreeing on its columns, and reading the rows. */
#include "ingest/table.h"

#include "ingest/csv.h"
#include "ingest/encoding.h"
#include "ingest/table_part.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/monitor.h"
#include "base/threads.h"

#include <string.h>

static clg_status add_source(clg_intake *intake, clg_input_table_file *file,
                             clg_table_kind kind, clg_error *err)
{
    clg_reading *reading = &intake->study->reading;
    const char *path = file->settings->path;
    clg_status status =
        clg_array_reserve(&reading->sources, &reading->source_room,
                          reading->source_count + 1, sizeof *reading->sources, err);
    char *copy = status == CLG_OK ? clg_text_copy(path, strlen(path), err) : NULL;

    if (copy == NULL)
        return CLG_ERROR_MEMORY;
    file->source = (uint32_t)reading->source_count;
    reading->sources[reading->source_count++] =
        (clg_source){.kind = kind, .path = copy};
    return CLG_OK;
}

static clg_status load(clg_intake *intake, clg_input_table_file *file, clg_error *err)
{
    clg_source *source = &intake->study->reading.sources[file->source];
    const char *name = file->settings->path, *folder = intake->study->settings.folder;
    char *path = clg_path_join(folder != NULL ? folder : ".", name, err);
    size_t begin = 0;
    clg_status status;

    if (path == NULL)
        return CLG_ERROR_MEMORY;
    status = clg_input_open(path, name, &file->input, err);
    clg_free(path);
    if (status != CLG_OK)
        return status;
    source->bytes = file->input.stored_size;
    memcpy(source->sha256, file->input.sha256, sizeof source->sha256);
    status = clg_encoding_check(file->input.bytes, file->input.size, name, &begin, err);
    if (status != CLG_OK)
        return status;
    return clg_header_read(file->input.bytes, begin, file->input.size, file->settings,
                           name, &file->header, err);
}

static clg_status open_file(clg_intake *intake, clg_input_table *table,
                            const clg_file_settings *settings, clg_error *err)
{
    clg_input_table_file *file = &table->files[table->file_count++];
    uint32_t zone = 0;
    clg_status status;

    file->settings = settings;
    status = add_source(intake, file, table->spec->kind, err);
    if (status == CLG_OK && settings->time_zone != NULL)
        status = clg_intake_add_zone(intake, settings->time_zone, &zone, err);
    if (status == CLG_OK)
        status = load(intake, file, err);
    if (status == CLG_OK && settings->time_zone != NULL) {
        file->zone = intake->study->zones[zone];
        intake->is_zone_given = true;
    }
    return status;
}

static bool has_column(const clg_input_table *table, const char *name)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].spec.name, name) == 0)
            return true;
    return false;
}

static clg_status add_attribute(clg_input_table *table, const char *name,
                                clg_error *err)
{
    clg_input_column *grown, *column;

    if (name == NULL || has_column(table, name))
        return CLG_OK;
    grown = clg_array_new(table->column_count + 1, sizeof *grown, err);
    if (grown == NULL)
        return CLG_ERROR_MEMORY;
    memcpy(grown, table->columns, table->column_count * sizeof *grown);
    column = &grown[table->column_count];
    column->owned_name = clg_text_copy(name, strlen(name), err);
    if (column->owned_name == NULL) {
        clg_free(grown);
        return CLG_ERROR_MEMORY;
    }
    column->spec = (clg_column_spec){column->owned_name, CLG_FIELD_CODE, 0,
                                     CLG_NAMES_OWN,      CLG_NO_COLUMN,  CLG_NO_COLUMN};
    clg_free(table->columns);
    table->columns = grown;
    table->column_count++;
    return CLG_OK;
}

static clg_status add_attributes(clg_input_table *table,
                                 const clg_input_table_file *file, clg_error *err)
{
    const clg_texts *constants = &file->settings->values_to;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < file->header.names.count; i++)
        status = add_attribute(
            table, clg_header_canonical(&file->header, file->settings, i), err);
    for (size_t i = 0; status == CLG_OK && i < constants->count; i++)
        status = add_attribute(table, clg_texts_at(constants, i), err);
    return status;
}

/* Settings must not speak of columns that the table doesn't have. */
static clg_status check_names(const clg_input_table *table, const clg_texts *wanted,
                              clg_error *err)
{
    const char *names[32], *nearest;
    size_t count = table->column_count < 31 ? table->column_count : 31;

    for (size_t c = 0; c < count; c++)
        names[c] = table->columns[c].spec.name;
    names[count] = NULL;
    for (size_t i = 0; i < wanted->count; i++) {
        const char *name = clg_texts_at(wanted, i);

        if (has_column(table, name))
            continue;
        nearest = clg_nearest_name(name, names);
        clg_fail(err, CLG_ERROR_SCHEMA, "the table '%s' has no column '%s'",
                 clg_table_kind_name(table->spec->kind), name);
        if (nearest != NULL)
            clg_hint(err, "did you mean '%s'?", nearest);
        return CLG_ERROR_SCHEMA;
    }
    return CLG_OK;
}

static clg_status bind_file(clg_input_table *table, clg_input_table_file *file,
                            clg_error *err)
{
    clg_status status = CLG_OK;

    if (!table->spec->takes_attributes) {
        status = check_names(table, &file->settings->columns_to, err);
        if (status == CLG_OK)
            status = check_names(table, &file->settings->values_to, err);
    }
    if (status != CLG_OK)
        return status;
    file->bindings = clg_array_new(table->column_count, sizeof *file->bindings, err);
    if (file->bindings == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t c = 0; status == CLG_OK && c < table->column_count; c++) {
        clg_input_column *column = &table->columns[c];
        clg_binding *binding = &file->bindings[c];

        status = clg_header_bind(
            &file->header, file->settings, file->settings->path, column->spec.name,
            (column->spec.flags & CLG_COLUMN_REQUIRED) != 0, binding, err);
        if (binding->field >= 0 || binding->constant != NULL)
            column->is_read = true;
    }
    return status;
}

/* What the threads that parse one file share. */
typedef struct parse_crew {
    clg_part *parts;
    clg_status *statuses;
    clg_error *errors;
    size_t *cuts, count;
    uint64_t done;
} parse_crew;

static void parse_part(const clg_intake *intake, const clg_input_table *table,
                       size_t file_index, parse_crew *crew, size_t i)
{
    const clg_input_table_file *file = &table->files[file_index];
    clg_part *part = &crew->parts[i];

    part->begin = crew->cuts[i];
    part->end = crew->cuts[i + 1];
    crew->statuses[i] = clg_monitor_check(intake->options.monitor, &crew->errors[i]);
    if (crew->statuses[i] == CLG_OK)
        crew->statuses[i] =
            clg_part_parse(intake, table, file_index, part, &crew->errors[i]);
#pragma omp critical
    {
        crew->done += part->end - part->begin;
        clg_monitor_report(intake->options.monitor, file->settings->path, crew->done,
                           file->input.size - file->header.body);
    }
}

static clg_status parse_parts(const clg_intake *intake, const clg_input_table *table,
                              size_t file_index, parse_crew *crew, clg_error *err)
{
    int threads = intake->options.threads;

#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t i = 0; i < crew->count; i++)
        parse_part(intake, table, file_index, crew, i);
    (void)threads;
    for (size_t i = 0; i < crew->count; i++) {
        if (crew->statuses[i] == CLG_OK)
            continue;
        if (err != NULL)
            *err = crew->errors[i];
        return crew->statuses[i];
    }
    return CLG_OK;
}

static clg_status read_rows(clg_intake *intake, clg_input_table *table,
                            size_t file_index, clg_error *err)
{
    clg_input_table_file *file = &table->files[file_index];
    parse_crew crew = {0};
    clg_status status;
    bool ok;

    file->first_row = table->row_count;
    status = clg_csv_split(file->input.bytes, file->header.body, file->input.size,
                           file->header.delimiter, intake->options.part_size,
                           file->settings->path, &crew.cuts, &crew.count, err);
    if (status != CLG_OK)
        return status;
    ok = (crew.parts = clg_array_new(crew.count, sizeof *crew.parts, err)) &&
         (crew.statuses = clg_array_new(crew.count, sizeof *crew.statuses, err)) &&
         (crew.errors = clg_array_new(crew.count, sizeof *crew.errors, err));
    status = ok ? parse_parts(intake, table, file_index, &crew, err) : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = clg_parts_join(intake, table, file_index, crew.parts, crew.count, err);
    for (size_t i = 0; crew.parts != NULL && i < crew.count; i++)
        clg_part_clear(table, &crew.parts[i]);
    clg_free(crew.parts);
    clg_free(crew.statuses);
    clg_free(crew.errors);
    clg_free(crew.cuts);
    if (status == CLG_OK && table->spec->needs_rows &&
        intake->study->reading.sources[file->source].rows == 0)
        return clg_fail_at(err, CLG_ERROR_PARSE, file->settings->path, 0, 0,
                           "no rows below the header");
    return status;
}

static clg_status declare(const clg_input_table_spec *spec, size_t file_count,
                          clg_input_table *table, clg_error *err)
{
    *table = (clg_input_table){.spec = spec, .column_count = spec->column_count};
    table->columns = clg_array_new(spec->column_count, sizeof *table->columns, err);
    table->files = clg_array_new(file_count, sizeof *table->files, err);
    if (table->columns == NULL || table->files == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t c = 0; c < spec->column_count; c++)
        table->columns[c].spec = spec->columns[c];
    return CLG_OK;
}

/* All headers are seen before any row, since the files share the columns. */
static clg_status read_files(clg_intake *intake, clg_input_table *table, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; i < table->file_count && status == CLG_OK; i++)
        if (table->spec->takes_attributes)
            status = add_attributes(table, &table->files[i], err);
    for (size_t i = 0; i < table->file_count && status == CLG_OK; i++)
        status = bind_file(table, &table->files[i], err);
    for (size_t i = 0; i < table->file_count && status == CLG_OK; i++)
        status = read_rows(intake, table, i, err);
    if (status != CLG_OK)
        return status;
    table->is_out = clg_array_new(table->row_count, sizeof *table->is_out, err);
    return table->is_out != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_input_table_read(clg_intake *intake, const clg_input_table_spec *spec,
                                clg_input_table *table, clg_error *err)
{
    const clg_settings *settings = &intake->study->settings;
    clg_status status = declare(spec, settings->file_count, table, err);

    for (size_t i = 0; status == CLG_OK && i < settings->file_count; i++)
        if (settings->files[i].kind == spec->kind)
            status = open_file(intake, table, &settings->files[i], err);
    if (status == CLG_OK)
        status = read_files(intake, table, err);
    return status;
}

clg_status clg_input_table_read_file(clg_intake *intake,
                                     const clg_input_table_spec *spec,
                                     const clg_file_settings *file,
                                     clg_input_table *table, clg_error *err)
{
    clg_status status = declare(spec, 1, table, err);

    if (status == CLG_OK)
        status = open_file(intake, table, file, err);
    if (status == CLG_OK)
        status = read_files(intake, table, err);
    return status;
}

void clg_input_table_clear(clg_input_table *table)
{
    for (size_t i = 0; table->files != NULL && i < table->file_count; i++) {
        clg_input_close(&table->files[i].input);
        clg_header_clear(&table->files[i].header);
        clg_free(table->files[i].bindings);
    }
    for (size_t c = 0; table->columns != NULL && c < table->column_count; c++) {
        clg_free(table->columns[c].owned_name);
        clg_dictionary_clear(&table->columns[c].own);
        clg_free(table->columns[c].values);
    }
    clg_free(table->files);
    clg_free(table->columns);
    clg_free(table->offsets);
    clg_free(table->fingerprints);
    clg_free(table->is_out);
    clg_free(table->drafts);
    clg_texts_clear(&table->reasons);
    *table = (clg_input_table){0};
}
