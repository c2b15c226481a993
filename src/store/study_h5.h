/* A study as a file: everything ingest made, so that measures can start from it.
 *
 * The file is HDF5 and meant for collegium itself, so it is not in AnnData's
 * encoding: texts are bytes and offsets, every array is checksummed, and nothing in
 * it depends on the machine or the moment. Reading trusts nothing: extents, offsets
 * and row numbers are checked before use. */
#ifndef CLG_STORE_STUDY_H5_H
#define CLG_STORE_STUDY_H5_H

#include "study/study.h"

/* The file appears complete or not at all, readable by its owner only, as it holds
 * identifiers. CLG_ERROR_MEMORY, CLG_ERROR_IO, CLG_ERROR_DEPENDENCY. */
clg_status clg_study_write_h5(const clg_study *study, const char *path,
                              clg_error *err) CLG_NODISCARD;

/* *out is the caller's (clg_study_free), NULL on failure. CLG_ERROR_IO: missing or
 * unreadable; CLG_ERROR_SCHEMA: not a study file, of another version, or damaged;
 * CLG_ERROR_ARGUMENT: a time zone this machine does not know. */
clg_status clg_study_read_h5(const char *path, clg_study **out,
                             clg_error *err) CLG_NODISCARD;

#endif
