/* Columns, numbers and texts by name in one HDF5 file, written and read by the same
 * calls: a function that visits the parts of a structure both stores and restores it,
 * so the two cannot disagree.
 *
 * The first failure stays: later calls do nothing, and archive.status tells in the
 * end. Everything lies in checksummed chunks below the root. Reading checks type and
 * extent, and an extent that the file is too small to hold is taken as damage before
 * any memory is asked for. */
#ifndef CLG_STORE_ARCHIVE_H
#define CLG_STORE_ARCHIVE_H

#include "store/h5.h"

typedef struct clg_archive {
    bool is_reading;
    clg_status status;
    clg_error *err;
    const char *path; /* borrowed, for messages */
    clg_h5_kit kit;
    clg_h5_file file;   /* when reading, only the id */
    uint64_t file_size; /* when reading */
} clg_archive;

/* A new file at `temporary`, called `path` in messages; `kind` and `version` are what
 * clg_archive_open expects. */
void clg_archive_create(clg_archive *archive, const char *temporary, const char *path,
                        const char *kind, const char *version, clg_error *err);
/* CLG_ERROR_IO: missing or unreadable; CLG_ERROR_SCHEMA: anything but such a file. */
void clg_archive_open(clg_archive *archive, const char *path, const char *kind,
                      const char *version, clg_error *err);
/* Closes, always to be called; returns how it all went. */
clg_status clg_archive_finish(clg_archive *archive) CLG_NODISCARD;

/* Sets the status unless something failed before: CLG_ERROR_SCHEMA. */
void clg_archive_damaged(clg_archive *archive, const char *format, ...)
    CLG_PRINTF(2, 3);

void clg_archive_number(clg_archive *archive, const char *name, uint64_t *number);
void clg_archive_size(clg_archive *archive, const char *name, size_t *number);
void clg_archive_flag(clg_archive *archive, const char *name, bool *flag);
/* NULL is kept. When reading, *text is the caller's. */
void clg_archive_text(clg_archive *archive, const char *name, char **text);
void clg_archive_texts(clg_archive *archive, const char *name, clg_texts *texts);

/* `array` is the address of a T * variable; reading allocates it. */
void clg_archive_column(clg_archive *archive, const char *name, clg_cells cells,
                        void *array, size_t count);
/* One direction only: a column of any length, the caller's; NULL after a failure. */
void *clg_archive_read(clg_archive *archive, const char *name, clg_cells cells,
                       size_t *count);
void clg_archive_write(clg_archive *archive, const char *name, clg_cells cells,
                       const void *values, size_t count);
/* Room for structs whose fields are read next. Nothing when writing. */
void clg_archive_room(clg_archive *archive, void *array, size_t count, size_t size);
/* One field of structs that are `stride` bytes apart; `field` is that of the first. */
void clg_archive_field(clg_archive *archive, const char *name, clg_cells cells,
                       void *field, size_t stride, size_t count);
/* The same of texts, char *; NULL is kept. */
void clg_archive_text_field(clg_archive *archive, const char *name, char **field,
                            size_t stride, size_t count);

#endif
