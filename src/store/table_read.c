#include "store/table_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "store/frame.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = CLG_COLUMN_NAME_SIZE + 32 };

bool clg_store_is_hdf5(const char *path)
{
    static const clg_h5_origin any = {"", ""};
    uint64_t size;

    return clg_h5_check_file(path, &any, &size, NULL) == CLG_OK;
}

clg_status clg_store_has_table(const char *path, const char *where, bool *has,
                               clg_error *err)
{
    clg_frame frame;
    clg_status status = clg_frame_open(&frame, path, where, err);

    *has = status == CLG_OK;
    if (status == CLG_ERROR_SCHEMA && frame.file >= 0 &&
        !clg_h5_exists(frame.file, where))
        status = CLG_OK;
    clg_frame_close(&frame);
    return status;
}

clg_status clg_store_list_columns(const char *path, const char *where, clg_texts *names,
                                  clg_error *err)
{
    clg_frame frame;
    clg_status status = clg_frame_open(&frame, path, where, err);

    if (status == CLG_OK)
        status = clg_frame_list(&frame, names, err);
    clg_frame_close(&frame);
    return status;
}

clg_status clg_store_read_text(const char *path, const char *where, const char *name,
                               char **text, clg_error *err)
{
    clg_frame frame;
    clg_status status = clg_frame_open(&frame, path, where, err);

    *text = NULL;
    if (status == CLG_OK) {
        status = clg_h5_get_text(&frame.kit, frame.file, name, text, err);
        if (status == CLG_ERROR_SCHEMA)
            status = clg_frame_damaged(&frame, "the attribute %s is missing", name);
    }
    clg_frame_close(&frame);
    return status;
}

/* ---- cells ---- */

static clg_status no_column(const clg_frame *f, const char *name)
{
    return clg_frame_damaged(f, "%s/%s is missing or not what it should be", f->where,
                             name);
}

/* Reads a column of the table's length into `out`, if it is of one of these kinds. */
static clg_status read_cells(const clg_frame *f, const char *name,
                             const clg_cells *kinds, size_t kind_count, hid_t memory,
                             void *out)
{
    hid_t dataset = H5I_INVALID_HID;
    hsize_t count = 0;
    bool ok;

    for (size_t i = 0; i < kind_count && dataset < 0; i++)
        dataset = clg_h5_open_cells(f->group, name, clg_h5_file_type(&f->kit, kinds[i]),
                                    f->file_size, &count);
    ok = dataset >= 0 && count == f->row_count &&
         (count == 0 ||
          H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, out) >= 0);
    clg_h5_close(dataset);
    return ok ? CLG_OK : no_column(f, name);
}

static clg_status read_codes(const clg_frame *f, const char *name, size_t level_count,
                             int32_t *codes)
{
    static const clg_cells kinds[] = {CLG_CELLS_I8, CLG_CELLS_I16, CLG_CELLS_I32};
    clg_status status = read_cells(f, name, kinds, 3, H5T_NATIVE_INT32, codes);

    for (size_t row = 0; status == CLG_OK && row < f->row_count; row++)
        if (codes[row] < -1 || codes[row] >= (int64_t)level_count)
            status = clg_frame_damaged(f, "%s/%s has the code %d, of %zu levels",
                                       f->where, name, codes[row], level_count);
    return status;
}

/* ---- columns ---- */

/* Unit and definition of a column; its levels where it has any. */
typedef struct description {
    char *encoding, *unit, *definition;
    clg_texts levels;
} description;

static void description_clear(description *d)
{
    clg_free(d->encoding);
    clg_free(d->unit);
    clg_free(d->definition);
    clg_texts_clear(&d->levels);
}

