/* From rows in any order to a panel. The way in is panel_read.h. */
#ifndef CLG_RUN_PANEL_BUILD_H
#define CLG_RUN_PANEL_BUILD_H

#include "ingest/number_table.h"
#include "run/panel_read.h"

/* Names of the two identifiers, in their order, and of the flag. */
#define CLG_PANEL_SCHOOL "school"
#define CLG_PANEL_WINDOW "window"
#define CLG_PANEL_FOUNDED "founded_in_window_1"

typedef struct clg_panel_source {
    const char *path;             /* borrowed */
    clg_number_table table;       /* identifiers: school, window */
    clg_texts indicators, extras; /* columns of the table */
    clg_texts of_schools;         /* extras that are columns of /school */
    const clg_texts *as_measured; /* as in the request */
    clg_texts unlogged;           /* indicators whose log was not given */
    uint8_t *is_founded;          /* by code of the school */
    bool is_irregular;
} clg_panel_source;

void clg_panel_source_clear(clg_panel_source *source);

/* Errors as clg_panel_read. The panel and the notes, which are new, may be half filled
 * after a failure. */
clg_status clg_panel_build(const clg_panel_source *source, clg_panel *panel,
                           clg_panel_notes *notes, clg_error *err) CLG_NODISCARD;

/* CLG_ERROR_PARSE at a row of the table. */
clg_status clg_panel_source_fail(const clg_panel_source *source, size_t row,
                                 clg_error *err, const char *format, ...)
    CLG_PRINTF(4, 5);

#endif
