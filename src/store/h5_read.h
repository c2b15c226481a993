/* Reading HDF5 files without trusting them: type and extent are checked, and an extent
 * that the file is too small to hold is taken as damage before any memory is asked for.
 *
 * Where a status is CLG_ERROR_SCHEMA, "not there, or not what it should be", the record
 * is left to the caller, who knows what the file is to the user. */
#ifndef CLG_STORE_H5_READ_H
#define CLG_STORE_H5_READ_H

#include "store/h5.h"

/* What a file should be, in words: "a study file", "collegium ingest". */
typedef struct clg_h5_origin {
    const char *what, *maker;
} clg_h5_origin;

/* The system's reasons first: HDF5 tells them less well. *size is the file's.
 * CLG_ERROR_IO: missing, a folder, unreadable; CLG_ERROR_SCHEMA: not HDF5. The record
 * is filled. */
clg_status clg_h5_check_file(const char *path, const clg_h5_origin *origin,
                             uint64_t *size, clg_error *err) CLG_NODISCARD;

/* Whether a file can hold so many cells: deflate never shrinks more than 1032 times. */
static inline bool clg_h5_fits(uint64_t file_size, uint64_t count, size_t size)
{
    return count <= (file_size * 1032 + CLG_H5_CHUNK) / size;
}

/* Whether there is an object at the path below `from`. */
bool clg_h5_exists(hid_t from, const char *path);

/* Opens a dataset of numbers of this type in the file, of one dimension, and finds its
 * extent; negative if it is anything else. `name` may be a path. */
hid_t clg_h5_open_cells(hid_t parent, const char *name, hid_t type, uint64_t file_size,
                        hsize_t *count);

/* The same of variable-length texts. */
hid_t clg_h5_open_texts(hid_t parent, const char *name, uint64_t file_size,
                        hsize_t *count);

/* A text attribute, fixed or variable in length; the caller's, or NULL.
 * CLG_ERROR_SCHEMA, CLG_ERROR_MEMORY. */
clg_status clg_h5_get_text(const clg_h5_kit *kit, hid_t object, const char *name,
                           char **value, clg_error *err) CLG_NODISCARD;
/* An attribute that is a list of variable-length texts, added to `values`. */
clg_status clg_h5_get_texts(const clg_h5_kit *kit, hid_t object, const char *name,
                            clg_texts *values, clg_error *err) CLG_NODISCARD;
/* A dataset of variable-length texts, added to `values`. */
clg_status clg_h5_read_texts(const clg_h5_kit *kit, hid_t parent, const char *name,
                             uint64_t file_size, clg_texts *values,
                             clg_error *err) CLG_NODISCARD;

#endif
