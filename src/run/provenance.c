#include "run/provenance.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/table_csv.h"

#include <string.h>

/* The texts that the tables of provenance point into. */
typedef struct source_texts {
    clg_texts paths, kinds, digests;
} source_texts;

static clg_status collect_texts(const clg_reading *reading, source_texts *texts,
                                clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < reading->source_count; i++) {
        const clg_source *source = &reading->sources[i];
        const char *kind = clg_table_kind_name(source->kind);
        status =
            clg_texts_append(&texts->paths, source->path, strlen(source->path), err);
        if (status == CLG_OK)
            status = clg_texts_append(&texts->kinds, kind, strlen(kind), err);
        if (status == CLG_OK)
            status = clg_texts_append(&texts->digests, source->sha256,
                                      strlen(source->sha256), err);
    }
    return status;
}

static clg_status add_codes(clg_table *table, const char *name, const char *definition,
                            const clg_texts *levels, clg_error *err)
{
    clg_status status =
        clg_table_add(table, CLG_COLUMN_CATEGORY, name, "", definition, levels, err);

    for (size_t i = 0; status == CLG_OK && i < table->row_count; i++)
        table->columns[table->column_count - 1].codes[i] = (int32_t)i;
    return status;
}

static clg_status add_numbers(clg_table *table, const clg_reading *reading,
                              clg_error *err)
{
    static const char *const names[] = {"bytes",      "rows",      "used",
                                        "duplicates", "set_aside", "bad"};
    static const char *const definitions[] = {
        "size on disk",
        "records below the header",
        "rows that were used",
        "rows equal to an earlier one, counted once",
        "sound rows that no measure uses",
        "rows that can't be used"};
    clg_status status = CLG_OK;

    for (size_t c = 0; status == CLG_OK && c < 6; c++)
        status = clg_table_add(table, CLG_COLUMN_REAL, names[c],
                               c == 0 ? "byte" : "row", definitions[c], NULL, err);
    for (size_t i = 0; status == CLG_OK && i < reading->source_count; i++) {
        const clg_source *source = &reading->sources[i];
        const uint64_t numbers[] = {source->bytes,      source->rows,      source->used,
                                    source->duplicates, source->set_aside, source->bad};
        for (size_t c = 0; c < 6; c++)
            table->columns[table->column_count - 6 + c].values[i] = (double)numbers[c];
    }
    return status;
}

clg_status clg_provenance_write(clg_store *store, const clg_reading *reading,
                                clg_error *err)
{
    source_texts texts = {CLG_TEXTS_INIT, CLG_TEXTS_INIT, CLG_TEXTS_INIT};
    clg_table table = {0};
    clg_status status = collect_texts(reading, &texts, err);

    if (status == CLG_OK)
        status = clg_table_init(&table, "provenance", "one row an input file",
                                reading->source_count, false, err);
    if (status == CLG_OK)
        status = clg_table_add(&table, CLG_COLUMN_TEXT, "file", "",
                               "as the study names it", &texts.paths, err);
    if (status == CLG_OK)
        status = add_codes(&table, "table", "what it holds", &texts.kinds, err);
    if (status == CLG_OK)
        status = add_codes(&table, "sha256", "of the file", &texts.digests, err);
    if (status == CLG_OK)
        status = add_numbers(&table, reading, err);
    if (status == CLG_OK)
        status = clg_store_write_table(store, "/provenance", &table, err);

    clg_table_clear(&table);
    clg_texts_clear(&texts.paths);
    clg_texts_clear(&texts.kinds);
    clg_texts_clear(&texts.digests);
    return status;
}

static clg_status collect_paths(const clg_reading *reading, clg_texts *paths,
                                clg_texts *kinds, clg_error *err)
{
    clg_status status = clg_texts_append(kinds, "set aside", 9, err);

    if (status == CLG_OK)
        status = clg_texts_append(kinds, "bad", 3, err);
    for (size_t i = 0; status == CLG_OK && i < reading->source_count; i++)
        status = clg_texts_append(paths, reading->sources[i].path,
                                  strlen(reading->sources[i].path), err);
    return status;
}

static clg_status lay_out_rejects(clg_table *table, const clg_reading *reading,
                                  const clg_texts *paths, const clg_texts *kinds,
                                  clg_error *err)
{
    clg_status status = clg_table_init(table, "rejects", "rows that were not used",
                                       reading->reject_count, false, err);

    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_CATEGORY, "file", "", "", paths, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "line", "", "", NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_COUNT, "column", "", "", NULL, err);
    if (status == CLG_OK)
        status =
            clg_table_add(table, CLG_COLUMN_CATEGORY, "verdict", "", "", kinds, err);
    if (status == CLG_OK)
        status = clg_table_add(table, CLG_COLUMN_ROW, "reason", "", "",
                               &reading->reasons, err);
    if (status == CLG_OK)
        status =
            clg_table_add(table, CLG_COLUMN_ROW, "row", "", "", &reading->rows, err);
    return status;
}

static void fill_rejects(clg_table *table, const clg_reading *reading)
{
    for (size_t r = 0; r < reading->reject_count; r++) {
        const clg_reject *reject = &reading->rejects[r];
        table->columns[0].codes[r] = (int32_t)reject->source;
        table->columns[1].codes[r] = (int32_t)reject->line;
        table->columns[2].codes[r] = (int32_t)reject->column;
        table->columns[3].codes[r] = reject->is_bad;
        table->columns[4].codes[r] = (int32_t)reject->reason;
        table->columns[5].codes[r] = (int32_t)reject->row;
    }
}

clg_status clg_rejects_write(const clg_reading *reading, const char *folder,
                             clg_error *err)
{
    const clg_csv_options options = {1, true};
    clg_texts paths = CLG_TEXTS_INIT, kinds = CLG_TEXTS_INIT;
    clg_table table = {0};
    char *path = clg_path_join(folder, "rejects.csv", err);
    clg_status status = path != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = collect_paths(reading, &paths, &kinds, err);
    if (status == CLG_OK)
        status = lay_out_rejects(&table, reading, &paths, &kinds, err);
    if (status == CLG_OK) {
        fill_rejects(&table, reading);
        status = clg_table_write_csv(&table, path, &options, err);
    }
    clg_table_clear(&table);
    clg_texts_clear(&paths);
    clg_texts_clear(&kinds);
    clg_free(path);
    return status;
}