static clg_status describe(const clg_frame *f, const char *name, description *d)
{
    hid_t object = H5I_INVALID_HID;
    clg_status status = CLG_ERROR_SCHEMA;

    *d = (description){NULL, NULL, NULL, CLG_TEXTS_INIT};
    if (clg_h5_exists(f->group, name))
        object = H5Oopen(f->group, name, H5P_DEFAULT);
    if (object >= 0)
        status =
            clg_h5_get_text(&f->kit, object, "encoding-type", &d->encoding, f->err);
    if (status == CLG_OK)
        status = clg_h5_get_text(&f->kit, object, "units", &d->unit, f->err);
    if (status == CLG_OK)
        status =
            clg_h5_get_text(&f->kit, object, "description", &d->definition, f->err);
    clg_h5_close(object);
    return status == CLG_ERROR_SCHEMA ? no_column(f, name) : status;
}

static bool has_levels(clg_column_type type)
{
    return type == CLG_COLUMN_CATEGORY || type == CLG_COLUMN_ROW ||
           type == CLG_COLUMN_TEXT;
}

/* Adds an empty column with that description; *column is borrowed from the table. */
static clg_status add(clg_table *table, clg_column_type type, const char *name,
                      description *d, clg_column **column, clg_error *err)
{
    clg_status status =
        has_levels(type)
            ? clg_table_add_owned(table, type, name, d->unit, d->definition, &d->levels,
                                  err)
            : clg_table_add(table, type, name, d->unit, d->definition, NULL, err);

    if (status == CLG_OK)
        *column = &table->columns[table->column_count - 1];
    return status;
}

static clg_status read_levels(const clg_frame *f, hid_t from, const char *name,
                              clg_texts *levels)
{
    clg_status status =
        clg_h5_read_texts(&f->kit, from, name, f->file_size, levels, f->err);

    return status == CLG_ERROR_SCHEMA ? no_column(f, name) : status;
}

static clg_status read_text(const clg_frame *f, const char *name, description *d,
                            clg_table *table)
{
    clg_column *column;
    clg_status status = read_levels(f, f->group, name, &d->levels);

    if (status == CLG_OK && d->levels.count != f->row_count)
        status = no_column(f, name);
    return status == CLG_OK ? add(table, CLG_COLUMN_TEXT, name, d, &column, f->err)
                            : status;
}

static void part_of(const char *name, const char *part, char path[NAME_SIZE])
{
    snprintf(path, NAME_SIZE, "%s%s", name, part);
}

static clg_status read_ordered(const clg_frame *f, const char *name, bool *is_ordered)
{
    unsigned char flag = 2;
    hid_t attribute =
        H5Aopen_by_name(f->group, name, "ordered", H5P_DEFAULT, H5P_DEFAULT);

    if (attribute >= 0 && (H5Aget_storage_size(attribute) != sizeof flag ||
                           H5Aread(attribute, f->kit.flag_type, &flag) < 0))
        flag = 2;
    clg_h5_close(attribute);
    *is_ordered = flag == 1;
    return flag <= 1 ? CLG_OK : no_column(f, name);
}

static clg_status read_category(const clg_frame *f, const char *name, description *d,
                                clg_table *table)
{
    char codes[NAME_SIZE], levels[NAME_SIZE];
    clg_column *column = NULL;
    clg_status status;

    part_of(name, "/codes", codes);
    part_of(name, "/categories", levels);
    status = read_levels(f, f->group, levels, &d->levels);
    if (status == CLG_OK)
        status = add(table, CLG_COLUMN_CATEGORY, name, d, &column, f->err);
    if (status == CLG_OK)
        status = read_ordered(f, name, &column->is_ordered);
    if (status == CLG_OK)
        status = read_codes(f, codes, column->levels->count, column->codes);
    return status;
}

/* map[i] is the status that the file calls i: its list may be of another time. */
static clg_status map_statuses(const clg_frame *f, const char *path, uint8_t map[128],
                               size_t *count)
{
    clg_texts levels = CLG_TEXTS_INIT;
    clg_status status = read_levels(f, f->group, path, &levels);

    *count = levels.count;
    if (status == CLG_OK && levels.count > 128)
        status = no_column(f, path);
    for (size_t i = 0; status == CLG_OK && i < levels.count; i++) {
        int known = 0;

        while (known < CLG_VALUE_STATUS_COUNT &&
               strcmp(clg_value_status_name((clg_value_status)known),
                      clg_texts_at(&levels, i)) != 0)
            known++;
        if (known == CLG_VALUE_STATUS_COUNT)
            status = clg_frame_damaged(f, "%s/%s has an unknown status '%.60s'",
                                       f->where, path, clg_texts_at(&levels, i));
        map[i] = (uint8_t)known;
    }
    clg_texts_clear(&levels);
    return status;
}

