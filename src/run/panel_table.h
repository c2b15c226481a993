/* A panel from a table of measures by school and window: that of a run, or the same
 * read back from a results file.
 *
 * Measures that trajectory_indicators.h knows are read as it says; others as they are.
 * A window in which no member took part in anything says nothing of the stage: it is
 * missing, like a break. */
#ifndef CLG_RUN_PANEL_TABLE_H
#define CLG_RUN_PANEL_TABLE_H

#include "results/table.h"
#include "run/panel_build.h"

/* The columns that there are, and which of them have to be read. */
typedef struct clg_panel_columns {
    clg_texts measured;   /* in windows */
    clg_texts of_schools; /* in /school */
    clg_texts wanted;     /* of the former; school and window first */
} clg_panel_columns;

void clg_panel_columns_clear(clg_panel_columns *columns);

/* Chooses indicators and extras, the default set of indicators as far as it is measured
 * if the request names none, and lists the columns that have to be read.
 * CLG_ERROR_SCHEMA: none of the default set is measured, or no such extra. */
clg_status clg_panel_choose(const clg_panel_request *request,
                            clg_panel_columns *columns, clg_panel_source *source,
                            clg_error *err) CLG_NODISCARD;

/* Fills source->table from a table that has these columns, but for extras of schools
 * (panel_school.h). CLG_ERROR_SCHEMA: one is not there, or does not hold numbers.
 * O(cells). */
clg_status clg_panel_take(clg_panel_source *source, const clg_table *table,
                          clg_error *err) CLG_NODISCARD;

/* Notes how the indicators of such a panel are read. CLG_ERROR_MEMORY. */
clg_status clg_panel_note_transforms(const clg_panel *panel,
                                     const clg_texts *as_measured,
                                     clg_panel_notes *notes,
                                     clg_error *err) CLG_NODISCARD;

/* The panel of a run that is still in memory; `path` is what errors call it. Errors as
 * clg_panel_read. */
clg_status clg_panel_from_tables(const clg_table *school_window,
                                 const clg_table *schools, const char *path,
                                 const clg_panel_request *request, clg_panel *panel,
                                 clg_panel_notes *notes, clg_error *err) CLG_NODISCARD;

#endif
