#include "store/h5.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

size_t clg_cells_size(clg_cells cells)
{
    switch (cells) {
    case CLG_CELLS_F64:
    case CLG_CELLS_I64:
    case CLG_CELLS_U64: return 8;
    case CLG_CELLS_F32:
    case CLG_CELLS_I32:
    case CLG_CELLS_U32: return 4;
    case CLG_CELLS_I16:
    case CLG_CELLS_U16: return 2;
    case CLG_CELLS_I8:
    case CLG_CELLS_U8:
    case CLG_CELLS_FLAG: break;
    }
    return 1;
}

hid_t clg_h5_memory_type(const clg_h5_kit *kit, clg_cells cells)
{
    switch (cells) {
    case CLG_CELLS_F64: return H5T_NATIVE_DOUBLE;
    case CLG_CELLS_F32: return H5T_NATIVE_FLOAT;
    case CLG_CELLS_I64: return H5T_NATIVE_INT64;
    case CLG_CELLS_U64: return H5T_NATIVE_UINT64;
    case CLG_CELLS_I32: return H5T_NATIVE_INT32;
    case CLG_CELLS_U32: return H5T_NATIVE_UINT32;
    case CLG_CELLS_I16: return H5T_NATIVE_INT16;
    case CLG_CELLS_U16: return H5T_NATIVE_UINT16;
    case CLG_CELLS_I8: return H5T_NATIVE_INT8;
    case CLG_CELLS_U8: return H5T_NATIVE_UINT8;
    case CLG_CELLS_FLAG: break;
    }
    return kit->flag_type;
}

hid_t clg_h5_file_type(const clg_h5_kit *kit, clg_cells cells)
{
    switch (cells) {
    case CLG_CELLS_F64: return H5T_IEEE_F64LE;
    case CLG_CELLS_F32: return H5T_IEEE_F32LE;
    case CLG_CELLS_I64: return H5T_STD_I64LE;
    case CLG_CELLS_U64: return H5T_STD_U64LE;
    case CLG_CELLS_I32: return H5T_STD_I32LE;
    case CLG_CELLS_U32: return H5T_STD_U32LE;
    case CLG_CELLS_I16: return H5T_STD_I16LE;
    case CLG_CELLS_U16: return H5T_STD_U16LE;
    case CLG_CELLS_I8: return H5T_STD_I8LE;
    case CLG_CELLS_U8: return H5T_STD_U8LE;
    case CLG_CELLS_FLAG: break;
    }
    return kit->flag_type;
}

void clg_h5_close(hid_t id)
{
    if (id >= 0)
        H5Idec_ref(id);
}

/* The innermost record comes last and has the cause, such as the system's message;
 * the outermost only says which call failed. */
enum { CAUSE_SIZE = 256 };

static herr_t listen(unsigned depth, const H5E_error2_t *record, void *data)
{
    (void)depth;
    if (record->desc != NULL)
        snprintf(data, CAUSE_SIZE, "%s", record->desc);
    return 0;
}

clg_status clg_h5_fail(clg_error *err, const char *format, ...)
{
    char cause[CAUSE_SIZE] = "nothing", what[200];
    va_list args;

    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, listen, cause);
    H5Eclear2(H5E_DEFAULT);
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return clg_fail(err, CLG_ERROR_DEPENDENCY, "cannot %s: HDF5 says '%s'", what,
                    cause);
}

static hid_t flag_type_new(void)
{
    hid_t type = H5Tenum_create(H5T_STD_I8LE);
    const signed char no = 0, yes = 1;

    if (type < 0 || H5Tenum_insert(type, "FALSE", &no) < 0 ||
        H5Tenum_insert(type, "TRUE", &yes) < 0) {
        clg_h5_close(type);
        return H5I_INVALID_HID;
    }
    return type;
}

static hid_t text_type_new(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    if (type < 0 || H5Tset_size(type, H5T_VARIABLE) < 0 ||
        H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        clg_h5_close(type);
        return H5I_INVALID_HID;
    }
    return type;
}

/* Works for files too: their creation list describes the root group. */
static bool keep_order_without_times(hid_t list)
{
    return H5Pset_obj_track_times(list, false) >= 0 &&
           H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED |
                                                H5P_CRT_ORDER_INDEXED) >= 0;
}