static clg_status read_statuses(const clg_frame *f, const char *name,
                                clg_column *column)
{
    static const clg_cells kinds[] = {CLG_CELLS_I8};
    char codes[NAME_SIZE], levels[NAME_SIZE];
    uint8_t map[128];
    size_t count = 0;
    clg_status status;

    part_of(name, "_status/codes", codes);
    part_of(name, "_status/categories", levels);
    status = map_statuses(f, levels, map, &count);
    if (status == CLG_OK) /* as it lies there: -1 becomes 255, which is no code */
        status = read_cells(f, codes, kinds, 1, H5T_NATIVE_INT8, column->status);
    for (size_t row = 0; status == CLG_OK && row < f->row_count; row++) {
        if (column->status[row] >= count)
            status =
                clg_frame_damaged(f, "%s/%s has the code %d, of %zu statuses", f->where,
                                  codes, (int8_t)column->status[row], count);
        else
            clg_cell_set(column, row, column->values[row],
                         (clg_value_status)map[column->status[row]]);
    }
    return status;
}

static clg_status read_real(const clg_frame *f, const char *name, description *d,
                            clg_table *table)
{
    static const clg_cells kinds[] = {CLG_CELLS_F64};
    bool is_measure = clg_frame_has_status(f, name);
    bool is_instant = strncmp(d->unit, "seconds since ", 14) == 0;
    clg_column *column = NULL;
    clg_status status = add(table,
                            is_measure   ? CLG_COLUMN_MEASURE
                            : is_instant ? CLG_COLUMN_INSTANT
                                         : CLG_COLUMN_REAL,
                            name, d, &column, f->err);

    if (status == CLG_OK)
        status = read_cells(f, name, kinds, 1, H5T_NATIVE_DOUBLE, column->values);
    if (status == CLG_OK && is_measure)
        status = read_statuses(f, name, column);
    return status;
}

/* The texts that the rows of another table go by. */
static clg_status read_index_of(const clg_frame *f, const char *other,
                                clg_texts *levels)
{
    char path[NAME_SIZE];
    char *index = NULL;
    hid_t group = H5I_INVALID_HID;
    clg_status status = CLG_ERROR_SCHEMA;

    part_of("/", other, path);
    if (clg_h5_exists(f->file, path))
        group = H5Gopen2(f->file, path, H5P_DEFAULT);
    if (group >= 0)
        status = clg_h5_get_text(&f->kit, group, "_index", &index, f->err);
    if (status == CLG_OK)
        status = clg_h5_read_texts(&f->kit, group, index, f->file_size, levels, f->err);
    clg_free(index);
    clg_h5_close(group);
    return status == CLG_ERROR_SCHEMA ? no_column(f, path) : status;
}

static clg_status read_whole(const clg_frame *f, const char *name, description *d,
                             clg_table *table)
{
    static const clg_cells kinds[] = {CLG_CELLS_I32};
    static const char row_of[] = "row of ", days[] = "days since ";
    clg_column_type type = CLG_COLUMN_COUNT;
    clg_column *column = NULL;
    clg_status status = CLG_OK;

    if (strncmp(d->unit, days, sizeof days - 1) == 0)
        type = CLG_COLUMN_DAY;
    if (strncmp(d->unit, row_of, sizeof row_of - 1) == 0) {
        type = CLG_COLUMN_ROW;
        status = read_index_of(f, d->unit + sizeof row_of - 1, &d->levels);
    }
    if (status == CLG_OK)
        status = add(table, type, name, d, &column, f->err);
    if (status == CLG_OK && type == CLG_COLUMN_ROW)
        return read_codes(f, name, column->levels->count, column->codes);
    if (status == CLG_OK)
        status = read_cells(f, name, kinds, 1, H5T_NATIVE_INT32, column->codes);
    return status;
}

