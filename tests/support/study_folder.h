/* For the tests of ingest: a folder of tables, read into a study. */
#ifndef CLG_TESTS_STUDY_FOLDER_H
#define CLG_TESTS_STUDY_FOLDER_H

#include "ingest/ingest.h"

/* The path of a file in the folder; valid until four more were asked for. */
const char *in_folder(const char *name);

/* Makes a new empty folder, the one of this test; removes it. */
int new_folder(void **state);
int remove_folder(void **state);

/* Writes a file of the folder; NULL removes it. */
void put(const char *name, const char *text);
void put_bytes(const char *name, const char *bytes, size_t size);

/* Reads the folder; options may be NULL. Free *study with clg_study_free. */
clg_status read_folder(const clg_ingest_options *options, clg_study **study,
                       clg_error *err);
/* The same, which must succeed. */
clg_study *study_of_folder(void);
/* The study elsewhere. */
clg_status read_study(const char *path, const clg_ingest_options *options,
                      clg_study **study, clg_error *err);

/* "path:line:column: message" of the failure to read the folder. */
void check_refused(clg_status code, const char *expected);
/* That note is among the study's. */
void check_note(const clg_study *study, const char *note);
/* "line:column: reason" of reject i. */
void check_reject(const clg_study *study, size_t i, const char *expected);
void check_source(const clg_study *study, size_t i, uint64_t rows, uint64_t used,
                  uint64_t duplicates, uint64_t set_aside, uint64_t bad);

#endif
