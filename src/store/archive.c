#include "store/archive.h"

#include "base/fail.h"
#include "base/memory.h"
#include "store/h5_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(size_t) == sizeof(uint64_t), "offsets are kept as 64 bits");

void clg_archive_damaged(clg_archive *archive, const char *format, ...)
{
    char what[256];
    va_list args;

    if (archive->status != CLG_OK)
        return;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    archive->status = clg_fail_at(archive->err, CLG_ERROR_SCHEMA, archive->path, 0, 0,
                                  "this study file is damaged: %s", what);
    clg_hint(archive->err, "make it again with 'collegium ingest'");
}

/* ---- what the file says it is ---- */

enum { LABEL_SIZE = 64 };

/* Of fixed length: texts of variable length lie in a heap without checksums. */
static void put_label(clg_archive *archive, const char *name, const char *value)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5I_INVALID_HID;

    if (type >= 0 && space >= 0 && H5Tset_size(type, strlen(value) + 1) >= 0)
        attribute =
            H5Acreate2(archive->file.id, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0 || H5Awrite(attribute, type, value) < 0)
        archive->status = clg_h5_fail(archive->err, "write attribute %s", name);
    clg_h5_close(attribute);
    clg_h5_close(space);
    clg_h5_close(type);
}

static void get_label(const clg_archive *archive, const char *name,
                      char value[LABEL_SIZE])
{
    hid_t attribute = H5I_INVALID_HID, type = H5I_INVALID_HID;

    memset(value, 0, LABEL_SIZE);
    if (H5Aexists(archive->file.id, name) > 0)
        attribute = H5Aopen(archive->file.id, name, H5P_DEFAULT);
    if (attribute >= 0)
        type = H5Aget_type(attribute);
    if (type >= 0 && H5Tget_class(type) == H5T_STRING &&
        H5Tis_variable_str(type) == 0 && H5Tget_size(type) < LABEL_SIZE &&
        H5Aget_storage_size(attribute) < LABEL_SIZE)
        (void)H5Aread(attribute, type, value); /* unread: stays empty */
    clg_h5_close(type);
    clg_h5_close(attribute);
}

static clg_status check_labels(const clg_archive *archive, const char *kind,
                               const char *version)
{
    char label[LABEL_SIZE];

    get_label(archive, "encoding-type", label);
    if (strcmp(label, kind) != 0)
        return clg_fail_at(archive->err, CLG_ERROR_SCHEMA, archive->path, 0, 0,
                           "an HDF5 file, but not a study: expected one that "
                           "'collegium ingest' wrote");
    get_label(archive, "encoding-version", label);
    if (strcmp(label, version) != 0)
        return clg_fail_at(archive->err, CLG_ERROR_SCHEMA, archive->path, 0, 0,
                           "a study file of version '%s', expected version %s", label,
                           version);
    return CLG_OK;
}

/* ---- opening and closing ---- */

static void start(clg_archive *archive, bool is_reading, const char *path,
                  clg_error *err)
{
    *archive = (clg_archive){.is_reading = is_reading, .err = err, .path = path};
    archive->file.id = H5I_INVALID_HID;
    archive->status = clg_h5_kit_init(&archive->kit, 0, err);
}

void clg_archive_create(clg_archive *archive, const char *temporary, const char *path,
                        const char *kind, const char *version, clg_error *err)
{
    start(archive, false, path, err);
    if (archive->status == CLG_OK) /* from V110 on, HDF5 checksums all it writes */
        archive->status =
            clg_h5_file_new(temporary, path, H5F_LIBVER_V110, &archive->file, err);
    archive->kit.sink = archive->file.sink;
    if (archive->status == CLG_OK)
        put_label(archive, "encoding-type", kind);
    if (archive->status == CLG_OK)
        put_label(archive, "encoding-version", version);
}

void clg_archive_open(clg_archive *archive, const char *path, const char *kind,
                      const char *version, clg_error *err)
{
    static const clg_h5_origin origin = {"a study file", "collegium ingest"};

    start(archive, true, path, err);
    if (archive->status == CLG_OK)
        archive->status = clg_h5_check_file(path, &origin, &archive->file_size, err);
    if (archive->status != CLG_OK)
        return;
    archive->file.id = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (archive->file.id < 0)
        clg_archive_damaged(archive, "HDF5 can't open it, it may be cut short");
    if (archive->status == CLG_OK)
        archive->status = check_labels(archive, kind, version);
}

