#include "run/report_data.h"

#include "base/fail.h"
#include "base/memory.h"
#include "report/page_tables.h"
#include "run/table_place.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { SCHEMA_VERSION = 1, FILE_NAME_SIZE = 160 };

typedef struct file_name {
    char text[FILE_NAME_SIZE];
} file_name;

static json_t *columns_of(const clg_table *table)
{
    json_t *columns = json_array();

    for (size_t i = 0; i < table->column_count; i++)
        json_array_append_new(columns, json_string(table->columns[i].name));
    return columns;
}

static json_t *table_of(const clg_page_table *from, const file_name *name)
{
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:I, s:o, s:I}", "file", name->text, "id",
        from->table.name, "section", clg_texts_at(&from->section, 0), "section_title",
        clg_texts_at(&from->section, 1), "title", clg_texts_at(&from->section, 2),
        "rows", (json_int_t)from->table.row_count, "columns", columns_of(&from->table),
        "held_back", (json_int_t)from->held_back);
}

static char *describe(const clg_page_tables *tables, const file_name *names,
                      const clg_report_data *data, uint32_t min_group)
{
    json_t *list = json_array(), *all;
    char *text;

    for (size_t i = 0; i < tables->count; i++)
        json_array_append_new(list, table_of(&tables->tables[i], &names[i]));
    all = json_pack("{s:i, s:s, s:s, s:I, s:o}", "schema_version", SCHEMA_VERSION,
                    "title", data->title != NULL ? data->title : "", "created_by",
                    data->created_by != NULL ? data->created_by : "", "min_group",
                    (json_int_t)min_group, "tables", list);
    text = all != NULL ? json_dumps(all, JSON_INDENT(2)) : NULL;
    json_decref(all);
    return text;
}

static void name_files(const clg_page_tables *tables, file_name *names,
                       clg_table_place *places)
{
    for (size_t i = 0; i < tables->count; i++) {
        const clg_table *table = &tables->tables[i].table;
        snprintf(names[i].text, FILE_NAME_SIZE, "%.150s.csv", table->name);
        places[i] = (clg_table_place){
            .table = table, .file = names[i].text, .key = {NULL}, .key_count = 0};
    }
}

static clg_status write_tables(const clg_page_tables *tables,
                               const clg_report_data *data, uint32_t min_group,
                               const char *folder, clg_error *err)
{
    file_name *names = clg_array_new(tables->count, sizeof *names, err);
    clg_table_place *places = clg_array_new(tables->count, sizeof *places, err);
    clg_status status = CLG_ERROR_MEMORY;
    char *json = NULL;

    if (names != NULL && places != NULL) {
        name_files(tables, names, places);
        status = clg_places_write(places, tables->count, "report", folder, 1, err);
    }
    if (status == CLG_OK) {
        json = describe(tables, names, data, min_group);
        status = json != NULL
                     ? clg_text_write(folder, "report.json", json, err)
                     : clg_fail(err, CLG_ERROR_MEMORY, "no memory for report.json");
    }
    free(json);
    clg_free(places);
    clg_free(names);
    return status;
}

clg_status clg_report_data_write(const char *page, size_t length,
                                 const clg_report_data *data, uint32_t min_group,
                                 const clg_output_folder *folder, clg_error *err)
{
    clg_page_tables tables = {NULL, 0, 0};
    clg_status status = clg_page_tables_read(page, length, min_group, &tables, err);

    if (status == CLG_OK)
        status = write_tables(&tables, data, min_group, folder->temporary, err);
    clg_page_tables_clear(&tables);
    return status;
}
