#include "store/h5_read.h"

#include "base/fail.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static clg_status fail_open(const char *path, const char *why, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "%s", why);
}

clg_status clg_h5_check_file(const char *path, const clg_h5_origin *origin,
                             uint64_t *size, clg_error *err)
{
    static const char signature[8] = "\x89HDF\r\n\x1a\n";
    char found[sizeof signature] = "";
    struct stat about;
    FILE *stream = NULL;

    if (stat(path, &about) != 0)
        return fail_open(path, errno == ENOENT ? "no such file" : strerror(errno), err);
    if (S_ISDIR(about.st_mode))
        return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "is a folder, expected %s",
                           origin->what);
    stream = fopen(path, "rb");
    if (stream == NULL)
        return fail_open(path, strerror(errno), err);
    *size = (uint64_t)about.st_size;
    if (fread(found, 1, sizeof found, stream) < sizeof found)
        found[0] = '\0';
    fclose(stream);
    if (memcmp(found, signature, sizeof found) == 0)
        return CLG_OK;
    return clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0,
                       "not an HDF5 file: expected %s that '%s' wrote", origin->what,
                       origin->maker);
}

enum { LONGEST_PATH = 512 };

/* One step of the path at a time: HDF5 takes a missing group on the way for an error.
 */
bool clg_h5_exists(hid_t from, const char *path)
{
    char part[LONGEST_PATH];
    size_t length = strlen(path);

    if (length >= sizeof part)
        return false;
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (H5Lexists(from, part, H5P_DEFAULT) <= 0)
            return false;
    }
    return length > 0;
}

static hid_t open_dataset(hid_t parent, const char *name)
{
    if (!clg_h5_exists(parent, name))
        return H5I_INVALID_HID;
    return H5Dopen2(parent, name, H5P_DEFAULT);
}

static bool find_extent(hid_t space, hsize_t *count)
{
    return space >= 0 && H5Sget_simple_extent_ndims(space) == 1 &&
           H5Sget_simple_extent_dims(space, count, NULL) == 1;
}

hid_t clg_h5_open_cells(hid_t parent, const char *name, hid_t type, uint64_t file_size,
                        hsize_t *count)
{
    hid_t dataset = open_dataset(parent, name);
    hid_t space = H5I_INVALID_HID, found = H5I_INVALID_HID;
    bool ok;

    if (dataset >= 0) {
        space = H5Dget_space(dataset);
        found = H5Dget_type(dataset);
    }
    ok = found >= 0 && find_extent(space, count) && H5Tequal(found, type) > 0 &&
         clg_h5_fits(file_size, *count, H5Tget_size(type));
    clg_h5_close(found);
    clg_h5_close(space);
    if (ok)
        return dataset;
    clg_h5_close(dataset);
    return H5I_INVALID_HID;
}

/* ---- texts ---- */

enum { LONGEST_LABEL = 4096 };

static bool is_variable(hid_t type)
{
    return type >= 0 && H5Tget_class(type) == H5T_STRING &&
           H5Tis_variable_str(type) > 0;
}

static clg_status copy_variable(const clg_h5_kit *kit, hid_t attribute, char **value,
                                clg_error *err)
{
    hid_t space = H5Aget_space(attribute);
    clg_status status = CLG_ERROR_SCHEMA;
    char *text = NULL;

    if (space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
        H5Aread(attribute, kit->text_type, &text) >= 0 && text != NULL) {
        *value = clg_text_copy(text, strlen(text), err);
        status = *value != NULL ? CLG_OK : CLG_ERROR_MEMORY;
        H5Dvlen_reclaim(kit->text_type, space, H5P_DEFAULT, &text);
    }
    clg_h5_close(space);
    return status;
}

static clg_status copy_fixed(hid_t attribute, hid_t type, char **value, clg_error *err)
{
    size_t size = H5Tget_size(type);

    if (H5Tget_class(type) != H5T_STRING || size == 0 || size > LONGEST_LABEL ||
        H5Aget_storage_size(attribute) != size)
        return CLG_ERROR_SCHEMA;
    *value = clg_array_new(size + 1, 1, err);
    if (*value == NULL)
        return CLG_ERROR_MEMORY;
    return H5Aread(attribute, type, *value) >= 0 ? CLG_OK : CLG_ERROR_SCHEMA;
}

