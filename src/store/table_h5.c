#include "store/table_h5.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 256 };

/* The group being written. */
typedef struct frame {
    const clg_h5_kit *kit;
    const clg_table *table;
    hid_t group;
} frame;

static const char *unit_of(const clg_column *column)
{
    switch (column->type) {
    case CLG_COLUMN_INSTANT: return "seconds since 1970-01-01T00:00:00Z";
    case CLG_COLUMN_DAY: return "days since 1970-01-01";
    case CLG_COLUMN_MEASURE:
    case CLG_COLUMN_CATEGORY:
    case CLG_COLUMN_COUNT:
    case CLG_COLUMN_REAL:
    case CLG_COLUMN_FLAG:
    case CLG_COLUMN_ROW:
    case CLG_COLUMN_TEXT: break;
    }
    return column->unit;
}

static clg_status describe(const frame *f, hid_t object, const char *encoding,
                           const char *unit, const char *definition, clg_error *err)
{
    clg_status status = clg_h5_put_encoding(f->kit, object, encoding, "0.2.0", err);

    if (status == CLG_OK)
        status = clg_h5_put_text(f->kit, object, "units", unit, err);
    if (status == CLG_OK)
        status = clg_h5_put_text(f->kit, object, "description", definition, err);
    return status;
}

static clg_status write_numbers(const frame *f, const clg_column *column,
                                clg_cells cells, const void *values, clg_error *err)
{
    hid_t dataset = H5I_INVALID_HID;
    clg_status status = clg_h5_write_cells(f->kit, f->group, column->name, cells,
                                           values, f->table->row_count, &dataset, err);

    if (status == CLG_OK)
        status =
            describe(f, dataset, "array", unit_of(column), column->definition, err);
    if (status == CLG_OK && cells == CLG_CELLS_F64)
        status = clg_h5_put_text(f->kit, dataset, "missing", "NaN", err);
    clg_h5_close(dataset);
    return status;
}

static clg_status write_texts(const frame *f, const clg_column *column, clg_error *err)
{
    hid_t dataset = H5I_INVALID_HID;
    clg_status status = clg_h5_write_texts(f->kit, f->group, column->name,
                                           column->levels, &dataset, err);

    if (status == CLG_OK)
        status =
            describe(f, dataset, "string-array", column->unit, column->definition, err);
    clg_h5_close(dataset);
    return status;
}

/* A categorical: codes as small as the levels allow, and the levels. */
typedef struct categorical {
    const char *name, *unit, *definition;
    clg_cells cells;
    const void *codes;
    const clg_texts *levels;
    bool is_ordered;
} categorical;

static clg_status fill_categorical(const frame *f, hid_t group, const categorical *c,
                                   clg_error *err)
{
    hid_t codes = H5I_INVALID_HID, levels = H5I_INVALID_HID;
    const unsigned char ordered = c->is_ordered;
    clg_status status = describe(f, group, "categorical", c->unit, c->definition, err);

    if (status == CLG_OK)
        status =
            clg_h5_put_number(f->kit, group, "ordered", CLG_CELLS_FLAG, &ordered, err);
    if (status == CLG_OK)
        status = clg_h5_write_cells(f->kit, group, "codes", c->cells, c->codes,
                                    f->table->row_count, &codes, err);
    if (status == CLG_OK)
        status = clg_h5_put_encoding(f->kit, codes, "array", "0.2.0", err);
    if (status == CLG_OK)
        status =
            clg_h5_write_texts(f->kit, group, "categories", c->levels, &levels, err);
    if (status == CLG_OK)
        status = clg_h5_put_encoding(f->kit, levels, "string-array", "0.2.0", err);
    clg_h5_close(codes);
    clg_h5_close(levels);
    return status;
}

static clg_status write_categorical(const frame *f, const categorical *c,
                                    clg_error *err)
{
    hid_t group = H5I_INVALID_HID;
    clg_status status = clg_h5_group_new(f->kit, f->group, c->name, &group, err);

    if (status == CLG_OK)
        status = fill_categorical(f, group, c, err);
    clg_h5_close(group);
    return status;
}

static clg_cells cells_for(size_t level_count)
{
    if (level_count <= INT8_MAX)
        return CLG_CELLS_I8;
    return level_count <= INT16_MAX ? CLG_CELLS_I16 : CLG_CELLS_I32;
}

/* The codes in that many bytes each; the caller frees. */
static void *narrow(const int32_t *codes, size_t count, clg_cells cells, clg_error *err)
{
    void *out = clg_array_new(count, clg_cells_size(cells), err);

    if (out == NULL)
        return NULL;
    if (cells == CLG_CELLS_I8)
        for (size_t i = 0; i < count; i++)
            ((int8_t *)out)[i] = (int8_t)codes[i];
    else
        for (size_t i = 0; i < count; i++)
            ((int16_t *)out)[i] = (int16_t)codes[i];
    return out;
}

static clg_status write_category(const frame *f, const clg_column *column,
                                 clg_error *err)
{
    categorical c = {.name = column->name,
                     .unit = column->unit,
                     .definition = column->definition,
                     .cells = cells_for(column->levels->count),
                     .codes = column->codes,
                     .levels = column->levels,
                     .is_ordered = column->is_ordered};
    void *narrowed = NULL;
    clg_status status;

    if (c.cells != CLG_CELLS_I32) {
        narrowed = narrow(column->codes, f->table->row_count, c.cells, err);
        if (narrowed == NULL)
            return CLG_ERROR_MEMORY;
        c.codes = narrowed;
    }
    status = write_categorical(f, &c, err);
    clg_free(narrowed);
    return status;
}

