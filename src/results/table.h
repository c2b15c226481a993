/* A result table in memory: columns with unit, definition and status.
 *
 * Measures fill tables, store and report read them. A table has a fixed number of
 * rows; its columns are added in the order in which they are written. Measure
 * columns are pairs: the value (NaN unless OK) and a status per cell. */
#ifndef CLG_RESULTS_TABLE_H
#define CLG_RESULTS_TABLE_H

#include "base/text.h"

#include <stdbool.h>

typedef enum clg_value_status {
    CLG_VALUE_OK,
    CLG_VALUE_UNDEFINED,
    CLG_VALUE_DEGENERATE,
    CLG_VALUE_NOT_CONVERGED,
    CLG_VALUE_TOO_SMALL,
    CLG_VALUE_BREAK,         /* the window is a break: missing, not zero */
    CLG_VALUE_NOT_IN_WINDOW, /* not a member then */
    CLG_VALUE_OFF_ROSTER,    /* not a node: not on the roster */
    CLG_VALUE_NON_MEMBER,    /* not a node: on the roster, but not a member */
    CLG_VALUE_NO_LOG,        /* the log this needs was not given */
    CLG_VALUE_FAILED,        /* the school's worker was lost */
    CLG_VALUE_STATUS_COUNT
} clg_value_status;

const char *
clg_value_status_name(clg_value_status status); /* "OK", "UNDEFINED", "break" */

typedef enum clg_column_type {
    CLG_COLUMN_MEASURE,  /* double + status */
    CLG_COLUMN_CATEGORY, /* int32 code into levels, -1 missing */
    CLG_COLUMN_COUNT,    /* int32, never missing */
    CLG_COLUMN_REAL,     /* double, NaN missing */
    CLG_COLUMN_INSTANT,  /* double, UTC seconds; ISO text in CSV */
    CLG_COLUMN_DAY,      /* int32 day number; ISO date in CSV */
    CLG_COLUMN_FLAG,     /* uint8 0 or 1 */
    CLG_COLUMN_ROW,      /* int32 row number in another table; the text there in CSV */
    CLG_COLUMN_TEXT      /* one text a row; only for the id column of an entity table */
} clg_column_type;

typedef struct clg_column {
    clg_column_type type;
    char *name, *unit, *definition;
    double *values;          /* MEASURE, REAL, INSTANT */
    uint8_t *status;         /* MEASURE; FLAG keeps its values here */
    int32_t *codes;          /* CATEGORY, COUNT, DAY, ROW */
    const clg_texts *levels; /* CATEGORY, ROW: borrowed; TEXT: the texts themselves */
    clg_texts *own_levels;   /* the same where the table owns them, else NULL */
    bool is_ordered;         /* CATEGORY */
} clg_column;

typedef struct clg_table {
    char *name;       /* "school_window" */
    char *definition; /* one sentence */
    size_t row_count;
    clg_column *columns;
    size_t column_count, column_room;
    bool is_shared; /* the cells are shared with forked workers */
} clg_table;

clg_status clg_table_init(clg_table *table, const char *name, const char *definition,
                          size_t row_count, bool is_shared,
                          clg_error *err) CLG_NODISCARD;
void clg_table_clear(clg_table *table);

/* Adds a column with zeroed cells (status OK, value 0); its index is
 * column_count - 1 afterwards. `levels` as in clg_column, else NULL. */
clg_status clg_table_add(clg_table *table, clg_column_type type, const char *name,
                         const char *unit, const char *definition,
                         const clg_texts *levels, clg_error *err) CLG_NODISCARD;
/* The same; the levels are moved into the table, and emptied also on failure. */
clg_status clg_table_add_owned(clg_table *table, clg_column_type type, const char *name,
                               const char *unit, const char *definition,
                               clg_texts *levels, clg_error *err) CLG_NODISCARD;
/* NULL if there is none. */
clg_column *clg_table_column(const clg_table *table, const char *name);

/* Whether it holds numbers: a measure, real, count or flag. */
bool clg_column_is_numeric(const clg_column *column);
/* A cell of such a column; NaN: missing. */
double clg_column_number(const clg_column *column, size_t row);

/* Sets one cell of a measure column: the value if status is OK, otherwise NaN. */
void clg_cell_set(clg_column *column, size_t row, double value,
                  clg_value_status status);

#endif
