#include "store/frame.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const clg_h5_origin origin = {"a results file", "collegium run"};

clg_status clg_frame_damaged(const clg_frame *f, const char *format, ...)
{
    char what[256];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    (void)clg_fail_at(f->err, CLG_ERROR_SCHEMA, f->path, 0, 0,
                      "this results file is damaged: %s", what);
    clg_hint(f->err, "make it again with 'collegium run'");
    return CLG_ERROR_SCHEMA;
}

/* ---- the file, the table, its columns ---- */

static clg_status check_version(const clg_frame *f)
{
    char *type = NULL, *version = NULL;
    clg_status status =
        clg_h5_get_text(&f->kit, f->file, "encoding-type", &type, f->err);

    if (status == CLG_OK)
        status =
            clg_h5_get_text(&f->kit, f->file, "encoding-version", &version, f->err);
    if (status != CLG_ERROR_MEMORY && (type == NULL || strcmp(type, "collegium") != 0))
        status = clg_fail_at(f->err, CLG_ERROR_SCHEMA, f->path, 0, 0,
                             "an HDF5 file, but not results: expected one that "
                             "'collegium run' wrote");
    else if (status != CLG_ERROR_MEMORY &&
             (version == NULL || strcmp(version, "1.0") != 0))
        status = clg_fail_at(f->err, CLG_ERROR_SCHEMA, f->path, 0, 0,
                             "a results file of version '%s', expected version 1.0",
                             version != NULL ? version : "");
    clg_free(type);
    clg_free(version);
    return status;
}

static clg_status open_file(clg_frame *f)
{
    clg_status status = clg_h5_check_file(f->path, &origin, &f->file_size, f->err);

    if (status != CLG_OK)
        return status;
    f->file = H5Fopen(f->path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (f->file < 0)
        return clg_frame_damaged(f, "HDF5 can't open it, it may be cut short");
    return check_version(f);
}

/* The index has as many cells as the table rows. */
static clg_status measure_index(clg_frame *f)
{
    hsize_t count = 0;
    hid_t dataset =
        clg_h5_open_cells(f->group, f->index, H5T_STD_I32LE, f->file_size, &count);

    if (dataset < 0) {
        dataset = clg_h5_open_texts(f->group, f->index, f->file_size, &count);
        f->has_texts = dataset >= 0;
    }
    clg_h5_close(dataset);
    f->row_count = count;
    return dataset >= 0 ? CLG_OK : CLG_ERROR_SCHEMA;
}

static clg_status list_columns(clg_frame *f)
{
    char *encoding = NULL;
    clg_status status =
        clg_h5_get_text(&f->kit, f->group, "encoding-type", &encoding, f->err);

    if (status == CLG_OK && strcmp(encoding, "dataframe") != 0)
        status = CLG_ERROR_SCHEMA;
    clg_free(encoding);
    if (status == CLG_OK)
        status = clg_h5_get_text(&f->kit, f->group, "_index", &f->index, f->err);
    if (status == CLG_OK)
        status =
            clg_h5_get_texts(&f->kit, f->group, "column-order", &f->columns, f->err);
    if (status == CLG_OK)
        status = measure_index(f);
    return status == CLG_ERROR_SCHEMA
               ? clg_frame_damaged(f, "%s is not a table", f->where)
               : status;
}

clg_status clg_frame_open(clg_frame *f, const char *path, const char *where,
                          clg_error *err)
{
    clg_status status;

    *f = (clg_frame){.path = path, .where = where, .err = err};
    f->file = f->group = H5I_INVALID_HID;
    status = clg_h5_kit_init(&f->kit, 0, err);
    if (status == CLG_OK)
        status = open_file(f);
    if (status == CLG_OK && !clg_h5_exists(f->file, where))
        status = clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0,
                             "there is no table %s in it", where);
    if (status != CLG_OK)
        return status;
    f->group = H5Gopen2(f->file, where, H5P_DEFAULT);
    if (f->group < 0)
        return clg_frame_damaged(f, "%s is not a table", where);
    return list_columns(f);
}

void clg_frame_close(clg_frame *f)
{
    clg_texts_clear(&f->columns);
    clg_free(f->index);
    clg_h5_close(f->group);
    clg_h5_close(f->file);
    clg_h5_kit_clear(&f->kit);
    H5Eclear2(H5E_DEFAULT);
}

static bool lists(const clg_texts *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(clg_texts_at(names, i), name) == 0)
            return true;
    return false;
}

bool clg_frame_has_status(const clg_frame *f, const char *name)
{
    char status_name[CLG_COLUMN_NAME_SIZE];

    snprintf(status_name, sizeof status_name, "%s_status", name);
    return lists(&f->columns, status_name);
}

/* Statuses are read with their measures: x_status is one if x is a column of reals. */
static bool is_status(const clg_frame *f, const char *name)
{
    static const char ending[] = "_status";
    size_t length = strlen(name), end = sizeof ending - 1;
    char measure[CLG_COLUMN_NAME_SIZE];
    hsize_t count;
    hid_t dataset;

    if (length <= end || length >= sizeof measure ||
        strcmp(name + length - end, ending) != 0)
        return false;
    memcpy(measure, name, length - end);
    measure[length - end] = '\0';
    if (!lists(&f->columns, measure))
        return false;
    dataset =
        clg_h5_open_cells(f->group, measure, H5T_IEEE_F64LE, f->file_size, &count);
    clg_h5_close(dataset);
    return dataset >= 0;
}

static clg_status append(clg_texts *names, const char *name, clg_error *err)
{
    return clg_texts_append(names, name, strlen(name), err);
}

clg_status clg_frame_list(const clg_frame *f, clg_texts *names, clg_error *err)
{
    clg_status status = f->has_texts ? append(names, f->index, err) : CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < f->columns.count; i++) {
        const char *name = clg_texts_at(&f->columns, i);

        if (!is_status(f, name))
            status = append(names, name, err);
    }
    return status;
}
