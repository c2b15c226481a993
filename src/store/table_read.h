/* Tables back from a results file, as clg_store_write_table wrote them.
 *
 * The file is trusted no more than any input: that it is collegium's and of a version
 * known here, that columns are as long as they should be and codes have levels. */
#ifndef CLG_STORE_TABLE_READ_H
#define CLG_STORE_TABLE_READ_H

#include "results/table.h"

/* Whether the file begins as HDF5 files do; false also if it can't be read. */
bool clg_store_is_hdf5(const char *path);

/* Whether there is a table at `where`. Errors as below; a file that is none of ours or
 * of another version may go unnoticed where `where` is missing: read a table that must
 * be there first. */
clg_status clg_store_has_table(const char *path, const char *where, bool *has,
                               clg_error *err) CLG_NODISCARD;

/* The names of a table's columns in their order, the index first where it is one of
 * texts, without the columns of statuses. Errors as below. */
clg_status clg_store_list_columns(const char *path, const char *where, clg_texts *names,
                                  clg_error *err) CLG_NODISCARD;

/* Reads the table at `where`, such as "/measure/school"; it owns its levels. `wanted`
 * are the columns to read, in that order; NULL: all. A column of row numbers has for
 * levels the index of the table that its unit, "row of NAME", refers to.
 *
 * CLG_ERROR_IO: missing or unreadable; CLG_ERROR_SCHEMA: not a results file, of another
 * version, damaged, or without that table or column; CLG_ERROR_MEMORY. The table is
 * empty after a failure. O(cells read). */
clg_status clg_store_read_table(const char *path, const char *where,
                                const clg_texts *wanted, clg_table *table,
                                clg_error *err) CLG_NODISCARD;

/* A text at the root, such as "settings"; the caller's. Errors as above; the file must
 * have a table at `where`. */
clg_status clg_store_read_text(const char *path, const char *where, const char *name,
                               char **text, clg_error *err) CLG_NODISCARD;

#endif