static clg_status read_flag(const clg_frame *f, const char *name, description *d,
                            clg_table *table)
{
    static const clg_cells kinds[] = {CLG_CELLS_FLAG};
    clg_column *column = NULL;
    clg_status status = add(table, CLG_COLUMN_FLAG, name, d, &column, f->err);

    if (status == CLG_OK)
        status = read_cells(f, name, kinds, 1, f->kit.flag_type, column->status);
    for (size_t row = 0; status == CLG_OK && row < f->row_count; row++)
        if (column->status[row] > 1)
            status = no_column(f, name);
    return status;
}

static H5T_class_t class_of(const clg_frame *f, const char *name)
{
    hid_t dataset = H5Dopen2(f->group, name, H5P_DEFAULT);
    hid_t type = dataset >= 0 ? H5Dget_type(dataset) : H5I_INVALID_HID;
    H5T_class_t found = type >= 0 ? H5Tget_class(type) : H5T_NO_CLASS;

    clg_h5_close(type);
    clg_h5_close(dataset);
    return found;
}

static clg_status read_column(const clg_frame *f, const char *name, clg_table *table)
{
    description d;
    clg_status status = describe(f, name, &d);

    if (status == CLG_OK && strcmp(d.encoding, "categorical") == 0)
        status = read_category(f, name, &d, table);
    else if (status == CLG_OK && strcmp(d.encoding, "string-array") == 0)
        status = read_text(f, name, &d, table);
    else if (status == CLG_OK && class_of(f, name) == H5T_FLOAT)
        status = read_real(f, name, &d, table);
    else if (status == CLG_OK && class_of(f, name) == H5T_ENUM)
        status = read_flag(f, name, &d, table);
    else if (status == CLG_OK)
        status = read_whole(f, name, &d, table);
    description_clear(&d);
    return status;
}

/* ---- the table ---- */

/* For clg_nearest_name: pointers to the first names, ended by NULL. */
static clg_status fail_column(const clg_frame *f, const clg_texts *readable,
                              const char *name)
{
    (void)clg_fail_at(f->err, CLG_ERROR_SCHEMA, f->path, 0, 0, "%s has no column '%s'",
                      f->where, name);
    clg_texts_hint_nearest(readable, name, f->err);
    return CLG_ERROR_SCHEMA;
}

static bool lists(const clg_texts *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(clg_texts_at(names, i), name) == 0)
            return true;
    return false;
}

static clg_status read_columns(const clg_frame *f, const clg_texts *wanted,
                               clg_table *table)
{
    clg_texts readable = CLG_TEXTS_INIT;
    clg_status status = clg_frame_list(f, &readable, f->err);
    const clg_texts *names = wanted != NULL ? wanted : &readable;

    for (size_t i = 0; status == CLG_OK && i < names->count; i++) {
        const char *name = clg_texts_at(names, i);

        status = lists(&readable, name) ? read_column(f, name, table)
                                        : fail_column(f, &readable, name);
    }
    clg_texts_clear(&readable);
    return status;
}

static clg_status init_table(const clg_frame *f, clg_table *table)
{
    const char *slash = strrchr(f->where, '/');
    char *definition = NULL;
    clg_status status =
        clg_h5_get_text(&f->kit, f->group, "description", &definition, f->err);

    if (status == CLG_ERROR_SCHEMA)
        status = clg_frame_damaged(f, "%s is not a table", f->where);
    if (status == CLG_OK)
        status = clg_table_init(table, slash != NULL ? slash + 1 : f->where, definition,
                                f->row_count, false, f->err);
    clg_free(definition);
    return status;
}

clg_status clg_store_read_table(const char *path, const char *where,
                                const clg_texts *wanted, clg_table *table,
                                clg_error *err)
{
    clg_frame frame;
    clg_status status = clg_frame_open(&frame, path, where, err);

    *table = (clg_table){0};
    if (status == CLG_OK)
        status = init_table(&frame, table);
    if (status == CLG_OK)
        status = read_columns(&frame, wanted, table);
    if (status != CLG_OK)
        clg_table_clear(table);
    clg_frame_close(&frame);
    return status;
}