clg_status clg_h5_get_text(const clg_h5_kit *kit, hid_t object, const char *name,
                           char **value, clg_error *err)
{
    hid_t attribute = H5I_INVALID_HID, type = H5I_INVALID_HID;
    clg_status status = CLG_ERROR_SCHEMA;

    *value = NULL;
    if (H5Aexists(object, name) > 0)
        attribute = H5Aopen(object, name, H5P_DEFAULT);
    if (attribute >= 0)
        type = H5Aget_type(attribute);
    if (is_variable(type))
        status = copy_variable(kit, attribute, value, err);
    else if (type >= 0)
        status = copy_fixed(attribute, type, value, err);
    clg_h5_close(type);
    clg_h5_close(attribute);
    if (status != CLG_OK) {
        clg_free(*value);
        *value = NULL;
    }
    return status;
}

static clg_status append_all(char *const *texts, hsize_t count, clg_texts *values,
                             clg_error *err)
{
    clg_status status = CLG_OK;

    for (hsize_t i = 0; status == CLG_OK && i < count; i++)
        status = texts[i] != NULL
                     ? clg_texts_append(values, texts[i], strlen(texts[i]), err)
                     : CLG_ERROR_SCHEMA;
    return status;
}

clg_status clg_h5_get_texts(const clg_h5_kit *kit, hid_t object, const char *name,
                            clg_texts *values, clg_error *err)
{
    hid_t attribute = H5I_INVALID_HID, type = H5I_INVALID_HID, space = H5I_INVALID_HID;
    clg_status status = CLG_ERROR_SCHEMA;
    hsize_t count = 0;
    char **texts = NULL;

    if (H5Aexists(object, name) > 0)
        attribute = H5Aopen(object, name, H5P_DEFAULT);
    if (attribute >= 0) {
        type = H5Aget_type(attribute);
        space = H5Aget_space(attribute);
    }
    if (is_variable(type) && find_extent(space, &count) && count <= LONGEST_LABEL) {
        texts = clg_array_new(count, sizeof *texts, err);
        status = texts != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    if (status == CLG_OK && count > 0) {
        status = H5Aread(attribute, kit->text_type, texts) >= 0
                     ? append_all(texts, count, values, err)
                     : CLG_ERROR_SCHEMA;
        H5Dvlen_reclaim(kit->text_type, space, H5P_DEFAULT, texts);
    }
    clg_free(texts);
    clg_h5_close(space);
    clg_h5_close(type);
    clg_h5_close(attribute);
    return status;
}

/* HDF5 lends pointers; in blocks, so that a long column needs no second array. */
static clg_status read_block(const clg_h5_kit *kit, hid_t dataset, hid_t space,
                             hsize_t first, hsize_t count, clg_texts *values,
                             clg_error *err)
{
    char **texts = clg_array_new(count, sizeof *texts, err);
    hid_t memory = H5Screate_simple(1, &count, NULL);
    clg_status status = CLG_ERROR_SCHEMA;

    if (texts == NULL)
        status = CLG_ERROR_MEMORY;
    else if (memory >= 0 && H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, NULL,
                                                &count, NULL) >= 0) {
        if (H5Dread(dataset, kit->text_type, memory, space, H5P_DEFAULT, texts) >= 0)
            status = append_all(texts, count, values, err);
        H5Dvlen_reclaim(kit->text_type, memory, H5P_DEFAULT, texts);
    }
    clg_h5_close(memory);
    clg_free(texts);
    return status;
}

hid_t clg_h5_open_texts(hid_t parent, const char *name, uint64_t file_size,
                        hsize_t *count)
{
    hid_t dataset = open_dataset(parent, name);
    hid_t type = H5I_INVALID_HID, space = H5I_INVALID_HID;
    bool ok;

    if (dataset >= 0) {
        type = H5Dget_type(dataset);
        space = H5Dget_space(dataset);
    }
    ok = is_variable(type) && find_extent(space, count) &&
         clg_h5_fits(file_size, *count, sizeof(hvl_t));
    clg_h5_close(space);
    clg_h5_close(type);
    if (ok)
        return dataset;
    clg_h5_close(dataset);
    return H5I_INVALID_HID;
}

clg_status clg_h5_read_texts(const clg_h5_kit *kit, hid_t parent, const char *name,
                             uint64_t file_size, clg_texts *values, clg_error *err)
{
    hsize_t count = 0;
    hid_t dataset = clg_h5_open_texts(parent, name, file_size, &count);
    hid_t space = dataset >= 0 ? H5Dget_space(dataset) : H5I_INVALID_HID;
    clg_status status = space >= 0 ? CLG_OK : CLG_ERROR_SCHEMA;

    for (hsize_t first = 0; status == CLG_OK && first < count; first += CLG_H5_CHUNK) {
        hsize_t left = count - first;

        status = read_block(kit, dataset, space, first,
                            left < CLG_H5_CHUNK ? left : CLG_H5_CHUNK, values, err);
    }
    clg_h5_close(space);
    clg_h5_close(dataset);
    return status;
}
