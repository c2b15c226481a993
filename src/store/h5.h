/* HDF5 as this layer uses it: the types, property lists and error texts.
 *
 * Everything that would make two runs differ is off (object times), and links keep
 * the order in which they were made, so that columns list in ours. Only files of
 * this folder may include this header. */
#ifndef CLG_STORE_H5_H
#define CLG_STORE_H5_H

#include "base/text.h"
#include "store/h5_driver.h"

#include <hdf5.h>
#include <stdbool.h>

/* Rows in one chunk of a column. */
enum { CLG_H5_CHUNK = 65536 };

/* How numbers lie in memory and in the file (there always little-endian). */
typedef enum clg_cells {
    CLG_CELLS_F64,
    CLG_CELLS_F32,
    CLG_CELLS_I64,
    CLG_CELLS_U64,
    CLG_CELLS_I32,
    CLG_CELLS_U32,
    CLG_CELLS_I16,
    CLG_CELLS_U16,
    CLG_CELLS_I8,
    CLG_CELLS_U8,
    CLG_CELLS_FLAG /* bytes 0 or 1, in the file the enum {FALSE, TRUE} */
} clg_cells;

size_t clg_cells_size(clg_cells cells);

/* What every object is made with. */
typedef struct clg_h5_kit {
    hid_t group_list;        /* creation properties of groups */
    hid_t text_type;         /* variable-length UTF-8 */
    hid_t flag_type;         /* enum int8 {FALSE = 0, TRUE = 1} */
    int threads;             /* that compress */
    const clg_h5_sink *sink; /* where long writes look for a full disk; may be NULL */
} clg_h5_kit;

clg_status clg_h5_kit_init(clg_h5_kit *kit, int threads, clg_error *err) CLG_NODISCARD;
void clg_h5_kit_clear(clg_h5_kit *kit);

/* Releases any kind of identifier; negative ones are passed over. */
void clg_h5_close(hid_t id);

/* Fills err from HDF5's stack of errors: "cannot WHAT: HDF5 says '<its words>'". */
clg_status clg_h5_fail(clg_error *err, const char *format, ...) CLG_PRINTF(2, 3);

/* A file being written, with the name it will have, for messages. */
typedef struct clg_h5_file {
    hid_t id;
    const char *name;  /* borrowed */
    clg_h5_sink *sink; /* owned: a failed write shows here, not in HDF5's calls */
} clg_h5_file;

/* A new file at `path`, which may exist and is emptied. `oldest` is the first HDF5
 * that must be able to read it. */
clg_status clg_h5_file_new(const char *path, const char *name, H5F_libver_t oldest,
                           clg_h5_file *file, clg_error *err) CLG_NODISCARD;
/* How a call that ended with `status` did end: CLG_ERROR_IO if the disk has refused
 * anything so far, whatever HDF5 made of that. */
clg_status clg_h5_file_check(const clg_h5_file *file, clg_status status,
                             clg_error *err) CLG_NODISCARD;
/* Closes the file; CLG_ERROR_IO if not everything reached the disk. */
clg_status clg_h5_file_finish(clg_h5_file *file, clg_error *err) CLG_NODISCARD;
/* Closes what was given up. Also fine after finish. */
void clg_h5_file_drop(clg_h5_file *file);

/* A new group below parent. */
clg_status clg_h5_group_new(const clg_h5_kit *kit, hid_t parent, const char *name,
                            hid_t *group, clg_error *err) CLG_NODISCARD;

/* Attributes. */
clg_status clg_h5_put_text(const clg_h5_kit *kit, hid_t object, const char *name,
                           const char *value, clg_error *err) CLG_NODISCARD;
clg_status clg_h5_put_texts(const clg_h5_kit *kit, hid_t object, const char *name,
                            const clg_texts *values, clg_error *err) CLG_NODISCARD;
clg_status clg_h5_put_number(const clg_h5_kit *kit, hid_t object, const char *name,
                             clg_cells cells, const void *value,
                             clg_error *err) CLG_NODISCARD;
/* encoding-type and encoding-version. */
clg_status clg_h5_put_encoding(const clg_h5_kit *kit, hid_t object, const char *type,
                               const char *version, clg_error *err) CLG_NODISCARD;

/* A one-dimensional dataset of numbers, filtered and checksummed; *dataset stays
 * open for attributes. */
clg_status clg_h5_write_cells(const clg_h5_kit *kit, hid_t parent, const char *name,
                              clg_cells cells, const void *values, size_t count,
                              hid_t *dataset, clg_error *err) CLG_NODISCARD;
/* The same of variable-length texts. */
clg_status clg_h5_write_texts(const clg_h5_kit *kit, hid_t parent, const char *name,
                              const clg_texts *texts, hid_t *dataset,
                              clg_error *err) CLG_NODISCARD;

/* Types of numbers in memory and in the file; borrowed. */
hid_t clg_h5_memory_type(const clg_h5_kit *kit, clg_cells cells);
hid_t clg_h5_file_type(const clg_h5_kit *kit, clg_cells cells);

#endif
