/* The parts of a study that are arrays of structs, visited as in study_h5.c. */
#ifndef CLG_STORE_STUDY_RECORDS_H
#define CLG_STORE_STUDY_RECORDS_H

#include "store/archive.h"
#include "study/study.h"

/* Breaks or terms, whose columns are named after `table`. */
void clg_visit_spans(clg_archive *archive, const char *table, clg_break **spans,
                     size_t *span_count, size_t *span_room);
void clg_visit_reading(clg_archive *archive, clg_reading *reading);

#endif
