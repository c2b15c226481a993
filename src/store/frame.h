/* A table of a results file, open for reading: its index and the names of its columns.
 * The way in is table_read.h. */
#ifndef CLG_STORE_FRAME_H
#define CLG_STORE_FRAME_H

#include "store/h5_read.h"

enum { CLG_COLUMN_NAME_SIZE = 300 };

typedef struct clg_frame {
    clg_h5_kit kit;
    const char *path, *where; /* borrowed */
    uint64_t file_size;
    hid_t file, group;
    size_t row_count;
    char *index;       /* name of the column that is the index */
    bool has_texts;    /* the index is one of texts, not just row numbers */
    clg_texts columns; /* names of all others, statuses too */
    clg_error *err;
} clg_frame;

/* To be closed also after a failure; errors as clg_store_read_table. */
clg_status clg_frame_open(clg_frame *frame, const char *path, const char *where,
                          clg_error *err) CLG_NODISCARD;
void clg_frame_close(clg_frame *frame);

/* "this results file is damaged: ..." */
clg_status clg_frame_damaged(const clg_frame *frame, const char *format, ...)
    CLG_PRINTF(2, 3);

/* Whether the table has a column x_status to its column x. */
bool clg_frame_has_status(const clg_frame *frame, const char *name);

/* The names of its columns, the index first where it is one of texts, without those of
 * statuses, which are read with their measures. */
clg_status clg_frame_list(const clg_frame *frame, clg_texts *names,
                          clg_error *err) CLG_NODISCARD;

#endif
