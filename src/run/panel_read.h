/* A panel from a file: any CSV with the columns school, window and indicators, or the
 * measures of a results file (panel_table.h).
 *
 * Windows are the union over all schools. They are ordered by value where all are
 * numbers or all are ISO dates, else by their bytes. A school's windows run from the
 * first to the last in which an indicator is observed (of a CSV: from its first row on,
 * observed or not); those in between of which there is no row are missing ones. A
 * school in which nothing is observed keeps the windows of its rows, and one that was
 * founded in its first window keeps that window. */
#ifndef CLG_RUN_PANEL_READ_H
#define CLG_RUN_PANEL_READ_H

#include "trajectory/panel.h"

typedef struct clg_panel_request {
    const clg_texts *indicators;  /* distinct names; NULL or empty: of a CSV all columns
                                     of numbers but the extras, of a results file the
                                     default set of trajectory_indicators.h */
    const clg_texts *extras;      /* distinct names; NULL: none. Of a results file, one
                                     that is not measured in windows is a column of its
                                     table /school (panel_school.h) */
    const clg_texts *as_measured; /* of a results file: indicators that are not
                                     transformed, since their family is chosen; NULL */
    bool is_irregular; /* time is the window's number, or its date in days; no windows
                          are added */
} clg_panel_request;

/* What the reader noticed, and where rows come from. */
typedef struct clg_panel_notes {
    char *path;
    uint64_t *lines; /* [row of the panel] line in the file; 0: none. NULL: not a CSV */
    clg_texts constant_indicators; /* left out: constant, or nowhere observed */
    clg_texts constant_reasons;    /* of each of them: "constant", "nowhere observed",
                                      "its log was not given" */
    clg_texts transforms; /* of each indicator of the panel, as clg_transform_name; none
                             for a CSV, whose values are as they are */
    clg_texts two_valued; /* extras that are 0 and 1 for two words */
    clg_texts two_words;  /* of each of them the word that is 0, and that which is 1 */
    uint64_t row_count;   /* of the file */
    uint64_t leading, trailing;  /* rows left out: windows before a school's first
                                    and after its last observed one */
    uint64_t added;              /* missing windows between a school's rows */
    uint32_t unobserved_schools; /* nothing observed at all */
} clg_panel_notes;

/* Reads a panel; both structs are to be cleared, and are empty after a failure. A
 * column `founded_in_window_1` (0 or 1; of a results file in its table /school) sets
 * is_founded. CLG_ERROR_IO: the file can't be read. CLG_ERROR_SCHEMA: a column is
 * missing or holds no numbers, no indicator is left, or not a results file.
 * CLG_ERROR_PARSE: a cell that is no number, or a school's window twice, with line and
 * column. CLG_ERROR_ARGUMENT: too many indicators. CLG_ERROR_MEMORY. O(rows log rows).
 */
clg_status clg_panel_read(const char *path, const clg_panel_request *request,
                          clg_panel *panel, clg_panel_notes *notes,
                          clg_error *err) CLG_NODISCARD;
void clg_panel_notes_clear(clg_panel_notes *notes);

/* A failure at row `row` of the panel: with the line of a CSV; the message is preceded
 * by "school 'x', window 'y': ". Returns code. */
clg_status clg_panel_fail_at(const clg_panel *panel, const clg_panel_notes *notes,
                             size_t row, clg_error *err, clg_status code,
                             const char *format, ...) CLG_PRINTF(6, 7);

#endif