clg_status clg_h5_kit_init(clg_h5_kit *kit, int threads, clg_error *err)
{
    /* Its own printing of errors, which is per thread and on by default. */
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    *kit = (clg_h5_kit){H5Pcreate(H5P_GROUP_CREATE), text_type_new(), flag_type_new(),
                        threads, NULL};
    if (kit->group_list >= 0 && kit->text_type >= 0 && kit->flag_type >= 0 &&
        keep_order_without_times(kit->group_list))
        return CLG_OK;
    clg_h5_kit_clear(kit);
    return clg_h5_fail(err, "start HDF5");
}

void clg_h5_kit_clear(clg_h5_kit *kit)
{
    clg_h5_close(kit->group_list);
    clg_h5_close(kit->text_type);
    clg_h5_close(kit->flag_type);
    kit->group_list = kit->text_type = kit->flag_type = H5I_INVALID_HID;
}

clg_status clg_h5_file_new(const char *path, const char *name, H5F_libver_t oldest,
                           clg_h5_file *file, clg_error *err)
{
    hid_t creation = H5I_INVALID_HID, access = H5I_INVALID_HID;

    *file = (clg_h5_file){H5I_INVALID_HID, name, NULL};
    file->sink = clg_array_new(1, sizeof *file->sink, err);
    if (file->sink == NULL)
        return CLG_ERROR_MEMORY;
    creation = H5Pcreate(H5P_FILE_CREATE);
    access = H5Pcreate(H5P_FILE_ACCESS);
    if (creation >= 0 && access >= 0 && keep_order_without_times(creation) &&
        H5Pset_libver_bounds(access, oldest, H5F_LIBVER_V110) >= 0 &&
        clg_h5_use_sink(access, file->sink) >= 0)
        file->id = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    clg_h5_close(creation);
    clg_h5_close(access);
    if (file->id >= 0)
        return CLG_OK;
    clg_h5_file_drop(file);
    return clg_h5_fail(err, "make %s", name);
}

clg_status clg_h5_file_check(const clg_h5_file *file, clg_status status, clg_error *err)
{
    if (file->sink->failure == 0)
        return status;
    return clg_fail_at(err, CLG_ERROR_IO, file->name, 0, 0, "cannot write: %s",
                       strerror(file->sink->failure));
}

clg_status clg_h5_file_finish(clg_h5_file *file, clg_error *err)
{
    clg_status status = CLG_OK;

    if (H5Fclose(file->id) < 0)
        status = clg_h5_fail(err, "finish %s", file->name);
    file->id = H5I_INVALID_HID;
    return clg_h5_file_check(file, status, err);
}

void clg_h5_file_drop(clg_h5_file *file)
{
    clg_h5_close(file->id);
    file->id = H5I_INVALID_HID;
    if (file->sink != NULL)
        clg_h5_sink_release(file->sink);
    clg_free(file->sink);
    file->sink = NULL;
}

clg_status clg_h5_group_new(const clg_h5_kit *kit, hid_t parent, const char *name,
                            hid_t *group, clg_error *err)
{
    *group = H5Gcreate2(parent, name, H5P_DEFAULT, kit->group_list, H5P_DEFAULT);
    return *group >= 0 ? CLG_OK : clg_h5_fail(err, "make group %s", name);
}

static clg_status put(hid_t object, const char *name, hid_t file_type,
                      hid_t memory_type, hid_t space, const void *value, clg_error *err)
{
    clg_status status = CLG_OK;
    hid_t attribute = H5I_INVALID_HID;

    if (space >= 0)
        attribute =
            H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0 || H5Awrite(attribute, memory_type, value) < 0)
        status = clg_h5_fail(err, "write attribute %s", name);
    clg_h5_close(attribute);
    clg_h5_close(space);
    return status;
}

clg_status clg_h5_put_text(const clg_h5_kit *kit, hid_t object, const char *name,
                           const char *value, clg_error *err)
{
    return put(object, name, kit->text_type, kit->text_type, H5Screate(H5S_SCALAR),
               &value, err);
}

clg_status clg_h5_put_number(const clg_h5_kit *kit, hid_t object, const char *name,
                             clg_cells cells, const void *value, clg_error *err)
{
    return put(object, name, clg_h5_file_type(kit, cells),
               clg_h5_memory_type(kit, cells), H5Screate(H5S_SCALAR), value, err);
}

clg_status clg_h5_put_encoding(const clg_h5_kit *kit, hid_t object, const char *type,
                               const char *version, clg_error *err)
{
    clg_status status = clg_h5_put_text(kit, object, "encoding-type", type, err);

    if (status == CLG_OK)
        status = clg_h5_put_text(kit, object, "encoding-version", version, err);
    return status;
}
