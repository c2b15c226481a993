/* A results file under construction: HDF5 in AnnData's element encoding, so that
 * h5py, anndata, pandas, rhdf5 and hdf5r read it without a reader of ours.
 *
 * The file is written under a temporary name and appears at its path complete or
 * not at all. The same calls with the same content give the same bytes, whatever
 * the number of threads. Calls come from one thread; compression uses more.
 *
 * Layout of a table: group attributes encoding-type "dataframe", _index and
 * column-order; one dataset (or categorical group) a column with attributes units
 * and description. A measure x is float64 with NaN where it is missing, beside a
 * categorical x_status that says why. Instants are float64 seconds since 1970 in
 * UTC, days int32 since 1970, flags the enum {FALSE, TRUE}. Numbers are shuffled,
 * deflated (level 4) and checksummed in chunks of up to 65,536 rows.
 *
 * Errors everywhere: CLG_ERROR_MEMORY; CLG_ERROR_IO if the file can't be made or
 * the disk is full; CLG_ERROR_DEPENDENCY with HDF5's own words for all else. */
#ifndef CLG_STORE_STORE_H
#define CLG_STORE_STORE_H

#include "results/table.h"

typedef struct clg_store clg_store;

typedef struct clg_store_options {
    int threads;     /* that compress; 0 = as many as OpenMP offers */
    bool is_private; /* only its owner may read the file (mode 0600) */
} clg_store_options;

/* Writes encoding-type "collegium" and encoding-version "1.0" at the root. options
 * may be NULL. *out is the caller's, to be committed or discarded. */
clg_status clg_store_create(const char *path, const clg_store_options *options,
                            clg_store **out, clg_error *err) CLG_NODISCARD;

/* An attribute of the root, such as "created_by"; UTF-8. */
clg_status clg_store_set_text(clg_store *store, const char *name, const char *value,
                              clg_error *err) CLG_NODISCARD;
/* Meant for small numbers and seeds: an unsigned 64-bit attribute. */
clg_status clg_store_set_number(clg_store *store, const char *name, uint64_t value,
                                clg_error *err) CLG_NODISCARD;

/* `where` is a path such as "/measure/school"; groups on the way are made. The
 * index is the first TEXT column, otherwise a column "row" of 0 .. n - 1 is added.
 * CLG_ERROR_ARGUMENT: something stands there already. */
clg_status clg_store_write_table(clg_store *store, const char *where,
                                 const clg_table *table, clg_error *err) CLG_NODISCARD;

/* Offsets, such as "/tie_offset". */
clg_status clg_store_write_array_i64(clg_store *store, const char *where,
                                     const int64_t *values, size_t count,
                                     const char *description,
                                     clg_error *err) CLG_NODISCARD;

/* Closes the file and gives it its name. *store is NULL afterwards, also when this
 * fails, and then nothing is left on disk. */
clg_status clg_store_commit(clg_store **store, clg_error *err) CLG_NODISCARD;
/* Removes what was written. Takes NULL. */
void clg_store_discard(clg_store *store);

#endif
