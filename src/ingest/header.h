/* The header row of a file: its delimiter, its columns' names, and which of them
 * stands for which column of the table. */
#ifndef CLG_INGEST_HEADER_H
#define CLG_INGEST_HEADER_H

#include "base/text.h"
#include "study/settings.h"

typedef struct clg_header {
    clg_texts names; /* as in the file, blanks around them dropped */
    char delimiter;
    uint64_t line; /* where it stands */
    size_t body;   /* offset of the first byte below it */
} clg_header;

/* Where a column of the table comes from in one file: a field, or a text that is the
 * same for all rows, or nowhere (field -1, constant NULL). */
typedef struct clg_binding {
    long field;
    const char *constant; /* lives as long as the settings */
    size_t constant_length;
} clg_binding;

/* Reads the header row at `begin`. The delimiter is the file's setting or, of comma,
 * tab and semicolon, the one that occurs most outside quotes. CLG_ERROR_PARSE: there
 * is no such row, or a quote in it is misplaced. */
clg_status clg_header_read(const char *bytes, size_t begin, size_t size,
                           const clg_file_settings *file, const char *name,
                           clg_header *header, clg_error *err) CLG_NODISCARD;
void clg_header_clear(clg_header *header);

/* Finds the column `wanted`: by `values:`, then by the mapping `columns:`, then by
 * its own name, exactly or, if only one fits, without regard to case. CLG_ERROR_SCHEMA:
 * a mapped or required column is not there, or a column occurs twice. */
clg_status clg_header_bind(const clg_header *header, const clg_file_settings *file,
                           const char *name, const char *wanted, bool is_required,
                           clg_binding *binding, clg_error *err) CLG_NODISCARD;

/* The canonical name under which the file's column `field` is to be known: the one it
 * is mapped to, its own, or NULL if it has none or another column is mapped to it. */
const char *clg_header_canonical(const clg_header *header,
                                 const clg_file_settings *file, size_t field);

#endif
