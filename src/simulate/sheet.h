/* A CSV file written row by row through a large buffer.
 *
 * Writing can't fail until the sheet is closed: a failed write is remembered and
 * reported there, so that millions of rows need no check each. */
#ifndef CLG_SIMULATE_SHEET_H
#define CLG_SIMULATE_SHEET_H

#include "collegium/error.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct clg_sheet {
    FILE *stream;
    const char *name; /* for messages */
    char *buffer;
    size_t used;
    int failure; /* errno of the first failed write; 0 = none */
} clg_sheet;

/* Creates folder/name and writes the header line. name is borrowed. */
clg_status clg_sheet_open(const char *folder, const char *name, const char *header,
                          clg_sheet *sheet, clg_error *err) CLG_NODISCARD;
clg_status clg_sheet_close(clg_sheet *sheet, clg_error *err) CLG_NODISCARD;
/* Reports sheet->failure. */
clg_status clg_sheet_failure(const clg_sheet *sheet, clg_error *err);
void clg_sheet_discard(clg_sheet *sheet); /* also fine after close */

void clg_sheet_bytes(clg_sheet *sheet, const char *bytes, size_t length);
void clg_sheet_text(clg_sheet *sheet, const char *text); /* as it is */
void clg_sheet_number(clg_sheet *sheet, uint64_t number);
void clg_sheet_date(clg_sheet *sheet, int64_t day);

/* Writes text as a CSV field into field, quoted where that is needed. The result
 * is cut to fit; its length is returned. */
size_t clg_csv_field(const char *text, char *field, size_t size);

#endif