clg_status clg_archive_finish(clg_archive *archive)
{
    if (!archive->is_reading && archive->status == CLG_OK)
        archive->status = clg_h5_file_finish(&archive->file, archive->err);
    else if (!archive->is_reading && archive->file.sink != NULL)
        archive->status =
            clg_h5_file_check(&archive->file, archive->status, archive->err);
    clg_h5_file_drop(&archive->file);
    clg_h5_kit_clear(&archive->kit);
    H5Eclear2(H5E_DEFAULT);
    return archive->status;
}

/* ---- columns ---- */

/* Opens a dataset of these cells and finds its extent; negative after a failure. */
static hid_t open_column(clg_archive *archive, const char *name, clg_cells cells,
                         hsize_t *count)
{
    hid_t dataset = clg_h5_open_cells(archive->file.id, name,
                                      clg_h5_file_type(&archive->kit, cells),
                                      archive->file_size, count);

    if (dataset < 0)
        clg_archive_damaged(archive, "%s is missing or not what it should be", name);
    return dataset;
}

void *clg_archive_read(clg_archive *archive, const char *name, clg_cells cells,
                       size_t *count)
{
    hsize_t extent = 0;
    hid_t dataset = open_column(archive, name, cells, &extent);
    void *values = NULL;

    if (dataset < 0)
        return NULL;
    values = clg_array_new(extent, clg_cells_size(cells), archive->err);
    if (values == NULL)
        archive->status = CLG_ERROR_MEMORY;
    else if (extent > 0 && H5Dread(dataset, clg_h5_memory_type(&archive->kit, cells),
                                   H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        clg_archive_damaged(archive, "%s can't be read", name);
    clg_h5_close(dataset);
    if (archive->status == CLG_OK) {
        *count = extent;
        return values;
    }
    clg_free(values);
    return NULL;
}

void clg_archive_write(clg_archive *archive, const char *name, clg_cells cells,
                       const void *values, size_t count)
{
    hid_t dataset = H5I_INVALID_HID;

    archive->status = clg_h5_write_cells(&archive->kit, archive->file.id, name, cells,
                                         values, count, &dataset, archive->err);
    clg_h5_close(dataset);
}

void clg_archive_column(clg_archive *archive, const char *name, clg_cells cells,
                        void *array, size_t count)
{
    void *values = NULL;
    size_t found = 0;

    if (archive->status != CLG_OK)
        return;
    if (!archive->is_reading) {
        memcpy(&values, array, sizeof values); /* a T * through its representation */
        clg_archive_write(archive, name, cells, values, count);
        return;
    }
    values = clg_archive_read(archive, name, cells, &found);
    if (archive->status == CLG_OK && found != count)
        clg_archive_damaged(archive, "%s has %zu elements, expected %zu", name, found,
                            count);
    if (archive->status == CLG_OK)
        memcpy(array, &values, sizeof values);
    else
        clg_free(values);
}

void clg_archive_number(clg_archive *archive, const char *name, uint64_t *number)
{
    uint64_t *column = number;

    clg_archive_column(archive, name, CLG_CELLS_U64, &column, 1);
    if (archive->status != CLG_OK || !archive->is_reading)
        return;
    *number = *column;
    clg_free(column);
}

void clg_archive_size(clg_archive *archive, const char *name, size_t *number)
{
    uint64_t value = *number;

    clg_archive_number(archive, name, &value);
    if (archive->status != CLG_OK || !archive->is_reading)
        return;
    if (!clg_h5_fits(archive->file_size, value, 1)) {
        clg_archive_damaged(archive, "%s is out of range", name);
        return;
    }
    *number = value;
}

void clg_archive_flag(clg_archive *archive, const char *name, bool *flag)
{
    uint64_t value = *flag;

    clg_archive_number(archive, name, &value);
    *flag = value != 0;
}
