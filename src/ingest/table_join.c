/* Parts into one table: first their dictionaries, in order and one after the other,
 * then their columns, side by side. */
#include "ingest/table_part.h"

#include "base/memory.h"
#include "base/threads.h"

#include <string.h>

static clg_dictionary *table_names(clg_intake *intake, clg_input_table *table,
                                   size_t names)
{
    return names < CLG_NAMES_COUNT ? &intake->names[names]
                                   : &table->columns[names - CLG_NAMES_COUNT].own;
}

/* Own columns may be qualified too, by the dictionary of their key column. */
static const uint32_t *prefix_map(const clg_part *part, size_t names)
{
    int domain = clg_names_domain((int)names);

    return domain < 0 ? NULL : part->maps[domain];
}

static clg_status map_names(const clg_part *part, size_t names, clg_dictionary *target,
                            clg_error *err)
{
    const clg_dictionary *source = &part->names[names];
    const uint32_t *prefixes = prefix_map(part, names);
    size_t count = source->texts.count;

    part->maps[names] = clg_array_new(count, sizeof **part->maps, err);
    if (part->maps[names] == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t code = 0; code < count; code++) {
        uint32_t prefix = prefixes != NULL ? prefixes[source->prefixes[code]] : 0;
        clg_status status = clg_dictionary_code(
            target, prefix, clg_texts_at(&source->texts, code),
            clg_texts_length(&source->texts, code), &part->maps[names][code], err);

        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

static clg_status map_part(clg_intake *intake, clg_input_table *table, clg_part *part,
                           clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t n = 0; status == CLG_OK && n < CLG_NAMES_COUNT + table->column_count;
         n++) {
        status = map_names(part, n, table_names(intake, table, n), err);
        clg_dictionary_clear(&part->names[n]);
    }
    return status;
}

static bool is_kept(const clg_input_column *column)
{
    return column->is_read && (column->spec.flags & CLG_COLUMN_UNSTORED) == 0;
}

static clg_status reserve(clg_input_table *table, size_t rows, clg_error *err)
{
    clg_status status = clg_array_reserve(&table->offsets, &table->offset_room, rows,
                                          sizeof *table->offsets, err);

    for (size_t c = 0; status == CLG_OK && c < table->column_count; c++) {
        clg_input_column *column = &table->columns[c];

        if (is_kept(column))
            status = clg_array_reserve(&column->values, &column->room, rows,
                                       clg_column_size(column->spec.kind), err);
    }
    if (status == CLG_OK && table->spec->fingerprint_column != CLG_NO_COLUMN)
        status = clg_array_reserve(&table->fingerprints, &table->fingerprint_room, rows,
                                   sizeof *table->fingerprints, err);
    return status;
}

static void copy_codes(const uint32_t *codes, const uint32_t *map, size_t count,
                       uint32_t *target)
{
    for (size_t i = 0; i < count; i++)
        target[i] = codes[i] == CLG_NO_CODE ? CLG_NO_CODE : map[codes[i]];
}

static void copy_column(const clg_input_table *table, size_t c, const clg_part *part,
                        size_t base)
{
    clg_field_kind kind = table->columns[c].spec.kind;
    size_t size = clg_column_size(kind), count = part->row_count;
    char *target = (char *)table->columns[c].values + base * size;
    clg_cell missing = {0};

    clg_field_set_missing(&missing);
    if (part->values[c] == NULL) {
        for (size_t i = 0; i < count; i++)
            clg_column_store(kind, target, i, &missing);
    } else if (kind == CLG_FIELD_CODE) {
        copy_codes(part->values[c], part->maps[clg_part_names(table, c)], count,
                   (uint32_t *)(void *)target);
    } else {
        memcpy(target, part->values[c], count * size);
    }
}

static void copy_part(const clg_input_table *table, clg_part *part, size_t base)
{
    size_t count = part->row_count;

    for (size_t c = 0; c < table->column_count && count > 0; c++)
        if (is_kept(&table->columns[c]))
            copy_column(table, c, part, base);
    if (count > 0)
        memcpy(table->offsets + base, part->offsets, count * sizeof *part->offsets);
    if (count > 0 && part->fingerprints != NULL)
        memcpy(table->fingerprints + base, part->fingerprints,
               count * sizeof *part->fingerprints);
}

static clg_status take_drafts(clg_input_table *table, const clg_part *part,
                              clg_error *err)
{
    clg_status status = clg_array_reserve(&table->drafts, &table->draft_room,
                                          table->draft_count + part->draft_count,
                                          sizeof *table->drafts, err);

    for (size_t i = 0; status == CLG_OK && i < part->draft_count; i++) {
        clg_draft draft = part->drafts[i];
        const char *reason = clg_texts_at(&part->reasons, draft.reason);

        draft.reason = table->reasons.count;
        status = clg_texts_append(&table->reasons, reason, strlen(reason), err);
        if (status == CLG_OK)
            table->drafts[table->draft_count++] = draft;
    }
    return status;
}

/* What is counted; sets the row at which each part begins. */
static clg_status take_counts(clg_intake *intake, clg_input_table *table,
                              size_t file_index, clg_part *parts, size_t count,
                              size_t *bases, clg_error *err)
{
    uint32_t index = table->files[file_index].source;
    clg_source *source = &intake->study->reading.sources[index];
    size_t rows = table->row_count;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        bases[i] = rows;
        rows += parts[i].row_count;
        source->rows += parts[i].record_count;
        intake->repeated_times += parts[i].repeated_times;
        status = take_drafts(table, &parts[i], err);
        if (status == CLG_OK)
            status = map_part(intake, table, &parts[i], err);
    }
    if (status == CLG_OK)
        status = reserve(table, rows, err);
    if (status == CLG_OK)
        table->row_count = rows;
    return status;
}

clg_status clg_parts_join(clg_intake *intake, clg_input_table *table, size_t file_index,
                          clg_part *parts, size_t count, clg_error *err)
{
    size_t *bases = clg_array_new(count, sizeof *bases, err);
    int threads = intake->options.threads;
    clg_status status = CLG_ERROR_MEMORY;

    if (bases == NULL)
        return status;
    status = take_counts(intake, table, file_index, parts, count, bases, err);
    if (status == CLG_OK) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
        for (size_t i = 0; i < count; i++) {
            copy_part(table, &parts[i], bases[i]);
            clg_part_clear(table, &parts[i]);
        }
    }
    (void)threads;
    clg_free(bases);
    return status;
}
