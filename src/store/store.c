#include "store/store.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/h5.h"
#include "store/table_h5.h"

#include <string.h>
#include <sys/stat.h>

struct clg_store {
    clg_h5_kit kit;
    clg_h5_file file;
    clg_output output; /* gives the temporary name and takes care of renaming */
};

static const clg_store_options default_options = {0, false};

static clg_status open_file(clg_store *store, const char *path,
                            const clg_store_options *options, clg_error *err)
{
    clg_status status = clg_output_open(path, &store->output, err);

    if (status != CLG_OK)
        return status;
    if (store->output.temporary == NULL) /* HDF5 must seek */
        return clg_fail(err, CLG_ERROR_IO, "%s is no regular file, expected one", path);
    if (options->is_private &&
        fchmod(fileno(store->output.stream), S_IRUSR | S_IWUSR) != 0)
        return clg_fail(err, CLG_ERROR_IO, "cannot make %s private", path);
    status = clg_h5_kit_init(&store->kit, options->threads, err);
    if (status != CLG_OK)
        return status;
    status = clg_h5_file_new(store->output.temporary, path, H5F_LIBVER_V18,
                             &store->file, err);
    if (status != CLG_OK)
        return status;
    store->kit.sink = store->file.sink;
    return clg_h5_put_encoding(&store->kit, store->file.id, "collegium", "1.0", err);
}

clg_status clg_store_create(const char *path, const clg_store_options *options,
                            clg_store **out, clg_error *err)
{
    clg_store *store = clg_array_new(1, sizeof *store, err);
    clg_status status;

    *out = NULL;
    if (store == NULL)
        return CLG_ERROR_MEMORY;
    store->file.id = H5I_INVALID_HID;
    store->kit =
        (clg_h5_kit){H5I_INVALID_HID, H5I_INVALID_HID, H5I_INVALID_HID, 0, NULL};
    status = open_file(store, path, options != NULL ? options : &default_options, err);
    if (status == CLG_OK)
        *out = store;
    else
        clg_store_discard(store);
    return status;
}

clg_status clg_store_set_text(clg_store *store, const char *name, const char *value,
                              clg_error *err)
{
    return clg_h5_put_text(&store->kit, store->file.id, name, value, err);
}

clg_status clg_store_set_number(clg_store *store, const char *name, uint64_t value,
                                clg_error *err)
{
    return clg_h5_put_number(&store->kit, store->file.id, name, CLG_CELLS_U64, &value,
                             err);
}

/* Opens the group `name`, or makes it as a "dict", which anndata reads as such. */
static clg_status enter(const clg_store *store, hid_t parent, const char *name,
                        hid_t *group, clg_error *err)
{
    clg_status status;

    *group = H5I_INVALID_HID;
    if (H5Lexists(parent, name, H5P_DEFAULT) > 0) {
        *group = H5Gopen2(parent, name, H5P_DEFAULT);
        return *group >= 0 ? CLG_OK : clg_h5_fail(err, "open group %s", name);
    }
    status = clg_h5_group_new(&store->kit, parent, name, group, err);
    if (status == CLG_OK)
        status = clg_h5_put_encoding(&store->kit, *group, "dict", "0.1.0", err);
    return status;
}

/* Where an object is to be made: its open parent group, and its own name. */
typedef struct place {
    hid_t parent;
    const char *name; /* the end of the caller's path */
} place;

static clg_status find_place(const clg_store *store, const char *where, place *found,
                             clg_error *err)
{
    const char *rest = where + (*where == '/'), *slash;
    clg_status status = CLG_OK;
    char name[128];

    *found = (place){H5Gopen2(store->file.id, "/", H5P_DEFAULT), rest};
    if (found->parent < 0)
        return clg_h5_fail(err, "open the root of %s", store->output.path);
    while (status == CLG_OK && (slash = strchr(found->name, '/')) != NULL) {
        size_t length = (size_t)(slash - found->name);
        hid_t group;

        if (length >= sizeof name)
            return clg_fail(err, CLG_ERROR_ARGUMENT, "group name too long in %s",
                            where);
        memcpy(name, found->name, length);
        name[length] = '\0';
        status = enter(store, found->parent, name, &group, err);
        clg_h5_close(found->parent);
        *found = (place){group, slash + 1};
    }
    if (status == CLG_OK && H5Lexists(found->parent, found->name, H5P_DEFAULT) > 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%s was written already", where);
    return status;
}

clg_status clg_store_write_table(clg_store *store, const char *where,
                                 const clg_table *table, clg_error *err)
{
    place found;
    clg_status status = find_place(store, where, &found, err);

    if (status == CLG_OK)
        status = clg_table_write_h5(&store->kit, found.parent, found.name, table, err);
    clg_h5_close(found.parent);
    return clg_h5_file_check(&store->file, status, err);
}

clg_status clg_store_write_array_i64(clg_store *store, const char *where,
                                     const int64_t *values, size_t count,
                                     const char *description, clg_error *err)
{
    const clg_h5_kit *kit = &store->kit;
    hid_t dataset = H5I_INVALID_HID;
    place found;
    clg_status status = find_place(store, where, &found, err);

    if (status == CLG_OK)
        status = clg_h5_write_cells(kit, found.parent, found.name, CLG_CELLS_I64,
                                    values, count, &dataset, err);
    if (status == CLG_OK)
        status = clg_h5_put_encoding(kit, dataset, "array", "0.2.0", err);
    if (status == CLG_OK)
        status = clg_h5_put_text(kit, dataset, "description", description, err);
    clg_h5_close(dataset);
    clg_h5_close(found.parent);
    return clg_h5_file_check(&store->file, status, err);
}

clg_status clg_store_commit(clg_store **store, clg_error *err)
{
    clg_store *done = *store;
    clg_status status = clg_h5_file_finish(&done->file, err);

    *store = NULL;
    if (status == CLG_OK)
        status = clg_output_commit(&done->output, err);
    clg_store_discard(done);
    return status;
}

void clg_store_discard(clg_store *store)
{
    if (store == NULL)
        return;
    clg_h5_file_drop(&store->file);
    clg_h5_kit_clear(&store->kit);
    clg_output_discard(&store->output);
    clg_free(store);
}
