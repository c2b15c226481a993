/* From CSV files to a study: read, checked, merged and put in canonical order. */
#ifndef CLG_INGEST_INGEST_H
#define CLG_INGEST_INGEST_H

#include "collegium/monitor.h"
#include "study/study.h"

typedef struct clg_ingest_options {
    int threads;                /* 0 = the OpenMP default */
    bool tolerate;              /* go on past --max-bad and --strict: list everything */
    size_t part_size;           /* bytes a thread parses at once; 0 = 4 MiB */
    const clg_monitor *monitor; /* may be NULL */
} clg_ingest_options;

/* Reads the files named in study->settings into the study, whose settings are filled
 * in and which is otherwise new. The result does not depend on threads or part size.
 * On failure the study may be half filled and is good for clg_study_free only, but
 * for study->reading, which holds what was counted up to then.
 * CLG_ERROR_IO: a file can't be read. CLG_ERROR_SCHEMA: a column is missing, doubled
 * or unknown. CLG_ERROR_PARSE: not a text, broken quotes, or too many bad rows.
 * CLG_ERROR_ARGUMENT: an unknown time zone. CLG_ERROR_INTERRUPTED, CLG_ERROR_MEMORY.
 * Time O(bytes / threads + rows log(rows of a school) / threads). */
clg_status clg_ingest(clg_study *study, const clg_ingest_options *options,
                      clg_error *err) CLG_NODISCARD;

#endif