static void status_name(const clg_column *column, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%s_status", column->name);
}

/* The list is the same everywhere, whichever statuses occur. */
static clg_status list_statuses(clg_texts *levels, clg_error *err)
{
    clg_status status = CLG_OK;

    for (int s = 0; status == CLG_OK && s < CLG_VALUE_STATUS_COUNT; s++) {
        const char *name = clg_value_status_name((clg_value_status)s);

        status = clg_texts_append(levels, name, strlen(name), err);
    }
    return status;
}

static clg_status write_measure(const frame *f, const clg_column *column,
                                clg_error *err)
{
    clg_texts levels = CLG_TEXTS_INIT;
    char name[NAME_SIZE], definition[NAME_SIZE + 32];
    categorical c = {.name = name,
                     .unit = "",
                     .definition = definition,
                     .cells = CLG_CELLS_I8,
                     .codes = column->status,
                     .levels = &levels};
    clg_status status = write_numbers(f, column, CLG_CELLS_F64, column->values, err);

    status_name(column, name);
    snprintf(definition, sizeof definition, "why %s is missing, or OK", column->name);
    if (status == CLG_OK)
        status = list_statuses(&levels, err);
    if (status == CLG_OK)
        status = write_categorical(f, &c, err);
    clg_texts_clear(&levels);
    return status;
}

static clg_status write_column(const frame *f, const clg_column *column, clg_error *err)
{
    switch (column->type) {
    case CLG_COLUMN_MEASURE: return write_measure(f, column, err);
    case CLG_COLUMN_CATEGORY: return write_category(f, column, err);
    case CLG_COLUMN_COUNT:
    case CLG_COLUMN_DAY:
    case CLG_COLUMN_ROW:
        return write_numbers(f, column, CLG_CELLS_I32, column->codes, err);
    case CLG_COLUMN_REAL:
    case CLG_COLUMN_INSTANT:
        return write_numbers(f, column, CLG_CELLS_F64, column->values, err);
    case CLG_COLUMN_FLAG:
        return write_numbers(f, column, CLG_CELLS_FLAG, column->status, err);
    case CLG_COLUMN_TEXT: break;
    }
    return write_texts(f, column, err);
}

static const clg_column *index_of(const clg_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].type == CLG_COLUMN_TEXT)
            return &table->columns[c];
    return NULL;
}

static clg_status write_row_numbers(const frame *f, clg_error *err)
{
    char name[] = "row", unit[] = "", definition[] = "row number, from 0";
    clg_column rows = {
        .type = CLG_COLUMN_COUNT, .name = name, .unit = unit, .definition = definition};
    clg_status status;

    rows.codes = clg_array_new(f->table->row_count, sizeof *rows.codes, err);
    if (rows.codes == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t row = 0; row < f->table->row_count; row++)
        rows.codes[row] = (int32_t)row;
    status = write_column(f, &rows, err);
    clg_free(rows.codes);
    return status;
}

static clg_status list_columns(const clg_table *table, const clg_column *index,
                               clg_texts *names, clg_error *err)
{
    clg_status status = CLG_OK;
    char name[NAME_SIZE];

    for (size_t c = 0; status == CLG_OK && c < table->column_count; c++) {
        const clg_column *column = &table->columns[c];

        if (column == index)
            continue;
        status = clg_texts_append(names, column->name, strlen(column->name), err);
        if (status != CLG_OK || column->type != CLG_COLUMN_MEASURE)
            continue;
        status_name(column, name);
        status = clg_texts_append(names, name, strlen(name), err);
    }
    return status;
}

static clg_status put_frame_attributes(const frame *f, const clg_column *index,
                                       clg_error *err)
{
    clg_texts names = CLG_TEXTS_INIT;
    const char *index_name = index != NULL ? index->name : "row";
    clg_status status =
        clg_h5_put_encoding(f->kit, f->group, "dataframe", "0.2.0", err);

    if (status == CLG_OK)
        status = clg_h5_put_text(f->kit, f->group, "_index", index_name, err);
    if (status == CLG_OK)
        status = list_columns(f->table, index, &names, err);
    if (status == CLG_OK)
        status = clg_h5_put_texts(f->kit, f->group, "column-order", &names, err);
    if (status == CLG_OK)
        status =
            clg_h5_put_text(f->kit, f->group, "description", f->table->definition, err);
    clg_texts_clear(&names);
    return status;
}

static clg_status fill_frame(const frame *f, clg_error *err)
{
    const clg_column *index = index_of(f->table);
    clg_status status = put_frame_attributes(f, index, err);

    if (status == CLG_OK)
        status =
            index != NULL ? write_column(f, index, err) : write_row_numbers(f, err);
    for (size_t c = 0; status == CLG_OK && c < f->table->column_count; c++)
        if (&f->table->columns[c] != index)
            status = write_column(f, &f->table->columns[c], err);
    return status;
}

clg_status clg_table_write_h5(const clg_h5_kit *kit, hid_t parent, const char *name,
                              const clg_table *table, clg_error *err)
{
    frame f = {kit, table, H5I_INVALID_HID};
    clg_status status;

    if (table->row_count > INT32_MAX)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "table %s has %zu rows, expected up to %d", table->name,
                        table->row_count, INT32_MAX);
    status = clg_h5_group_new(kit, parent, name, &f.group, err);
    if (status == CLG_OK)
        status = fill_frame(&f, err);
    clg_h5_close(f.group);
    return status;
}
